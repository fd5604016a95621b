"""Where a page stands: below which root, in which language, at which path."""

from dataclasses import dataclass

from flask import request


@dataclass(frozen=True)
class Place:
    """Where a page stands. base: the root of the site (`/sub`, empty for a host of its own); path: what follows it and
    the mark of the language (`/doc/zone/a`); query: with its question mark, empty for none."""

    base: str
    lang: str
    path: str
    query: str = ""

    @property
    def root(self) -> str:
        """What stands before the paths of pages of its language."""
        return f"{self.base}/en" if self.lang == "en" else self.base

    def address(self, lang: str) -> str:
        """Return the address of the page in a language."""
        return f"{self.base}{'/en' if lang == 'en' else ''}{self.path}{self.query}"


def language() -> str:
    """Return the language of the page asked for: en below /en, else ja."""
    return "en" if request.script_root.endswith("/en") else "ja"


def the_place() -> Place:
    """Return where the page asked for stands."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return Place(request.script_root.removesuffix("/en"), language(), request.path, query)
