"""The site as it was on a day: all of it stands below the day, over what was said until then, and says so."""

import gc
import re
import urllib.error
import urllib.request
import weakref
from datetime import date
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import expect

from teiju_graph.engines.moments import until
from teiju_graph.engines.store import open_store
from teiju_graph.errors import UnavailableError
from teiju_graph.files import folder
from teiju_graph.finding.shared import find_shared
from teiju_graph.pages.days import Day, find_day, list_days
from teiju_graph.web import create_app
from teiju_graph.web.moments import AT_ONCE, Moments, Site
from teiju_graph.web.publication import Publication
from tests.kinds import BROWSER
from tests.test_moments import SOURCE

NOW = open_store()
THEN = until(NOW, date(2023, 6, 1))
DAY = "/as-of/2023-06-01"
LATE = "item/higashi-iburi-sewage"  # first told by a source of 2025-02-07
LINK = re.compile(r'\s(?:href|src|action)="(/[^"]*)"')
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def moments(store=NOW) -> Moments:
    return Moments(store, lambda said, moment: Site(create_app(said, moment=moment).wsgi_app, lambda: None))


@pytest.fixture(scope="module")
def site():
    return create_app(NOW, days=moments()).test_client()


@pytest.fixture
def get(site):
    """The answer to a browser's request."""

    def get(address, status=200, **headers):
        answer = site.get(address, headers=BROWSER | headers)
        assert answer.status_code == status, (address, answer.status_code, answer.text)
        return answer

    return get


@pytest.mark.parametrize("root", ["", "/en"])
def test_below_a_day_stands_the_site_over_what_was_said_until_then(get, root):
    then = create_app(THEN).test_client()
    for path in (
        "/doc/zone/nishi-iburi.ttl",
        "/shared.csv?m=012050&m=012301",
        "/dumps/teiju.ttl",
        "/search.json?q=消防",
    ):
        assert get(f"{DAY}{root}{path}").data == then.get(root + path, headers=BROWSER).data
    assert get(f"{DAY}{root}/shared.csv?m=015814&mode=any").data != get(f"{root}/shared.csv?m=015814&mode=any").data


def test_every_page_of_a_day_names_it_and_leads_nowhere_else_but_to_the_same_page_of_today(get):
    to_see = [
        f"{DAY}{root}{path}" for root in ("", "/en") for path in ("/", "/sparql", "/ask?q=室蘭市の取組は", "/map")
    ]
    seen: set[str] = set()
    while to_see and len(seen) < 120:
        address = to_see.pop(0)
        answer = get(address)
        page, path = answer.text, address.removeprefix(DAY)
        seen.add(address)
        assert ("1 June 2023" if path.startswith("/en") else "令和5年6月1日(2023年)") in page
        links = LINK.findall(page.replace("&amp;", "&"))
        assert [unquote(link) for link in links if not link.startswith(f"{DAY}/")] == [unquote(path)], address
        assert '<meta name="robots" content="noindex">' in page and answer.headers["X-Robots-Tag"] == "noindex"
        assert f'<link rel="canonical" href="https://w3id.org/teiju/{path.strip("/").split("?")[0]}' in page
        for link in links:
            known = link in seen or link in to_see or "/static/" in link or "/id/" in link
            if not known and get_type(link) == "page" and link.startswith(DAY):
                to_see.append(link)
    assert len(seen) == 120


def get_type(link: str) -> str:
    """Whether an address is a page's, which has no ending."""
    return "file" if "." in urlsplit(link).path.rpartition("/")[2] or "/sources" in link else "page"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/as-of/2024-03-31/shared?m=012050&name=%E3%81%82", f"{DAY}/shared?m=012050&name=%E3%81%82"),
        ("/en/as-of/2024-03-31/doc/x/%20y/%E3%81%82", f"{DAY}/en/doc/x/%20y/%E3%81%82"),
        (f"/en{DAY}/sparql", f"{DAY}/en/sparql"),
        ("/as-of/2025-02-08/", "/as-of/2025-02-07/"),
    ],
)
def test_a_day_between_leads_to_the_last_one_from_which_a_source_speaks(site, method, asked, led):
    answer = site.open(asked, method=method)
    assert (answer.status_code, answer.headers["Location"]) == (307, led)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-05-31", "初めの出典は令和5年6月1日(2023年)"),
        ("2023-02-30", "2023-06-01 の形"),
        ("20230601", "2023-06-01 の形"),
        ("yesterday", "2023-06-01 の形"),
        ("2999-01-01", "まだ来ていません"),
    ],
)
def test_a_day_that_is_none_or_had_no_source_is_told_so(get, day, told):
    assert told in get(f"/as-of/{day}/doc/zone/nishi-iburi", 404).text


def test_of_what_was_not_known_yet_it_is_said_since_when_it_is(site, get):
    assert "令和7年2月7日(2025年)の出典から分かるようになりました" in get(f"{DAY}/doc/{LATE}", 404).text
    page = get(f"{DAY}/en/doc/{LATE}", 404).text
    assert "since 7 February 2025" in page and f'href="/en/doc/{LATE}"' in page
    assert "since 7 February 2025" in site.get(f"{DAY}/en/id/{LATE}", headers={"Accept": "text/turtle"}).text
    assert "since" not in get(f"{DAY}/en/doc/item/nothing", 404).text
    get(f"/as-of/2025-02-07/doc/{LATE}")


