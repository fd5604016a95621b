"""What people come for, walked in a real browser: the clerk's three tasks (also without scripts), the researcher's two,
the officer's one."""

import csv

import pytest
from playwright.sync_api import expect
from pyoxigraph import RdfFormat, parse

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def visit(address, browser):
    """Open a page as a visitor; scripts may be off."""
    contexts = []

    def open_page(path, scripts=True):
        contexts.append(browser.new_context(java_script_enabled=scripts, accept_downloads=True))
        tab = contexts[-1].new_page()
        tab.goto(address + path)
        return tab

    yield open_page
    for context in contexts:
        context.close()


def take(tab, name):
    """Follow a link that downloads a file; its path."""
    with tab.expect_download() as download:
        tab.get_by_role("link", name=name, exact=True).first.click()
    return download.value.path()


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@SCRIPTS
def test_a_clerk_sees_which_municipalities_share_an_agreement_and_takes_the_answer_away(visit, scripts):
    tab = visit("/", scripts)
    tab.get_by_role("link", name="協定項目", exact=True).click()
    tab.get_by_role("link", name="下水汚泥・し尿処理の広域化・共同化").first.click()
    answer = tab.locator(".answer").first
    for name in ("苫小牧市", "厚真町", "むかわ町"):
        expect(answer.get_by_role("link", name=name)).to_have_count(1)
    assert {row["ja"] for row in rows(take(tab, "CSV"))} == {"苫小牧市", "厚真町", "安平町", "むかわ町"}


@SCRIPTS
def test_a_clerk_finds_what_two_cities_alone_share(visit, scripts):
    tab = visit("/doc/municipality/012050", scripts)
    tab.get_by_role("link", name="登別市との二者だけの連携").click()
    expect(tab.get_by_role("link", name="学校図書システム広域化事業").first).to_be_visible()
    expect(tab.get_by_role("link", name="広域観光事業")).to_have_count(0)
    found = rows(take(tab, "CSV"))
    certain = [row for row in found if row["complete"] == "true"]
    assert len(certain) == 6 and all(row["participants"] == "室蘭市;登別市" for row in certain)


@SCRIPTS
def test_a_clerk_learns_who_is_outside_an_agreement_and_why(visit, scripts):
    tab = visit("/", scripts)
    tab.get_by_role("navigation").get_by_role("link", name="質問").click()
    tab.get_by_role("link", name="入っていない市町村がある協定や取組と、その理由は?").click()
    tab.get_by_role("link", name="下水汚泥・し尿処理の広域化・共同化").first.click()
    outside = tab.locator(".answer").nth(1)
    expect(outside).to_contain_text("白老町")
    expect(outside).to_contain_text("単独で実施するため")
    tab.get_by_role("link", name="53行目").click()
    expect(tab.get_by_role("main")).to_contain_text("下水汚泥・し尿処理の広域化・共同化")


def test_a_researcher_asks_sparql_in_the_plain_form(visit):
    tab = visit("/en/sparql", scripts=False)
    query = (
        "PREFIX teiju: <https://w3id.org/teiju/ontology#>\nSELECT (COUNT(?kpi) AS ?n) { ?kpi teiju:comparable true }"
    )
    tab.get_by_label("Query").fill(query)
    tab.get_by_role("button", name="Ask").click()
    expect(tab.get_by_role("cell", name="13", exact=True)).to_be_visible()


def test_a_researcher_follows_a_kpi_to_the_line_that_states_it(address, visit):
    tab = visit("/en/doc/kpi")
    tab.get_by_role("link", name="Disaster drills, events and meetings held").click()
    expect(tab.get_by_role("main")).to_contain_text("counted in different ways")
    tab.get_by_role("link", name="lines 191–195").click()
    expect(tab.get_by_role("link", name="Disaster drills, events and meetings held", exact=True).first).to_be_visible()
    assert len(tab.locator("pre").inner_text().splitlines()[-1]) == 64
    tab.get_by_role("main").get_by_role("link", name="lines 191–195").click()
    expect(tab).to_have_url(f"{address}/en/doc/source/higashi-iburi-2025#l191-195")
    expect(tab.locator("[id='l191-195']")).to_be_visible()


def test_an_officer_takes_the_turtle_of_a_thing_by_its_link(visit):
    tab = visit("/doc/municipality/012050")
    link = tab.get_by_role("link", name="ttl", exact=True)
    answer = tab.request.get(link.evaluate("each => each.href"))
    said = list(parse(answer.body(), format=RdfFormat.TURTLE))
    assert answer.headers["content-type"].startswith("text/turtle")
    assert any(str(quad.subject) == "<https://w3id.org/teiju/id/municipality/012050>" for quad in said)
