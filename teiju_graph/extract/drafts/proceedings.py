"""Meetings and opinions as rows: one row a speaking turn, an answer beside the opinion that it follows."""

from teiju_graph.extract.drafts.draft import DraftRow, cited_lines, untranslated
from teiju_graph.extract.reading import Reading
from teiju_graph.extract.records import Record

_ROLES = {"座長": "chair", "委員長": "chair", "会長": "chair", "議長": "chair", "事務局": "secretariat"}
_LONGEST = 40  # letters of an opinion that name it


def proceeding_rows(reading: Reading, source: str) -> list[DraftRow]:
    """Return the rows of a document's meeting and opinions; none where its zone isn't known, for a meeting has one."""
    zone = reading.context.zone
    opinions = [record for record in reading.records if record.kind == "opinion"]
    held = next((record for record in reading.records if record.kind == "meeting"), None)
    if zone is None or not (held or opinions):
        return []
    meeting = _meeting(held or opinions[0], f"{source}-meeting", zone.key)
    if held is None:
        meeting.notes.append(("label_ja", "会議の名と日付が読めない", "neither name nor date of the meeting is read"))
    rows = [meeting]
    for record in opinions:
        if record.fields.get("type") == "answer" and rows[-1].table == "opinions" and "answer_ja" not in rows[-1].cells:
            _answer(rows[-1], record)
        else:
            rows.append(_opinion(record, f"{source}-opinion-{len(rows):02}", meeting.key))
    return rows


def _meeting(record: Record, key: str, zone: str) -> DraftRow:
    fields = record.fields if record.kind == "meeting" else {}
    name = str(fields.get("name") or "会議")
    cells = {"key": key, "label_ja": name, "label_en": untranslated(name), "zone": zone, "lines": cited_lines(record)}
    date = str(fields.get("date") or "")
    for column, value in (("started_at", fields.get("started_at")), ("ended_at", fields.get("ended_at"))):
        if value and len(date) == 10:
            cells[column] = f"{date}T{value}:00+09:00"
    told = {"date": date, "venue_ja": fields.get("venue"), "chair_name": fields.get("chair_name")}
    told["attendee_count"] = fields.get("attendee_count")
    cells |= {column: str(value) for column, value in told.items() if value}
    if "venue_ja" in cells:
        cells["venue_en"] = untranslated(cells["venue_ja"])
    secretariat = fields.get("secretariat")
    if isinstance(secretariat, list):
        cells["secretariat"] = ";".join(each["name"] for each in secretariat if isinstance(each, dict))
    return DraftRow("meetings", cells, record.place.key, record)


def _opinion(record: Record, key: str, meeting: str) -> DraftRow:
    text = str(record.fields.get("text") or "発言")
    label = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    kind = record.fields.get("type")
    cells = {
        "key": key,
        "label_ja": label,
        "label_en": untranslated(label),
        "meeting": meeting,
        "speaker_role": _ROLES.get(str(record.fields.get("role")), "council-member"),
        "stance": "question" if kind == "question" else "request",
        "claim_ja": text,
        "claim_en": untranslated(text),
        "lines": cited_lines(record),
    }
    notes = [("claim_ja", "原文の言葉なので、自分たちの言葉に書き直す", "the source’s words: put them into our own")]
    if kind != "question":
        notes.append(("stance", "要望・賛成・疑問のどれか", "a request, support, or a doubt?"))
    return DraftRow("opinions", cells, record.place.key, record, notes)


def _answer(row: DraftRow, record: Record) -> None:
    text = str(record.fields.get("text") or "")
    row.cells |= {
        "answer_ja": text,
        "answer_en": untranslated(text),
        "answered_by": _ROLES.get(str(record.fields.get("role")), "secretariat"),
        "lines": ";".join([row.cells["lines"], cited_lines(record)]),
    }
