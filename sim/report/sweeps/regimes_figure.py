"""Where a buyer's top supplier changes: maps of two keys, stacked shares over one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from sim.base.arrays import Floats
from sim.plots.frame import Caption, Frame
from sim.plots.grid import IN_ROW, Panel, grid, labels_inside
from sim.plots.key import KeyItem
from sim.plots.style import (
    INK,
    MUTED,
    SMALL_SIZE,
    TEXT_SIZE,
    bare_axes,
    house,
    ink_on,
    plain_axes,
    supplier_colour,
    tint,
)
from sim.report.sweeps.heatmap_figure import edges
from sim.report.sweeps.subject import Labels, key_axis, set_ticks

CELL = 0.5  # inches of a row
NAMES = 1.4  # right of the panels
KEPT = 6  # suppliers with a colour of their own; the others are added up
OTHERS = "others"
BAR = 0.6  # wide, of a value without an order


@dataclass(frozen=True)
class RegimeWords:
    """Whose top supplier it is, when, of what; words for keys, and the caption."""

    buyer: str
    window: str
    of: str
    keys: Mapping[str, str]
    whole: frozenset[str]
    caption: Caption
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class RegimeMap:
    """Shares of worlds [A, B, S] in which each supplier is the top one, over two keys."""

    keys: tuple[str, str]
    rows: Floats
    columns: Floats
    suppliers: tuple[str, ...]
    shares: Floats


@dataclass(frozen=True)
class RegimeLine:
    """Shares of worlds [V, S] in which each supplier is the top one, over values of one key."""

    key: str
    values: Floats
    suppliers: tuple[str, ...]
    shares: Floats


@house()
def regime_map_figure(data: RegimeMap, words: RegimeWords) -> Figure:
    """A cell a point in the colour of its most frequent top supplier, deeper where more agree."""
    rows, columns, _ = data.shares.shape
    high = float(np.clip(CELL * rows, 2.6, 6.0))
    top, share = _winners(data.shares)
    shown = [data.suppliers[i] for i in np.unique(top[top >= 0]).tolist()]
    key = [KeyItem(name, tint(supplier_colour(name), 0.75)) for name in shown]
    frame = Frame(regime_title(shown, words), words.caption, _notes(words), key)
    up, right_words = (key_axis(name, words.keys[name]) for name in data.keys)
    made = grid(frame, [Panel(vertical=up, horizontal=right_words, high=high)])
    [axes] = made.axes
    rights, tops = edges(data.columns), edges(data.rows)
    for (row, column), winner in np.ndenumerate(top):
        agreed = float(share[row, column])
        left, right = rights[column : column + 2].tolist()
        bottom, above = tops[row : row + 2].tolist()
        box = (left, bottom, right - left, above - bottom)
        _cell(axes, box, data.suppliers[winner] if winner >= 0 else "", agreed, columns <= 12)
    axes.set(xlim=(rights[0], rights[-1]), ylim=(tops[0], tops[-1]))
    _borders(axes, top, rights, tops)
    for axis, name, values in (
        (axes.xaxis, data.keys[1], data.columns), (axes.yaxis, data.keys[0], data.rows)
    ):  # fmt: skip
        set_ticks(axis, name, values.tolist(), words.labels)
    bare_axes(axes)
    return made.figure


@house()
def regime_lines_figure(data: Sequence[RegimeLine], words: RegimeWords) -> Figure:
    """Stacked shares of worlds, a panel a key; each supplier has its colour and its name."""
    suppliers = kept_suppliers(data)
    frame = Frame(regime_title(suppliers, words), words.caption, _notes(words, line=True))
    panels = [
        Panel(vertical="share of worlds", horizontal=key_axis(one.key, words.keys[one.key]))
        for one in data
    ]
    made = grid(frame, panels, own="x", right=NAMES)
    for number, (axes, one) in enumerate(zip(made.axes, data, strict=True), start=1):
        last = number % IN_ROW == 0 or number == len(data)
        _stack(axes, one, suppliers, last=last, apart=one.key in words.labels)
        if one.key in words.labels:
            set_ticks(axes.xaxis, one.key, one.values.tolist(), words.labels)
            labels_inside(axes)
            continue
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=one.key in words.whole))
        labels_inside(axes)
    return made.figure


def regime_title(suppliers: Sequence[str], words: RegimeWords) -> str:
    """Who comes first somewhere."""
    what = f"{words.buyer}'s top supplier, {words.of} of {words.window.replace('-', '–')}"
    named = [_code(name) for name in suppliers if name != OTHERS]
    if len(named) == 1:
        return f"{what}: {named[0]} everywhere"
    if not named:
        return f"{what}: none anywhere"
    return f"{what}: {', '.join(named[:-1])} or {named[-1]}"


def kept_suppliers(data: Sequence[RegimeLine]) -> tuple[str, ...]:
    """The most frequent suppliers, and ``OTHERS`` where there are more."""
    total = np.sum([np.nanmean(one.shares, axis=0) for one in data], axis=0)
    order = np.argsort(-total, kind="stable")[:KEPT]
    kept = tuple(data[0].suppliers[i] for i in order if total[i] > 0.005 * len(data))
    return kept if len(kept) == int((total > 0).sum()) else (*kept, OTHERS)


def _winners(shares: Floats) -> tuple["npt.NDArray[np.int64]", Floats]:
    filled = np.nan_to_num(shares)
    top, share = filled.argmax(axis=-1), filled.max(axis=-1)
    return np.where(share > 0, top, -1), share


def _cell(
    axes: Axes, box: tuple[float, float, float, float], name: str, share: float, words: bool
) -> None:
    left, bottom, width, height = box
    colour = tint(supplier_colour(name), 0.15 + 0.75 * share) if name else "#f3f3f3"
    axes.add_patch(
        Rectangle((left, bottom), width, height, facecolor=colour, edgecolor="white", linewidth=0.8)
    )
    if words:
        axes.text(
            left + width / 2, bottom + height / 2, f"{_code(name)}\n{share:.0%}" if name else "–",
            ha="center", va="center", size=SMALL_SIZE, color=ink_on(colour), linespacing=1.1,
        )  # fmt: skip


def _code(name: str) -> str:
    """A name short enough for a cell."""
    short = {"United States": "US", "United Kingdom": "UK", "Other suppliers": "other"}
    return short.get(name, name)


def _borders(axes: Axes, top: "npt.NDArray[np.int64]", rights: Floats, tops: Floats) -> None:
    """A dark line where two cells have different top suppliers."""
    for row, column in zip(*np.nonzero(top[:, 1:] != top[:, :-1]), strict=True):
        axes.plot([rights[column + 1]] * 2, [tops[row], tops[row + 1]], color=INK, linewidth=1.8)
    for row, column in zip(*np.nonzero(top[1:] != top[:-1]), strict=True):
        axes.plot([rights[column], rights[column + 1]], [tops[row + 1]] * 2, color=INK,
                  linewidth=1.8)  # fmt: skip


def _stack(axes: Axes, one: RegimeLine, suppliers: Sequence[str], last: bool, apart: bool) -> None:
    """Shares over the values of a key: areas, or bars where values have no order."""
    plain_axes(axes)
    shares = np.nan_to_num(one.shares)
    place = {name: i for i, name in enumerate(one.suppliers)}
    named = [name for name in suppliers if name != OTHERS]
    layers = [shares[:, place[name]] for name in named]
    if OTHERS in suppliers:
        layers.append(shares.sum(axis=1) - np.sum(layers, axis=0))
    below = np.zeros(len(one.values))
    ends = []
    for name, layer in zip(suppliers, layers, strict=True):
        colour = MUTED if name == OTHERS else supplier_colour(name)
        above = below + layer
        shade = tint(colour, 0.7)
        if apart:
            axes.bar(one.values, layer, BAR, below, color=shade, edgecolor="white", zorder=2)
        else:
            axes.fill_between(one.values, below, above, color=shade, linewidth=0, zorder=2)
            axes.plot(one.values, above, color="white", linewidth=1.4, zorder=2.2)
        if layer.max() > 0:
            ends.append((float(below[-1] + layer[-1] / 2), name, colour))
        below = above
    room = 0.6 if apart else 0.0
    axes.set(xlim=(one.values[0] - room, one.values[-1] + room), ylim=(0, 1))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    if last:
        _names(axes, ends)


def _names(axes: Axes, ends: Sequence[tuple[float, str, str]]) -> None:
    placed = -1.0
    for middle, name, colour in ends:
        at = max(middle, placed + 0.085)
        placed = at
        axes.annotate(
            name, (1, at), (6, 0), xycoords="axes fraction", textcoords="offset points",
            va="center", ha="left", size=TEXT_SIZE, color=colour, annotation_clip=False,
        )  # fmt: skip


def _notes(words: RegimeWords, line: bool = False) -> list[str]:
    what = f"Top: the supplier with the largest volume of {words.buyer}'s {words.of} in the window"
    if line:
        return [f"{what}, world by world. What lacks to 100% are worlds in which it bought "
                "nothing. Other varied keys, if any, are averaged over."]  # fmt: skip
    return [f"{what}. Cells: the supplier that is top in most worlds, and in how many; pale where "
            "worlds do not agree. Dark lines: where it changes."]  # fmt: skip
