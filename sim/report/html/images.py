"""A plot inside the page: its bytes, what it shows in words, and how to read it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.plots.drawing import pages_at
from sim.plots.pictures import size_of, small_png, title_of

WIDTH, COLOURS = 1400, 192  # sharp on paper and on a phone that is zoomed into


@dataclass(frozen=True)
class Picture:
    """One plot: in ``words`` for whoever cannot see it, ``caption`` says how to read it."""

    data: str
    width: int
    height: int
    words: str
    caption: str


CAPTIONS: Mapping[str, str] = {
    "shares": "Each panel is a supplier, each line its share of what the buyer received in five "
    "years. Half of the worlds lie in the darker band, nine tenths in the lighter one; black is "
    "the record. Numbers above the panels are events, listed below them.",
    "rival_balance": "How many times as much one rival receives as the other. Above 1 the first "
    "has more.",
    "export_shares": "Each supplier's share of all deliveries in the world, five years at a time.",
    "orders_and_deliveries": "What is ordered, and what arrives: often years later.",
    "announcements": "How often talks were announced, and how few became orders. How readily "
    "talks are announced is a guess: compare suppliers and years, not levels.",
    "prices_paid": "Dollars of 2022 for each unit of volume. Dashes are levels measured on "
    "contracts to 2012.",
    "who_supplies_whom": "Every buyer and supplier, simulated beside recorded.",
    "score_forest": "Each row is a figure on record, at the upright line; the bar is where the "
    "worlds lie. A bar across the whole width is uninformative.",
    "panels": "The same panels for each side of the comparison.",
    "difference": "Each supplier's share in one run less that in the other, world by world. A band "
    "that holds zero may be chance.",
    "gains_and_losses": "Who delivers more, and who less, to whom. A number stands only where the "
    "sign is beyond chance.",
    "attribution": "A bar is what a change does alone, the diamond under it what it adds to all "
    "others. The hatched bar is what all do together beyond their sum.",
    "measures": "Every measure on one axis: the upright line is no difference.",
}
"""How to read a plot, by the first words of its file's name."""


def picture(path: Path, about: str = "") -> Picture:
    """A plot made small, ready to be put into the page.

    Args:
        path: a PNG of ours.
        about: what the run is, for the words.
    """
    kind = next((key for key in CAPTIONS if path.stem.startswith(key)), "")
    title = title_of(path) or path.stem.replace("_", " ")
    caption = CAPTIONS.get(kind, "")
    words = f"Plot: {title}. {about} {caption}".replace("  ", " ").replace("?.", "?").strip()
    return inline(small_png(path, WIDTH, COLOURS), words, caption)


def pictures(path: Path, about: str = "") -> tuple[Picture, ...]:
    """All pages that are there of a plot, made small."""
    return tuple(picture(page, about) for page in pages_at(path))


def inline(png: bytes, words: str, caption: str) -> Picture:
    """A picture of these bytes."""
    data = "data:image/png;base64," + base64.b64encode(png).decode("ascii")
    return Picture(data, *size_of(png), words, caption)
