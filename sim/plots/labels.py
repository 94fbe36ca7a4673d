"""Numbers of events above a panel, in as many rows as keep them apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from sim.plots.marks import EventMarker, spread_levels
from sim.plots.style import DOTS, MUTED, SMALL_SIZE
from sim.plots.wrap import width_of

LEVEL_HEIGHT = 0.135  # inches of a row of numbers
EDGE = 0.7  # years left free on either side of a time axis


@dataclass(frozen=True)
class Label:
    """Numbers of the events of one year, and the row above the panel in which they stand."""

    year: int
    words: str
    level: int


def place_marks(marks: Sequence[EventMarker], years: tuple[int, int], width: float) -> list[Label]:
    """Labels over a panel ``width`` inches wide, in as many rows as keep them apart.

    What lies before or after the ``years`` drawn has no line; the list of events names its year.
    """
    by_year: dict[int, list[int]] = {}
    for mark in marks:
        if years[0] <= mark.year <= years[1]:
            by_year.setdefault(mark.year, []).append(mark.number)
    words = {year: number_list(numbers) for year, numbers in sorted(by_year.items())}
    per_year = width / (years[1] - years[0] + 2 * EDGE)
    half = {year: width_of(text, SMALL_SIZE) / 2 + 0.03 for year, text in words.items()}
    levels = spread_levels((year * per_year - half[year], year * per_year + half[year])
                           for year in words)  # fmt: skip
    return [
        Label(year, text, level)
        for (year, text), level in zip(words.items(), levels, strict=True)
    ]  # fmt: skip


def number_list(numbers: Sequence[int]) -> str:
    """Ascending numbers in short: 3 and more in a row as ``3–5``, others with commas."""
    parts: list[str] = []
    run: list[int] = []
    for number in [*numbers, None]:
        if number is not None and run and number == run[-1] + 1:
            run.append(number)
            continue
        parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(n) for n in run]
        run = [] if number is None else [number]
    return ",".join(parts)


def draw_labels(axes: Axes, labels: Sequence[Label]) -> None:
    """A thin line at each year with events, their numbers above the axes."""
    for label in labels:
        axes.axvline(label.year, color=MUTED, linewidth=0.8, linestyle=DOTS, zorder=1.5)
        axes.annotate(
            label.words, (label.year, 1), (0, 2 + 72 * LEVEL_HEIGHT * label.level),
            xycoords=("data", "axes fraction"), textcoords="offset points", ha="center",
            va="bottom", size=SMALL_SIZE, color=MUTED, annotation_clip=False,
        )  # fmt: skip
