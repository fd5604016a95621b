"""The folder that a release is published into: built beside its place, and put there whole or not at all."""

import ctypes
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from teiju_graph.errors import InputError
from teiju_graph.files import shown

MARK = "release.json"
SUMS = "SHA256SUMS"
RELEASES = "releases"
_SOFTWARE = "teiju_graph"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


def read_mark(folder: Path) -> dict | None:
    """Return what a folder says of the release in it, None where it holds none."""
    try:
        mark = json.loads((folder / MARK).read_bytes())
    except (OSError, ValueError):
        return None
    return mark if isinstance(mark, dict) and mark.get("software") == _SOFTWARE else None


def mark_of(**told: object) -> bytes:
    """Return the content of the file that marks a folder as a release."""
    return json.dumps({"software": _SOFTWARE, **told}, ensure_ascii=False, indent=1).encode() + b"\n"


def releases_in(folder: Path) -> list[Path]:
    """Return the folders of the earlier releases that a published folder keeps."""
    kept = folder / RELEASES
    return [each for each in sorted(kept.iterdir()) if read_mark(each)] if kept.is_dir() else []


@contextmanager
def building(target: Path) -> Iterator[Path]:
    """Yield a new folder beside `target`; it takes the place of `target` when the block ends well, and is gone when it
    does not. InputError: `target` holds files that no release put there, another command is at it, or the new files
    can't be written; `target` is as it was then."""
    target = target.resolve()
    _refuse_foreign(target)
    beside = target.with_name(f".{target.name}.building")
    try:
        beside.mkdir(parents=True, exist_ok=True)
        with _held(beside, target):
            try:
                yield beside
                beside.chmod(0o755)
                _put(beside, target)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"書けません({error.strerror})。空きと権限を確かめてください。前の版はそのままです。",
            f"can't be written ({error.strerror}); check the space and the rights. What was published stays as it was.",
            file=shown(target),
        ) from error


@contextmanager
def _held(beside: Path, target: Path) -> Iterator[None]:
    """Hold the folder alone, emptied of what a command that was killed left there."""
    handle = os.open(beside, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(
            "ほかの teiju publish が動いています。終わるのを待ってください。",
            "another teiju publish is at work; wait for its end.",
            file=shown(target),
        ) from error
    else:
        for left in beside.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield
    finally:
        os.close(handle)


def _put(new: Path, target: Path) -> None:
    """Put `new` in the place of `target` in one step of the file system, where it has one."""
    if not target.exists():
        new.rename(target)
        return
    with suppress(AttributeError):
        call = ctypes.CDLL(None, use_errno=True).renameat2
        if call(_HERE, os.fsencode(new), _HERE, os.fsencode(target), _EXCHANGE) == 0:
            return
    gone = target.with_name(f".{target.name}.old")
    shutil.rmtree(gone, ignore_errors=True)
    target.rename(gone)
    new.rename(target)
    shutil.rmtree(gone)


def _refuse_foreign(target: Path) -> None:
    if target.exists() and not target.is_dir():
        found = [target.name]
    elif not target.is_dir() or not any(target.iterdir()):
        return
    elif not read_mark(target):
        found = sorted(each.name for each in target.iterdir())
    else:
        known = _known(target, "").union(*(_known(each, f"{RELEASES}/{each.name}/") for each in releases_in(target)))
        found = [name for name in _names(target, "") if name not in known]
    if found:
        few = ", ".join(found[:3]) + (" …" if len(found) > 3 else "")
        raise InputError(
            f"teiju publish が置いたのではないファイルがあります({few})。空のフォルダか、前の版のフォルダを示してください。",
            f"holds files that teiju publish did not put there ({few}); name an empty folder or one of an earlier release.",
            file=shown(target),
        )


def files_of(folder: Path) -> list[str]:
    """Return the names of the files of a release as its list of digests names them, without that list."""
    try:
        return [line[66:] for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError:
        return []


def _known(folder: Path, before: str) -> set[str]:
    return {before + name for name in (*files_of(folder), SUMS)}


def _names(folder: Path, before: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _names(Path(entry.path), f"{before}{entry.name}/")
            else:
                yield before + entry.name


def keep(old: Path, new: Path, version: str) -> None:
    """Let the folder `new`, in which `version` is published, hold below `releases/` the release of the folder `old`
    and those that it keeps. Files are linked where the file system can, else copied."""
    mark = read_mark(old)
    if not mark:
        return
    if mark["version"] != version:
        link_files(old, [*files_of(old), SUMS], new / RELEASES / str(mark["version"]))
    for each in releases_in(old):
        if each.name not in (version, mark["version"]):
            link_files(each, [*files_of(each), SUMS], new / RELEASES / each.name)


def link_files(origin: Path, names: list[str], into: Path) -> None:
    """Let the folder `into` hold files of the folder `origin`."""
    for name in names:
        place = into / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(origin / name, place)
        except OSError:
            shutil.copyfile(origin / name, place)