def test_a_page_of_a_day_is_a_memento_of_todays(site, get):
    answer = get(f"{DAY}/en/doc/zone/nishi-iburi?x=1")
    assert answer.headers["Memento-Datetime"] == "Thu, 01 Jun 2023 00:00:00 GMT"
    assert '</en/doc/zone/nishi-iburi?x=1>; rel="original timegate"' in answer.headers.getlist("Link")
    assert '</quality>; rel="original"' in get(f"{DAY}/quality").headers.getlist("Link")
    tag = answer.headers["ETag"]
    assert tag != get("/en/doc/zone/nishi-iburi?x=1").headers["ETag"]
    get(f"{DAY}/en/doc/zone/nishi-iburi?x=1", 304, **{"If-None-Match": tag})
    assert "Memento-Datetime" not in get("/doc/zone/nishi-iburi").headers


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("Fri, 01 Mar 2024 12:00:00 GMT", "2023-06-01"),
        ("Fri, 07 Feb 2025 00:00:00 GMT", "2025-02-07"),
        ("Sat, 01 Jan 2000 00:00:00 GMT", "2023-06-01"),  # RFC 7089: the first one
        ("Fri, 01 Jan 2100 00:00:00 GMT", "2025-02-07"),
    ],
)
def test_a_document_is_the_gate_to_what_it_was(get, asked, day):
    answer = get("/en/doc/zone/nishi-iburi.ttl", 302, **{"Accept-Datetime": asked})
    assert answer.headers["Location"] == f"/as-of/{day}/en/doc/zone/nishi-iburi.ttl"
    for told in (answer, get("/en/doc/zone/nishi-iburi.ttl")):
        assert "Accept-Datetime" in told.headers["Vary"]
        assert '</en/doc/zone/nishi-iburi.ttl>; rel="original timegate"' in told.headers.getlist("Link")


@pytest.mark.parametrize("asked", ["hello", "2023-06-01", "Fri, 31 Dec 9999 23:59:59 -2300"])
def test_a_time_that_is_none_is_told_so(get, asked):
    assert "Accept-Datetime" in get("/en/doc/zone/nishi-iburi", 400, **{"Accept-Datetime": asked}).text


def test_the_days_are_offered_in_words_for_the_page_that_one_comes_from(get):
    page = get("/en/shared?m=012050&name=%E3%81%82").text
    assert 'href="/en/as-of?page=/shared?m%3D012050%26name%3D%25E3%2581%2582"' in page
    page = get("/en/as-of?page=/shared?m%3D012050").text
    assert f'<a href="{DAY}/en/shared?m=012050">1 June 2023</a>' in page and "West Iburi" in page
    assert "/en/as-of?page=/sparql?example%3Dkpis" in get("/en/sparql?example=kpis").text.partition("<footer>")[0]
    assert "/as-of/" in get("/openapi.json").json["info"]["description"]
    for away in ("//example.org/", "/\\example.org", "https://example.org/", "javascript:alert(1)", f"{DAY}/"):
        page = get(f"/as-of?page={quote(away)}").text
        assert not re.search(r'href="(//|/\\|https://example|javascript|/as-of/[^/]*/as-of)', page), away
        assert f'href="{DAY}/' in page


def test_only_a_live_site_of_today_offers_days(site):
    told = Publication("0.1.0", "2026-01-01", NOW.digest, "https://example.org/")
    for other in (create_app(NOW, published=told), create_app(NOW)):
        client = other.test_client()
        assert "as-of" not in client.get("/doc/zone/nishi-iburi", headers=BROWSER).text
        assert client.get(f"{DAY}/", headers=BROWSER).status_code == 404
    for within in ("/as-of", DAY, "/metrics", "/healthz"):
        assert site.get(f"{DAY}{within}", headers=BROWSER, follow_redirects=True).status_code == 404
    assert "Disallow: /as-of\n" in site.get("/robots.txt").text


def test_the_days_are_those_of_the_sources_that_count_since_then(tmp_path):
    for name, told, kind in (("a", "2019", "gYear"), ("b", "2020-05", "gYearMonth"), ("c", "2020-05-01", "date")):
        (tmp_path / f"{name}.ttl").write_text(SOURCE.format(name, told, kind, ""))
    (tmp_path / "d.ttl").write_text(
        SOURCE.format("d", "2021-01-01", "date", "; dcterms:replaces <https://w3id.org/teiju/id/source/a>")
    )
    store = open_store(tmp_path)
    days = list_days(store)
    assert [str(day.date) for day in days] == ["2019-01-01", "2020-05-01", "2021-01-01"]
    assert [[link.ja for link in day.sources] for day in days] == [["a"], ["b", "c"], ["d"]]
    for day in days:
        assert list_days(until(store, day.date)) == tuple(each for each in days if each.date <= day.date)
    assert find_day(store, date(2018, 12, 31)) is None and find_day(store, date(2020, 12, 31)) == days[1]
    words = {date(2019, 5, 1): "令和元年5月1日(2019年)", date(2019, 4, 30): "平成31年4月30日(2019年)"}
    assert {day: Day(day).label("ja") for day in words} == words


