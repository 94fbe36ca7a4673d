"""The key of a figure: samples of what is drawn, in rows under the subtitle."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sim.plots.style import DASHES, DOTS, MUTED, TEXT_SIZE, dark_band, light_band
from sim.plots.wrap import width_of

HEIGHT = 0.34  # inches of a row, as all below
_SAMPLE, _NARROW, _SPACE, _GAP = 0.34, 0.1, 0.08, 0.26  # samples, before words, between entries


@dataclass(frozen=True)
class KeyItem:
    """A sample and its meaning: a line of some ``width``, with dots or without, or a band.

    A band may be ``hatched`` or ``hollow``; a ``marker`` or a white ``diamond`` stands alone.
    """

    words: str
    colour: str
    width: float | None = None  # points; a band has none
    dots: bool = False
    upright: bool = False  # an event
    dashed: bool = False
    hatched: bool = False
    hollow: bool = False
    diamond: bool = False
    marker: str = ""

    @property
    def taken(self) -> float:
        """Width of the sample in inches."""
        return _NARROW if self.upright or self.diamond or self.marker else _SAMPLE


def band_key(worlds: int, colour: str) -> list[KeyItem]:
    """What lines and bands over worlds mean, in words."""
    if worlds == 1:
        return [KeyItem("the one simulated world", colour, width=2.0)]
    return [
        KeyItem(f"median of {worlds:,} simulated worlds", colour, width=2.0),
        KeyItem("50% of worlds", dark_band(colour)),
        KeyItem("90% of worlds", light_band(colour)),
    ]


def key_rows(key: Sequence[KeyItem], room: float) -> list[list[KeyItem]]:
    """Entries in rows that are no wider than ``room`` inches, unless one alone is."""
    rows: list[list[KeyItem]] = []
    left = room
    for item in key:
        needed = item.taken + _SPACE + width_of(item.words, TEXT_SIZE) + _GAP
        if not rows or left < needed - _GAP:
            rows.append([])
            left = room
        rows[-1].append(item)
        left -= needed
    return rows


def draw_key_row(figure: Figure, left: float, bottom: float, row: Sequence[KeyItem]) -> None:
    """Samples and words of one row, from a place of the figure in inches to the right."""
    middle = bottom + HEIGHT / 2
    for item in row:
        sample = _sample(item, left, middle)
        sample.set_transform(figure.dpi_scale_trans)
        figure.add_artist(sample)
        left += item.taken + _SPACE
        figure.text(left, middle, item.words, size=TEXT_SIZE, color=MUTED, va="center_baseline",
                    transform=figure.dpi_scale_trans)  # fmt: skip
        left += width_of(item.words, TEXT_SIZE) + _GAP


def _sample(item: KeyItem, left: float, middle: float) -> Artist:
    centre, colour = left + item.taken / 2, item.colour
    if item.upright:
        ends = [middle - 0.1, middle + 0.1]
        return Line2D([centre] * 2, ends, color=colour, linewidth=0.8, linestyle=DOTS)
    if item.diamond:
        return Line2D([centre], [middle], marker="D", markersize=4.2, color=colour,
                      markerfacecolor="white", markeredgewidth=0.9)  # fmt: skip
    if item.marker:
        return Line2D([centre], [middle], marker=item.marker, markersize=6.5, color=colour,
                      markeredgewidth=0)  # fmt: skip
    if item.width is None:
        white = item.hatched or item.hollow
        return Rectangle((left, middle - 0.07), _SAMPLE, 0.14, edgecolor=colour, linewidth=0.7,
                         facecolor="white" if white else colour,
                         hatch="/////" if item.hatched else None)  # fmt: skip
    return Line2D([left, centre, left + _SAMPLE], [middle] * 3, color=colour, linewidth=item.width,
                  linestyle=DASHES if item.dashed else "-", marker="o" if item.dots else "",
                  markersize=3)  # fmt: skip
