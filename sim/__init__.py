"""Arms-supplier choice: states choose by price, political cost and rival behaviour."""

__version__ = "0.1.0"
