"""Plots made small, to be sent or kept: a palette of colours, and no wider than is read."""

import io
from pathlib import Path

from PIL import Image

TITLE = "Title"  # of a PNG, as its specification names it; every plot of ours has one


def small_png(path: Path, width: int, colours: int) -> bytes:
    """A plot as PNG, at most ``width`` pixels wide, with a palette of at most so many colours."""
    with Image.open(path) as image:
        plain = image.convert("RGB")
    if plain.width > width:
        height = round(plain.height * width / plain.width)
        plain = plain.resize((width, height), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    # Maximum coverage keeps a supplier's colour where the median cut blends it with its neighbours.
    cover = Image.Quantize.MAXCOVERAGE
    palette = plain.quantize(colours, method=cover, kmeans=3, dither=Image.Dither.NONE)
    palette.save(written, format="PNG", optimize=True)
    return written.getvalue()


def title_of(path: Path) -> str:
    """The title that a plot carries in its file; empty if it has none."""
    with Image.open(path) as image:
        return str(image.info.get(TITLE, ""))


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    with Image.open(io.BytesIO(png)) as image:
        return image.size
