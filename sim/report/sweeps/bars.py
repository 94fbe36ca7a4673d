"""Rows of bars with words beside them, on one scale: what tornado and indices share."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.plots.page import MARGIN
from sim.plots.style import GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE
from sim.plots.wrap import width_of

WIDTH = 11.0  # inches, as all below
GAP = 0.15


def label_room(labels: Sequence[str]) -> float:
    """Room left of the panel for the widest label, margin and gap included."""
    return MARGIN + max((width_of(words, TEXT_SIZE) for words in labels), default=0.0) + GAP


def bare(axes: Axes, ends: tuple[float, float], rows: float) -> None:
    """An axes for rows downwards, one unit each, with a light grid and its numbers below."""
    axes.set(xlim=ends, ylim=(rows, 0))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.yaxis.set_visible(False)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=0)


def bar(
    axes: Axes, start: float, end: float, at: float, half: float, colour: str, edge: str = "none"
) -> None:
    """A bar from start to end, ``half`` as high to either side."""
    axes.add_patch(
        Rectangle(
            (min(start, end), at - half), abs(end - start), 2 * half, facecolor=colour,
            edgecolor=edge, linewidth=0.7, zorder=2,
        )
    )  # fmt: skip


def whisker(axes: Axes, ends: tuple[float, float], at: float, colour: str = INK) -> None:
    """A 90% interval with short end strokes."""
    low, high = ends
    axes.plot([low, high], [at, at], color=colour, linewidth=1.1, zorder=3, solid_capstyle="butt")
    for end in ends:
        axes.plot([end, end], [at - 0.1, at + 0.1], color=colour, linewidth=1.1, zorder=3)


def beside(axes: Axes, at: float, label: str) -> None:
    """A row's label, left of the panel."""
    axes.annotate(
        label, (0, at), (-72 * GAP, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", ha="right", va="center_baseline", size=TEXT_SIZE, color=INK,
        annotation_clip=False,
    )  # fmt: skip


def end_words(axes: Axes, place: float, at: float, words: str, right: bool) -> None:
    """Small words beyond the end of a bar."""
    axes.annotate(
        words, (place, at), (5 if right else -5, 0), textcoords="offset points",
        ha="left" if right else "right", va="center_baseline", size=SMALL_SIZE, color=MUTED,
        annotation_clip=False,
    )  # fmt: skip


def reach(values: Sequence[float], room: float = 0.08) -> tuple[float, float]:
    """Ends of an axis that holds all values, with room at both sides."""
    known = [value for value in values if np.isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    more = (high - low or abs(high) or 1.0) * room
    return low - more, high + more
