"""What somebody who looks at a figure would see at once: words that stick out of it."""

from matplotlib.figure import Figure
from matplotlib.text import Text

SLACK = 1.0  # pixels


def words_of_figure(figure: Figure) -> list[str]:
    """All words that are set in a figure."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def sticking_out(figure: Figure) -> list[str]:
    """Words of which a part lies outside the figure."""
    figure.draw_without_rendering()
    width, height = figure.bbox.size
    found = []
    for text in figure.findobj(Text):
        if not text.get_text() or not text.get_visible():
            continue
        box = text.get_window_extent()
        inside = (
            box.x0 >= -SLACK and box.y0 >= -SLACK
            and box.x1 <= width + SLACK and box.y1 <= height + SLACK
        )  # fmt: skip
        if not inside:
            found.append(text.get_text())
    return found
