"""What is lost without each mechanism: ordered bars with intervals, one zero line through all."""

import re

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.base.numbers import true_minus
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.panels import say_nothing_to_draw
from sim.plots.style import (
    DELIVERIES,
    GRID,
    INK,
    MUTED,
    SMALL_SIZE,
    TEXT_SIZE,
    dark_band,
    house,
    tint,
)
from sim.plots.wrap import width_of
from sim.report.score.ablation_table import SECTIONS, by_chance, in_order
from sim.score.losses import Ablation, Loss

WIDTH = 13.0  # inches, as all below
ROW, HEADING, HEAD, FOOT = 0.225, 0.42, 0.4, 0.55
GAP = 0.15
NUMBERS = 1.95  # the column of losses and intervals
HARM = "#b3202c"
UNCLEAR = "#8c8c8c"
COLOURS = {"worse": DELIVERIES, "better": HARM, "unclear": UNCLEAR}


@house()
def ablation_figure(found: Ablation, caption: Caption) -> Figure:
    """Losses on all targets; above zero, the model is worse without the mechanism."""
    sections = [
        (title, [loss for loss in in_order(found, kind) if loss.effect != "none"])
        for kind, title in SECTIONS.items()
    ]
    sections = [(title, losses) for title, losses in sections if losses]
    shown = [loss for _, losses in sections for loss in losses]
    if not shown:
        page = new_page(WIDTH, 2.0, ablation_title(found), caption, _notes(found))
        say_nothing_to_draw(page, "Nothing that was turned off changes any target.")
        return page.figure
    felt = {loss.variant: _felt(found, loss) for loss in shown}
    left = MARGIN + max(width_of(_label(loss), TEXT_SIZE, "bold") for loss in shown) + GAP
    aside = max(width_of(words, SMALL_SIZE) for words in felt.values()) + 0.1
    across = WIDTH - left - GAP - NUMBERS - aside - MARGIN
    table = sum(HEADING + ROW * len(losses) for _, losses in sections)
    body = HEAD + table + FOOT
    page = new_page(WIDTH, body, ablation_title(found), caption, _notes(found), _KEY)
    axes = page.axes(left, FOOT, across, table)
    low, high = _reach(shown)
    axes.set(xlim=(low, high), ylim=(table, 0))  # downwards, in inches
    axes.axis("off")
    _write_scale(page, axes, left, across, (low, high))
    numbers, at_felt = left + across + GAP + NUMBERS - 0.15, left + across + GAP + NUMBERS
    top = FOOT + table
    page.write(numbers, top + 0.1, "loss  (90% interval)", SMALL_SIZE, MUTED, align="right")
    page.write(at_felt, top + 0.1, "target that changes most", SMALL_SIZE, MUTED)
    down = 0.0
    for title, losses in sections:
        page.write(MARGIN, top - down - HEADING + 0.1, title, TEXT_SIZE + 1, INK, "bold")
        down += HEADING
        for loss in losses:
            middle, base = down + ROW / 2, top - down - ROW / 2 - 0.045
            _draw_bar(axes, loss, middle, (low, high))
            clear = loss.effect != "unclear"
            colour, weight = (INK, "bold") if clear else (MUTED, "normal")
            page.write(left - GAP, base, _label(loss), TEXT_SIZE, colour, weight, "right")
            words = f"{loss.loss:+.3f}  ({loss.low:+.3f} to {loss.high:+.3f})"
            page.write(numbers, base, _minus(words), SMALL_SIZE, colour, align="right")
            page.write(at_felt, base, _minus(felt[loss.variant]), SMALL_SIZE, colour)
            down += ROW
    return page.figure


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


def _felt(found: Ablation, loss: Loss) -> str:
    most = found.felt_most(loss.variant)
    if most is None:
        return ""
    [question] = [one for one in found.questions if one.id == most.claim]
    words = question.id
    if question.measure is not None:
        words = f"{question.id} {question.measure.label}"
    return f"{most.loss:+.2f}  {words}"


def _minus(words: str) -> str:
    """With the minus sign of print, and no sign before zeros."""
    return true_minus(re.sub(r"[+-](0\.0+)(?!\d)", r"\1", words))


def _reach(shown: list[Loss]) -> tuple[float, float]:
    """Ends of the axis: room for most rows; what goes further is cut, and its number stands there.

    Zero is always inside.
    """
    lows, highs = [loss.low for loss in shown], [loss.high for loss in shown]
    low = min(min(lows), 0.0) * 1.05
    high = max(float(np.quantile(highs, 0.93)), 0.0) * 1.05
    least = 0.15 * max(high - low, 1e-6)
    return min(low, -least), max(high, least)


def _write_scale(
    page: Page, axes: Axes, left: float, across: float, ends: tuple[float, float]
) -> None:
    low, high = ends
    step = 10.0 ** np.floor(np.log10((high - low) / 3))
    step *= next(times for times in (1, 2, 5, 10) if (high - low) / (step * times) <= 8)
    for tick in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step:
        axes.axvline(tick, color=GRID, linewidth=0.8, zorder=0.5)
        place = left + across * (tick - low) / (high - low)
        words = "0" if abs(tick) < step / 2 else _minus(f"{tick:+.3g}")
        page.write(place, FOOT - 0.2, words, SMALL_SIZE, MUTED, align="center")
    axes.axvline(0, color=INK, linewidth=1.2, zorder=3)
    zero = left + across * -low / (high - low)
    page.write(zero + 0.08, FOOT - 0.4, "worse without it →", SMALL_SIZE, INK)
    page.write(zero - 0.08, FOOT - 0.4, "← better without it", SMALL_SIZE, INK, align="right")


def _draw_bar(axes: Axes, loss: Loss, at: float, ends: tuple[float, float]) -> None:
    colour = COLOURS[loss.effect]
    low, high = ends
    tip = float(np.clip(loss.loss, low, high))
    hollow = loss.effect == "unclear"
    axes.add_patch(
        Rectangle(
            (min(tip, 0), at - ROW * 0.32), abs(tip), ROW * 0.64, zorder=2,
            facecolor="white" if hollow else dark_band(colour) if loss.effect == "worse" else
            tint(colour, 0.75), edgecolor=colour, linewidth=0.8,
            hatch="/////" if loss.kind == "placebo" else None,
        )
    )  # fmt: skip
    first, last = np.clip((loss.low, loss.high), low, high)
    axes.plot([first, last], [at, at], color=INK, linewidth=1.2, zorder=2.5,
              solid_capstyle="butt")  # fmt: skip
    for end, cut in ((loss.low, first), (loss.high, last)):
        if end == cut:
            axes.plot([end, end], [at - ROW * 0.18, at + ROW * 0.18], color=INK, linewidth=1.0,
                      zorder=2.5)  # fmt: skip
    if loss.loss > high:
        axes.plot(high, at, marker=">", color=colour, markersize=8, zorder=3.1, clip_on=False,
                  markeredgewidth=0)  # fmt: skip


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
