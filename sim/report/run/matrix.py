"""Who supplies whom: each buyer's suppliers in one row, simulated beside recorded."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.measure.flows import Window
from sim.plots.page import MARGIN, Caption, Page, new_page
from sim.plots.style import INK, MUTED, TEXT_SIZE, house, supplier_colour
from sim.plots.wrap import width_of

ROW, COLUMN = 0.235, 0.37  # inches of a cell
HEADING = 0.32
GAP = 0.35
MOST_BUYERS, MOST_SUPPLIERS = 60, 30  # single states; the smaller ones are added up
VOLUME = 0.62  # inches of the column of volumes
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


@house()
def matrix_figure(data: Matrix, caption: Caption) -> Figure:
    """A table a side, buyers down and suppliers across, cells shaded by share."""
    first, last = data.window
    title = f"Who supplies whom, {first}–{last}"
    names = [*data.buyers, ALL]
    left = MARGIN + max(width_of(name, TEXT_SIZE) for name in names) + 0.12
    across = COLUMN * len(data.suppliers)
    side = across + VOLUME + GAP
    width = max(left + len(data.sides) * side - GAP + MARGIN, 8.0)
    if not data.buyers:
        page = new_page(width, 2.0, title, caption)
        page.write(width / 2, 1.0, "Nothing is delivered to anybody.", 12, MUTED, align="center")
        return page.figure
    head = HEADING + max(width_of(name, TEXT_SIZE) for name in data.suppliers) + 0.15
    table = ROW * (len(data.buyers) + 1.5)
    page = new_page(width, head + table + 0.2, title, caption, _notes(data))
    for i, one in enumerate(data.sides):
        _draw_side(page, data, one, left + i * side, 0.15, named=i == 0)
    return page.figure


ALL = "All buyers"


def _draw_side(
    page: Page, data: Matrix, side: MatrixHalf, left: float, foot: float, named: bool
) -> None:
    n_buyers, n_suppliers = side.shares.shape
    across, high = COLUMN * n_suppliers, ROW * (n_buyers + 1.5)
    axes = page.axes(left, foot, across, high)
    # Row i is centred at i; the row of all buyers stands half a row apart below.
    axes.set(xlim=(-0.5, n_suppliers - 0.5), ylim=(n_buyers + 1.0, -0.5))
    axes.axis("off")
    everyone = side.volumes.sum(axis=0)
    total = everyone.sum()
    rows = [(float(b), side.shares[b], side.volumes[b].sum()) for b in range(n_buyers)]
    rows.append((n_buyers + 0.5, everyone / total if total else everyone * np.nan, total))
    _shade(axes, side.shares, 0.0)
    _shade(axes, rows[-1][1][None], rows[-1][0])
    for at, shares, volume in rows:
        for s in np.flatnonzero(shares >= PRINTED - 5e-4).tolist():  # NaN is not
            axes.text(
                s, at, f"{100 * shares[s]:.0f}", ha="center", va="center_baseline",
                size=TEXT_SIZE - 0.5, color=_ink_on(shares[s]),
            )  # fmt: skip
        words = "nothing" if volume == 0 else f"{volume:,.0f}"
        axes.text(
            n_suppliers - 0.5 + VOLUME / COLUMN * 0.92, at, words, ha="right",
            va="center_baseline", size=TEXT_SIZE - 0.5, color=MUTED,
        )  # fmt: skip
    if named:
        for at, name in zip((row[0] for row in rows), (*data.buyers, ALL), strict=True):
            axes.text(
                -0.5 - 0.1 / COLUMN, at, name, ha="right", va="center_baseline", size=TEXT_SIZE,
                color=INK, weight="bold" if name == ALL else "normal",
            )  # fmt: skip
    for s, name in enumerate(data.suppliers):
        axes.text(
            s, -0.5 - 0.09 / ROW, name, rotation=90, ha="center", va="bottom", size=TEXT_SIZE,
            color=supplier_colour(name),
        )  # fmt: skip
    axes.text(
        n_suppliers - 0.5 + VOLUME / COLUMN * 0.92, -0.5 - 0.09 / ROW, "TIV\na year", ha="right",
        va="bottom", size=TEXT_SIZE - 0.5, color=MUTED, linespacing=1.1,
    )  # fmt: skip
    tallest = max(width_of(name, TEXT_SIZE) for name in data.suppliers)
    page.write(left, foot + high + tallest + 0.24, side.heading, TEXT_SIZE + 3, INK, "bold")


def _shade(axes: Axes, shares: Floats, first: float) -> None:
    """Cells of some rows of shares, of which the first is centred at ``first``."""
    rows, columns = shares.shape
    axes.pcolormesh(
        np.arange(columns + 1) - 0.5, first + np.arange(rows + 1) - 0.5, np.nan_to_num(shares),
        cmap=SHADES, vmin=0, vmax=1, edgecolors="#ececec", linewidth=0.6,
    )  # fmt: skip


def _ink_on(share: float) -> str:
    red, green, blue = to_rgb(SHADES(share)[:3])
    return "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 0.6 else INK


def _notes(data: Matrix) -> list[str]:
    of = "recorded" if len(data.sides) > 1 else "simulated"
    return [
        "Cells: share (%) of the buyer's deliveries (volume, TIV) that comes from the supplier; "
        "the darker, the higher; printed from 10%. Simulated shares are means over the worlds in "
        f"which the buyer receives anything. Buyers and suppliers in order of {of} volume, "
        "aggregates last; the smallest are added up by volume where there are more than "
        f"{MOST_BUYERS} buyers or {MOST_SUPPLIERS} suppliers. The last row is the share of all "
        "deliveries. TIV: SIPRI's trend-indicator value, millions."
    ]
