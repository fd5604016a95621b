"""What a plain file host does with a published folder: it serves files, and a folder's index.html for the folder."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines import free_port, wait_for

_LINK = re.compile(r'\s(?:href|src|action)="([^"#?]*)[^"]*"')


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; its address, without the last slash."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def has_file(folder: Path, path: str) -> bool:
    """Whether a plain host answers for a path in a folder."""
    return (folder / path).is_file() or (folder / path / "index.html").is_file()


def missing_files(site: Path) -> set[tuple[str, str]]:
    """What pages of a published folder lead to in vain, each with a page that does; absolute paths are in vain, since
    the folder may stand anywhere."""
    missing, known = set(), {}
    for page in site.rglob("*.html"):
        for link in set(_LINK.findall(page.read_text(encoding="utf-8"))):
            if not link or re.match("[a-z]+:", link):
                continue
            place = page.parent / link.replace("&amp;", "&")
            if (page.parent, link) not in known:
                known[page.parent, link] = not link.startswith("/") and has_file(place.parent, place.name)
            if not known[page.parent, link]:
                missing.add((page.relative_to(site).as_posix(), link))
    return missing
