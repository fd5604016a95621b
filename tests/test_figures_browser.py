"""Pictures in a real browser: no two texts meet, and axe finds nothing, light and dark, in both languages, on a phone
and a desk."""

import pytest

from tests.axe import AXE
from tests.test_figures import PAGES

pytestmark = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed")
MEETING = """
() => [...document.querySelectorAll('svg[viewBox]')].flatMap(svg => {
  const texts = [...svg.querySelectorAll('text')].filter(text => !text.textContent.startsWith('?'));
  const boxes = texts.map(text => text.getBoundingClientRect());
  return texts.flatMap((text, i) => texts.slice(i + 1).filter((_, j) => {
    const a = boxes[i], b = boxes[i + 1 + j];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return across > 1 && down > Math.min(a.height, b.height) * 0.35;  // a box has air above and below its letters
  }).map(other => text.textContent + ' / ' + other.textContent));
})"""


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_figure_is_readable_everywhere(address, browser, root, page):
    for width, scheme in ((375, "light"), (1280, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        tab = context.new_page()
        tab.goto(address + root + page)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.evaluate(MEETING) == []
        smallest = tab.evaluate(
            "Math.min(...[...document.querySelectorAll('main svg text')].map(text => "
            "parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d || 99).filter(size => size > 0))"
        )
        assert smallest >= 11
        tab.evaluate(AXE.read_text(encoding="utf-8"))
        found = tab.evaluate("axe.run(document, {rules: {'target-size': {enabled: true}}})")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
        context.close()
