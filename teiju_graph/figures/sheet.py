"""A sheet of the map: a part of the globe laid flat, with things at their places and names where there is room."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from math import cos, radians

from teiju_graph.figures.land import Ring
from teiju_graph.figures.plane import Box, Point, around, clip, trace, width_of
from teiju_graph.labels import Link

WIDTH, SIZE = 343, 13  # a phone's
_LEAST = 0.35  # degrees across at least, so that a single town has a surrounding
_TALLEST = 1.3
_TARGET = 24  # px, the least distance between two things to be pressed
_AWAY = (0, 14, 28, 42, 60)  # how far off a name may stand
_WAYS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))  # to the right, to the left, above…


@dataclass(frozen=True)
class Label:
    """Where a name stands, how it is anchored, and whether a line leads from it to its place."""

    x: float
    y: float
    anchor: str
    off: bool


@dataclass
class Place:
    """A municipality, or a zone at its central city, with its place; count: what it shares; label: None
    where there is no room for its name."""

    thing: Link
    x: float
    y: float
    count: int
    inside: bool = True
    radius: float = 0
    label: Label | None = None


class Sheet:
    """A part of the globe laid flat: degrees become units from the upper left corner."""

    def __init__(self, points: list[Point]):
        box = around(points)
        across = max(box.right - box.left, (box.high - box.low) / _TALLEST, _LEAST) * 1.25
        middle = ((box.left + box.right) / 2, (box.low + box.high) / 2)
        self._shrink = cos(radians(middle[1]))
        up = min(max((box.high - box.low) * 1.25, across * 0.8 * self._shrink), across * _TALLEST)
        self.box = Box(middle[0] - across / 2, middle[1] - up / 2, middle[0] + across / 2, middle[1] + up / 2)
        self._scale = WIDTH / (across * self._shrink)
        self.height = round(up * self._scale)

    def place(self, point: Point) -> Point:
        """Return where a point in degrees stands."""
        x = (point[0] - self.box.left) * self._shrink * self._scale
        return x, (self.box.high - point[1]) * self._scale

    def lay(self, rings: Iterable[Ring]) -> str:
        """Return the parts of outlines that show as path data, without what is too fine to see."""
        shown = self.box.grown((self.box.right - self.box.left) * 0.02)
        laid = []
        for ring, box in rings:
            if box.meets(shown) and (cut := clip(ring, shown)):
                line = [self.place(cut[0])]
                for point in map(self.place, cut):
                    if abs(point[0] - line[-1][0]) + abs(point[1] - line[-1][1]) > 0.8:
                        line.append(point)
                if len(line) > 2:
                    laid.append(line)
        return trace(laid, "Z")


def name_places(places: list[Place], height: float, lang: str) -> None:
    """Give a name to each place that has room for one, the first ones first: names neither meet each other nor leave
    the drawing, and can be pressed apart. One that must stand off its place gets a line to it."""
    taken: list[Box] = []  # what can be pressed
    written: list[Box] = []
    dots = [Box(each.x, each.y, each.x, each.y).grown(each.radius) for each in places]
    sheet = Box(0, 0, WIDTH, height).grown(-3)
    for each, own in zip(places, dots, strict=True):
        wide = width_of(each.thing.label(lang), SIZE)
        for away, (right, down) in product(_AWAY, _WAYS):
            near = each.radius + 4 + away
            x, y = each.x + near * right, each.y + near * down + SIZE / 2 * down * (not right)
            left = x - wide * (1 - right) / 2
            box = Box(left, y - SIZE / 2, left + wide, y + SIZE / 2)
            target = Box(left, y - _TARGET / 2, left + wide, y + _TARGET / 2)
            if (
                box.within(sheet)
                and not any(target.meets(other) for other in taken)
                and not any(box.meets(dot) for dot in dots if dot is not own)
                and not any(
                    _crosses((each.x, each.y), (x, y), other) for other in [*dots, *written] if other is not own
                )
            ):
                each.label = Label(x, y + SIZE * 0.35, ("end", "middle", "start")[right + 1], away > 0)
                taken.append(target)
                written.append(box)
                break


def _crosses(start: Point, end: Point, box: Box) -> bool:
    """Whether a short line passes through a box, tried at every tenth of it."""
    if not around((start, end)).meets(box):
        return False
    steps = (number / 10 for number in range(1, 10))
    points = ((start[0] + step * (end[0] - start[0]), start[1] + step * (end[1] - start[1])) for step in steps)
    return any(box.left <= x <= box.right and box.low <= y <= box.high for x, y in points)
