"""How often Python looks for objects that only hold each other."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 20_000  # objects made and not yet freed, before it looks; by default 700 or 2,000


def collect_seldom() -> None:
    """From now on, look for garbage more seldom in this process, and not at its end.

    The system takes back all memory of a process that ends; to look at every object before would
    take half a second after a run.
    """
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for garbage as often as before afterwards, should the process go on.

    Most of what a command makes, such as modules and figures, stays until its end: to look at it
    all again and again takes a tenth of the time of its beginning and of its plots.
    """
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
