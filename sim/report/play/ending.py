"""What became of a game: a table beside the record and the model alone."""

import textwrap
from collections.abc import Sequence
from typing import cast

import numpy as np

from sim.base.phrases import capital, the, years
from sim.base.text_table import text_table
from sim.play.ending import EndingRow
from sim.play.game import Game
from sim.report.explain.narrative import volume

WIDE = 100  # letters of a line
RARE = 0.05  # of the model's worlds: as far as the game or farther, it is the player's mark
TOLD = 4  # marks
HEAD = ["delivered", "you", "record", "model alone", "90% of its worlds", "worlds with less"]


def ending_text(game: Game, rows: Sequence[EndingRow]) -> str:
    """Tables for each seat and window, and how to read them."""
    lines: list[list[str] | str] = []
    for buyer in dict.fromkeys(row.buyer for row in rows):
        for window in dict.fromkeys(row.window for row in rows if row.buyer == buyer):
            own = [row for row in rows if row.buyer == buyer and row.window == window]
            lines += ["", f"{buyer}, {years(*window)}", HEAD, *map(_row, own)]
    told = (
        "Volumes are in TIV, SIPRI's measure of what arms can do; shares are of the volume "
        f"delivered. 'Model alone' is the median of {len(rows[0].alone):,} worlds of "
        f"{game.base.title!r} that nobody plays, and 'worlds with less' says in how many of them "
        "the number is lower than in your game."
    )
    return "\n".join([*text_table(lines, "<>>>>>"), "", *_wrapped(told), "", *_yours(rows)])


def _yours(rows: Sequence[EndingRow]) -> list[str]:
    """What the model alone hardly ever does, the rarest first; else a word that it would."""
    lines = []
    for buyer in dict.fromkeys(row.buyer for row in rows):
        own = [row for row in rows if row.buyer == buyer and row.played is not None]
        rare = sorted(
            (row for row in own if _rarity(row) <= RARE), key=lambda row: (_rarity(row), -_gap(row))
        )
        if rare:
            told = "; ".join(map(_rare, rare[:TOLD]))
            lines += _wrapped(f"Your mark on {the(buyer)}: {told}.")
        else:
            lines += _wrapped(f"{capital(the(buyer))} stayed within what the model alone does.")
    return lines


def _rarity(row: EndingRow) -> float:
    """Share of the model's worlds at least as far on the game's side of their median."""
    played = cast(float, row.played)
    beyond = row.alone >= played if played > np.nanmedian(row.alone) else row.alone <= played
    return float(beyond.mean())


def _gap(row: EndingRow) -> float:
    """How far the game is from the median, as a share of the higher of the two."""
    played, middle = cast(float, row.played), float(np.nanmedian(row.alone))
    return abs(played - middle) / max(played, middle, 1e-9)


def _rare(row: EndingRow) -> str:
    played, middle = cast(float, row.played), float(np.nanmedian(row.alone))
    whose = "in all" if row.supplier is None else f"from {the(row.supplier)}"
    return (
        f"{_written(row, played)} {whose} in {years(*row.window)}, against {_written(row, middle)}"
    )


def _written(row: EndingRow, value: float) -> str:
    return volume(value) if row.supplier is None else f"{value:.0%}"


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(words, WIDE, break_on_hyphens=False)


def _row(row: EndingRow) -> list[str]:
    low, middle, high = (float(q) for q in np.nanquantile(row.alone, (0.05, 0.5, 0.95)))
    return [
        "in all" if row.supplier is None else f"from {the(row.supplier)}",
        "" if row.played is None else _written(row, row.played),
        "" if row.recorded is None else _written(row, row.recorded),
        _written(row, middle),
        f"{_written(row, low)} to {_written(row, high)}",
        f"{row.below} of {len(row.alone)}",
    ]
