"""The plane that figures are drawn on: boxes, outlines cut to them and thinned, and how wide words are."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle: its least and its greatest x and y."""

    left: float
    low: float
    right: float
    high: float

    def grown(self, by: float) -> "Box":
        """Return the box with a margin of `by` on each side."""
        return Box(self.left - by, self.low - by, self.right + by, self.high + by)

    def meets(self, other: "Box") -> bool:
        """Say whether the two have anything in common."""
        return (
            self.left <= other.right and other.left <= self.right and self.low <= other.high and other.low <= self.high
        )

    def within(self, other: "Box") -> bool:
        """Say whether the box lies inside the other."""
        return (
            other.left <= self.left and self.right <= other.right and other.low <= self.low and self.high <= other.high
        )


def around(points: Sequence[Point]) -> Box:
    """Return the least box that holds the points; there is at least one."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def clip(ring: Sequence[Point], box: Box) -> list[Point]:
    """Return the part of an outline inside the box, cut along its sides one by one (Sutherland and Hodgman); empty
    where they have nothing in common."""
    found = list(ring)
    for axis, bound, sign in ((0, box.left, 1), (0, box.right, -1), (1, box.low, 1), (1, box.high, -1)):
        inside = [sign * (point[axis] - bound) >= 0 for point in found]
        if all(inside):
            continue
        before, found = found, []
        for last, point, was_in, is_in in zip(before[-1:] + before, before, inside[-1:] + inside, inside, strict=False):
            if is_in != was_in:
                part = (bound - last[axis]) / (point[axis] - last[axis])
                found.append((last[0] + part * (point[0] - last[0]), last[1] + part * (point[1] - last[1])))
            if is_in:
                found.append(point)
    return found


def thin(line: Sequence[Point], most: float) -> list[Point]:
    """Return a line without the points that lie within `most` of what remains (Douglas and Peucker)."""
    kept, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, distance = max(
            ((place, _distance(line[place], line[first], line[last])) for place in range(first + 1, last)),
            key=lambda pair: pair[1],
            default=(0, 0.0),
        )
        if distance > most:
            kept.add(far)
            waiting += [(first, far), (far, last)]
    return [line[place] for place in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a segment."""
    right, up = end[0] - start[0], end[1] - start[1]
    length = right * right + up * up
    along = ((point[0] - start[0]) * right + (point[1] - start[1]) * up) / length if length else 0.0
    along = max(0.0, min(1.0, along))
    x, y = start[0] + along * right - point[0], start[1] + along * up - point[1]
    return (x * x + y * y) ** 0.5


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is at a font size: a wide character takes one em, others 0.6."""
    return size * sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.6 for each in text)


def fold(text: str, width: float, size: float) -> list[str]:
    """Return the lines of a text that is to fit a width: broken between words, inside one where it is Japanese or too
    long."""
    if width_of(text, size) <= width:
        return [text]
    lines, line, wide = [], "", 0.0
    for part in _parts(text):
        own = width_of(part.rstrip(), size)
        if line and wide + own > width:
            lines.append(line.rstrip())
            line, wide = "", 0.0
        line, wide = line + part, wide + width_of(part, size)
    return [*lines, line.rstrip()]


def trace(lines: Iterable[Iterable[Point]], end: str = "") -> str:
    """Return lines as the path data of SVG, each followed by `end` (Z closes it)."""
    return "".join("M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in line) + end for line in lines)


def _parts(text: str) -> list[str]:
    """What may stand on a line of its own: a word with the blank after it, a wide character with what closes it."""
    parts: list[str] = []
    for each in text:
        wide = unicodedata.east_asian_width(each) in "WF"
        closing = each in "、。)」』・ー,."
        if parts and (closing or (not wide and not parts[-1].endswith(" ") and _narrow(parts[-1]))):
            parts[-1] += each
        else:
            parts.append(each)
    return parts


def _narrow(part: str) -> bool:
    return unicodedata.east_asian_width(part[-1]) not in "WF"
