"""What a buyer pays: a panel of prices for each main supplier.

Every panel is scaled by its own level: the same height is the same change.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.base.arrays import Floats
from sim.base.numbers import true_minus
from sim.plots.frame import Caption, Frame
from sim.plots.grid import grid, supplier_panels
from sim.plots.key import KeyItem, band_key
from sim.plots.lines import alone, draw_band
from sim.plots.marks import EventMarker
from sim.plots.style import DASHES, MUTED, house
from sim.report.run.prices import ENDS, Prices

TICKS = 5  # of an axis at most, at round prices
ROUND = 0.25  # to which the ends of the axis are rounded


@house()
def prices_figure(data: Prices, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """US$ m per TIV by year of signing; events that change prices are numbered below."""
    title = f"What {data.buyer} pays for arms"
    level = "level of the supplier, as measured on contracts to 2012"
    key = [*band_key(caption.worlds, MUTED), KeyItem(level, MUTED, 1.1, dashed=True)]
    frame = Frame(title, caption, _notes(data, caption.worlds), key, marks)
    if not data.suppliers:
        return frame.nothing(f"{data.buyer} signs no order in any year of enough worlds.")
    corners = [_change(data, i) for i in range(len(data.suppliers))]
    panels = supplier_panels(data.suppliers, marks, "US$ m per TIV", "Year of signing", corners)
    made = grid(frame, panels, span=(data.years[0], data.years[-1]), own="y")
    bases = _bases(data)
    low, high = _limits(data, bases)
    for i, axes in enumerate(made.axes):
        base = float(bases[i])
        axes.set_ylim(low * base, high * base)
        axes.yaxis.set_major_locator(MaxNLocator(TICKS, steps=[1, 2, 2.5, 5, 10]))
        axes.yaxis.set_major_formatter("{x:g}")
        axes.axhline(base, color=MUTED, linewidth=1.1, linestyle=DASHES, zorder=2.2)
        draw_band(axes, data.years, data.paid[i], panels[i].colour)
    return made.figure


def _change(data: Prices, panel: int) -> str:
    """Change of a panel's median from the first to the last years, ``−38%``; empty if unknown."""
    change = data.change(panel)
    return "" if np.isnan(change) else true_minus(f"{100 * (change - 1):+.0f}%")


def _bases(data: Prices) -> Floats:
    """Level that each panel is scaled by."""
    return np.array(data.usual)


def _limits(data: Prices, bases: Floats) -> tuple[float, float]:
    """Lowest and highest price drawn, over the level of its panel, rounded."""
    low, high = data.paid.low / bases[:, None], data.paid.high / bases[:, None]
    if np.isnan(low).all():
        return 0.5, 1.5
    lowest, highest = min(np.nanmin(low), 1 - ROUND), max(np.nanmax(high), 1 + ROUND)
    return float(ROUND * np.floor(lowest / ROUND)), float(ROUND * np.ceil(highest / ROUND))


def _notes(data: Prices, worlds: int) -> list[str]:
    notes = [
        "US$ of 2022. Dashes are the level of the supplier for new packages of 30 TIV in the "
        "buyer's mix of classes (prices.csv of the theatre; one that it lacks asks what others "
        "ask). Every panel is scaled by its level, so that the same height is the same change in "
        "per cent. A dear supplier may just be a better one: how buyers answer to a level cannot "
        "be told apart from that, and how they answer to changes is a guess.",
        f"Money over volume (SIPRI's trend-indicator value, TIV) of the orders that {data.buyer} "
        "signs in a year, before any grant. Large packages and second-hand arms cost less. "
        "Prices fall with list prices and idle capacity, where many bid, and by concessions to a "
        "buyer that shows a supplier which it has fallen out with that it has other options.",
    ]
    if worlds > 1:
        notes[1] += (
            f" Only worlds that sign an order count; years with fewer than {data.fewest} of them "
            "are left out."
        )
    own = data.years[data.replayed :]
    if any(alone(median) for median in data.paid.median):
        notes[1] += " A year between such years is a dot on bars."
    if data.replayed:
        notes[1] += (
            f" Orders up to {data.years[data.replayed - 1]} are those on record, whoever the model "
            "would have chosen; what they cost is the model's word."
        )
    if len(own) >= 2 * ENDS:
        first, last = own[0], own[-1]
        notes[1] += (
            f" Above each panel: change of the median, {last - ENDS + 1}–{last} over "
            f"{first}–{first + ENDS - 1}; some per cent are chance."
        )
    return notes
