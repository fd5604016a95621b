"""Folders and files of the project: where they are, read as UTF-8, replaced whole or not at all."""

import os
import tempfile
import tomllib
from pathlib import Path

from teiju_graph.errors import InputError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `name` (`ontology`, `queries`, `data/ttl`, `web/templates`…) of the installed package or,
    in a checkout, of the project. The path is returned even where nothing stands there."""
    packaged = _PACKAGE / "_files" / name
    return packaged if packaged.exists() else _PACKAGE.parent / name


def is_installed(path: Path) -> bool:
    """Say whether `path` lies inside the installed package, where nothing is to be edited."""
    return path.resolve().is_relative_to(_PACKAGE / "_files")


def workspace(name: str) -> Path:
    """Return the folder `name` below the current folder where it exists, else `folder(name)`: commands that people
    run on their own tables take what lies before them."""
    here = Path.cwd() / name
    return here if here.is_dir() else folder(name)


def shown(path: Path) -> str:
    """Return `path` as a person in the current folder would type it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file (a BOM is dropped). InputError: the file is missing or in another encoding."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"読めません({error.strerror})。場所と名前を確かめてください。",
            f"can't be read ({error.strerror}); check the place and the name.",
            file=shown(path),
        ) from error
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(
            "UTF-8 ではありません(CP932 かもしれません)。表計算ソフトで「CSV UTF-8」として保存し直してください。",
            "is not UTF-8 (perhaps CP932); save it again as “CSV UTF-8”.",
            file=shown(path),
            row=row,
        ) from error


def read_toml(path: Path) -> dict:
    """Return the content of a TOML file. InputError: it can't be read or parsed."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"TOML として読めません:{error}", f"is not valid TOML: {error}", file=shown(path)) from error


def replace(outputs: dict[Path, bytes]) -> None:
    """Write every file of `outputs`: all are written beside their places first, and moved there only when all
    could be written. InputError: a folder can't be written to; nothing has changed then."""
    written: list[tuple[str, Path]] = []
    try:
        for path, content in outputs.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            written.append((name, path))
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.chmod(name, 0o644)
        for name, path in written:
            os.replace(name, path)
    except OSError as error:
        raise InputError(
            f"書けません({error.strerror})。フォルダの権限を確かめてください。",
            f"can't be written ({error.strerror}); check the rights of the folder.",
            file=shown(path),
        ) from error
    finally:
        for name, _ in written:
            Path(name).unlink(missing_ok=True)
