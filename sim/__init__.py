"""Do states choose arms suppliers by price, political cost and rival behaviour?"""

from importlib import import_module
from typing import Any

from sim.base.caching import settle_cache

__version__ = "0.2.0"

settle_cache()

_PUBLIC = {
    "ArmsMarket": "sim.play",
    "Player": "sim.play",
    "Game": "sim.play",
    "load": "sim.scenario",
}


def __getattr__(name: str) -> Any:
    """What users import from here, brought in only when they do: Mesa takes long to import."""
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")
