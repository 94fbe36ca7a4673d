"""Tables of volumes by year, laid over a register's deliveries: in any order the same comes out."""

from collections.abc import Iterable, Mapping, Sequence

from sim.base.arrays import Floats
from sim.base.problems import InputError, Location, Problem
from sim.register.deals import Deals
from sim.register.tables import YearTable

_LEAST = 0.25  # TIV; what a table rounds to 0 may be so much


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


def check_alike(tables: Sequence[YearTable]) -> list[tuple[str, str]]:
    """Compare tables of the same partner, or of all: file and warning of each that differs.

    Raises:
        InputError: if two differ and neither reaches further, so that none is known to be newer.
    """
    said: list[tuple[str, str]] = []
    problems: list[Problem] = []
    ordered = in_order(tables)
    for i, later in enumerate(ordered):
        for earlier in ordered[:i]:
            if (earlier.rows, earlier.partner) != (later.rows, later.partner):
                continue
            differing = _differing(earlier, later)
            if not differing:
                continue
            if earlier.years[-1] == later.years[-1]:
                message = (
                    f"differs from {earlier.file} in {differing:,} figures of the same states and "
                    "years; give the newer one only"
                )
                problems.append(Problem(Location(later.file, later.headline, 1), message))
            else:
                message = f"reaches further than {earlier.file}: its figures hold where they differ"
                said.append((later.file, f"{message}, {differing:,} times"))
    if problems:
        raise InputError(problems)
    return said


def _differing(one: YearTable, other: YearTable) -> int:
    """Figures of the same state and year that two tables have otherwise; no row is 0."""
    both = [year for year in one.years if year in other.years]
    here, there = _by_cell(one), _by_cell(other)
    names = one.volumes.keys() | other.volumes.keys()
    return sum(
        here.get((name, year), 0.0) != there.get((name, year), 0.0)
        for (name, _) in names for year in both
    )  # fmt: skip


def _by_cell(table: YearTable) -> dict[tuple[str, int], float]:
    return {
        (name, year): tiv
        for (name, _), row in table.volumes.items()
        for year, tiv in zip(table.years, row, strict=True)
    }


def set_right(volumes: Floats, table: YearTable, place: Mapping[str, int], years: range) -> None:
    """Lay a table over volumes [recipients, suppliers, years], in place.

    ``place`` has the register's names, so that the Soviet Union's table leaves Russia's alone.
    """
    side = volumes if table.rows == "recipient" else volumes.transpose(1, 0, 2)
    columns = [(i, years.index(year)) for i, year in enumerate(table.years) if year in years]
    partner = None
    if table.partner is not None:
        if table.partner[0] not in place:
            return
        partner = place[table.partner[0]]
        for _, y in columns:
            side[:, partner, y] = 0.0
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
    known = set(deals.names)
    volumes = {name: sum(row) for (name, _), row in table.volumes.items() if name not in known}
    order = sorted(volumes, key=lambda name: (-volumes[name], name))
    return {name: volumes[name] for name in order if volumes[name] > 0}
