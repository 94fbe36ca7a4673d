"""Settings for all tests."""

import gc
import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sim.plots import drawing, processes

_DRAW = drawing.draw

# The first call of a compiled function takes as long as its compilation. Where it is decided what
# lands, the same examples come every time; elsewhere new ones are looked for.
settings.register_profile(
    "compiled", deadline=None, derandomize=os.environ.get("SIM_SAME_EXAMPLES") == "1"
)
settings.load_profile("compiled")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with something slow come first, so that no process is left with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking for garbage in it takes a tenth of a run."""
    gc.collect()
    gc.freeze()


def draw_as_elsewhere(plot: drawing.Plot) -> list[Path]:
    """Draw a plot after the journey that it would make to another process."""
    return _DRAW(pickle.loads(pickle.dumps(plot)))


@pytest.fixture(scope="session", autouse=True)
def _drawn_in_one_process() -> Iterator[None]:
    """Commands draw where they run: two processes run tests, and a third takes seconds to start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "MOST", 1)
        patch.setattr(drawing, "draw", draw_as_elsewhere)
        yield
