"""Who gains and who loses, in a sentence."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from sim.base.phrases import joined, the
from sim.compare.compare import ComparedSide, Comparison
from sim.compare.gains import Gains

NAMED = 3  # gains and losses
Change = Literal["more", "less"]


def gains_in_words(
    found: Comparison, against: ComparedSide, buyers: Sequence[str], only: Change | None
) -> str:
    """The largest sure gains and losses: of pairs of states, else of suppliers as a whole.

    What is sure is judged for all pairs at once, so that a change of one measure can be clear
    while no pair is sure; the sentence says so.

    Args:
        found: the comparison.
        against: the side that is told of.
        buyers: whose gains are told; those of all single states if none are named.
        only: tell of those who deliver more, or of those who deliver less, alone.
    """
    made = against.gains
    if made is None:
        return "No delivery differs." if against.way == "paired" else "Gains are not known."
    first, last = made.window
    where, unit = f"From {first} to {last}", "in millions of TIV a year"
    aggregates = found.base.theatre.aggregates
    rows = _sure(made, buyers, aggregates, only)
    if rows:
        sure = "pairs outside the 90% band" if against.way == "record" else "sure differences"
        largest = f" (the largest of {len(rows)} {sure})" if len(rows) > NAMED else ""
        alone = "only " if only is not None and len(rows) == 1 else ""
        told = _told(rows, "delivered" if against.way == "record" else "delivers")
        return f"{where}, {unit}, {alone}{joined(told)}{largest}."
    nothing = _nothing(made, buyers, only)
    totals = [] if buyers else _sure_totals(made, aggregates, only)
    if not totals:
        return f"{where}, {nothing}."
    told = [
        f"{the(name)} {_without_sign(tiv)} {'more' if tiv > 0 else 'less'}"
        for name, tiv in totals[:NAMED]
    ]
    return f"{where}, {unit}, to all buyers together: {joined(told)}; {nothing}."


def _nothing(made: Gains, buyers: Sequence[str], only: Change | None) -> str:
    """That no pair is sure, and what that allows for."""
    pairs = (len(made.buyers) - 1) * (len(made.suppliers) - 1)
    change = {"more": "gain", "less": "loss", None: "gain or loss"}[only]
    whose = f"to {joined(buyers)}" if buyers else "to a single buyer"
    return (
        f"no supplier's {change} in deliveries {whose} is beyond chance, allowing for a comparison "
        f"of {pairs:,} pairs at once"
    )


def _told(rows: Sequence[tuple[str, str, float]], verb: str) -> list[str]:
    """A clause for each pair; a supplier that goes on is not named again."""
    told, before = [], ""
    for supplier, buyer, tiv in rows[:NAMED]:
        who = "" if supplier == before else f"{the(supplier)} {verb} "
        way = "more" if tiv > 0 else "less"
        told.append(f"{who}{_without_sign(tiv)} {way} to {the(buyer)}")
        before = supplier
    return told


def _sure(
    made: Gains, buyers: Sequence[str], aggregates: frozenset[str], only: Change | None
) -> list[tuple[str, str, float]]:
    """Supplier, buyer and difference of all sure changes, the largest first."""
    rows = [
        (made.suppliers[s], made.buyers[b], float(made.difference[b, s]))
        for b, s in np.argwhere(made.sure[:-1, :-1]).tolist()
        if not buyers or made.buyers[b] in buyers
    ]
    rows = [row for row in rows if not aggregates & set(row[:2]) and _asked_for(row[2], only)]
    return sorted(rows, key=lambda row: (-abs(row[2]), row[:2]))


def _sure_totals(
    made: Gains, aggregates: frozenset[str], only: Change | None
) -> list[tuple[str, float]]:
    """Suppliers whose deliveries to all buyers together surely change, the largest first."""
    rows = [
        (made.suppliers[s], float(made.difference[-1, s]))
        for s in np.flatnonzero(made.sure[-1, :-1]).tolist()
        if made.suppliers[s] not in aggregates
    ]
    rows = [row for row in rows if _asked_for(row[1], only)]
    return sorted(rows, key=lambda row: (-abs(row[1]), row[0]))


def _asked_for(change: float, only: Change | None) -> bool:
    return only is None or (change > 0) == (only == "more")


def _without_sign(tiv: float) -> str:
    return f"{abs(tiv):,.{0 if abs(tiv) >= 9.95 else 1}f}"
