"""Whether a register adds up to a table of volumes, and in numbers how far it does not."""

from dataclasses import dataclass

import numpy as np

from sim.register.account import tiv_text
from sim.register.deals import Deals
from sim.register.tables import YearTable

_ROUNDING = 0.55  # TIV; tables have whole ones, and registers a few digits
_SHOWN = 3  # states and years with the largest difference
Cell = tuple[str, int]  # state and year


@dataclass(frozen=True)
class TableComparison:
    """A table beside the register, over the years that both have, state by state.

    ``table`` and ``register`` are TIV by state and year; a state that one of them lacks has 0.
    """

    first: int
    last: int
    table: dict[Cell, float]
    register: dict[Cell, float]

    @property
    def different(self) -> list[Cell]:
        """Where the two are apart by more than rounding, the largest difference first."""
        cells = self.table.keys() | self.register.keys()
        apart = [cell for cell in cells if abs(self.apart(cell)) > _ROUNDING]
        return sorted(apart, key=lambda cell: (-abs(self.apart(cell)), cell))

    def apart(self, cell: Cell) -> float:
        """Register less table, TIV."""
        return self.register.get(cell, 0.0) - self.table.get(cell, 0.0)


def compare(table: YearTable, deals: Deals) -> TableComparison | None:
    """Lay a table beside the deliveries of a register; None if they have no year in common."""
    first = max(table.years[0], deals.first_year)
    last = min(table.years[-1], int(deals.delivery_year.max()))
    years = [year for year in table.years if first <= year <= last]
    if not years:
        return None
    names = np.array(deals.names, dtype=object)
    by_recipient = table.rows == "recipient"
    own, other = (deals.buyer, deals.supplier) if by_recipient else (deals.supplier, deals.buyer)
    asked = np.isin(deals.delivery_year, years)
    if table.partner is not None:
        asked &= names[other][deals.deal] == table.partner[0]
    register: dict[Cell, float] = {}
    for name, year, tiv in zip(
        names[own][deals.deal][asked].tolist(), deals.delivery_year[asked].tolist(),
        deals.delivered[asked].tolist(), strict=True,
    ):  # fmt: skip
        register[name, year] = register.get((name, year), 0.0) + tiv
    told = {
        (name, year): tiv
        for (name, _), row in table.volumes.items()
        for year, tiv in zip(table.years, row, strict=True) if year in years
    }  # fmt: skip
    return TableComparison(years[0], years[-1], told, register)


def comparison_lines(table: YearTable, deals: Deals, dropped: float) -> list[str]:
    """What to tell of a table beside the register.

    Args:
        table: the table.
        deals: the register.
        dropped: TIV of the register's rows that are dropped, which may be what is missing.
    """
    found = compare(table, deals)
    if found is None:
        return ["no year is in both"]
    whole, here = sum(found.table.values()), sum(found.register.values())
    percent = f", {100 * (here - whole) / whole:+.1f}%" if whole > 0 else ""
    lines = [
        f"{found.first}-{found.last}: {tiv_text(whole)} TIV in the table, {tiv_text(here)} in the "
        f"register ({here - whole:+,.4g}{percent})"
    ]
    different = found.different
    cells = len(found.table | found.register)
    if not different:
        return [f"{lines[0]}; all {cells:,} states and years agree but for rounding"]
    missing = sum(max(-found.apart(cell), 0.0) for cell in different)
    beyond = sum(max(found.apart(cell), 0.0) for cell in different)
    lines.append(
        f"{len(different):,} of {cells:,} states and years differ: the register lacks "
        f"{tiv_text(missing)} TIV there and has {tiv_text(beyond)} TIV more elsewhere"
    )
    lines.append(
        "most: "
        + "; ".join(
            f"{name} {year}: {tiv_text(found.table.get((name, year), 0.0))} in the table, "
            f"{tiv_text(found.register.get((name, year), 0.0))} in the register"
            for name, year in different[:_SHOWN]
        )
    )
    if dropped > 0 and missing > 0:
        lines.append(f"rows of the register with {tiv_text(dropped)} TIV are dropped")
    if deals.spread.any():
        lines.append("volumes of deals that took several years are spread evenly over them")
    return lines
