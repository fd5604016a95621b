"""What axe-core finds in a page of a browser, at the width of a desk and of a phone, in both schemes of colours."""

from tests.conftest import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_WIDTHS, _SCHEMES = (1280, 375), ("light", "dark")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that another scheme changes
_RUN = """async ([rules, outside]) => (await axe.run({exclude: outside},
  {runOnly: rules, resultTypes: ["violations"]})).violations.flatMap(each =>
  each.nodes.map(node => `${each.id}: ${node.target} ${node.html.slice(0, 120)} — ${node.failureSummary}`))"""


def look_at(tab, address: str, outside: tuple[str, ...] = ()) -> list[str]:
    """Go to a page, and return what is wrong with it; outside: selectors of what others made. The context of the page
    must let scripts in."""
    found = []
    tab.goto(address)
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in _SCHEMES:
        for width in _WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            tab.emulate_media(color_scheme=scheme)
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} {width}: wider than the screen")
            rules = _RULES if scheme == _SCHEMES[0] else _COLOURS
            told = tab.evaluate(_RUN, [rules, [[each] for each in outside]])
            found += [f"{address} {width} {scheme} {each}" for each in told]
    return found
