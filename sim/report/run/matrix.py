"""Who supplies whom: each buyer's suppliers in one row, simulated beside recorded."""

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.measure.flows import Window
from sim.plots.cells import Cells, cells, shaded
from sim.plots.frame import Caption, Frame
from sim.plots.style import house, supplier_colour

LEAST = 0.22  # inches of a cell
MOST_BUYERS, MOST_SUPPLIERS = 60, 30  # single states; the smaller ones are added up
PRINTED = 0.10  # the least share that is printed as a number
SHADES = LinearSegmentedColormap.from_list(
    "shares", ["#ffffff", "#d5e3ee", "#93b8d3", "#4a83b0", "#1d4f80", "#0c2b4f"]
)


@dataclass(frozen=True)
class MatrixHalf:
    """One of the two tables: shares 0 to 1, NaN where a buyer receives nothing; TIV a year."""

    heading: str
    shares: Floats  # [B, S]
    volumes: Floats  # [B, S]


@dataclass(frozen=True)
class Matrix:
    """Simulated and, if there is a record, recorded, over one window of years."""

    window: Window
    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]
    sides: tuple[MatrixHalf, ...]


def matrix_data(
    window: Window, buyers: tuple[str, ...], suppliers: tuple[str, ...],
    aggregates: frozenset[str], sides: tuple[MatrixHalf, ...],
) -> Matrix:  # fmt: skip
    """Sort buyers and suppliers by the volume of the last side, aggregates last.

    The last side is the record, or what is simulated where there is none. Buyers that receive
    nothing on any side are left out; the smallest buyers and suppliers, beyond what fits on a
    page, are added up.
    """
    volume = sides[-1].volumes
    lively = sum(side.volumes.sum(axis=1) for side in sides) > 0
    rows = _order(buyers, volume.sum(axis=1), aggregates)
    rows = [b for b in rows if lively[b]]
    columns = _order(suppliers, volume.sum(axis=0), aggregates)
    down = _grouped(rows, buyers, aggregates, MOST_BUYERS)
    across = _grouped(columns, suppliers, aggregates, MOST_SUPPLIERS)
    return Matrix(
        window,
        tuple(_name(group, buyers, "buyers") for group in down),
        tuple(_name(group, suppliers, "suppliers") for group in across),
        tuple(_added_up(side, down, across) for side in sides),
    )


def _grouped(
    places: list[int], names: tuple[str, ...], aggregates: frozenset[str], most: int
) -> list[list[int]]:
    """Places one by one, but those of the single states beyond ``most`` together."""
    single = [i for i in places if names[i] not in aggregates]
    if len(single) <= most + 1:  # a group of one would be no shorter
        return [[i] for i in places]
    rest = [i for i in places if names[i] in aggregates]
    return [*([i] for i in single[:most]), single[most:], *([i] for i in rest)]


def _name(group: list[int], names: tuple[str, ...], what: str) -> str:
    return names[group[0]] if len(group) == 1 else f"{len(group)} smaller {what}"


def _added_up(side: MatrixHalf, down: list[list[int]], across: list[list[int]]) -> MatrixHalf:
    """A side by groups of buyers and suppliers; buyers together count by their volumes."""
    volumes = np.stack([side.volumes[group].sum(axis=0) for group in down] or [side.volumes[0] * 0])
    shares = np.stack([_shares(side, group) for group in down] or [side.shares[0]])
    first = slice(0, len(down))
    return MatrixHalf(
        side.heading,
        np.stack([shares[:, group].sum(axis=1) for group in across], axis=1)[first],
        np.stack([volumes[:, group].sum(axis=1) for group in across], axis=1)[first],
    )


def _shares(side: MatrixHalf, group: list[int]) -> Floats:
    if len(group) == 1:
        one: Floats = side.shares[group[0]]
        return one
    volumes = side.volumes[group].sum(axis=0)
    whole: Floats = np.full_like(volumes, np.nan) if volumes.sum() <= 0 else volumes / volumes.sum()
    return whole


def _order(names: tuple[str, ...], volume: Floats, aggregates: frozenset[str]) -> list[int]:
    return sorted(range(len(names)), key=lambda i: (names[i] in aggregates, -volume[i], names[i]))


ALL = "All buyers"


@house()
def matrix_figure(data: Matrix, caption: Caption) -> list[Figure]:
    """A table a side, buyers down and suppliers across, cells shaded by share."""
    first, last = data.window
    frame = Frame(f"Who supplies whom, {first}–{last}", caption, _notes(data))
    if not data.buyers:
        return [frame.nothing("Nothing is delivered to anybody.")]
    return cells(frame, [_side(data, side) for side in data.sides], LEAST)


def _side(data: Matrix, side: MatrixHalf) -> Cells:
    volumes = np.vstack([side.volumes, side.volumes.sum(axis=0)])
    everyone = side.volumes.sum(axis=0)
    whole = everyone / everyone.sum() if everyone.sum() else everyone * np.nan
    shares = np.vstack([side.shares, whole])
    printed = np.nan_to_num(shares) >= PRINTED - 5e-4
    yearly = ["nothing" if volume == 0 else f"{volume:,.0f}" for volume in volumes.sum(axis=1)]
    return Cells(
        (*data.buyers, ALL), data.suppliers, shaded(SHADES, shares),
        np.where(printed, np.char.mod("%.0f", 100 * np.nan_to_num(shares)), ""),
        [supplier_colour(name) for name in data.suppliers], side.heading, totals=(1, 0),
        margin=("TIV\na year", yearly),
    )  # fmt: skip


def _notes(data: Matrix) -> list[str]:
    of = "recorded" if len(data.sides) > 1 else "simulated"
    return [
        "Cells: share (%) of the buyer's deliveries (volume, TIV) that comes from the supplier; "
        "the darker, the higher; printed from 10%. Simulated shares are means over the worlds in "
        f"which the buyer receives anything. Buyers and suppliers in order of {of} volume, "
        "aggregates last; the smallest are added up by volume where there are more than "
        f"{MOST_BUYERS} buyers or {MOST_SUPPLIERS} suppliers. The last row of the last "
        "part is the share of all deliveries. TIV: SIPRI's trend-indicator value, millions."
    ]
