"""The SPARQL editor in a real browser: the widget over this endpoint, and the plain form where there are no scripts."""

import pytest
from playwright.sync_api import expect

from teiju_graph.files import folder

PREFIXES = "PREFIX teiju: <https://w3id.org/teiju/ontology#>\n"


@pytest.fixture
def tab(browser):
    """A page with scripts that fails on what the console complains of."""
    if not (folder("web/static") / "vendor" / "yasgui.js").exists():
        pytest.skip("npm did not bring the editor")
    context = browser.new_context()
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_an_example_opens_in_the_widget_and_is_answered_here_alone(address, tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{address}/sparql?example=open-lists")
    tab.click(".tabPanel.active .yasqe_queryButton")
    tab.wait_for_selector(".tabPanel.active .yasr_results td")
    expect(tab.locator(".tabPanel.active .yasr_results")).to_contain_text("保育所広域入所事業")
    assert all(url.startswith(address) for url in asked)


def test_the_widget_completes_the_terms_of_the_ontology(address, tab):
    tab.goto(f"{address}/sparql")
    tab.click(".tabPanel.active .CodeMirror")
    tab.keyboard.press("Control+a")
    tab.keyboard.type(PREFIXES + "SELECT * { ?s a teiju:Form")
    tab.keyboard.press("Control+Space")
    tab.click(".CodeMirror-hint >> text=teiju:FormationAgreement")
    expect(tab.locator(".tabPanel.active .CodeMirror-code")).to_contain_text("teiju:FormationAgreement")


def test_the_plain_form_asks_and_keeps_the_query_when_it_is_wrong(address, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/sparql")
    for query in ("SELECT", PREFIXES + "SELECT ?z { ?z a teiju:Zone }"):
        page.get_by_label("Query").fill(query)
        page.get_by_role("button", name="Ask").click()
        expect(page.get_by_role("alert")).to_have_count(int(query == "SELECT"))
        expect(page.get_by_label("Query")).to_have_value(query)
    expect(page.get_by_role("link", name="Nishi-Iburi settlement zone")).to_be_visible()
    context.close()
