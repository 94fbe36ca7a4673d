"""Of whom wealth, levels of price and times of delivery are not on record, and what stands in.

A state that no table has is neutral: it neither gains nor loses by that reason.
"""

from collections.abc import Collection, Mapping

from sim.base.phrases import few, joined
from sim.theatre.theatre import Theatre

STANDS_IN: Mapping[str, str] = {
    "wealth": "taken for middling",
    "prices": "they ask what others ask",
    "lead times": "they deliver like others",
}
"""By table, what a run supposes of those whom it lacks."""
_MISSING = {"wealth": "wealth", "prices": "level of price", "lead times": "time of delivery"}


def lacking(theatre: Theatre) -> dict[str, dict[str, tuple[str, ...]]]:
    """By table, the buyers and suppliers that it lacks, each with the classes that it lacks it for.

    Of wealth all states count, in all classes; else suppliers in the classes that they make.
    """
    unknown = [name for name in theatre.by_name if theatre.wealth_of(name) is None]
    made = {
        supplier: [
            weapon
            for k, weapon in enumerate(theatre.classes)
            if theatre.highest_output[s, k] > 0
            or theatre.world_shares[s, k] > 0
            or (supplier, weapon) in theatre.newcomers.outputs
        ]
        for s, supplier in enumerate(theatre.suppliers)
    }
    entered = {who for who, one in theatre.newcomers.outputs.items() if one.price is not None}
    known = {"prices": {*theatre.prices, *entered}, "lead times": {*theatre.lead_times}}
    found = {"wealth": dict.fromkeys(unknown, theatre.classes)}
    for what, have in known.items():
        without = {
            supplier: tuple(weapon for weapon in weapons if (supplier, weapon) not in have)
            for supplier, weapons in made.items()
        }
        found[what] = {supplier: classes for supplier, classes in without.items() if classes}
    return found


def neutral_lines(theatre: Theatre) -> list[str]:
    """A sentence for each table that lacks somebody: whom, and what stands in."""
    return [
        f"Not on record: {_MISSING[what]} of {few(list(states))}"
        f"{'' if what == 'wealth' else ', of some classes at least'} ({STANDS_IN[what]})."
        for what, states in lacking(theatre).items()
        if states
    ]


def neutral_at(theatre: Theatre, buyer: str, suppliers: Collection[str], weapon: str) -> str:
    """What is not on record of those who deal in a class, in a sentence; empty if nothing is.

    Args:
        theatre: who is in it.
        buyer: who buys.
        suppliers: who offer.
        weapon: the class.
    """
    parts = []
    for what, states in lacking(theatre).items():
        asked = [buyer, *suppliers] if what == "wealth" else suppliers
        names = [name for name in asked if weapon in states.get(name, ())]
        if names:
            parts.append(f"{_MISSING[what]} of {joined(names)} ({STANDS_IN[what]})")
    return f"Not on record: {'; '.join(parts)}." if parts else ""
