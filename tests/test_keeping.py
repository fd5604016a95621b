"""What is read of a store is read once, and goes with the store."""

import gc
import weakref

from teiju_graph.engines.keeping import kept
from teiju_graph.engines.store import MemoryStore, open_store
from teiju_graph.finding.search import open_index, search


def test_what_is_read_of_a_store_is_read_once_whatever_other_stores_are_asked():
    asked = []

    @kept(2)
    def read(store, word):
        asked.append(word)
        return word * 2

    first = MemoryStore()
    assert [read(first, "a"), read(first, "b"), read(first, "a")] == ["aa", "bb", "aa"]
    for _ in range(5):
        assert read(MemoryStore(), "a") == "aa"
    assert read(first, "b") == "bb" and asked == ["a", "b", *"aaaaa"]
    read(first, "c")
    read(first, "a")  # the one not asked for longest was forgotten
    assert asked[-2:] == ["c", "a"]


def test_what_was_read_of_a_store_goes_with_it():
    store = open_store()
    assert search(store, "消防").hits
    gone = weakref.ref(store), weakref.ref(open_index(store))
    del store
    gc.collect()
    assert [each() for each in gone] == [None, None]
