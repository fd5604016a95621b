"""From a document to draft tables: formats are read into one rendition, the rendition into records, these into tables."""

from pathlib import Path

from teiju_graph.errors import InputError, ParameterError
from teiju_graph.extract.media.document import read_document
from teiju_graph.extract.media.pdf import Progress
from teiju_graph.extract.reading import Reading, read
from teiju_graph.extract.rendition import join
from teiju_graph.extract.words.register import Register, read_register
from teiju_graph.tables.sources import Text, find_source, read_source_text

__all__ = ["Reading", "extract", "find_zone_of_key", "read_copy"]


def extract(files: list[Path], tables: Path, zone: str = "", progress: Progress | None = None) -> Reading:
    """Return what the files, read as one document, say. tables: the folder `data/tables`, for the municipalities and
    the zones; zone: the key of the document's zone, found in the document where it is empty; progress: called with
    pages read, of pages. InputError: a file can't be read, or none says
    anything; ParameterError: there is no such zone."""
    register = read_register(tables)
    given = find_zone_of_key(register, zone) if zone else None
    reading = read(join([read_document(file, progress) for file in files]), register, given)
    if reading.is_empty:
        raise InputError(
            "読めるものがありません(表も日本語の文もない)。別の写しか、元の文書を渡してください。",
            "has nothing that can be read: no table and no Japanese text; give another copy or the original.",
            file=reading.rendition.name,
        )
    return reading


def read_copy(files: list[Path], tables: Path, key: str) -> Text:
    """Return the text of a person's copy of the source `key`: the file itself, or the rendition of the documents that
    the source was extracted from. InputError: a file can't be read; MissingError: there is no such source."""
    for file in files:
        if not file.is_file():
            read_source_text(file)  # says so
    source = find_source(tables, key)
    if source.file_sha256 or len(files) > 1:
        rendition = join([read_document(file) for file in files])
        if rendition.digest == source.file_sha256:
            return Text(rendition.text.encode())
    return read_source_text(files[0])


def find_zone_of_key(register: Register, key: str):
    """Return the zone of that key. ParameterError: there is none."""
    found = next((zone for zone in register.zones if zone.key == key), None)
    if found is None:
        known = ", ".join(zone.key for zone in register.zones[:20])
        raise ParameterError(
            f"「{key}」という圏域はありません。{known} などがあります。",
            f"there is no zone “{key}”; there are {known} and others.",
            column="--zone",
        )
    return found
