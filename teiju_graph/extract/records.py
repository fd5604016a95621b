"""Records of a draft: what was read, from where, and what of it a person must look at; and their JSON form."""

from dataclasses import dataclass, field, replace

from teiju_graph.extract.rendition import Place

_VALUATION = ("value", "unit", "basis", "status", "year")
FIELDS: dict[str, tuple[str, ...]] = {
    "initiative": ("name", "participants", "participants_open", "start_year", "precursor_year", "department"),
    "organization": ("name", "members", "members_open", "founded_year", "precursor_year"),
    "kpi": (
        "initiative",
        "indicator",
        *(f"baseline_{part}" for part in _VALUATION),
        *(f"target_{part}" for part in _VALUATION),
        "target_maintain",
        "replaces",
    ),
    "agreement": ("subject", "parties", "date", "excluded"),
    "opinion": ("role", "type", "text"),
    "meeting": ("name", "date", "started_at", "ended_at", "venue", "attendee_count", "chair_name", "secretariat"),
}


@dataclass(frozen=True)
class Flag:
    """A field that a person must look at, and why, in Japanese and English."""

    field: str
    ja: str
    en: str


@dataclass(frozen=True)
class Doubt:
    """Why a person must look at a reading, in Japanese and English."""

    ja: str
    en: str

    def of(self, name: str) -> Flag:
        """Return the flag that says so of the field `name`."""
        return Flag(name, self.ja, self.en)


@dataclass(frozen=True)
class Correction:
    """A printed form that was read as another one, and why."""

    printed: str
    corrected: str
    ja: str
    en: str


@dataclass(frozen=True)
class Record:
    """One thing that the document states. `fields` holds JSON values for the fields of its kind (FIELDS; one that is
    left out is null); `also`: other places that it rests on, such as the heading of a column; `extra`: what the tables
    hold beyond the fields (`open_words`, `department_of`, `heading`, `summary`)."""

    kind: str
    place: Place
    fields: dict[str, object]
    flags: list[Flag] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    also: list[Place] = field(default_factory=list)
    extra: dict[str, object] = field(default_factory=dict)

    def flagged(self, *flags: Flag) -> "Record":
        """Return the record with further flags; one that it has already is not repeated."""
        new = [flag for flag in dict.fromkeys(flags) if flag not in self.flags]
        return replace(self, flags=[*self.flags, *new])

    def as_json(self, lang: str = "ja") -> dict:
        """Return the record as `teiju extract --json` prints it, reasons in `lang`: kind, loc, every field, flags."""
        return {
            "kind": self.kind,
            "loc": self.place.loc,
            "fields": {name: self.fields.get(name) for name in FIELDS[self.kind]},
            "flags": [{"field": flag.field, "reason": flag.ja if lang == "ja" else flag.en} for flag in self.flags],
        }
