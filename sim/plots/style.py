"""The house style of every plot: colours, type, and a context that keeps other settings out.

Each supplier has one colour in all plots. Bands are tints of it, what happened is black, and
nothing that matters is told by hue alone, so that a plot can be read in grey.
"""

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import hsv_to_rgb, to_hex, to_rgb
from matplotlib.figure import Figure

DPI = 150

INK = "#1a1a1a"  # titles and numbers
MUTED = "#5f5f5f"  # subtitles, axes, notes
GRID = "#e3e3e3"
SHADE = "#f2efe6"  # behind years past what is known
RECORDED = "#000000"
ORDERS = "#5d4a8c"
DELIVERIES = "#1f6f78"
BOOK = "#8c8c8c"
BALANCE = "#7a3b5d"
DASHES = (0, (4, 2))  # of a mean
DOTS = (0, (1, 1.6))  # of an event

TITLE_SIZE = 17.0  # points, as all sizes of type
SUBTITLE_SIZE = 11.0
TEXT_SIZE = 9.0
SMALL_SIZE = 8.0

# Dark enough for a line and for type on white.
SUPPLIER_COLOURS = {
    "United States": "#1257a6",
    "Russia": "#b3202c",
    "China": "#c77400",
    "France": "#3b8fc4",
    "Germany": "#7d5a2b",
    "United Kingdom": "#70459b",
    "Israel": "#168a7a",
    "Italy": "#4a8a22",
    "Ukraine": "#98860a",
    "Spain": "#cf5137",
    "Sweden": "#2c6e8f",
    "Netherlands": "#d0621a",
    "Canada": "#a83a74",
    "South Korea": "#5578a8",
    "Switzerland": "#9a5a5a",
    "Turkiye": "#7f2a3d",
    "India": "#2d7d4f",
    "Other suppliers": "#6e6e6e",
}
HUES = 36  # steps of the colour circle for suppliers without a colour of their own


def supplier_colour(name: str) -> str:
    """Colour of a supplier as #rrggbb, the same in every plot, run and version of Python."""
    known = SUPPLIER_COLOURS.get(name)
    if known is not None:
        return known
    step = hashlib.sha256(name.encode()).digest()[0] % HUES
    red, green, blue = hsv_to_rgb((step / HUES, 0.65, 0.75))
    return darkened(to_hex((red, green, blue)))


def darkened(colour: str, contrast: float = 3.2) -> str:
    """The colour, made darker until its contrast with white is at least ``contrast`` to 1."""
    red, green, blue = to_rgb(colour)
    while contrast_with_white(to_hex((red, green, blue))) < contrast:
        red, green, blue = red * 0.95, green * 0.95, blue * 0.95
    return to_hex((red, green, blue))


def contrast_with_white(colour: str) -> float:
    """Contrast ratio by the Web Content Accessibility Guidelines, from 1 (white) to 21 (black)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def ink_on(colour: str) -> str:
    """Colour of type that can be read on a filled area."""
    return "white" if contrast_with_white(colour) > 3.2 else INK


def tint(colour: str, strength: float) -> str:
    """Mix of a colour (``strength`` 1) with white (``strength`` 0)."""
    mixed = [1 - strength * (1 - part) for part in to_rgb(colour)]
    return to_hex((mixed[0], mixed[1], mixed[2]))


def light_band(colour: str) -> str:
    """Tint of the band that holds 90% of the worlds."""
    return tint(colour, 0.20)


def dark_band(colour: str) -> str:
    """Tint of the band that holds 50% of the worlds."""
    return tint(colour, 0.46)


@contextmanager
def house() -> Iterator[None]:
    """Matplotlib's defaults and the house style, whatever the user has set; use as a decorator too.

    Dollar signs in titles stay dollar signs. Letters that the font lacks are drawn as boxes,
    without a warning for each.
    """
    defaults: dict[Any, Any] = {
        key: value
        for key, value in matplotlib.rcParamsDefault.items()
        if not key.startswith(("backend", "interactive", "toolbar", "date.", "webagg"))
    }
    own: dict[Any, Any] = {
        "font.size": TEXT_SIZE,
        "text.color": INK,
        "text.parse_math": False,
        "text.hinting": "none",  # letters keep the widths that are measured, and are drawn sooner
        "axes.edgecolor": MUTED,
        "axes.labelcolor": MUTED,
        "axes.labelsize": TEXT_SIZE,
        "axes.linewidth": 0.8,
        "axes.unicode_minus": True,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelsize": TEXT_SIZE,
        "ytick.labelsize": TEXT_SIZE,
        "hatch.linewidth": 0.6,
    }
    with warnings.catch_warnings(), matplotlib.rc_context({**defaults, **own}):
        warnings.filterwarnings("ignore", message=".*[Gg]lyph")
        yield


def blank_figure(width: float, height: float) -> Figure:
    """A white figure, in inches, that any process can draw without a screen."""
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def plain_axes(axes: Axes) -> None:
    """Leave of an axes what carries data: the line at zero, a light horizontal grid, its labels."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", length=3, width=0.8)


def bare_axes(axes: Axes) -> None:
    """Leave of an axes nothing but numbers and marks."""
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(which="both", length=0)


def open_axes(axes: Axes) -> None:
    """An axes that is read both ways: a light grid, and lines at the left and below."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=3, width=0.8)
