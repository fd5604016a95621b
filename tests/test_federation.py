"""Several live endpoints answer together what one store of all their data answers; Comunica is kept in its bounds."""

import json
import shutil
import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Quad, RdfFormat, parse, serialize

from teiju_graph.cli import main
from teiju_graph.engines.remote import RemoteStore
from teiju_graph.engines.store import open_store, select
from teiju_graph.errors import BrokenError, DeadlineError, LimitError, QueryError, UnavailableError
from teiju_graph.federation import comunica
from teiju_graph.federation.comunica import Comunica
from teiju_graph.federation.live import ask_live
from teiju_graph.federation.parts import ask_parts, open_shared
from teiju_graph.files import folder
from teiju_graph.queries import find_question, library, part_query
from teiju_graph.questions import fill
from teiju_graph.vocab import BASE
from tests.engines import free_port, oxigraph
from tests.releases import answer, hosting

DATA = folder("data/ttl")
MEMBERSHIP = f"{BASE}id/membership/"
WITH_PART = [name for name, question in library().items() if question.part]
FIELDS = f"""PREFIX teiju: <{BASE}ontology#> PREFIX m: <{BASE}id/municipality/>
SELECT ?cooperation ?field {{ ?cooperation teiju:participant m:012050 ; teiju:field ?field }}"""

needs_comunica = pytest.mark.skipif(not comunica.PROGRAM.exists(), reason="npm brought no Comunica (see web/build.py)")


