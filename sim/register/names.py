"""Names in registers: states by the table of names, and who is no single state."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sim.theatre import names

Sort = Literal["state", "rebels", "organisation", "unknown"]

UNKNOWN = "Unknown"
_UNKNOWN = re.compile(r"unknown\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class Party:
    """A supplier or recipient: its present name, what it is, and whether the file spelt it so.

    Rebel groups and organisations keep the marks ``*`` and ``**`` in their names: a name says what
    it is in every row, and no row elsewhere can make a state of rebels.
    """

    name: str
    sort: Sort = "state"
    renamed: bool = False


@lru_cache(maxsize=4096)
def party(cell: str) -> Party | None:
    """Who is meant by a cell of a register; None if nobody is."""
    word = " ".join(cell.split())
    bare = word.rstrip("*").rstrip()
    if not bare:
        return None
    if _UNKNOWN.fullmatch(bare):
        return Party(UNKNOWN, "unknown")
    word = bare + "*" * min(word.count("*", len(bare)), 2)
    name = names.spelt(word) or word
    sort: Sort = "state"
    if name.endswith("*"):
        sort = "organisation" if name.endswith("**") else "rebels"
    return Party(name, sort, renamed=name != word)


def out_of_time(ordered: int, last: int, *parties: Party) -> Iterator[str]:
    """What to note of a row that a state cannot have dealt in by itself.

    Args:
        ordered: year of the order.
        last: last year of delivery, or of the order if there is none.
        parties: buyer and supplier.
    """
    for one in parties:
        state = names.states().get(one.name)
        if state is None:
            continue
        latest = max(ordered, last)
        if state.last_year is not None and latest > state.last_year:
            heir = names.as_of(one.name, latest)
            yield f"after the end of {one.name} ({state.last_year}): assigned to {heir}"
        if state.first_year is not None and ordered < state.first_year:
            before = names.as_of(one.name, ordered)
            yield (
                "ordered before one side was a state"
                if before == one.name
                else f"ordered before {one.name} was a state ({state.first_year}): {before} then"
            )
