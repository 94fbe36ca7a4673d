"""The forms of ``--format``, and how each is written beside the results."""

from collections.abc import Collection
from pathlib import Path

from sim.base.own import writing
from sim.base.sheets import openpyxl_for
from sim.experiment.case import find_theatre
from sim.report.interchange.iamc import write_iamc
from sim.report.interchange.tables import write_csv_tables, write_workbook
from sim.scenario import Scenario


def refuse_lacking(formats: Collection[str]) -> None:
    """Refuse a form whose library is not installed, before anything is run.

    Raises:
        RefusedError: naming the library.
    """
    if "xlsx" in formats:
        openpyxl_for("--format xlsx")


def write_formats(
    folder: Path, formats: Collection[str], scenario: Scenario | None = None
) -> list[Path]:
    """Write a results folder in further forms, beside what it holds; return the new files.

    Args:
        folder: of a run, or of a sweep for ``FORMATS_OF_TABLES``.
        formats: of ``FORMATS``.
        scenario: of the run.
    """
    if not formats:
        return []
    with writing(folder, "export") as partial:
        if "csv" in formats:
            write_csv_tables(folder, partial)
        if "xlsx" in formats:
            write_workbook(folder, partial)
        if scenario is not None:
            theatre = find_theatre(scenario)
            if "iamc" in formats:
                write_iamc(folder, partial, scenario, theatre)
            if "graphml" in formats:
                from sim.report.interchange.network import write_network  # loads NetworkX

                write_network(folder, partial, scenario, theatre)
        made = [path.name for path in sorted(partial.iterdir())]
    return [folder / name for name in made]
