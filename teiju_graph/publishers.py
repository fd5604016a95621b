"""The list of who publishes what: a TOML file with a line for each.

    nishi-iburi = "https://muroran.example.lg.jp/teiju/"
    higashi-iburi = "https://tomakomai.example.lg.jp/catalogue.ttl"

An address that ends with a slash is the folder that a release was published into, or the site of a server. Any other is what
is asked itself: a description by DCAT, in Turtle, where releases are harvested; a SPARQL endpoint where queries are sent."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from teiju_graph.errors import ParameterError
from teiju_graph.files import read_toml, shown

_DESCRIPTION, _ENDPOINT = "dataset.ttl", "sparql"


@dataclass(frozen=True)
class Publisher:
    """Who publishes, and where. key: how reports call it."""

    key: str
    address: str

    @property
    def description(self) -> str:
        """The address of the description of the release."""
        return urljoin(self.address, _DESCRIPTION) if self.address.endswith("/") else self.address

    @property
    def endpoint(self) -> str:
        """The address of the SPARQL endpoint."""
        return urljoin(self.address, _ENDPOINT) if self.address.endswith("/") else self.address

    @property
    def sums(self) -> str:
        """The address of the list of digests beside the description."""
        return urljoin(self.address, "SHA256SUMS")


def read_publishers(path: Path) -> list[Publisher]:
    """Return the publishers of a list, in its order. InputError: it can't be read; ParameterError: it is empty, a name is
    none that a file may bear, or an address is not one of the web."""
    entries = read_toml(path)
    if not entries:
        raise ParameterError(
            '名前とアドレスの行がありません。例:muroran = "https://example.lg.jp/teiju/"',
            'names nobody; write lines as muroran = "https://example.lg.jp/teiju/".',
            file=shown(path),
        )
    for key, address in entries.items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
            raise ParameterError(
                "名前は英小文字、数字、- で書いてください。",
                "a name is written with small letters, figures and - only.",
                file=shown(path),
                column=key,
            )
        parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
            raise ParameterError(
                "http:// か https:// で始まるアドレスを書いてください。例:https://example.lg.jp/teiju/",
                "takes an address that begins with http:// or https://, as https://example.lg.jp/teiju/ does.",
                file=shown(path),
                column=key,
            )
    return [Publisher(key, address) for key, address in entries.items()]
