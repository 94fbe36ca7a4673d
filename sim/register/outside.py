"""What of the record is no single buyer's or supplier's in a theatre, and whose it is."""

import numpy as np

from sim.base.arrays import Integers
from sim.register.account import largest, tiv_text, told
from sim.register.cast import WINDOW, Cast, lately
from sim.register.deals import Deals
from sim.register.names import Sort

_WHO: dict[Sort, str] = {
    "state": "states that are not chosen",
    "rebels": "rebels",
    "organisation": "organisations",
    "unknown": "unknown parties",
}


def outside_lines(deals: Deals, cast: Cast) -> list[str]:
    """A line for buyers and one for suppliers: what the aggregates received and delivered.

    By volume of the deliveries in the years by which the cast is chosen.
    """
    deal, tiv = lately(deals, cast.start)
    whole = float(tiv.sum())
    sides = (
        ("buyers", deals.buyer, cast.buyer_of, len(cast.buyers) - 1),
        ("suppliers", deals.supplier, cast.supplier_of, len(cast.suppliers) - 1),
    )
    lines = []
    for word, side, place, last in sides:
        by_name = np.bincount(side[deal], tiv, minlength=len(cast.names))
        parts = [
            _part(sort, by_name, cast, deals, place == last)
            for sort in _WHO
        ]  # fmt: skip
        volume = float(by_name[place == last].sum())
        if whole > 0 and volume > 0:
            lines.append(
                f"Not single {word}: {tiv_text(volume)} of {tiv_text(whole)} TIV delivered in "
                f"{cast.start - WINDOW}-{cast.start - 1} ({volume / whole:.1%}): "
                f"{'; '.join(part for part in parts if part)}"
            )
    return lines


def _part(sort: Sort, by_name: Integers, cast: Cast, deals: Deals, outside: Integers) -> str:
    volumes: dict[str, float] = {}
    for i, name in enumerate(cast.names):
        if outside[i] and deals.sorts[i] == sort and by_name[i] > 0:
            volumes[name] = volumes.get(name, 0.0) + float(by_name[i])
    if not volumes:
        return ""
    most = f", most of it {told(largest(volumes))}" if sort != "unknown" else ""
    return f"{_WHO[sort]} ({len(volumes):,}) {tiv_text(sum(volumes.values()))} TIV{most}"
