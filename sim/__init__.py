"""Arms-supplier choice: states choose by price, political cost and rival behaviour."""

from sim.base.caching import settle_cache

__version__ = "0.2.0"

settle_cache()
