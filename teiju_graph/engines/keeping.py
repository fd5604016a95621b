"""What is read of a store, kept with that store: it goes when the store goes, and other stores take no place from it."""

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from teiju_graph.engines.store import Store

P = ParamSpec("P")
T = TypeVar("T")
Reading = Callable[Concatenate[Store, P], T]
_PLACE = "kept"  # the attribute of a store


def kept(most: int = 1) -> Callable[[Reading[P, T]], Reading[P, T]]:
    """Let a function of a store, and of whatever else can be hashed, return what it read already: for the last `most`
    things asked of each store. Only for stores that don't change while they are served."""

    def decorate(read: Reading[P, T]) -> Reading[P, T]:
        @wraps(read)
        def read_once(store: Store, /, *given: P.args, **named: P.kwargs) -> T:
            readings: dict[Any, Any] = vars(store).setdefault(_PLACE, {})
            if read not in readings:
                readings[read] = lru_cache(most)(partial(read, store))
            return readings[read](*given, **named)

        return read_once

    return decorate
