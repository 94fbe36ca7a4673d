"""What is drawn in a row: bars, levels of a band, whiskers and diamonds, one unit a row."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.plots.style import INK, MUTED, SMALL_SIZE, dark_band, light_band


def draw_bar(
    axes: Axes, ends: tuple[float, float], at: float, half: float, colour: str, edge: str = "none",
    hatched: bool = False, order: float = 2.0,
) -> None:  # fmt: skip
    """A bar between two places of the axis.

    Args:
        axes: of the rows.
        ends: in any order.
        at: its middle, in rows.
        half: of its height, in rows.
        colour: of its face.
        edge: of its border and hatching.
        hatched: whether it is.
        order: what is higher covers it.
    """
    low, high = sorted(ends)
    axes.add_patch(
        Rectangle(
            (low, at - half), high - low, 2 * half, facecolor=colour, edgecolor=edge,
            linewidth=0.0 if edge == "none" else 0.7, hatch="/////" if hatched else None,
            zorder=order,
        )
    )  # fmt: skip


def draw_levels(axes: Axes, levels: Sequence[float], at: float, colour: str) -> None:
    """Bands of 90% and 50% and the median of five ascending ``levels``.

    What lies outside the axis is cut; an arrow says on which side the band goes on.
    """
    low, lower, median, upper, high = levels
    reach = axes.get_xlim()
    for ends, half, shade in (
        ((low, high), 0.20, light_band(colour)),
        ((lower, upper), 0.30, dark_band(colour)),
    ):
        first, last = np.clip(ends, *reach).tolist()
        draw_bar(axes, (first, last), at, half, shade, shade)
    draw_arrows(axes, (low, high), at, colour)
    draw_tick(axes, median, at, colour)


def draw_arrows(axes: Axes, ends: tuple[float, float], at: float, colour: str) -> None:
    """An arrow at an end of the axis beyond which something goes on."""
    low, high = axes.get_xlim()
    for beyond, place, marker in ((ends[0] < low, low, "<"), (ends[1] > high, high, ">")):
        if beyond:
            axes.plot(place, at, marker=marker, color=colour, markersize=6, zorder=3.1,
                      clip_on=False, markeredgewidth=0)  # fmt: skip


def draw_tick(axes: Axes, value: float, at: float, colour: str) -> None:
    """A median: a stroke across the row; nothing outside the axis."""
    low, high = axes.get_xlim()
    if low <= value <= high:
        axes.plot([value, value], [at - 0.36, at + 0.36], color=colour, linewidth=2.6, zorder=3.0,
                  solid_capstyle="butt")  # fmt: skip


def draw_diamond(axes: Axes, value: float, at: float, size: float = 4.2) -> None:
    """A white diamond; nothing outside the axis."""
    low, high = axes.get_xlim()
    if low <= value <= high:
        axes.plot(value, at, marker="D", markersize=size, markerfacecolor="white",
                  markeredgecolor=INK, markeredgewidth=0.9, zorder=3.3)  # fmt: skip


def draw_interval(
    axes: Axes, ends: tuple[float, float], at: float, half: float = 0.0, width: float = 1.2
) -> None:
    """An interval, with strokes of ``half`` a height at those of its ends that are on the axis."""
    low, high = np.clip(ends, *axes.get_xlim()).tolist()
    style: dict[str, Any] = {"color": INK, "linewidth": width, "zorder": 3.2}
    axes.plot([low, high], [at, at], solid_capstyle="butt", **style)
    for end, drawn in zip(ends, (low, high), strict=True):
        if half and end == drawn:
            axes.plot([end, end], [at - half, at + half], **style)


def say_beyond(
    axes: Axes, place: float, at: float, words: str, *, right: bool, bold: bool = False
) -> None:
    """Small words beyond the end of a bar, on white."""
    axes.annotate(
        words, (place, at), (5 if right else -5, 0), textcoords="offset points",
        ha="left" if right else "right", va="center_baseline", size=SMALL_SIZE, zorder=4,
        color=INK if bold else MUTED, weight="bold" if bold else "normal", annotation_clip=False,
        bbox={"facecolor": "white", "linewidth": 0, "pad": 0.6},
    )  # fmt: skip


def name_ticks(axes: Axes, words: str) -> None:
    """Names of the lines of labels under an axis, left of them."""
    axes.annotate(
        words, (0, 0), (-8, -3.5), xycoords="axes fraction", textcoords="offset points",
        ha="right", va="top", size=SMALL_SIZE, color=MUTED, weight="bold", annotation_clip=False,
    )  # fmt: skip


def say_sides(axes: Axes, left: str, right: str) -> None:
    """Under the axis, what lies left and right of zero."""
    for words, side in ((f"← {left}", -1), (f"{right} →", 1)):
        axes.annotate(
            words, (0, 0), (6 * side, -18), xycoords=("data", "axes fraction"), color=INK,
            textcoords="offset points", ha="left" if side > 0 else "right", va="top",
            size=SMALL_SIZE, annotation_clip=False,
        )  # fmt: skip


def reach(values: Sequence[float], room: float = 0.08) -> tuple[float, float]:
    """Ends of an axis that holds all values, with room at both sides."""
    known = [value for value in values if np.isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    more = (high - low or abs(high) or 1.0) * room
    return low - more, high + more
