"""A small theatre, scenario and results folder, as the reports have them."""

from tests.report.conftest import results, scenario, theatre, unrecorded

__all__ = ["results", "scenario", "theatre", "unrecorded"]
