"""The published site on a plain file host, below a path of its own, in a real browser: everything has its file, and
SPARQL is answered in the browser as the server answers it."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pyoxigraph import QueryBoolean, QuerySolutions, RdfFormat, Store, parse_query_results
from pyoxigraph import QueryResultsFormat as Results

from teiju_graph.engines.store import open_store
from teiju_graph.files import folder
from teiju_graph.finding.search import search
from teiju_graph.finding.shared import find
from teiju_graph.finding.wish import read_wish
from teiju_graph.pages import read_sheet
from teiju_graph.publish.release import publish
from teiju_graph.queries import library, page_query
from teiju_graph.questions import fill
from teiju_graph.vocab import BASE
from teiju_graph.web import create_app
from tests.plain_host import has_file, hosted, missing_files

ADDRESS = "https://example.org/city/teiju/"
STORE = open_store()
QUERIES = {
    **{
        name: fill(STORE, each, {key: list(p.example) for key, p in each.parameters.items()})
        for name, each in library().items()
    },
    **{name: page_query(name).text for name in ("kinds", "terms", "members", "graphs", "things")},
    "of one source": f"SELECT * FROM <{BASE}graph/zones> {{ ?s ?p ?o }}",
    "of a graph": f"SELECT ?s {{ GRAPH <{BASE}graph/inferred> {{ ?s ?p ?o }} }}",
    "yes or no": "ASK { ?s a <https://w3id.org/teiju/ontology#Zone> }",
}


ANSWERED_HERE = """new Promise((resolve) => navigator.serviceWorker.controller ? resolve()
    : navigator.serviceWorker.addEventListener("controllerchange", () => resolve()))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The project's own data, published into a folder below another."""
    target = tmp_path_factory.mktemp("www") / "city" / "teiju"
    assert publish(target, base_url=ADDRESS).missing == ()
    return target


@pytest.fixture(scope="module")
def address(site) -> Iterator[str]:
    """Where a plain host serves it."""
    with hosted(site.parent.parent) as host:
        yield f"{host}/city/teiju"