def test_few_days_are_held_and_the_memory_of_others_is_given_back(tmp_path):
    for year in range(2018, 2024):
        (tmp_path / f"s{year}.ttl").write_text(SOURCE.format(f"s{year}", f"{year}-01-01", "date", ""))
    held, closed = [], []

    def open_site(said, moment):
        held.append(weakref.ref(said))
        return Site(create_app(said, moment=moment).wsgi_app, lambda: closed.append(moment.day.date.year))

    store = open_store(tmp_path)
    client = create_app(store, days=Moments(store, open_site)).test_client()
    for year in (2018, 2019, 2018, 2020, 2021, 2023):
        assert f"{year}" in client.get(f"/as-of/{year}-01-01/en/doc/source", headers=BROWSER).text
    gc.collect()
    assert closed == [2019, 2018, 2020] and [each() is None for each in held] == [True, True, True, False, False]
    assert held[-1]() is store  # the last day is today's


def test_too_many_that_ask_for_days_at_once_are_told_to_wait(get):
    days = moments()
    site = create_app(NOW, days=days).test_client()
    asking = [days.asking(list_days(NOW)[-1]) for _ in range(AT_ONCE)]
    for each in asking:
        each.__enter__()
    answer = site.get(f"{DAY}/", headers=BROWSER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (UnavailableError.status, "2")
    assert site.get("/", headers=BROWSER).status_code == 200
    asking.pop().__exit__(None, None, None)
    assert site.get(f"{DAY}/", headers=BROWSER).status_code == 200


def ask(address: str, query: str, **headers: str) -> tuple[int, bytes, str]:
    """The status, the body and the tag of the answer to a query sent by POST."""
    sent = urllib.request.Request(f"{address}/sparql", query.encode(), headers={"Accept": "text/csv"} | headers)
    sent.add_header("Content-Type", "application/sparql-query")
    try:
        with urllib.request.urlopen(sent, timeout=60) as answer:
            return answer.status, answer.read(), answer.headers["ETag"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), ""


def test_the_endpoint_of_a_day_answers_as_the_endpoint_does_over_what_was_said_then(address):
    status, body, tag = ask(f"{address}{DAY}", COUNT)
    told = THEN.query(COUNT)
    assert (status, body.split()) == (200, [b"n", next(iter(told))["n"].value.encode()])
    assert ask(f"{address}{DAY}", COUNT, **{"If-None-Match": tag})[0] == 304
    assert ask(address, COUNT)[1:] != (body, tag) == ask(f"{address}{DAY}", COUNT)[1:]
    assert ask(f"{address}{DAY}", "SELECT")[0] == 400
    federated = ask(f"{address}{DAY}/en", "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }")
    assert federated[0] == 400 and b"SERVICE" in federated[1]
    base = ask(f"{address}{DAY}", "SELECT (<x> AS ?x) {}")[1].split()[1].decode()
    assert base == f"{address}{DAY}/x"
    assert ask(f"{address}/as-of/2025-02-07", COUNT)[:2] == ask(address, COUNT)[:2]


def test_the_finder_finds_as_of_a_day_what_it_found_then(address):
    with urllib.request.urlopen(f"{address}{DAY}/shared.csv?m=012131&m=015814") as answer:
        rows = answer.read().decode("utf-8-sig").splitlines()[1:]
    assert len(rows) == len(find_shared(THEN, ["012131", "015814"], "all"))
    assert len(find_shared(NOW, ["012131", "015814"], "all")) > len(rows)


def test_a_clerk_chooses_a_day_without_scripts_and_finds_back(address, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/shared?m=012131&m=015814")
    page.get_by_role("link", name="過去の時点で見る").click()
    page.get_by_role("link", name="令和5年6月1日(2023年)").click()
    expect(page).to_have_url(f"{address}{DAY}/shared?m=012131&m=015814")
    expect(page.get_by_text("令和5年6月1日(2023年)の時点のサイトです")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{address}{DAY}/en/shared?m=012131&m=015814")
    page.get_by_role("searchbox").fill("Muroran")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{address}{DAY}/en/search?q=Muroran")
    page.get_by_role("link", name="This page today").click()
    expect(page).to_have_url(f"{address}/en/search?q=Muroran")
    context.close()


def test_the_editor_of_a_day_asks_as_of_that_day_whatever_was_asked_before(address, browser):
    if not (folder("web/static") / "vendor" / "yasgui.js").exists():
        pytest.skip("npm did not bring the editor")
    context = browser.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    for root in ("", DAY, f"{DAY}/en", ""):
        page.goto(f"{address}{root}/sparql")
        page.click(".tabPanel.active .yasqe_queryButton")
        expect(page.locator(".tabPanel.active .yasr_results td").first).to_be_visible()
        assert asked.pop() == f"{address}{root.removesuffix('/en')}/sparql"  # both languages share their tabs
    context.close()
