"""Draws how figures grow with the data: three small panels of lines on logarithmic axes, as plain SVG, light and dark."""

import math
from html import escape

WIDTH, HEIGHT, LEFT, TOP, APART = 230, 190, 56, 40, 340
STYLE = """
.page { fill: #fff } text { font: 12px system-ui, sans-serif; fill: #222 } .title { font-weight: 600 }
.grid { stroke: #ccc; stroke-width: 1 } .goal { stroke: #888; stroke-dasharray: 5 4 }
.line { fill: none; stroke-width: 2 } .dot { stroke: none }
.c0 { stroke: #0b5fa5; color: #0b5fa5 } .c1 { stroke: #b3450b; color: #b3450b } .c2 { stroke: #1d7a3c; color: #1d7a3c }
.c3 { stroke: #7b3fa0; color: #7b3fa0 } .c4 { stroke: #666; color: #666 } .dot, .name { fill: currentColor; stroke: none }
@media (prefers-color-scheme: dark) {
.page { fill: #161616 } text { fill: #e8e8e8 } .grid { stroke: #444 } .goal { stroke: #aaa }
.c0 { stroke: #6cb6ff; color: #6cb6ff } .c1 { stroke: #ffa657; color: #ffa657 } .c2 { stroke: #6fdd8b; color: #6fdd8b }
.c3 { stroke: #d2a8ff; color: #d2a8ff } .c4 { stroke: #bbb; color: #bbb } .dot, .name { fill: currentColor; stroke: none } }
"""
Lines = dict[str, dict[int, float]]  # name → size → figure


def panels(figures: dict[int, dict]) -> dict[str, Lines]:
    """Return what is drawn, by the title of the panel."""

    def line(step: str, what: str, unit: float = 1) -> dict[int, float]:
        return {size: told[step][what] / unit for size, told in figures.items() if what in told.get(step, {})}

    seconds = {
        "native load": line("native", "cpu"),
        "load": line("load", "cpu"),
        "snapshot": line("snapshot", "cpu"),
        "SHACL": line("check", "worked"),
        "search index": line("pages", "index"),
    }
    pages = {
        name: {size: told["pages"]["pages"][name][1] for size, told in figures.items() if "pages" in told}
        for name in ("finder", "municipality", "search", "zone")
    }
    memory = {"store": line("pages", "store", 1e6), "with search": line("pages", "served", 1e6)}
    return {"processor seconds": seconds, "pages, ms (goal: 50)": pages, "memory, MB": memory}


def draw(figures: dict[int, dict]) -> str:
    """Return the picture of the figures of all sizes."""
    parts = [
        _panel(number, title, lines, 50 if "goal" in title else None)
        for number, (title, lines) in enumerate(panels(figures).items())
    ]
    width, height = APART * len(parts) + 30, TOP + HEIGHT + 44
    said = "How load, pages and memory grow with the number of statements; the figures stand in growth.json."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{said}">\n'
        f'<style>{STYLE}</style>\n<rect class="page" width="{width}" height="{height}"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _panel(number: int, title: str, lines: Lines, goal: float | None) -> str:
    sizes = sorted({size for line in lines.values() for size in line})
    values = [value for line in lines.values() for value in line.values()] + ([goal] if goal else [])
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    across = math.log10(sizes[-1] / sizes[0]) or 1

    def x(size: float) -> float:
        return round(LEFT + math.log10(size / sizes[0]) / across * (WIDTH - 20), 1)

    def y(value: float) -> float:
        return round(TOP + HEIGHT * (high - math.log10(value)) / (high - low), 1)

    parts = [
        f'<g transform="translate({number * APART} 0)"><text class="title" x="{LEFT}" y="20">{escape(title)}</text>'
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<path class="grid" d="M{LEFT} {at}H{LEFT + WIDTH - 20}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4}" text-anchor="end">{10**power:,g}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size)}" y="{TOP + HEIGHT + 20}" text-anchor="middle">{_short(size)}</text>')
    if goal:
        parts.append(f'<path class="goal" d="M{LEFT} {y(goal)}H{LEFT + WIDTH - 20}"/>')
    taken: list[float] = []
    drawn = {name: line for name, line in lines.items() if line}
    for place, (name, line) in enumerate(sorted(drawn.items(), key=lambda each: max(each[1].values()))):
        points = " ".join(f"{x(size)},{y(value)}" for size, value in sorted(line.items()))
        parts.append(f'<polyline class="line c{place}" points="{points}"/>')
        parts += [
            f'<circle class="dot c{place}" cx="{x(size)}" cy="{y(value)}" r="3"/>' for size, value in line.items()
        ]
        last = max(line)
        at = y(line[last]) + 4
        while any(abs(at - other) < 13 for other in taken):
            at -= 1
        taken.append(at)
        parts.append(f'<text class="name c{place}" x="{x(last) + 8}" y="{at}">{escape(name)}</text>')
    return "\n".join([*parts, "</g>"])


def _short(size: int) -> str:
    return f"{size // 1_000_000} M" if size >= 1_000_000 else f"{size // 1000} k"
