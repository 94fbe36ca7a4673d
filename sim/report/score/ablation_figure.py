"""What is lost without each mechanism: ordered bars with intervals, one zero line through all."""

import re

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.base.numbers import true_minus
from sim.plots.bars import draw_arrows, draw_bar, draw_interval, say_sides
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import DELIVERIES, INK, MUTED, dark_band, house, tint
from sim.plots.table import FigureRow, FigureSection, WordColumn, table
from sim.report.score.ablation_table import SECTIONS, by_chance, in_order
from sim.score.losses import Ablation, Loss

HARM = "#b3202c"
UNCLEAR = "#8c8c8c"
COLOURS = {"worse": DELIVERIES, "better": HARM, "unclear": UNCLEAR}
FACES = {"worse": dark_band(DELIVERIES), "better": tint(HARM, 0.75), "unclear": "white"}
COLUMNS = WordColumn("loss  (90% interval)"), WordColumn("target that changes most", right=False)


@house()
def ablation_figure(found: Ablation, caption: Caption) -> list[Figure]:
    """Losses on all targets; above zero, the model is worse without the mechanism."""
    sections = [
        FigureSection(title, [_row(found, loss) for loss in in_order(found, kind)
                        if loss.effect != "none"])
        for kind, title in SECTIONS.items()
    ]  # fmt: skip
    shown = [row.data for section in sections for row in section.rows]
    frame = Frame(ablation_title(found), caption, _notes(found), _KEY)
    if not shown:
        return [frame.nothing("Nothing that was turned off changes any target.")]
    pages = table(frame, sections, COLUMNS)
    for page in pages:
        axes = page.axes
        axes.set_xlim(*_reach(shown))
        axes.xaxis.set_major_locator(MaxNLocator(8))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda tick, _: _minus(f"{tick:+.3g}")))
        axes.axvline(0, color=INK, linewidth=1.2, zorder=3)
        say_sides(axes, "better without it", "worse without it")
        for at, loss in page.rows:
            _draw(axes, loss, at)
    return [page.figure for page in pages]


def ablation_title(found: Ablation) -> str:
    """What carries the score, and how many single mechanisms help or harm beyond chance."""
    groups, singles = in_order(found, "group"), in_order(found, "parameter")
    count = {
        effect: sum(loss.effect == effect for loss in singles)
        for effect in ("worse", "better", "unclear", "none")
    }
    words = [
        f"{count['worse']} help" + ("s" if count["worse"] == 1 else ""),
        f"{count['better']} harm" + ("s" if count["better"] == 1 else ""),
        f"{count['unclear'] + count['none']} are inconclusive",
    ]
    told = f"of {len(singles)} single mechanisms {words[0]}, {words[1]} and {words[2]}"
    if groups and groups[0].effect == "worse":
        return f"{groups[0].group.capitalize()} carries the score; {told}"
    return told[:1].upper() + told[1:] if singles else "What is lost without each mechanism"


def _label(loss: Loss) -> str:
    return f"{loss.variant} ({loss.group})" if loss.kind == "parameter" else loss.variant


def _row(found: Ablation, loss: Loss) -> FigureRow[Loss]:
    clear = loss.effect != "unclear"
    words = _minus(f"{loss.loss:+.3f}  ({loss.low:+.3f} to {loss.high:+.3f})")
    cells = words, _felt(found, loss)
    return FigureRow(_label(loss), loss, cells, ink=INK if clear else MUTED, bold=clear)


def _felt(found: Ablation, loss: Loss) -> str:
    most = found.felt_most(loss.variant)
    if most is None:
        return ""
    [question] = [one for one in found.questions if one.id == most.claim]
    words = question.id
    if question.measure is not None:
        words = f"{question.id} {question.measure.label}"
    return f"{_minus(f'{most.loss:+.2f}')}  {words}"


def _minus(words: str) -> str:
    """With the minus sign of print, and no sign before zeros."""
    return true_minus(re.sub(r"[+-](0(?:\.0+)?)(?![\d.])", r"\1", words))


def _reach(shown: list[Loss]) -> tuple[float, float]:
    """Ends of the axis: room for most rows; what goes further is cut, and its number stands there.

    Zero is always inside.
    """
    lows, highs = [loss.low for loss in shown], [loss.high for loss in shown]
    low = min(min(lows), 0.0) * 1.05
    high = max(float(np.quantile(highs, 0.93)), 0.0) * 1.05
    least = 0.15 * max(high - low, 1e-6)
    return min(low, -least), max(high, least)


def _draw(axes: Axes, loss: Loss, at: float) -> None:
    colour = COLOURS[loss.effect]
    tip = float(np.clip(loss.loss, *axes.get_xlim()))
    hatched = loss.kind == "placebo"
    draw_bar(axes, (0.0, tip), at, 0.32, FACES[loss.effect], colour, hatched)
    draw_interval(axes, (loss.low, loss.high), at, half=0.18)
    draw_arrows(axes, (loss.loss, loss.loss), at, colour)


_KEY = [
    KeyItem("the model gets worse", dark_band(DELIVERIES)),
    KeyItem("gets better", tint(HARM, 0.75)),
    KeyItem("inconclusive", UNCLEAR, hollow=True),
    KeyItem("90% interval", INK, width=1.2),
    KeyItem("placebo", UNCLEAR, hatched=True),
]


def _notes(found: Ablation) -> list[str]:
    number, chance = by_chance(found)
    idle = [loss.variant for kind in SECTIONS for loss in in_order(found, kind)
            if loss.effect == "none"]  # fmt: skip
    notes = [
        "Loss: mean CRPS over the targets, each over that of the model without events, less the "
        "same of the whole model. All variants have the same noise; intervals are by paired "
        f"bootstrap over worlds, not over targets. Of {number} intervals of single mechanisms "
        f"about {chance:.0f} miss zero by chance alone. A target that the model without events all "
        "but hits weighs much. An arrow: the bar goes on.",
        "Placebo: each buyer reacts to another one's rivals. If that loses as much as all of "
        "rivals off, who the rivals are matters; if nothing is lost, nothing shows that it does.",
    ]
    if idle:
        names = ", ".join(idle)
        notes.append(f"Without any effect on a target: {names}.")
    return notes