@pytest.fixture
def tab(browser):
    """A page of a visitor who was never here; it fails on what the console complains of."""
    if not (folder("web/static") / "vendor" / "oxigraph.wasm").exists():
        pytest.skip("npm did not bring the engine")
    context = browser.new_context()
    page, complaints = context.new_page(), []
    page.on("console", lambda message: "the server responded" in message.text or complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_every_link_has_its_file(site):
    assert not missing_files(site)


def test_every_address_of_the_site_map_and_of_the_dumps_has_its_file(site):
    whole = re.findall(rf'(?:href="|<loc>){re.escape(ADDRESS)}([^"#?<]*)', (site / "sitemap.xml").read_text())
    assert whole
    dataset = (site / "dumps" / "teiju.nq").read_text(encoding="utf-8")
    whole += [each.partition("#")[0] for each in set(re.findall(rf"<{re.escape(BASE)}([^>]*)>", dataset))]
    assert not [path for path in whole if not has_file(site, path)]


def test_every_address_of_the_dumps_answers_on_the_server():
    server = create_app(STORE).test_client()
    store = Store()
    for each in STORE.query(
        "SELECT DISTINCT ?x { { ?x ?p ?o } UNION { ?s ?x ?o } UNION { ?s ?p ?x } UNION { GRAPH ?x {} } FILTER(ISIRI(?x)) }"
    ):
        iri = each["x"].value
        if iri.startswith(BASE):
            answer = server.get(f"/{iri.removeprefix(BASE).partition('#')[0]}", headers={"Accept": "text/html"})
            assert answer.status_code in (200, 303, 308), iri
    assert len(store) == 0


def rows(answer) -> Counter | bool:
    """An answer without the order that its query leaves open."""
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return Counter(tuple(str(row[name]) for name in names) for row in answer)


def test_fifty_queries_are_answered_alike_in_the_browser_on_the_server_and_from_the_dumps(site, address, tab):
    assert len(QUERIES) >= 50
    tab.goto(f"{address}/sparql/")
    tab.evaluate(ANSWERED_HERE)
    ask = """async ([address, queries]) => Promise.all(queries.map(async (query) => {
        const body = new URLSearchParams({ query });
        const answer = await fetch(address, { method: "POST", body });
        return [answer.status, answer.headers.get("Content-Type"), await answer.text()];
    }))"""
    in_browser = tab.evaluate(ask, [f"{address}/sparql", list(QUERIES.values())])
    server = create_app(STORE).test_client()
    dumped = Store()
    dumped.bulk_load(path=str(site / "dumps" / "teiju.nq"), format=RdfFormat.N_QUADS)
    for (name, query), (status, media_type, text) in zip(QUERIES.items(), in_browser, strict=True):
        assert (status, media_type) == (200, "application/sparql-results+json"), (name, text)
        mine = rows(parse_query_results(text, format=Results.JSON))
        served = server.post("/sparql", data={"query": query}).get_data()
        assert mine == rows(parse_query_results(served, format=Results.JSON)), name
        assert mine == rows(dumped.query(query)), name


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/csv", "text/csv;charset=utf-8"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "application/sparql-results+xml", "application/sparql-results+xml"),
        (
            "PREFIX ask: <http://example.org/#ask> SELECT * { ?s ?p ?o } LIMIT 1",
            "*/*",
            "application/sparql-results+json",
        ),
        ("ASK {}", "text/csv, application/sparql-results+xml;q=0.5", "application/sparql-results+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "*/*", "text/turtle;charset=utf-8"),
        ("DESCRIBE <https://w3id.org/teiju/id/zone/nishi-iburi>", "application/n-triples", "application/n-triples"),
        ("# SELECT\nCONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/ld+json", "application/ld+json"),
    ],
)
def test_any_script_of_the_origin_gets_the_form_that_it_asks_for(address, tab, query, accept, media_type):
    tab.goto(f"{address}/doc/zone/nishi-iburi.html")
    tab.evaluate(ANSWERED_HERE)
    ask = """async ([address, query, accept]) => {
        const answer = await fetch(`${address}?${new URLSearchParams({ query })}`, { headers: { Accept: accept } });
        return [answer.status, answer.headers.get("Content-Type"), (await answer.text()).length > 0];
    }"""
    assert tab.evaluate(ask, [f"{address}/sparql", query, accept]) == [200, media_type, True]


def test_the_unchanged_editor_asks_in_the_browser_and_no_other_host(address, tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{address}/sparql/?example=open-lists")
    tab.wait_for_url("**/sparql/?query=**")
    tab.evaluate(ANSWERED_HERE)
    tab.click(".tabPanel.active .yasqe_queryButton")
    tab.wait_for_selector(".tabPanel.active .yasr_results td")
    expect(tab.locator(".tabPanel.active .yasr_results")).to_contain_text("保育所広域入所事業")
    assert all(url.startswith((address, "data:", "blob:")) for url in asked)


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_clerk_finds_what_two_cities_share(address, tab, root):
    tab.set_viewport_size({"width": 375, "height": 800})
    tab.goto(f"{address}{root}/")
    tab.locator("#name").fill("Noboribetsu" if root else "登別市")
    tab.locator("#suggested label").first.click()
    tab.locator("#name").fill("012050")
    tab.locator("input[name=mode][value=only]").check()
    tab.locator("#finder button[type=submit]").click()
    tab.wait_for_selector("#published-answer table")
    links = tab.locator("#published-answer tbody td:first-child a")
    found = {each.get_attribute("href").rpartition("/doc/")[2].removesuffix(".html") for each in links.all()}
    wish = read_wish(STORE, ["012050", "012301"], "only")
    assert found == {each.cooperation.path for each in find(STORE, wish)}
    assert tab.evaluate("document.documentElement.scrollWidth") <= 375
    links.first.click()
    expect(tab.locator("h1")).to_be_visible()


def test_a_question_is_answered_with_what_was_chosen_and_doubts_are_told(address, tab):
    tab.goto(f"{address}/questions/shared-without/")
    tab.locator("#p-m").fill("室蘭市")
    tab.locator("#p-without").fill("登別市")
    tab.get_by_role("button", name="聞く").click()
    tab.wait_for_selector("#published-answer table")
    given = {"m": ["室蘭市"], "without": ["登別市"]}
    expected = rows(STORE.query(fill(STORE, library()["shared-without"], given)))
    assert tab.locator("#published-answer tbody tr").count() == sum(expected.values()) > 0
    on_server = read_sheet(STORE, STORE.query(fill(STORE, library()["shared-without"], given))).shown("ja")
    assert tab.locator("#published-answer thead th").all_inner_texts() == on_server.columns
    tab.goto(f"{address}/en/shared/?m=Atlantis")
    tab.wait_for_selector("#published-answer .unknown")
    assert "Atlantis" in tab.inner_text("#published-answer")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("図書館", ""),
        ("圖書館 ネットワーク", ""),
        ("ムロラン", "municipality/012050"),
        ("noboribetsu", "municipality/012301"),
        ("まちなか見守り", ""),
        ("平成17年", "body/welfare-transport"),
        ("H17", "body/welfare-transport"),
        ("令和５年", ""),
    ],
)
def test_words_find_in_the_browser_what_they_find_on_the_server(address, tab, typed, path):
    tab.goto(f"{address}/doc/zone/nishi-iburi.html")
    tab.locator("header input[name=q]").fill(typed)
    tab.locator("header input[name=q]").press("Enter")
    tab.wait_for_selector("#published-answer")
    links = [each.get_attribute("href") for each in tab.locator("#published-answer a").all()]
    found = {each.rpartition("/doc/")[2].removesuffix(".html") for each in links}
    assert path in found if path else True
    server = {hit.thing.path for hit in search(STORE, typed).hits} if not search(STORE, typed).loose else set()
    assert server <= found


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_page_of_sentences_says_that_none_is_read_and_leads_to_questions_that_are_answered(address, tab, root):
    tab.goto(f"{address}{root}/ask/")
    assert tab.locator("main input").count() == 0 and tab.locator("main .unknown").count() >= 1
    tab.locator("section[aria-labelledby=such] li a").first.click()
    tab.wait_for_selector("#published-answer table")
    given = {"m": ["municipality/012050", "municipality/012301"]}
    expected = rows(STORE.query(fill(STORE, library()["shared-only"], given)))
    assert tab.locator("#published-answer tbody tr").count() == sum(expected.values()) > 0
    assert [each.input_value() for each in tab.locator("main input[name=m]").all()] == given["m"]


