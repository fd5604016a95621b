"""KPIs seen together: the indicator that one took the place of, told elsewhere, and those that are told twice."""

from dataclasses import replace

from teiju_graph.extract.records import Flag, Record
from teiju_graph.extract.rendition import Place
from teiju_graph.extract.text.measures import Change
from teiju_graph.extract.words.phrases import level


def replaced(record: Record, changes: list[tuple[Change, Place]]) -> Record:
    """Return the record with the indicator that it replaces, where another place of the document tells it (more fully)."""
    indicator = level(str(record.fields.get("indicator") or ""))
    before = level(str(record.fields.get("replaces") or ""))
    for change, place in changes:
        old, new = level(change.old), level(change.new)
        alike = indicator and new and (new in indicator or indicator in new)
        if alike and (not before or (before in old and len(old) > len(before))):
            return replace(record, fields={**record.fields, "replaces": change.old}, also=[*record.also, place])
    return record


def doubt_twice(records: list[Record]) -> list[Record]:
    """Return the records; those of one indicator of one initiative are doubted in all that they say."""
    told = [(record.fields["initiative"], record.fields["indicator"]) for record in records]
    said = "同じ指標の記録がもう一つある", "another record is of the same indicator"
    return [
        record.flagged(*(Flag(name, *said) for name, value in record.fields.items() if value is not None))
        if each[1] and told.count(each) > 1
        else record
        for record, each in zip(records, told, strict=True)
    ]
