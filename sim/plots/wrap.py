"""Lines of type: how wide they are, and where they break. Sizes are points, widths inches."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path


@lru_cache(maxsize=4096)
def width_of(words: str, size: float, weight: str = "normal") -> float:
    """Width of a line of type in inches."""
    if not words:
        return 0.0
    font = FontProperties(size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width) / 72


def wrapped(words: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Lines no wider than ``width`` inches; a word that is wider alone is cut."""
    space = width_of("x x", size, weight) - 2 * width_of("x", size, weight)
    lines: list[str] = []
    line, taken = "", 0.0
    for word in _cut_to(words.split(), size, width, weight):
        needed = width_of(word, size, weight)
        if line and taken + space + needed > width:
            lines.append(line)
            line, taken = word, needed
        else:
            line = f"{line} {word}" if line else word
            taken += needed + (space if taken else 0.0)
    return [*lines, line] if line else lines


def _cut_to(words: Sequence[str], size: float, width: float, weight: str) -> Iterator[str]:
    """The words, in pieces where one is wider than a line; a letter is never cut."""
    for word in words:
        piece = ""
        for letter in word if width_of(word, size, weight) > width else ():
            if piece and width_of(piece + letter, size, weight) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece or word
