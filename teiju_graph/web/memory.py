"""The memory of a server: its process and those that it started, what they share counted once (Linux)."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")


def memory_held() -> int:
    """Return the bytes that this process and all that it started hold; 0 where the system does not tell."""
    return sum(_share(process) for process in _family(os.getpid()))


def _family(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):  # it has ended since
        for thread in (_PROCESSES / str(process) / "task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _family(int(child))


def _share(process: int) -> int:
    """Its proportional share: a page that four processes have counts a quarter for each."""
    with suppress(OSError):
        for line in (_PROCESSES / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
