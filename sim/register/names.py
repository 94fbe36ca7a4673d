"""Names in registers: spellings that changed, and who is no single state."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Sort = Literal["state", "rebels", "organisation", "unknown"]

SOVIET_UNION, RUSSIA = "Soviet Union", "Russia"
LAST_SOVIET_YEAR = 1991
UNKNOWN = "Unknown"

RENAMED = {
    "Bosnia and Herzegovina": "Bosnia-Herzegovina",
    "Burma": "Myanmar",
    "Cape Verde": "Cabo Verde",
    "Czech Republic": "Czechia",
    "Ivory Coast": "Cote d'Ivoire",
    "Côte d’Ivoire": "Cote d'Ivoire",
    "Côte d'Ivoire": "Cote d'Ivoire",
    "Macedonia": "North Macedonia",
    "Macedonia (FYROM)": "North Macedonia",
    "Republic of Korea": "South Korea",
    "Russian Federation": "Russia",
    "Swaziland": "eSwatini",
    "Turkey": "Turkiye",
    "Türkiye": "Turkiye",
    "UAE": "United Arab Emirates",
    "UK": "United Kingdom",
    "USA": "United States",
    "USSR": SOVIET_UNION,
    "Vietnam": "Viet Nam",
    "Zaire": "DR Congo",
}
"""Spelling of older files → that of recent ones. A state that broke up keeps its own name."""

_BY_LOWER = {old.casefold(): new for old, new in RENAMED.items()}
_UNKNOWN = re.compile(r"unknown\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class Party:
    """A supplier or recipient: its own name, what it is, and whether the file spelt it otherwise.

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
    marks = word.count("*", len(bare))
    if marks:
        return Party(f"{bare}*", "rebels") if marks == 1 else Party(f"{bare}**", "organisation")
    name = _BY_LOWER.get(bare.casefold(), bare)
    return Party(name, renamed=name != bare)


def as_of(name: str, start: int) -> str:
    """The name by which a theatre that begins in ``start`` knows a state.

    The Soviet Union and Russia are one supplier with one past, under the name of that time.
    """
    if name in (SOVIET_UNION, RUSSIA):
        return SOVIET_UNION if start <= LAST_SOVIET_YEAR else RUSSIA
    return name


def other_names(name: str) -> tuple[str, ...]:
    """Other spellings of a name, for whoever writes a scenario."""
    also = {SOVIET_UNION: RUSSIA, RUSSIA: SOVIET_UNION}.get(name)
    names = [old for old, new in RENAMED.items() if new in (name, also)]
    return tuple(names if also is None else [also, *names])
