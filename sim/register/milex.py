"""SIPRI's own table of military expenditure, which everybody may download but nobody hand on."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.base.problems import InputError, Location, Problem
from sim.theatre.names import spelt
from sim.theatre.tables import csv_rows, number

MILEX = "milex.csv"
UNKNOWN_CELLS = {"", "...", "..", ". .", "xxx"}
"""Cells of what is not known, or of years in which there was no such state."""
_YEAR = re.compile(r"(19|20)[0-9]{2}(\.0)?")
_MILLION = 1000.0  # US$ m in a US$ bn


def read_milex(path: Path) -> Mapping[str, dict[int, float]]:
    """Military expenditure by state and year, in constant US$ bn.

    Args:
        path: the sheet "Constant US$" of SIPRI's workbook, in US$ m, saved as CSV: lines of title,
            a header with "Country" and the years, a line for each state and headings between. It
            may be missing.

    Raises:
        InputError: if no line is such a header, or with every cell that is no amount.
    """
    if not path.is_file():
        return {}
    years: dict[int, int] = {}  # by column
    found: dict[str, dict[int, float]] = {}
    problems = []
    for mark, cells in csv_rows(path):
        words = [cell.strip() for cell in cells]
        if words[:1] == ["Country"]:
            years = year_columns(words)
            continue
        state = spelt(words[0]) if years and words else None
        if state is None:
            continue
        for column, year in years.items():
            cell = words[column] if column < len(words) else ""
            if cell.casefold() in UNKNOWN_CELLS:
                continue
            try:
                found.setdefault(state, {})[year] = number(cell.replace(",", "")) / _MILLION
            except ValueError as error:
                problems.append(Problem(mark, f"{year}: {error}"))
    if not years:
        message = (
            "has no line that begins with 'Country' and names years; save the sheet of constant "
            "US$ as CSV"
        )
        problems.append(Problem(Location(str(path), 1, 1), message))
    if problems:
        raise InputError(problems)
    return found


def year_columns(header: Sequence[str]) -> dict[int, int]:
    """Years by the places of their columns."""
    words = (word.strip() for word in header)
    return {i: int(float(word)) for i, word in enumerate(words) if _YEAR.fullmatch(word)}
