"""Groups of states by name, such as the EU: who is a member in which year.

A state is a member in a year if it is one at the end of it. ``data/groups.csv`` names the treaty or
decision of each row; the years are public facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sim.theatre import tables
from sim.theatre.names import folded
from sim.theatre.tables import read_table

FILE = Path(__file__).parent / "data" / "groups.csv"
_COLUMNS: dict[str, tables.Reader] = {
    "group": tables.text,
    "state": tables.text,
    "first_year": tables.year,
    "last_year": tables.maybe(tables.year),
    "source": tables.text,
}


@dataclass(frozen=True)
class Membership:
    """A state in a group; ``last_year`` None is one that goes on. A state may come back."""

    state: str
    first_year: int
    last_year: int | None

    def holds(self, year: int) -> bool:
        """Whether the state is a member at the end of a year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@cache
def groups() -> Mapping[str, tuple[Membership, ...]]:
    """The table, by name of the group; states are spelt as in the table of names."""
    found: dict[str, tuple[Membership, ...]] = {}
    for row in read_table(FILE, _COLUMNS, ("group", "state", "first_year")):
        last = None if row["last_year"] is None else row.integer("last_year")
        one = Membership(row.text("state"), row.integer("first_year"), last)
        found[row.text("group")] = (*found.get(row.text("group"), ()), one)
    return found


def spelt(word: str) -> str | None:
    """Name of a group of the table by any capitals; None if the table has none."""
    return {folded(name): name for name in groups()}.get(folded(word))


def members(group: str, year: int) -> tuple[str, ...]:
    """States of a group of the table in a year."""
    return tuple(one.state for one in groups()[group] if one.holds(year))
