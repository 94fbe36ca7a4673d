"""Tables of volumes by year beside a register: what they correct, and how far the two differ."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Location, Problem
from sim.register.deals import Deals
from sim.register.tables import YearTable
from sim.register.tallies import tiv_text

_LEAST = 0.25  # TIV; what a table rounds to 0 may be so much
_ROUNDING = 0.55  # TIV; tables have whole ones, and registers a few digits
_SHOWN = 3  # states and years with the largest difference
Cells = dict[tuple[str, int], float]  # TIV by state and year


def in_order(tables: Iterable[YearTable]) -> list[YearTable]:
    """The tables in the order in which they are laid: sums of all partners before single ones.

    Of two tables of the same partner, the one that reaches further is newer and comes last, so that
    it holds. Two names of one partner are two partners here, as in the register.
    """
    return sorted(
        tables,
        key=lambda table: (
            table.partner is not None, table.years[-1], len(table.years), table.rows,
            table.partner or ("", ""), table.years, sorted(table.volumes.items()),
        ),
    )  # fmt: skip


def contradictions(tables: Sequence[YearTable]) -> list[tuple[str, str]]:
    """Tables of the same partner, or of all, that differ: file and warning of the one that holds.

    Raises:
        InputError: if two differ and neither reaches further, so that neither is newer.
    """
    warnings: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for earlier, later in combinations(in_order(tables), 2):
        if (earlier.rows, earlier.partner) != (later.rows, later.partner):
            continue
        number = _differences(earlier, later)
        if number and earlier.years[-1] == later.years[-1]:
            message = (
                f"differs from {earlier.file} in {number:,} figures of the same states and "
                "years; give the newer one only"
            )
            problems.append(Problem(Location(later.file, later.headline, 1), message))
        elif number:
            message = f"reaches further than {earlier.file}: its figures hold where they differ"
            warnings.append((later.file, f"{message}, {number:,} times"))
    if problems:
        raise InputError(problems)
    return warnings


def _differences(one: YearTable, other: YearTable) -> int:
    """Figures of the same state and year that two tables have otherwise; no row is 0."""
    years = {*one.years} & {*other.years}
    here, there = cells_of_table(one, years), cells_of_table(other, years)
    return sum(here.get(cell, 0.0) != there.get(cell, 0.0) for cell in here | there)


def cells_of_table(table: YearTable, years: Iterable[int]) -> Cells:
    """Volumes of a table in some years."""
    within = [(i, year) for i, year in enumerate(table.years) if year in years]
    return {
        (name, year): row[i] for (name, _), row in table.volumes.items() for i, year in within
    }  # fmt: skip


def correct(volumes: Floats, table: YearTable, place: Mapping[str, int], years: range) -> None:
    """Lay a table over volumes [recipients, suppliers, years], TIV, in place.

    Of a table with one partner, its volumes stand in place of the register's. Of one with all
    partners together, the register's volumes of a state and year are scaled to its sum.

    Args:
        volumes: of the register.
        table: of either form.
        place: of the register's own names, so that the Soviet Union's table leaves Russia's alone.
        years: along the last axis.
    """
    side = volumes if table.rows == "recipient" else volumes.transpose(1, 0, 2)
    columns = [(i, years.index(year)) for i, year in enumerate(table.years) if year in years]
    partner = None
    if table.partner is not None:
        if table.partner[0] not in place:
            return
        partner = place[table.partner[0]]
        side[:, partner, [y for _, y in columns]] = 0.0
    for (name, _), row in table.volumes.items():
        own = place.get(name)
        for i, y in columns if own is not None else ():
            if partner is not None:
                side[own, partner, y] += row[i]
            elif side[own, :, y].sum() > 0 and row[i] >= _LEAST:
                side[own, :, y] *= row[i] / side[own, :, y].sum()


def strangers(table: YearTable, deals: Deals) -> dict[str, float]:
    """States of a table that the register does not have, with their TIV, the largest first.

    Those without any are left out: nothing of them is lost.
    """
    names = set(deals.names)
    volumes = {name: sum(row) for (name, _), row in table.volumes.items() if name not in names}
    order = sorted(volumes, key=lambda name: (-volumes[name], name))
    return {name: volumes[name] for name in order if volumes[name] > 0}


def side_by_side(table: YearTable, deals: Deals) -> tuple[list[int], Cells, Cells]:
    """Years that a table and a register have in common, and the volumes of either in them."""
    first, last = deals.first_year, int(deals.delivery_year.max())
    years = [year for year in table.years if first <= year <= last]
    names = np.array(deals.names, dtype=object)
    own, other = deals.buyer, deals.supplier
    if table.rows == "supplier":
        own, other = other, own
    common = np.isin(deals.delivery_year, years)
    if table.partner is not None:
        common &= names[other][deals.deal] == table.partner[0]
    register: Cells = {}
    for name, year, tiv in zip(
        names[own][deals.deal][common].tolist(), deals.delivery_year[common].tolist(),
        deals.delivered[common].tolist(), strict=True,
    ):  # fmt: skip
        register[name, year] = register.get((name, year), 0.0) + tiv
    return years, cells_of_table(table, years), register


def comparison_lines(table: YearTable, deals: Deals, dropped: float) -> list[str]:
    """Whether a register adds up to a table, and in numbers how far it does not.

    Args:
        table: the table.
        deals: the register.
        dropped: TIV of the register's rows that are dropped, which may be what is missing.
    """
    years, here, there = side_by_side(table, deals)
    if not years:
        return ["no year is in both"]
    cells = here.keys() | there.keys()
    more = {cell: there.get(cell, 0.0) - here.get(cell, 0.0) for cell in cells}
    different = sorted(
        (cell for cell in cells if abs(more[cell]) > _ROUNDING),
        key=lambda cell: (-abs(more[cell]), cell),
    )
    tiv, register_tiv = sum(here.values()), sum(there.values())
    percent = f", {100 * (register_tiv - tiv) / tiv:+.1f}%" if tiv > 0 else ""
    head = (
        f"{years[0]}-{years[-1]}: {tiv_text(tiv)} TIV in the table, {tiv_text(register_tiv)} in "
        f"the register ({register_tiv - tiv:+,.4g}{percent})"
    )
    if not different:
        return [f"{head}; all {len(cells):,} states and years agree but for rounding"]
    missing = sum(max(-more[cell], 0.0) for cell in different)
    beyond = sum(max(more[cell], 0.0) for cell in different)
    most = "; ".join(
        f"{name} {year}: {tiv_text(here.get((name, year), 0.0))} in the table, "
        f"{tiv_text(there.get((name, year), 0.0))} in the register"
        for name, year in different[:_SHOWN]
    )
    lines = [
        head,
        f"{len(different):,} of {len(cells):,} states and years differ: {tiv_text(missing)} TIV "
        f"are missing in the register there, and {tiv_text(beyond)} TIV are too many elsewhere",
        f"most: {most}",
    ]
    if dropped > 0 and missing > 0:
        lines.append(f"rows of the register with {tiv_text(dropped)} TIV are dropped")
    if deals.spread.any():
        lines.append("volumes of deals that took several years are spread evenly over them")
    return lines
