"""Lines of type as Matplotlib's fonts set them, kept: the same words are set once in a process.

Matplotlib sets a line anew to measure it and to draw it, and draws it letter by letter. Most lines
of our figures return in others: the numbers of an axis, a key, a source.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font
from PIL import Image

Pixels = npt.NDArray[np.uint8]

KEPT = 1024  # lines drawn: a long one takes 40 kB


class Renderer(RendererAgg):
    """Matplotlib's renderer of pixels, with lines of type that are kept."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Width, height, and how far the line goes below its baseline, in pixels."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        size, flags = prop.get_size_in_points(), get_hinting_flag()
        return _measured(s, findfont(prop), size, self.dpi, flags)

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        """Draw a line whose baseline starts at a place in pixels, downwards from the top.

        Lines stand on whole pixels, so that their letters are as sharp everywhere.
        """
        if ismath or angle not in (0, 90):
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        size, flags = prop.get_size_in_points(), get_hinting_flag()
        mask, left, above = _drawn(s, findfont(prop), size, self.dpi, flags)
        column, row = round(x - left), round(y) - above
        if angle == 90:
            mask = np.rot90(mask)
            column, row = round(x) - above, round(y + left) - mask.shape[0]
        ink = to_rgba(gc.get_rgb())
        image = np.empty((*mask.shape, 4), np.uint8)
        image[..., :3] = np.round(np.multiply(ink[:3], 255))
        image[..., 3] = mask if ink[3] == 1 else np.round(mask * ink[3])
        self.draw_image(gc, column, int(self.height) - row - mask.shape[0], image[::-1])


def pixels_of(figure: Figure) -> Image.Image:
    """A figure as it is drawn; nothing shows through it."""
    renderer = Renderer(*figure.bbox.size, figure.dpi)
    figure.draw(renderer)
    width, height = renderer.get_canvas_width_height()
    whole = Image.frombuffer(
        "RGBA", (int(width), int(height)), renderer.buffer_rgba(), "raw", "RGBA", 0, 1
    )
    return whole.convert("RGB")


@lru_cache(8 * KEPT)
def _measured(
    words: str, file: str, size: float, dpi: float, flags: Any
) -> tuple[float, float, float]:
    font = _set(words, file, size, dpi, flags)
    width, height = font.get_width_height()
    return width / 64, height / 64, font.get_descent() / 64


@lru_cache(KEPT)
def _drawn(words: str, file: str, size: float, dpi: float, flags: Any) -> tuple[Pixels, float, int]:
    """How dark each pixel is, and how many lie left of the start and above the baseline.

    A space goes before the words: the font rounds places of letters to the left edge of the
    first, and only that of a space is a whole pixel.
    """
    font = _set(f" {words}", file, size, dpi, flags)
    width, height = font.get_width_height()
    left = width / 64 - _measured(words, file, size, dpi, flags)[0]
    above = (height - font.get_descent()) // 64 + 1
    font.draw_glyphs_to_bitmap(antialiased=True)
    return font.get_image().copy(), left, above


def _set(words: str, file: str, size: float, dpi: float, flags: Any) -> FT2Font:
    font = get_font(file)
    font.clear()
    font.set_size(size, dpi)
    font.set_text(words, 0.0, flags=flags)
    return font
