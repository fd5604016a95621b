"""The site in a real browser: it works without scripts, and fits a phone, in both languages."""

import urllib.request

import pytest
from playwright.sync_api import expect

PAGES = [
    "/",
    "/shared?m=012050&m=012301",
    "/doc/municipality/012050",
    "/doc/kpi/higashi-iburi-2025-fire",
    "/questions/kpis",
    "/sparql",
]


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_a_phone_and_asks_nothing_of_other_hosts(address, browser, root, page):
    context = browser.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=True)
    tab = context.new_page()
    asked, told = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: told.append(message.text))
    tab.goto(address + root + page)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 375
    assert all(url.startswith(address) for url in asked) and told == []
    context.close()


def test_a_clerk_finds_what_two_cities_share_without_scripts(address, browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    for name in ("室蘭市", "登別市"):
        tab.get_by_label(name, exact=True).check()
    tab.get_by_label("選んだ市町村だけの連携").check()
    tab.get_by_role("button", name="探す").click()
    expect(tab.get_by_role("link", name="学校図書システム広域化事業")).to_be_visible()
    expect(tab.get_by_role("link", name="広域観光事業")).to_have_count(0)
    context.close()


def test_the_server_answers_at_the_address_that_it_prints(address):
    with urllib.request.urlopen(f"{address}/healthz") as answer:
        assert answer.status == 200
