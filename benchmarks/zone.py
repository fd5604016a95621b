"""One zone of a country that never was, thing by thing, in the shape of the domain (see country.py)."""

import hashlib
import random
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from teiju_graph.ontology import implications
from teiju_graph.vocab import DERIVED, PREF_LABEL, A, concept, term, thing, typed

FIELDS = ("medical", "welfare", "education", "industry", "tourism", "environment")
WORDS = ("救急医療", "図書館の相互利用", "観光の振興", "消防の広域化", "ごみ処理", "公共交通の維持", "鳥獣害の防止")
MEMBERS, CHAIN = 8, 10  # municipalities of a zone; zones in a row of which each shares one with the next
SOURCE = thing("source/country")
Thing = list[Triple]


def code(zone: int, place: int) -> str:
    """Return the code of a municipality: its number, and the check digit that real codes have."""
    digits = f"{zone * MEMBERS + place:05d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(6, 1, -1), strict=True)) % 11
    return f"{digits}{rest % 10}"


class Zone:
    """The things of one zone, each a list of its statements."""

    def __init__(self, number: int, chance: random.Random):
        self.number, self.chance = number, chance
        self.zone = thing(f"zone/z{number}")
        first = (number - 1, MEMBERS - 1) if number % CHAIN else (number, 0)
        places = [first, *((number, place) for place in range(1, MEMBERS))]
        self.codes = [code(*place) for place in places]
        self.own = self.codes if number % CHAIN == 0 else self.codes[1:]
        self.towns = [thing(f"municipality/{each}") for each in self.codes]
        self.centre, self.neighbours = self.towns[1], [self.towns[0], *self.towns[2:]]
        self.line = number * 1000

    def things(self) -> Iterator[Thing]:
        """Yield every thing, and after it the passage that it derives from."""
        for each in self._described():
            self.line += 1
            passage = thing(f"passage/country-l{self.line}")
            yield [*each, Triple(each[0].subject, DERIVED, passage)]
            yield passage_of(passage, self.line)

    def _described(self) -> Iterator[Thing]:
        told = {
            "teiju:zoneStatus": [concept("zone-status", "active")],
            "teiju:membersComplete": [typed("true", "boolean")],
        }
        ja, en = f"第{self.number}定住自立圏", f"Zone {self.number}"
        yield self._thing(self.zone, "Zone", ja, en, told)
        for place, town in enumerate(self.towns):
            if self.codes[place] in self.own:
                yield self._town(town, self.codes[place])
            yield from self._membership(town, place)
        yield from self._agreements()
        for number in range(2):
            yield from self._item(number)
        plan = thing(f"plan/z{self.number}")
        yield self._thing(plan, "Plan", f"{ja}共生ビジョン", f"{en} vision", {"teiju:publicCommentCount": [Literal(0)]})
        for number in range(12):
            yield from self._initiative(number, plan)
        for number in range(3):
            members = self._some(3, 8)
            year = typed(str(self.chance.randint(1960, 2024)), "gYear")
            yield self._cooperation(
                "body", "Body", number, "body", members, {"teiju:foundedYear": [year]}, "teiju:member"
            )
        yield from self._meeting()

    def _town(self, town: NamedNode, key: str) -> Thing:
        latitude, longitude = self.chance.randint(26_000, 45_000), self.chance.randint(128_000, 145_000)
        told = {
            "dcterms:identifier": [Literal(key)],
            "dcterms:spatial": [NamedNode(f"http://data.e-stat.go.jp/lod/sac/C{key[:5]}")],
            "geo:lat": [typed(f"{latitude / 1000}", "decimal")],
            "geo:long": [typed(f"{longitude / 1000}", "decimal")],
            "teiju:prefecture": [Literal(f"第{self.number % 47 + 1}県", language="ja")],
        }
        return self._thing(town, "Municipality", f"第{key}町", f"Town {key}", told)

    def _membership(self, town: NamedNode, place: int) -> Iterator[Thing]:
        role = concept("role", "central" if town == self.centre else "neighbouring")
        told = {"teiju:zone": [self.zone], "teiju:municipality": [town], "teiju:role": [role]}
        key = self.codes[place]
        node = thing(f"membership/z{self.number}-{key}")
        yield self._thing(node, "ZoneMembership", f"第{self.number}圏域:{key}", f"Zone {self.number}: {key}", told)
        office = self._office(place)
        yield self._thing(office, "Department", f"{key} 企画課", f"Planning, {key}", {"org:unitOf": [town]})

    def _office(self, place: int) -> NamedNode:
        return thing(f"department/{self.codes[place]}-z{self.number}")

    def _agreements(self) -> Iterator[Thing]:
        for number, neighbour in enumerate(self.neighbours):
            told = {
                "teiju:concludedOn": [typed(f"20{self.chance.randint(10, 24)}-04-01", "date")],
                "teiju:firstParty": [self.centre],
                "teiju:secondParty": [neighbour],
            }
            kind, parties = "formation-agreement", [self.centre, neighbour]
            yield self._cooperation("agreement", "FormationAgreement", number, kind, parties, told, "teiju:party")

    def _item(self, number: int) -> Iterator[Thing]:
        others = self.chance.sample(self.neighbours, 3)
        yield self._cooperation("item", "CooperationItem", number, "item", [self.centre, *others], {})
        item = thing(f"item/z{self.number}-{number}")
        for place, other in enumerate(others):
            key, told = 10 + number * 10 + place, {"teiju:realises": [item]}
            yield self._cooperation(
                "agreement", "Agreement", key, "agreement", [self.centre, other], told, "teiju:party"
            )

    def _initiative(self, number: int, plan: NamedNode) -> Iterator[Thing]:
        start, members = self.chance.randint(1990, 2024), self._some(2, 7)
        told: dict[str, list] = {"teiju:startYear": [typed(str(start), "gYear")]}
        if number % 3 == 0:
            told["teiju:precursorStartYear"] = [typed(str(start - self.chance.randint(0, 20)), "gYear")]
        if self.centre in members:
            told["teiju:department"] = [self._office(1)]
        kpi = thing(f"kpi/z{self.number}-{number}")
        if number % 2:
            yield from self._kpi(kpi, number, plan)
            told["teiju:kpi"] = [kpi]
        yield self._cooperation("initiative", "Initiative", number, "zone-initiative", members, told)

    def _kpi(self, kpi: NamedNode, number: int, plan: NamedNode) -> Iterator[Thing]:
        baseline = self.chance.randint(1, 5000)
        values = {"baseline": baseline, "target": baseline + self.chance.randint(0, 900)}
        values |= {f"observed-{year}": baseline + self.chance.randint(0, 900) for year in (2022, 2023, 2024)}
        nodes = {name: thing(f"valuation/z{self.number}-{number}-{name}") for name in values}
        told = {
            "teiju:zone": [self.zone],
            "teiju:plan": [plan],
            "teiju:indicator": [Literal("利用者数", language="ja"), Literal("users", language="en")],
            "teiju:baseline": [nodes["baseline"]],
            "teiju:target": [nodes["target"]],
            "teiju:observed": [node for name, node in nodes.items() if name.startswith("observed")],
            "teiju:comparable": [typed("true", "boolean")],
            "teiju:direction": [concept("direction", "increase")],
        }
        key = f"{self.number}-{number}"
        yield self._thing(kpi, "KPI", f"利用者数 {key}", f"Users {key}", told)
        for name, node in nodes.items():
            told = {
                "teiju:status": [concept("status", "stated")],
                "teiju:value": [typed(str(values[name]), "decimal")],
                "teiju:unit": [concept("unit", "person")],
                "teiju:basis": [concept("basis", "per-year")],
                "teiju:printedForm": [Literal(f"{values[name]}人", language="ja")],
            }
            yield self._thing(node, "Valuation", f"利用者数 {key} {name}", f"Users {key}, {name}", told)

    def _meeting(self) -> Iterator[Thing]:
        meeting = thing(f"meeting/z{self.number}")
        told = {
            "teiju:zone": [self.zone],
            "dcterms:date": [typed("2025-02-07", "date")],
            "teiju:attendeeCount": [Literal(self.chance.randint(5, 20))],
            "teiju:secretariat": [self.centre],
        }
        yield self._thing(meeting, "Meeting", f"第{self.number}圏域の懇談会", f"Council of zone {self.number}", told)
        for number in range(4):
            told = {
                "teiju:meeting": [meeting],
                "teiju:speakerRole": [concept("role", "council-member")],
                "teiju:stance": [concept("stance", self.chance.choice(("question", "request", "support")))],
                "teiju:about": [thing(f"initiative/z{self.number}-{number}")],
                "teiju:claim": [Literal("もっと周知すべき", language="ja"), Literal("Tell more of it", language="en")],
            }
            key, node = f"{self.number}-{number}", thing(f"opinion/z{self.number}-{number}")
            yield self._thing(node, "Opinion", f"意見 {key}", f"Opinion {key}", told)

    def _some(self, least: int, most: int) -> list[NamedNode]:
        return self.chance.sample(self.towns, self.chance.randint(least, most))

    def _cooperation(
        self, room: str, kind: str, number: int, key: str, members: list, told: dict, role: str = "teiju:participant"
    ) -> Thing:
        complete = role == "teiju:party" or room == "item" or self.chance.random() < 0.7
        told |= {
            role: members,
            "teiju:kind": [concept("kind", key)],
            "teiju:zone": [self.zone],
            "teiju:field": [concept("field", self.chance.choice(FIELDS))],
            "teiju:participantsComplete": [typed(str(complete).lower(), "boolean")],
        }
        if not complete:
            told["teiju:openReference"] = [Literal("ほか", language="ja")]
        name = f"{self.number}-{number}"
        word = self.chance.choice(WORDS)
        return self._thing(thing(f"{room}/z{name}"), kind, f"{word} {room} {name}", f"{kind} {name}", told)

    def _thing(self, node: NamedNode, kind: str, ja: str, en: str, told: dict[str, list]) -> Thing:
        found = [Triple(node, A, term(f"teiju:{kind}"))]
        found += [Triple(node, PREF_LABEL, Literal(text, language=tag)) for text, tag in ((ja, "ja"), (en, "en"))]
        found += [Triple(node, term(name), value) for name, values in told.items() for value in values]
        found.append(Triple(node, term("teiju:evidence"), concept("evidence", "stated")))
        return list(dict.fromkeys([*found, *(up for each in found for up in implications().of(each))]))


def passage_of(node: NamedNode, line: int) -> Thing:
    """Return the statements of the passage that is a line of the source."""
    return [
        *(Triple(node, A, term(kind)) for kind in ("teiju:Passage", "prov:Entity")),
        Triple(node, PREF_LABEL, Literal(f"国 {line}行目", language="ja")),
        Triple(node, PREF_LABEL, Literal(f"Country, line {line}", language="en")),
        Triple(node, term("teiju:source"), SOURCE),
        Triple(node, term("teiju:firstLine"), Literal(line)),
        Triple(node, term("teiju:lastLine"), Literal(line)),
        Triple(node, term("teiju:sha256"), Literal(hashlib.sha256(str(line).encode()).hexdigest())),
    ]
