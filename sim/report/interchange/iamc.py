"""The long table of the Integrated Assessment Modeling Consortium, as pyam reads it.

Columns: model, scenario, region, variable, unit, year, value
(https://pyam-iamc.readthedocs.io/en/stable/data.html). A region is a buyer. ``Arms Deliveries`` and
``Arms Orders`` are means over worlds, of which the parts (``Arms Deliveries|Russia``) add up to the
whole. Quantiles do not: they are variables of their own, as in ``Arms Deliveries Median|Russia``.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

import sim
from sim.base.arrays import Floats
from sim.base.bands import QUANTILES
from sim.base.files import csv_text, write_whole
from sim.model.version import MODEL_VERSION
from sim.report.interchange.volumes import buyers_of
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

FILE = "iamc.csv"
COLUMNS = ("model", "scenario", "region", "variable", "unit", "year", "value")
UNIT = "million TIV"

Row = tuple[str, str, str, str, str, int, float]


def write_iamc(folder: Path, out: Path, scenario: Scenario, theatre: Theatre) -> None:
    """Write the table of a run into a folder."""
    write_whole(out / FILE, csv_text(COLUMNS, iamc_rows(folder, scenario, theatre)))


def iamc_rows(folder: Path, scenario: Scenario, theatre: Theatre) -> Iterator[Row]:
    """Rows of a run: orders by the year of signing, deliveries by that of arrival.

    A supplier from which a buyer gets nothing in any world has no rows; a year without anything
    has the value 0.
    """
    model = f"sim {sim.__version__}, model {MODEL_VERSION}"
    for run in buyers_of(folder, scenario, theatre):
        region = run.buyer
        for flow, volumes in (("Deliveries", run.deliveries), ("Orders", run.orders)):
            parts = {"": volumes.sum(axis=1)}
            for at, supplier in enumerate(run.suppliers):
                if volumes[:, at].any():
                    parts[f"|{_level(supplier)}"] = volumes[:, at]
            for part, worlds in parts.items():
                for statistic, values in _over_worlds(worlds):
                    variable = f"Arms {flow}{statistic}{part}"
                    for year, value in enumerate(values.tolist(), scenario.first_year):
                        yield model, scenario.name, region, variable, UNIT, year, value


def _over_worlds(worlds: Floats) -> Iterator[tuple[str, Floats]]:
    """The mean over worlds [W, Y], and each quantile by its name, by year [Y]."""
    yield "", worlds.mean(axis=0)
    for name, level in QUANTILES.items():
        yield f" {name.capitalize()}", np.quantile(worlds, level, axis=0)


def _level(name: str) -> str:
    """A name as one level of a variable, whose levels ``|`` divides."""
    return name.replace("|", "/")
