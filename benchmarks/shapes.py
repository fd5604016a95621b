"""Our SHACL engine beside pyshacl and Jena: same data, same shapes, same violations, in one run, as ratios.

python -m benchmarks.shapes [STATEMENTS…]   needs a JDK and Debian's libapache-jena-java; 100000 and 1000000 where none are
                                            named: some minutes, most of them pyshacl's; --without-pyshacl leaves that
                                            column out

The shapes are ontology/shapes.ttl, and eight of the violation queries as SPARQL constraints. Cold is a whole process: it
starts, reads data and shapes, validates, writes the report. Warm is the second validation in a process.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from benchmarks.country import statements
from teiju_graph.files import folder
from teiju_graph.ontology import SCHEMES
from teiju_graph.queries import checks
from teiju_graph.validation.check import read_shapes
from teiju_graph.validation.reference import validate_by_reference
from teiju_graph.validation.shacl import Result, Validation, revalidate
from teiju_graph.validation.shacl.shape import sh
from teiju_graph.vocab import PREF_LABEL, PREFIXES

JAVA = Path("/usr/share/java")
JARS = (
    "jena-shacl jena-arq jena-core jena-base jena-iri thrift protobuf slf4j-api slf4j-nop commons-lang3 commons-io "
    "commons-codec commons-csv commons-compress guava jsonld-java jackson-core jackson-databind jackson-annotations "
    "httpclient httpcore jcl-over-slf4j"
)
# Violation query → the things that it is asked about, where it is a constraint.
CONSTRAINTS = {
    "check-digit": "sh:targetClass teiju:Municipality",
    "department-of-an-outsider": "sh:targetSubjectsOf teiju:department",
    "direction-against-values": "sh:targetSubjectsOf teiju:direction",
    "first-party-not-central": "sh:targetSubjectsOf teiju:firstParty",
    "incomparable-units": "sh:targetSubjectsOf teiju:comparable",
    "participant-outside-zone": "sh:targetSubjectsOf teiju:participant",
    "precursor-after-start": "sh:targetSubjectsOf teiju:precursorStartYear",
    "second-party-not-neighbour": "sh:targetSubjectsOf teiju:secondParty",
}
ROUNDS = 3
LARGE = 1_000_000  # from here on only once, beside Jena alone
Line = tuple[str, ...]


def write_shapes(path: Path) -> None:
    """Write the shapes, the violation queries among them as constraints."""
    text = (folder("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    spaces = {
        **PREFIXES,
        "role": "https://w3id.org/teiju/id/role/",
        "direction": "https://w3id.org/teiju/id/direction/",
    }
    declared = " , ".join(
        f'[ sh:prefix "{name}" ; sh:namespace "{space}"^^xsd:anyURI ]' for name, space in spaces.items()
    )
    text += f"\nshapes: sh:declare {declared} .\n"
    for name, target in CONSTRAINTS.items():
        question = checks()[f"{name}-violation"]
        lines = [line for line in question.text.splitlines() if not line.startswith(("#", "PREFIX"))]
        query = "\n".join(lines).replace("?thing", "$this").replace("?property", "?path")
        messages = f'"""{question.ja}"""@ja , """{question.en}"""@en'
        constraint = f'[ sh:prefixes shapes: ; sh:select """{query}""" ]'
        text += f"shapes:{name} a sh:NodeShape ; {target} ; sh:message {messages} ; sh:sparql {constraint} .\n"
    path.write_text(text, encoding="utf-8")


def write_data(most: int, path: Path) -> None:
    """Write a country of so many statements, with the concepts, as N-Triples."""
    concepts = (quad.triple for name in SCHEMES for quad in parse(path=str(folder("ontology") / name)))
    serialize((each for part in (statements(most), concepts) for each in part), str(path), format=RdfFormat.N_TRIPLES)


def read_data(path: Path) -> Store:
    """Return a store over the data."""
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
    return store


def validate(engine: str, data: Path, shapes: Path, out: Path, turns: int) -> None:
    """Be the process that is measured: print the seconds of each validation, write the last report."""
    if engine == "ours":
        store, rules = read_data(data), read_shapes(shapes)
    found: list[Result] = []
    for _ in range(turns):
        begun = time.perf_counter()
        found = Validation(store, rules).run() if engine == "ours" else validate_by_reference([data], shapes)
        print(time.perf_counter() - begun)
    serialize(_report(found), str(out), format=RdfFormat.N_TRIPLES)


def _report(found: Iterable[Result]) -> Iterable[Triple]:
    for number, each in enumerate(found):
        node = NamedNode(f"urn:result:{number}")
        yield Triple(node, sh("focusNode"), each.focus)  # type: ignore[arg-type]
        yield Triple(node, sh("sourceShape"), each.shape)  # type: ignore[arg-type]
        yield Triple(node, sh("sourceConstraintComponent"), each.component)  # type: ignore[arg-type]
        yield Triple(node, sh("resultSeverity"), each.severity)
        yield from (Triple(node, sh("resultMessage"), message) for message in each.messages)
        if each.path.startswith("<"):
            yield Triple(node, sh("resultPath"), NamedNode(each.path[1:-1]))
        if each.value is not None:
            yield Triple(node, sh("value"), each.value)


def read_report(path: Path) -> set[Line]:
    """Return the results of a report: focus node, shape, component, path, value."""
    names = ("focusNode", "sourceShape", "sourceConstraintComponent", "resultPath", "value")
    store = read_data(path)
    wanted = " ".join(f"OPTIONAL {{ ?result {sh(name)} ?{name} }}" for name in names)
    return {
        tuple(str(row[name]) for name in names)
        for row in store.query(f"SELECT * {{ ?result {sh('sourceShape')} ?any {wanted} }}")  # type: ignore[union-attr]
    }


class Engine:
    """One engine as a command; what it took is measured from outside."""

    def __init__(self, name: str, place: Path):
        self.name, self.out = name, place / f"{name}.nt"
        self.command = [sys.executable, "-m", "benchmarks.shapes", "--be", name]
        if name == "jena":
            self.command = [
                "java",
                "-cp",
                f"{_messages(place)}:{':'.join(str(JAVA / f'{jar}.jar') for jar in JARS.split())}:{place}",
            ]
            source = str(Path(__file__).parent / "Validate.java")
            subprocess.run(["javac", *self.command[1:], "-d", str(place), source], check=True)
            self.command.append("Validate")

    def run(self, data: Path, shapes: Path, turns: int) -> tuple[float, list[float], float]:
        """Return the seconds of the whole process, those of each validation, and the peak memory in MB."""
        command = [*self.command, *map(str, (data, shapes, self.out, turns))]
        begun = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout
            told = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{self.name} ended with {process.returncode}: {' '.join(command)}")
        return time.perf_counter() - begun, [float(line) for line in told.split()], used.ru_maxrss / 1024


def _messages(place: Path) -> Path:
    """Debian packs Jena's messages where its classes do not look; return a folder that has them in the right place."""
    folder = place / "messages"
    with zipfile.ZipFile(JAVA / "jena-core.jar") as jar:
        for name in jar.namelist():
            if "ext/xerces/" in name and not name.endswith("/"):
                path = folder / name.removeprefix("org/apache/jena/ext/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(jar.read(name))
    return folder


def change_ten(data: Path, shapes: Path) -> list[float]:
    """Return the seconds that the validation of ten changed things takes, time after time; each is compared with a
    validation of all."""
    store, rules = read_data(data), read_shapes(shapes)
    validation = Validation(store, rules)
    report, chance, took = validation.report(), random.Random(1), []
    named = sorted({quad.subject.value for quad in store.quads_for_pattern(None, PREF_LABEL, None)})
    for turn in range(7):
        changes = []
        for name in chance.sample(named, 10):
            quads = sorted(store.quads_for_pattern(NamedNode(name), None, None), key=str)
            gone = chance.choice(quads)
            store.remove(gone)
            new = Quad(gone.subject, PREF_LABEL, Literal(f"新しい名 {turn}", language="ja"))
            store.add(new)
            changes += [gone.triple, new.triple]
        begun = time.perf_counter()
        report = revalidate(validation, report, changes)
        took.append(time.perf_counter() - begun)
        assert report == Validation(store, rules).report()
    return took


def goal(name: str, reached: bool, figure: str) -> None:
    """Print whether a goal is reached, with its figure."""
    print(f"{'reached' if reached else 'MISSED '}  {name}: {figure}", flush=True)


def compare(engines: list[Engine], data: Path, shapes: Path, rounds: int) -> dict[str, tuple[float, float, float]]:
    """Print a table of the engines run in turn; return the cold and warm seconds and the memory of each."""
    taken: dict[str, list] = {engine.name: [] for engine in engines}
    for turn in range(rounds):
        for engine in engines:
            if engine.name != "pyshacl" or turn == 0:
                cold, _, memory = engine.run(data, shapes, 1)
                warm = float("nan") if engine.name == "pyshacl" else engine.run(data, shapes, 2)[1][1]
                taken[engine.name].append((cold, warm, memory))
    found = {name: tuple(map(median, zip(*runs, strict=True))) for name, runs in taken.items()}
    print("| engine | cold s | warm s | peak MB | cold, times ours |\n|---|---|---|---|---|")
    for name, (cold, warm, memory) in found.items():
        print(f"| {name} | {cold:.2f} | {warm:.2f} | {memory:.0f} | {cold / found['ours'][0]:.1f}× |", flush=True)
    reports = {engine.name: read_report(engine.out) for engine in engines}
    for name, report in reports.items():
        print(f"{name}: {len(report)} violations, {len(report ^ reports['ours'])} of them not the same as ours")
        for line in sorted(report ^ reports["ours"])[:3]:
            print("  ", *line)
    return found  # type: ignore[return-value]


def main(sizes: list[int], with_pyshacl: bool) -> None:
    """Print tables and goals."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shapes = place / "shapes.ttl"
        write_shapes(shapes)
        peers = [Engine("ours", place), Engine("jena", place)]
        for most in sizes:
            data = place / f"{most}.nt"
            write_data(most, data)
            small = most < LARGE
            print(f"\n{most:,} statements, {os.cpu_count()} processors\n", flush=True)
            engines = [*peers, Engine("pyshacl", place)] if small and with_pyshacl else peers
            found = compare(engines, data, shapes, ROUNDS if small else 1)
            (cold, warm, memory), (other_cold, other_warm, _) = found["ours"], found["jena"]
            if small:
                if with_pyshacl:
                    times = found["pyshacl"][0] / cold
                    goal(f"{most:,} cold, at least 50× pyshacl", times >= 50, f"{times:.0f}×")
                goal(f"{most:,} cold, at least 3× Jena", other_cold / cold >= 3, f"{other_cold / cold:.1f}×")
                goal(f"{most:,} warm, no slower than Jena", warm <= other_warm, f"{other_warm / warm:.1f}×")
                took = change_ten(data, shapes)
                figure = f"{median(took) * 1000:.0f} ms, at most {max(took) * 1000:.0f}"
                goal(f"ten changed things of {most:,}, at most 50 ms", median(took) <= 0.05, figure)
            else:
                goal(f"{most:,} cold, at least 2× Jena", other_cold / cold >= 2, f"{other_cold / cold:.1f}×")
                goal(f"{most:,} in under 1 GB", memory < 1000, f"{memory:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--be"]:
        engine, data, shapes, out, turns = sys.argv[2:]
        validate(engine, Path(data), Path(shapes), Path(out), int(turns))
    else:
        asked = [int(word) for word in sys.argv[1:] if word.isdigit()]
        main(asked or [100_000, LARGE], "--without-pyshacl" not in sys.argv)
