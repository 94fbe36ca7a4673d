"""Bands and yearly ties of a back-test as text."""

from collections.abc import Sequence

from sim.backtest.bands import OF, WIDENED, BandScore
from sim.backtest.ties import AMONG, TieScore
from sim.backtest.words import BANDS, TIES
from sim.base.text_table import text_table
from sim.report.backtest.skill_figure import WORDS
from sim.report.backtest.text import digits

NOT_WIDENED = (
    "Not widened: not every origin has an earlier one, ten years into the record, whose errors\n"
    "could tell by how much."
)


def bands_table(bands: Sequence[BandScore]) -> str:
    """80% bands of shares and volumes: records held, width, interval score, factor."""
    rows = [
        [
            f"{WORDS[item.flow]}, {item.of}: {item.forecaster}", f"{item.number:,}",
            "–" if item.held[0.8] != item.held[0.8] else f"{item.held[0.8]:.0%}",
            digits(item.width), digits(item.score),
            "/".join(f"{factor:.2f}" for factor in item.factors),
        ]
        for of in OF for item in bands if item.of == of
    ]  # fmt: skip
    head = ["80% bands", "number", "held", "width", "score", "factor"]
    widened = any(item.forecaster == WIDENED for item in bands)
    said = [] if widened else [NOT_WIDENED]
    return "\n".join([*text_table([head, *rows], "<>>>>>"), *said, BANDS.rstrip()])


def tie_tables(ties: Sequence[TieScore]) -> list[str]:
    """Ties of one year ahead, all pairs, new and repeated ones; nothing if there are none."""
    if not ties:
        return []
    rows: list[list[str] | str] = []
    for among in AMONG:
        own = [item for item in ties if item.among == among]
        count = f"{own[0].ties:,} of {own[0].pairs:,} pairs"
        rows.append([f"Ties, {among}: {count}", "roc", "pr", "Brier"])
        rows += [
            [f"  {item.forecaster}", digits(item.roc), digits(item.precision), digits(item.brier)]
            for item in own
        ]
    return ["\n".join([*text_table(rows, "<>>>"), TIES.rstrip()])]
