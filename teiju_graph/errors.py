"""The one tree of errors: each says in Japanese and English where the trouble is and what to do.

TeijuError                      anything this package raises on purpose
├── InputError                  what was given can't be read          (exit 2, HTTP 400)
│   ├── TableError              a table, its row, its column
│   ├── SourceError             source.toml, passages.csv, or the user's copy of a source
│   ├── GraphError              a Turtle file
│   ├── QueryError              the text of a query
│   ├── ParameterError          a parameter of a query, a page or a command
│   ├── FormatError             a format that nobody asked for        (HTTP 406)
│   ├── MethodError             a method that the address lacks       (HTTP 405)
│   ├── SizeError               a request or an address too long      (HTTP 413, 414)
│   └── MediaTypeError          a body that carries no query          (HTTP 415)
├── MissingError                no such thing, question or source     (exit 1, HTTP 404)
└── UnavailableError            the store can't answer now            (exit 2, HTTP 503)
    ├── TurnError               this client has had its turn          (HTTP 429)
    ├── LimitError              the answer passed a limit             (HTTP 503)
    ├── BrokenError             another server's answer is no answer  (HTTP 502)
    └── DeadlineError           the query took too long               (HTTP 504)
"""


class TeijuError(Exception):
    """An error with a message in two languages and, where there is one, a place.

    ja, en: what is wrong and what to do. file, row, column: where; row counts lines of the file, the heading being 1;
    column may also name a parameter.
    """

    exit_code = 2
    status = 500

    def __init__(self, ja: str, en: str, *, file: object = None, row: int | None = None, column: str | None = None):
        self.ja, self.en = ja, en
        self.file, self.row, self.column = (None if file is None else str(file)), row, column
        super().__init__(self.message("en"))

    def message(self, lang: str) -> str:
        """Return the whole message, place first, in `lang` (ja or en)."""
        words = ("{}行目", "列「{}」", ":") if lang == "ja" else ("row {}", "column {}", ": ")
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(words[0].format(self.row))
        if self.column is not None:
            place.append(words[1].format(self.column))
        text = self.ja if lang == "ja" else self.en
        return ", ".join(place) + words[2] + text if place else text


class InputError(TeijuError):
    """What was given can't be read."""

    status = 400


class TableError(InputError):
    """A table is not as ontology/tables.toml describes it."""


class SourceError(InputError):
    """A source's description, passages or text are not as they should be."""


class GraphError(InputError):
    """A Turtle file can't be read."""


class QueryError(InputError):
    """A query can't be parsed."""


class ParameterError(InputError):
    """A parameter is missing, unknown or of the wrong type."""


class FormatError(InputError):
    """A format that this answer doesn't come in."""

    status = 406


class MethodError(InputError):
    """A method that this address doesn't allow."""

    status = 405


class SizeError(InputError):
    """A request longer than is read."""

    status = 413


class MediaTypeError(InputError):
    """A body of a type that carries no query."""

    status = 415


class MissingError(TeijuError):
    """There is no such thing."""

    exit_code = 1
    status = 404

    @classmethod
    def of(cls, path: str) -> "MissingError":
        """Return the error that there is nothing at `path` below `id/`; a long path is shown by its beginning."""
        shown = path if len(path) <= 80 else f"{path[:80]}…"
        return cls(f"「{shown}」はありません。", f"There is no “{shown}”.")


class GoneError(MissingError):
    """There was such a thing; it was withheld on purpose."""

    status = 410


class UnavailableError(TeijuError):
    """The store can't answer now."""

    status = 503


class TurnError(UnavailableError):
    """This client has had more than its share of work; it may ask again later."""

    status = 429


class LimitError(UnavailableError):
    """The answer passed the limit of rows, bytes or memory."""


class BrokenError(UnavailableError):
    """Another server's answer is cut off, or not what was asked for."""

    status = 502


class DeadlineError(UnavailableError):
    """The query was ended at its deadline."""

    status = 504


def error_named(name: str) -> type[TeijuError]:
    """Return the class of that name in the tree."""
    kinds = [TeijuError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return next((kind for kind in kinds if kind.__name__ == name), TeijuError)


class CapError(Exception):
    """Raised while an answer is written, when it passes the cap named; told to the caller as a LimitError."""

    def __init__(self, cap: str):
        self.cap = cap
        super().__init__(cap)
