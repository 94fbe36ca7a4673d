"""What became of a game: a table beside the record and the model alone."""

from collections.abc import Sequence

import numpy as np

from sim.base.phrases import years
from sim.base.text_table import text_table
from sim.play.ending import EndingRow
from sim.play.game import Game
from sim.report.explain.narrative import volume

HEAD = ["delivered from", "you", "record", "model alone", "90% of its worlds", "less in"]


def ending_text(game: Game, rows: Sequence[EndingRow]) -> str:
    """Tables for each seat and window, and how to read them."""
    lines: list[list[str] | str] = []
    for buyer in dict.fromkeys(row.buyer for row in rows):
        for window in dict.fromkeys(row.window for row in rows if row.buyer == buyer):
            own = [row for row in rows if row.buyer == buyer and row.window == window]
            lines += ["", f"{buyer}, {years(*window)}", HEAD, *map(_row, own)]
    worlds = len(rows[0].alone)
    told = (
        "Shares of the TIV delivered. 'Model alone': the median of "
        f"{worlds:,} worlds of {game.base.title!r} that nobody plays; 'less in' counts those "
        "with less than you."
    )
    return "\n".join([*text_table(lines, "<>>>>>"), "", told])


def _row(row: EndingRow) -> list[str]:
    low, middle, high = (float(q) for q in np.nanquantile(row.alone, (0.05, 0.5, 0.95)))
    write = _share if row.supplier is not None else volume
    return [
        "all, TIV" if row.supplier is None else row.supplier,
        "" if row.played is None else write(row.played),
        "" if row.recorded is None else write(row.recorded),
        write(middle),
        f"{write(low)} to {write(high)}",
        f"{row.below} of {len(row.alone)}",
    ]


def _share(value: float) -> str:
    return f"{value:.0%}"
