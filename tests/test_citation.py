"""What every page says of itself: its lasting address, its release, where a mistake is reported, the other language."""

import html
import re

import pytest

from teiju_graph.engines.store import open_store
from teiju_graph.releases.release import read_release
from teiju_graph.web import create_app
from teiju_graph.web.citation import report_link

STORE = open_store()
BASE = "https://w3id.org/teiju/"
PAGES = {
    "/": BASE,
    "/en/doc/kpi/higashi-iburi-2025-fire": f"{BASE}id/kpi/higashi-iburi-2025-fire",
    "/doc/kpi/higashi-iburi-2025-fire.html": f"{BASE}id/kpi/higashi-iburi-2025-fire",
    "/doc/municipality": f"{BASE}doc/municipality",
    "/shared?m=012050&m=012301": f"{BASE}shared?m=012050&m=012301",
    "/quality": f"{BASE}quality",
}


@pytest.fixture
def site(monkeypatch):
    monkeypatch.delenv("TEIJU_REPORT", raising=False)
    return create_app(STORE).test_client()


def get(site, page, **headers):
    return html.unescape(site.get(page, headers={"Accept": "text/html", **headers}).get_data(as_text=True))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_cites_its_release_and_the_address_to_quote(site, page):
    text = get(site, page)
    assert read_release(STORE).name in text and f"<code>{PAGES[page]}</code>" in text


def test_a_mistake_is_reported_where_the_operator_says(monkeypatch):
    monkeypatch.setenv("TEIJU_REPORT", "kikaku@example.jp")
    text = get(create_app(STORE).test_client(), "/doc/zone/nishi-iburi")
    assert 'href="mailto:kikaku@example.jp?subject=https%3A%2F%2Fw3id.org%2Fteiju%2Fid%2Fzone%2Fnishi-iburi"' in text
    assert (
        report_link("https://example.jp/form?about={address}", BASE)
        == "https://example.jp/form?about=https%3A%2F%2Fw3id.org%2Fteiju%2F"
    )
    assert report_link("", BASE) == ""


def test_the_first_page_offers_english_to_whoever_prefers_it_and_forces_nobody(site):
    offer = "This site is also in English."
    assert offer in get(site, "/", **{"Accept-Language": "en-GB,en;q=0.9,ja;q=0.1"})
    assert offer not in get(site, "/", **{"Accept-Language": "ja"}) and offer not in get(site, "/")
    assert offer not in get(site, "/en/", **{"Accept-Language": "en"})
    assert "Accept-Language" in site.get("/").headers["Vary"] and "Vary" not in site.get("/quality").headers


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_itself_in_the_other_language(site, page):
    other = re.search(r'<a href="([^"]*)" lang="(?:en|ja)" hreflang', get(site, page))[1]
    assert site.get(other, headers={"Accept": "text/html"}).status_code == 200
    assert other.startswith("/en/") != page.startswith("/en/")
