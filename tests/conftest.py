"""Settings for all tests."""

import os

import pytest
from hypothesis import settings

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
