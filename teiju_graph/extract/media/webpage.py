"""Web pages (HTML): the running text as lines, each table as a grid, cells that span several carried over them."""

import re
from collections.abc import Iterator

from lxml import etree, html

from teiju_graph.errors import InputError
from teiju_graph.extract.media.layout import Layout, Origin, Raw

_DEPTH = 200  # elements inside one another; libxml2 cuts deeper pages off at 256
_TERM = 20  # letters; a longer <dt> is a question or a sentence
_SPAN = 1000  # rows or columns that one cell may cover, as browsers have it
_CELLS = 500_000
_SKIPPED = {"script", "style", "noscript", "template", "head", "rt", "rp", "select", "svg", "iframe"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    *(
        [
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
        ]
    ),
    *(
        [
            "footer",
            "form",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
        ]
    ),
    *(["thead", "tr", "ul", "br"]),
    *_HEADINGS,
}


def read_page(text: str, name: str) -> Layout:
    """Return the layout of an HTML page. A table inside another makes the outer one a frame, unless it is small enough
    to be the content of one cell. InputError: the page is nested deeper than is read, or holds no text."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(f"HTML として読めません({error})。", f"can't be read as HTML ({error}).", file=name) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise _too_deep(name)
    layout = Layout()
    _Page(layout, name).read(root)
    return layout


def _too_deep(name: str) -> InputError:
    return InputError(
        f"HTML の入れ子が深すぎます({_DEPTH} 段まで読みます)。要る表だけを写して保存してください。",
        f"is nested deeper than is read ({_DEPTH} levels); save only the tables that you need.",
        file=name,
    )


class _Page:
    """One page as it is read into its layout."""

    def __init__(self, layout: Layout, name: str):
        self.layout, self.name, self.words = layout, name, [""]
        self.cells = 0
        self.heading = 0  # of what is being read
        self.term = ""  # of a list of terms, before what is said of it

    def read(self, element: etree._Element, depth: int = 0) -> None:
        """Read an element and what is in it, in order; the text after it is its parent's."""
        if depth > _DEPTH:
            raise _too_deep(self.name)
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or _is_hidden(element):
            return
        block = element.tag in _BLOCKS
        outer = self.heading
        if block:
            self._end_line()
            self.heading = int(element.tag[1]) if element.tag in _HEADINGS else outer
        if element.tag in ("dt", "dl"):
            self._end_term()
        if element.tag == "table" and not _is_frame(element):
            self._table(element)
        else:
            self.words[-1] += element.get("alt", "") if element.tag == "img" else element.text or ""
            for child in element:
                self.read(child, depth + 1)
                self.words[-1] += child.tail or ""
        if element.tag == "dt" and len(text := _level("".join(self.words))) <= _TERM:
            self.term, self.words = text, [""]
        if block:
            self._end_line()
            self.heading = outer
        if element.tag == "dl":
            self._end_term()

    def _end_line(self) -> None:
        """End a line; what <dd> says of a short term in <dt> goes on in its line, as the label and its value do."""
        text = _level("".join(self.words))
        if text:
            self.layout.line(f"{self.term}：{text}" if self.term else text, heading=self.heading)
            self.term = ""
        self.words = [""]

    def _end_term(self) -> None:
        """A term of which nothing is said is a line of its own."""
        if self.term:
            self.layout.line(self.term)
        self.term = ""

    def _table(self, table: etree._Element) -> None:
        for caption in table.iterchildren("caption"):
            self.layout.line(_level(_text(caption)))
        rows: list[dict[int, Raw]] = []
        for number, element in enumerate(_rows(table)):
            while len(rows) <= number:
                rows.append({})
            column = 0
            for cell in element.iterchildren("td", "th"):
                while column in rows[number]:
                    column += 1
                self._place(rows, number, column, cell)
        width = max((max(row, default=-1) + 1 for row in rows), default=0)
        if width:
            self.layout.table([[row.get(column, ("", None)) for column in range(width)] for row in rows])
            self.layout.line("")

    def _place(self, rows: list[dict[int, Raw]], number: int, column: int, cell: etree._Element) -> None:
        text = _text(cell)
        high, wide = (min(_SPAN, _number(cell.get(name))) for name in ("rowspan", "colspan"))
        section = cell.getparent().getparent()
        below = len(list(cell.getparent().itersiblings("tr"))) + 1 if section is not None else high
        high = min(high, below)  # a cell never reaches out of its section of the table
        self.cells += high * wide
        if self.cells > _CELLS:
            raise InputError(
                "表が大きすぎます。要る表だけを写して保存してください。",
                "has tables larger than are read; save only those that you need.",
                file=self.name,
            )
        origin: Origin | None = None
        for down in range(high):
            while len(rows) <= number + down:
                rows.append({})
            for right in range(wide):
                rows[number + down].setdefault(column + right, (text, origin))
                origin = (number, column)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table itself, not of tables inside it: head, bodies, foot."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _is_frame(table: etree._Element) -> bool:
    """Whether a table only lays out the page: it holds a table of two rows and columns, or has a single cell."""
    for inner in table.iter("table"):
        if inner is not table and sum(len(row) >= 2 for row in _rows(inner)) >= 2:
            return True
    return sum(len(row) for row in _rows(table)) <= 1


def _is_hidden(element: etree._Element) -> bool:
    return "hidden" in element.attrib or bool(re.search(r"display\s*:\s*none", element.get("style", "")))


def _text(element: etree._Element) -> str:
    """The text of a cell, with a line break where the page has one."""
    words: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if not isinstance(node.tag, str):
            continue
        if event == "start":
            words.append("\n" if node.tag in _BLOCKS and node is not element else "")
            if node.tag in _SKIPPED or _is_hidden(node):
                walk.skip_subtree()
            else:
                words.append(node.get("alt", "") if node.tag == "img" else node.text or "")
        elif node is not element:
            words.append("\n" if node.tag in _BLOCKS else "")
            words.append(node.tail or "")
    return "\n".join(line for part in _broken(words) if (line := _level(part)))


def _broken(words: list[str]) -> list[str]:
    """The words parted at the breaks of the page; a line end inside the text of the HTML itself is a blank."""
    return "".join(word if word == "\n" else re.sub(r"\s+", " ", word) for word in words).split("\n")


def _level(text: str) -> str:
    """White space as a browser shows it: runs of it are one blank, none at the ends or between Japanese letters that
    the HTML only broke."""
    return re.sub(r"[ \t\r\n\xa0]+", " ", text).strip()


def _number(value: str | None) -> int:
    return max(1, int(value)) if value and value.strip().isascii() and value.strip().isdigit() else 1
