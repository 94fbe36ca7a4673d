"""Kept lines of type look as Matplotlib draws them, wherever and however they stand."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure

from sim.plots.letters import Renderer, _drawn
from sim.plots.style import house

WORDS = "Who arms Türkiye: $12–15 (jets)"
Picture = npt.NDArray[np.float64]


@house()
def ink(kind: type[RendererAgg], **style: object) -> Picture:
    """How dark each pixel is of a figure with one line of type, 0 to 1."""
    figure = Figure(figsize=(4.0, 4.0), dpi=150, facecolor="white")
    given: dict[str, Any] = {"x": 0.333, "y": 0.1234, "size": 9.0, "color": "black", **style}
    figure.text(s=WORDS, **given)
    renderer = kind(600, 600, 150)
    figure.draw(renderer)
    dark: Picture = 1 - np.asarray(renderer.buffer_rgba())[..., :3].mean(axis=2) / 255
    return dark


def edges(dark: Picture) -> npt.NDArray[np.int64]:
    """First and last row and column with ink."""
    rows, columns = np.nonzero(dark > 0.1)
    return np.array([rows.min(), rows.max(), columns.min(), columns.max()])


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"rotation": 90},
        {"rotation": 30},
        {"weight": "bold", "size": 17.0, "ha": "center", "x": 0.5},
        {"alpha": 0.4},
        {"color": "#b3202c", "va": "top", "ha": "right", "x": 0.9},
    ],
)
def test_as_much_ink_at_the_same_place_as_matplotlib_puts(style: dict[str, object]) -> None:
    ours, theirs = ink(Renderer, **style), ink(RendererAgg, **style)
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.02)
    assert np.abs(edges(ours) - edges(theirs)).max() <= 1


def test_letters_keep_the_distances_that_the_font_gives_them() -> None:
    """Profiles of ink across the line agree to a pixel at every letter, not just at the ends."""
    ours, theirs = (np.cumsum(ink(kind).sum(axis=0)) for kind in (Renderer, RendererAgg))
    parts = np.linspace(0.02, 0.98, 49)
    places = [np.interp(parts, one / one[-1], np.arange(600)) for one in (ours, theirs)]
    assert np.abs(places[0] - places[1]).max() < 0.8


def test_a_line_is_set_once_in_a_process() -> None:
    ink(Renderer, size=12.25)
    before = _drawn.cache_info()
    ink(Renderer, size=12.25, color="red", rotation=90)
    after = _drawn.cache_info()
    assert (after.hits - before.hits, after.misses - before.misses) == (1, 0)