def statements(name: str) -> list[Quad]:
    """The statements of a graph of the project, of no graph."""
    return [Quad(*each.triple) for each in parse(path=str(DATA / f"{name}.ttl"), format=RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory):
    """Three endpoints: each a source or the inferences, and a third of the memberships; the addresses by name."""
    place, zones = tmp_path_factory.mktemp("endpoints"), statements("zones")
    with ExitStack() as stack:
        addresses = {}
        for number, name in enumerate(("muroran-2023", "higashi-iburi-2025", "inferred")):
            mine = [each for each in zones if sum(each.subject.value.encode()) % 3 == number]
            path = place / f"{name}.nq"
            serialize([*statements(name), *mine], str(path), format=RdfFormat.N_QUADS)
            addresses[name] = stack.enter_context(oxigraph(path, place / name))
        yield addresses


@pytest.fixture(scope="module")
def stores(endpoints):
    return {name: RemoteStore(address) for name, address in endpoints.items()}


@pytest.fixture
def without_memberships(tmp_path, monkeypatch):
    """The shared tables here say nothing of who is in which zone: that must come from the endpoints."""
    (tmp_path / "data" / "ttl").mkdir(parents=True)
    shutil.copy(DATA / "municipalities.ttl", tmp_path / "data" / "ttl")
    left = [each.triple for each in statements("zones") if not each.subject.value.startswith(MEMBERSHIP)]
    serialize(left, str(tmp_path / "data" / "ttl" / "zones.ttl"), format=RdfFormat.TURTLE)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def merged():
    return open_store(DATA)


def rows(found) -> list[str]:
    return sorted(map(str, found))


@pytest.mark.parametrize("name", WITH_PART)
def test_a_question_asked_in_parts_is_answered_as_by_one_store_of_all(name, stores, merged, without_memberships):
    question = find_question(name)
    given = {key: list(each.example) for key, each in question.parameters.items() if not each.optional}
    expected = rows(merged.query(fill(merged, question, given)))
    assert rows(ask_parts(stores, open_shared(), question, given)) == expected and expected


def test_a_question_with_names_of_municipalities_asks_for_no_other(stores):
    asked = []

    class Watched(RemoteStore):
        def query(self, text, *arguments):
            asked.append(text)
            return super().query(text, *arguments)

    address = stores["inferred"]._address
    ask_parts({"one": Watched(address)}, open_shared(), find_question("shared-by-all"), {"m": ["室蘭市", "登別市"]})
    assert len(asked) == 1 and asked[0].count("/id/municipality/") == 2


def test_every_part_stands_in_the_library_and_every_question_names_one_that_is_there():
    there = {path.stem for path in (folder("queries") / "parts").glob("*.rq")}
    assert {library()[name].part for name in WITH_PART} == there
    assert all(part_query(name).parameters["municipality"].many for name in there)


def test_an_endpoint_that_is_down_is_named_and_half_an_answer_is_none(stores):
    broken = {**stores, "down": RemoteStore(f"http://127.0.0.1:{free_port()}/sparql")}
    with pytest.raises(UnavailableError) as told:
        ask_parts(broken, open_shared(), find_question("partners"), {"municipality": ["室蘭市"]})
    assert told.value.message("en").startswith("down: ")


@needs_comunica
def test_comunica_answers_any_query_as_one_store_of_all(endpoints, merged):
    together = Comunica(list(endpoints.values()))
    assert rows(together.query(FIELDS)) == rows(select(merged, FIELDS)) != []
    construct = FIELDS.replace("SELECT ?cooperation ?field", "CONSTRUCT { ?cooperation teiju:field ?field }")
    assert set(map(str, together.query(construct))) == set(map(str, merged.query(construct)))
    assert bool(together.query(f"ASK {{ <{BASE}id/zone/nishi-iburi> ?p ?o }}"))


@needs_comunica
def test_the_command_asks_the_endpoints_of_a_list(endpoints, tmp_path):
    listing = tmp_path / "endpoints.toml"
    listing.write_text("".join(f'{name} = "{address}"\n' for name, address in endpoints.items()))
    asked = ["query", "shared-only", "-p", "m=室蘭市", "-p", "m=登別市", "--format", "csv"]
    live = CliRunner().invoke(main, [*asked, "--federate", str(listing)])
    here = CliRunner().invoke(main, asked)
    assert (live.exit_code, live.output) == (0, here.output)
    counted = CliRunner().invoke(main, ["query", "-", "--federate", str(listing), "-f", "csv"], input=FIELDS)
    assert counted.exit_code == 0 and "cooperation,field" in counted.output
    assert len(list(ask_live(listing, find_question("public-comments"), {}))) == 1


@needs_comunica
def test_comunica_asks_nobody_but_the_endpoints(endpoints, tmp_path):
    with pytest.raises(QueryError, match="SERVICE"):
        Comunica(list(endpoints.values())).query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.settimeout(0.1)
        address = f"http://127.0.0.1:{outside.getsockname()[1]}/sparql"
        query = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
        told = json.dumps({"query": query, "endpoints": list(endpoints.values())})
        program = subprocess.run(["node", comunica.PROGRAM], check=False, input=told, capture_output=True, text=True)
        assert program.returncode == 1 and "is not one of the endpoints" in program.stderr
        with hosting(tmp_path) as host:
            (tmp_path / "sparql").touch()
            host.faults["/sparql"] = lambda to, content: answer(to, b"", status=307, Location=address)
            with pytest.raises(UnavailableError):
                Comunica([f"{host.address}sparql"]).query("SELECT * { ?s ?p ?o }")
        with pytest.raises(TimeoutError):
            outside.accept()


@needs_comunica
def test_comunica_is_ended_when_it_takes_too_much(endpoints):
    addresses = list(endpoints.values())
    with pytest.raises(DeadlineError):
        Comunica(addresses, seconds=0.5).query("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    with pytest.raises(LimitError):
        Comunica(addresses, most=1000).query("SELECT * { ?a ?b ?c }")
    with pytest.raises(LimitError):
        Comunica(addresses, memory=2**25).query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f")


@needs_comunica
def test_an_endpoint_that_fails_is_no_empty_answer(endpoints):
    down = f"http://127.0.0.1:{free_port()}/sparql"
    with pytest.raises((UnavailableError, BrokenError)):
        Comunica([*endpoints.values(), down]).query(FIELDS)


def test_without_comunica_a_query_says_what_to_install(endpoints, monkeypatch, tmp_path):
    monkeypatch.setattr(comunica, "PROGRAM", Path(tmp_path / "nothing.cjs"))
    with pytest.raises(UnavailableError, match="install Node and npm"):
        Comunica(list(endpoints.values())).query(FIELDS)
