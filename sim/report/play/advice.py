"""Advice in words: what the model would do, and what came of each choice."""

from collections.abc import Callable, Sequence

import numpy as np

from sim.base.arrays import Floats
from sim.base.text_table import text_table
from sim.play.advice import Outlook
from sim.play.offers import OpenTender
from sim.report.explain.narrative import volume

HEAD = ["if you take", "delivered, TIV", "largest supplier", "stock over rivals'"]


def advice_text(tender: OpenTender, outlooks: Sequence[Outlook]) -> str:
    """A table of choices with the medians of their continuations."""
    would = "take none" if tender.advised is None else f"take {tender.advised}'s"
    rows = [HEAD, *map(_row, outlooks)]
    count = len(outlooks[0].delivered)
    told = (
        f"The model's own government would {would}. The table has medians, with 80% of "
        f"{count} continuations in brackets, from next year to the last, all played by the model."
    )
    return "\n".join([*text_table(rows, "<>>>"), told])


def _row(outlook: Outlook) -> list[str]:
    who = "none" if outlook.offer is None else outlook.offer.supplier
    return [
        who,
        _spread(outlook.delivered, volume),
        _spread(outlook.top_share, lambda share: f"{share:.0%}"),
        _spread(outlook.balance, lambda ratio: f"{ratio:.2f}"),
    ]


def _spread(values: Floats, write: Callable[[float], str]) -> str:
    if np.isnan(values).all():
        return "—"
    low, middle, high = np.nanquantile(values, (0.1, 0.5, 0.9))
    return f"{write(middle)} ({write(low)} to {write(high)})"
