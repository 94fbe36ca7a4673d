"""Files are read here as scenarios are."""

from tests.scenario.conftest import here, loaded, mistakes, ship

__all__ = ["here", "loaded", "mistakes", "ship"]
