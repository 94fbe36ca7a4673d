"""Editions of a register in words, tables and a plot."""

from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

from sim.backtest.editions import EditionScore, Retold
from sim.base.phrases import years
from sim.base.text_table import text_table
from sim.plots.frame import Caption, Frame
from sim.plots.grid import Panel, grid
from sim.plots.key import KeyItem
from sim.plots.style import DELIVERIES, ORDERS, RECORDED, house, tint
from sim.report.backtest.skill_figure import WORDS
from sim.report.backtest.text import digits

MOST = 8  # pairs of a table
COLOURS = {"deliveries": DELIVERIES, "orders": ORDERS}
PALEST = 0.35


def editions_text(found: Sequence[Retold], scores: Sequence[EditionScore]) -> str:
    """What editions tell otherwise, and what it does to the scores of forecasts."""
    parts = ["\n".join(text_table(list(_totals(found)), "<>>>")),
             *("\n".join(text_table(list(_pairs(one)), "<>>>")) for one in found)]  # fmt: skip
    if scores:
        parts.append("\n".join(text_table(list(_scores(scores)), "<<>>")))
    return "\n\n".join(parts)


def _totals(found: Sequence[Retold]) -> Iterator[list[str]]:
    span = years(found[0].years[0], found[0].years[-1])
    yield [f"TIV of {span}", "in all", "against the first", "told otherwise"]
    for one in found:
        first = None
        for name in one.told:
            total = float(one.by_year(name).sum())
            first = total if first is None else first
            change = f"{total - first:+,.0f}" if name != next(iter(one.told)) else ""
            moved = f"{one.moved(name):.0%}" if change else ""
            yield [f"{WORDS[one.flow]}, {name}", f"{total:,.0f}", change, moved]


def _pairs(one: Retold) -> Iterator[list[str]]:
    names = list(one.told)
    yield [f"{WORDS[one.flow]}: the largest changes", names[0], names[-1], "change"]
    for change in one.changes[:MOST]:
        yield [
            f"{change.buyer} from {change.supplier}",
            f"{change.then:,.0f}", f"{change.now:,.0f}", f"{change.by:+,.0f}",
        ]  # fmt: skip
    left = len(one.changes) - MOST
    if left > 0:
        rest = sum(change.by for change in one.changes[MOST:])
        yield [f"{left:,} other pairs", "", "", f"{rest:+,.0f}"]


def _scores(scores: Sequence[EditionScore]) -> Iterator[list[str]]:
    yield ["error of a locked forecast", "held against", "tv", "crps"]
    for one in sorted(scores, key=lambda one: (one.lock, one.flow, one.forecaster)):
        who = f"{one.lock}, {WORDS[one.flow].lower()}: {one.forecaster}"
        yield [who, one.edition, digits(one.tv), digits(one.crps)]


@house()
def editions_figure(found: Sequence[Retold]) -> Figure:
    """Volume by year as each edition tells it, orders beside deliveries; the last is black."""
    names = list(found[0].told)
    title = f"{len(names)} editions of a register, over years that all of them know"
    caption = Caption(title, "How far is the past still open?", f"Editions: {', '.join(names)}.", 0)
    shades = {name: _shade(place, len(names)) for place, name in enumerate(names)}
    key = [KeyItem(name, shade, width=1.8, dots=True) for name, shade in shades.items()]
    frame = Frame("What hindsight changes", caption, NOTES, key)
    panels = [Panel(WORDS[one.flow], COLOURS[one.flow], vertical="TIV (millions)") for one in found]
    made = grid(frame, panels, span=(found[0].years[0], found[0].years[-1]), own="y", right=0.4)
    for axes, one in zip(made.axes, found, strict=True):
        for place, (name, shade) in enumerate(shades.items()):
            axes.plot(one.years, one.by_year(name), color=shade, marker="o", markersize=3,
                      linewidth=1.8, zorder=2 + place)  # fmt: skip
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter("{x:,.0f}")
    return made.figure


def _shade(place: int, of: int) -> str:
    """Colour of an edition: the later the darker, the last one black."""
    return RECORDED if place == of - 1 else tint(RECORDED, PALEST + (1 - PALEST) * place / of)


NOTES = (
    "All pairs of buyer and supplier. Where the lines part, later editions found deals, sized them "
    "anew, or struck them out: mostly in the last years, whose orders are known late.",
)
