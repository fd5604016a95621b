"""What is asked ahead for many things is what would be asked for each, in fewer queries."""

import pytest

from teiju_graph.ahead import Ahead, answer
from teiju_graph.engines.store import open_store, select
from teiju_graph.pages import TELLING, read_page
from teiju_graph.queries import page_query
from teiju_graph.vocab import path_of, thing


class Counting:
    """A store that counts how often it is asked."""

    def __init__(self, store):
        self.store, self.asked = store, 0
        self.union, self.digest = store.union, ""  # no digest: nothing is kept from before

    def query(self, *given, **named):
        self.asked += 1
        return self.store.query(*given, **named)


@pytest.fixture(scope="module")
def store():
    return open_store()


def things_of(store, kind, count=30):
    paths = [path_of(row["thing"].value) for row in select(store, page_query("things").text)]
    return [path for path in paths if path.startswith(f"{kind}/")][:count]


def read(store, path):
    page = read_page(store, path)
    kind = path.partition("/")[0]
    return page, TELLING[kind](store, page) if kind in TELLING else None


@pytest.mark.parametrize("kind", ["municipality", "passage", "initiative", "membership", "kpi"])
def test_pages_asked_ahead_say_the_same(store, kind):
    paths = things_of(store, kind)
    ahead = Ahead(store)
    first = read(ahead, paths[0])  # from which it learns what is asked
    ahead.look_ahead(thing(path) for path in paths[1:])
    assert [first, *(read(ahead, path) for path in paths[1:])] == [read(store, path) for path in paths]


@pytest.mark.parametrize("kind", ["municipality", "passage"])
def test_most_of_what_pages_ask_is_asked_ahead(store, kind):
    paths = things_of(store, kind)
    counting = Counting(store)
    ahead = Ahead(counting)
    read(ahead, paths[0])
    alone = counting.asked
    ahead.look_ahead(thing(path) for path in paths[1:])
    for path in paths[1:]:
        read(ahead, path)
    assert counting.asked - alone < alone * (len(paths) - 1) / 2


def test_what_was_asked_ahead_is_given_once_and_forgotten_with_the_next(store):
    counting = Counting(store)
    ahead = Ahead(counting)
    one, other = (thing(path) for path in things_of(store, "municipality", 2))
    rows = answer(ahead, page_query("own"), {"thing": [one]})
    ahead.look_ahead([one, other])
    asked = counting.asked
    assert answer(ahead, page_query("own"), {"thing": [one]}) == rows
    assert counting.asked == asked
    assert answer(ahead, page_query("own"), {"thing": [one]}) == rows
    assert counting.asked == asked + 1
    ahead.look_ahead([])
    answer(ahead, page_query("own"), {"thing": [other]})
    assert counting.asked == asked + 2
