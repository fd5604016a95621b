"""Tables of plain text that are drawn: cells between the upright strokes of box characters, or of + - and |, rows
between the level ones."""

import re

from teiju_graph.extract.media.layout import Raw, TextTable

_STROKE = re.compile("[│┃║]")
_TYPED_STROKE = re.compile("[|｜]")
_TYPED_LEVEL = re.compile(r"\s*(?:\+[-=]+){2,}\+\s*")
_LEVEL = re.compile(r"[\s─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛┠┨┯┷┿╂╔╦╗╠╬╣╚╩╝\-+│┃║]*[─━═┬┼┴┳╋┻╦╬╩][\s─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛┠┨┯┷┿╂╔╦╗╠╬╣╚╩╝\-+│┃║]*")  # fmt: skip


def is_boxed(line: str) -> bool:
    """Say whether a line is part of a drawn table."""
    return len(_STROKE.findall(line)) >= 2 or bool(_LEVEL.fullmatch(line) and line.strip())


def boxed(lines: list[str]) -> list[TextTable]:
    """Return the drawn tables of a text. Lines between two level strokes are one row where such strokes part more than
    the headings; a cell that goes on is joined."""
    found: list[TextTable] = []
    number = 0
    while number < len(lines):
        end = number
        typed = bool(_TYPED_LEVEL.fullmatch(lines[number]))
        while end < len(lines) and (_is_typed(lines[end]) if typed else is_boxed(lines[end])):
            end += 1
        ways = (_TYPED_STROKE, _TYPED_LEVEL) if typed else (_STROKE, _LEVEL)
        box = _read(lines, number, end, *ways) if end - number > 2 else None
        found += [box] if box else []
        number = max(end, number + 1)
    return found


def _is_typed(line: str) -> bool:
    return bool(_TYPED_LEVEL.fullmatch(line)) or line.strip()[:1] in ("|", "｜")


def _read(lines: list[str], first: int, last: int, stroke: re.Pattern[str], level: re.Pattern[str]) -> TextTable | None:
    groups: list[list[int]] = [[]]
    for number in range(first, last):
        if stroke.search(lines[number]) and not level.fullmatch(lines[number]):
            groups[-1].append(number)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    if len(groups) == 2:  # only the headings are parted
        groups = [groups[0], *([number] for number in groups[1])]
    if len(groups) < 2:
        groups = [[number] for group in groups for number in group]
    rows: list[list[Raw]] = []
    for group in groups:
        cells = [stroke.split(lines[number].strip())[1:-1] for number in group]
        width = max(map(len, cells))
        texts = ["".join(row[at].strip() for row in cells if at < len(row)) for at in range(width)]
        rows.append([(text, None) for text in texts])
    return TextTable(rows, [(group[0], group[-1]) for group in groups]) if len(rows) > 1 else None