def test_a_query_that_does_not_end_is_ended_and_the_next_is_answered(address, tab):
    tab.goto(f"{address}/doc/zone/nishi-iburi.html")
    tab.evaluate(ANSWERED_HERE)
    ask = "async ([address, query]) => JSON.parse(await (await fetch(`${address}?${new URLSearchParams({ query })}`)).text()).boolean"
    assert tab.evaluate(ask, [f"{address}/sparql", "ASK {}"]) is True
    # the deadline is that of the server; the test shortens the clock of the page, not the deadline
    told = tab.evaluate(
        """async ([address, query]) => {
            const wait = window.setTimeout;
            window.setTimeout = (call, time, ...rest) => wait(call, time / 50, ...rest);
            return (await fetch(`${address}?${new URLSearchParams({ query })}`).catch(() => ({}))).status;
        }""",
        [f"{address}/sparql", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"],
    )
    assert told == 504
    tab.reload()
    tab.evaluate(ANSWERED_HERE)
    assert tab.evaluate(ask, [f"{address}/sparql", "ASK {}"]) is True


def test_pages_are_read_without_scripts(address, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/doc/municipality/012050.html")
    assert page.locator("h1").inner_text().startswith("室蘭市") and page.locator("noscript").count() == 1
    page.locator("header a", has_text="English").click()
    expect(page).to_have_url(f"{address}/en/doc/municipality/012050.html")
    context.close()


def test_the_json_ld_of_a_thing_is_the_servers(site):
    server = create_app(STORE).test_client()
    name = "doc/zone/nishi-iburi.jsonld"
    assert json.loads((site / name).read_bytes()) == json.loads(server.get(f"/{name}").get_data())
