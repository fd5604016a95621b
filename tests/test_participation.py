"""Who takes part in what: matrix, sets and network say what the tables of Muroran and the finder say."""

import html
import re
from collections import Counter

import pytest

from tests.drawings import SITE, drawings, page, read_table, rows


def participants():
    """Who takes part in what and whether the list is closed, read from the tables of Muroran alone."""
    found = {}
    for name in ("initiatives", "bodies"):
        for row in read_table(f"muroran-2023/{name}.csv"):
            names = row.get("participants") or row["members"]
            found[row["label_ja"]] = set(names.split(";")), row["participants_complete"] == "true"
    return found


def test_the_matrix_says_what_the_tables_say():
    heading, *body = rows(page("/matrix?zone=nishi-iburi"))
    columns = heading[2:-2]
    assert columns == ["室蘭市", "登別市", "伊達市", "豊浦町", "壮瞥町", "洞爺湖町"]
    said = participants()
    assert {row[0] for row in body} == said.keys()
    for row in body:
        members, closed = said[row[0]]
        expected = ["はい" if name in members else "いいえ" if closed else "不明" for name in columns]
        assert row[2:-2] == expected and int(row[-2]) == len(members - set(columns))
        assert (row[-1] == "すべて記載") == closed


def test_an_open_list_never_says_no():
    text = page("/matrix?zone=nishi-iburi")
    (row,) = [row for row in rows(text) if row[0] == "防災活動等における連携協力"]
    assert row[2:-2] == ["はい", "はい", "不明", "不明", "不明", "不明"] and row[-1] == "ほかにもある(「他」)"


@pytest.mark.parametrize("zone", ["nishi-iburi", "higashi-iburi"])
def test_the_matrix_draws_as_many_of_each_answer_as_its_table_has(zone):
    text = page(f"/en/matrix?zone={zone}")
    cells = [cell for row in rows(text)[1:] for cell in row[2:-2]]
    drawing = next(each for each in drawings(text) if each.get("role") == "group")
    drawn = Counter()
    for each in drawing.findall("path"):
        drawn[each.get("class")] += each.get("d").count("M")
    unknown = [each.text for each in drawing.findall("text") if (each.text or "").startswith("?")]
    inferred = cells.count("inferred")  # drawn as an outline with something full in it
    assert (drawn["full"], drawn["line"]) == (cells.count("yes") + inferred, inferred)
    assert (drawn["none"], drawn["out"]) == (cells.count("no"), cells.count("outside"))
    assert sum(map(len, unknown)) == cells.count("unknown")


def test_what_the_editors_concluded_and_who_is_outside_stand_apart_in_the_matrix():
    (sewage,) = [
        row for row in rows(page("/matrix?zone=higashi-iburi")) if row[0] == "下水汚泥・し尿処理の広域化・共同化"
    ]
    assert sewage[2:7] == ["推論", "外れる", "はい", "はい", "はい"]


def test_each_set_has_as_many_cooperations_as_the_finder_finds_for_exactly_it():
    text = page("/upset?zone=nishi-iburi")
    said = participants()
    body = rows(text)[1:]
    closed = {frozenset(row[0].split("、")): int(row[2]) for row in body if row[1] == "すべて記載"}
    expected = [frozenset(members) for members, complete in said.values() if complete]
    assert closed == {each: expected.count(each) for each in expected}
    assert sum(row[1] == "ほかにもある" for row in body) == sum(not complete for _, complete in said.values())
    for link in re.findall(r'href="/shared\?([^"]*)"', text)[: len(closed)]:
        chosen = re.findall(r"m=(\d+)", link)
        found = SITE.get(f"/shared.json?{html.unescape(link)}").json
        exact = [
            row for row in found if row["complete"] == "true" and row["participants"].count(";") == len(chosen) - 1
        ]
        assert len(exact) in closed.values() and exact


def test_a_line_of_the_network_is_what_the_finder_finds_for_both():
    for address in ("/network?zone=higashi-iburi", "/map?zone=nishi-iburi", "/network?m=012050&kind=body"):
        text = page(address)
        links = re.findall(r'href="(/shared\?[^"]*)"[^>]*>(\d+)<', text)
        assert len(links) == len(rows(text)) - 1
        for link, count in links:
            assert len(SITE.get(html.unescape(link).replace("/shared?", "/shared.json?")).json) == int(count), link


def test_the_network_draws_one_line_for_each_pair():
    text = page("/network?zone=higashi-iburi&others=1")
    ties = [each.get("d").count("M") for each in drawings(text)[0].findall("path")]
    assert sum(ties) == len(rows(text)) - 1
