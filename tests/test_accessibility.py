"""Everybody can use every kind of page: axe-core finds nothing in it, it fits a phone, and the keyboard reaches all."""

import pytest

from tests.axe import AXE, look_at
from tests.kinds import page_kinds

OTHERS = ("#editor",)  # the SPARQL widget is made by others; the plain form beside it does the same work
MAIN = [
    "/",
    "/shared?m=012050&m=012301&mode=only",
    "/doc/item/higashi-iburi-sewage",
    "/doc/zone/higashi-iburi",
    "/doc/source/muroran-2023",
    "/questions/takes-part",
    "/quality",
    "/sparql",
]
OF_DAYS = [
    "/as-of?page=/doc/zone/nishi-iburi",
    *(f"/as-of/2023-06-01{each}" for each in ("/", "/doc/zone/nishi-iburi")),
]
# what Tab must reach, in the order of the page; of radio buttons one each group, the arrows reach the others
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(each => !each.disabled && each.checkVisibility() && !each.closest("#editor")
    && (each.type !== "radio" || each.checked))"""
WIDGET = 30  # stops of the SPARQL widget at most, which are passed through
MARK = f"({REACHABLE})().forEach((each, number) => each.dataset.number = number)"
FOCUSED = """() => { const each = document.activeElement, style = getComputedStyle(each);
  return [each.dataset.number ?? "", style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2]; }"""


@pytest.mark.parametrize("root", ["", "/en"])
def test_every_kind_of_page_passes_axe_and_fits_a_phone(address, browser, root):
    if not AXE.exists():
        pytest.skip("npm did not bring axe-core")
    context = browser.new_context(bypass_csp=True)
    tab, asked, told, found = context.new_page(), [], [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: told.append(str(error)))
    for page in [*page_kinds(), *OF_DAYS]:
        found += look_at(tab, address + root + page, OTHERS if page.startswith("/sparql") else ())
    context.close()
    assert not found, "\n".join(found)
    assert not told and all(url.startswith(address) for url in asked)


@pytest.mark.parametrize("page", MAIN)
def test_the_keyboard_alone_reaches_everything_in_the_order_of_the_page(address, browser, page):
    context = browser.new_context(java_script_enabled=True)
    tab = context.new_page()
    tab.goto(address + page)
    tab.evaluate(MARK)
    count = tab.evaluate(f"({REACHABLE})().length")
    stops = []
    for _ in range(count + WIDGET):
        tab.keyboard.press("Tab")
        stops.append(tab.evaluate(FOCUSED))
        if stops[-1][0] == str(count - 1):
            break
    context.close()
    reached = [(number, seen) for number, seen in stops if number]
    assert [number for number, _ in reached] == [str(number) for number in range(count)]
    assert all(seen for _, seen in reached), "the focus can't be seen"


def test_the_first_stop_of_the_keyboard_leads_to_the_content(address, browser):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{address}/en/doc/zone/higashi-iburi")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    context.close()
