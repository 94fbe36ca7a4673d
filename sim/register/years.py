"""Years as files write them: plain, in brackets, as a range, as a date."""

import re
from functools import lru_cache
from typing import NamedTuple

from sim.document.model import EARLIEST, LATEST
from sim.register.tallies import RowError

ESTIMATE = "is the register's estimate"
RANGE = "is a range: its first year counts"
_LONGEST = 40  # years of a range

_DOUBTS = re.compile(r"[\[\]()?*~≈<>]|\b(?:c|ca|circa|about|approx|est|estimated?)\b\.?")
_YEAR = re.compile(r"([0-9]{4})(?:[.,]0+)?")
_DATE = re.compile(
    r"([0-9]{4})([-./])[0-9]{1,2}\2[0-9]{1,2}(?:[t ].*)?|[0-9]{1,2}([-./])[0-9]{1,2}\3([0-9]{4})"
)
_RANGE = re.compile(r"([0-9]{4})\s*(?:[-‐-―−]+|to|until)\s*([0-9]{4}|[0-9]{2})")
_CHOICE = re.compile(r"([0-9]{4})\s*(?:/|or|and|&)\s*([0-9]{4}|[0-9]{2})")
_COMMAS = re.compile(r"\s*(?:[;,/&|+]|\band\b)\s*")


class WrittenYear(NamedTuple):
    """A calendar year, and what makes it doubtful: ``ESTIMATE``, ``RANGE`` or nothing."""

    year: int
    doubt: str = ""


@lru_cache(maxsize=4096)
def year_of(cell: str, what: str) -> WrittenYear:
    """A calendar year; of a range the first, for nothing arrives before its order.

    Raises:
        RowError: naming ``what`` is not a year.
    """
    years, doubt = _span(cell, what)
    return WrittenYear(years[0], doubt)


@lru_cache(maxsize=4096)
def years_of(cell: str) -> tuple[int, ...]:
    """Different years of a list such as ``2000;2001; 2002-2004``, which may be empty.

    Raises:
        RowError: if it is something else.
    """
    what = "years of delivery"
    words = [word for word in _COMMAS.split(cell.strip().casefold()) if word]
    if cell.strip() and not words:
        raise _unread(what)
    return tuple(sorted({year for word in words for year in _span(word, what)[0]}))


def _span(cell: str, what: str) -> tuple[range, str]:
    """The years of one word, and what makes them doubtful."""
    plain = cell.strip().casefold()
    bare = " ".join(_DOUBTS.sub(" ", plain).split())
    doubt = ESTIMATE if bare != " ".join(plain.split()) else ""
    date, one = _DATE.fullmatch(bare), _YEAR.fullmatch(bare)
    both = _RANGE.fullmatch(bare) or _CHOICE.fullmatch(bare)
    if date is not None:
        first = last = int(date[1] or date[4])
    elif one is not None:
        first = last = int(one[1])
    elif both is not None:
        first, last, doubt = int(both[1]), _end(both[1], both[2]), RANGE
    else:
        raise _unread(what)
    if not EARLIEST <= first <= last <= min(LATEST, first + _LONGEST):
        raise _unread(what)
    return range(first, last + 1), doubt


def _end(first: str, last: str) -> int:
    """Last year of a range; of '1998-02' it is 2002, and '2011-05' is a month of 2011."""
    if len(last) == len(first):
        return int(last)
    end = int(first[:2] + last)
    end += 100 * (end < int(first))
    return int(first) if end > int(first) + _LONGEST and 1 <= int(last) <= 12 else end


def _unread(what: str) -> RowError:
    plural = what.startswith("years")
    return RowError(
        f"has {what} that cannot be read" if plural else f"has no {what} that can be read"
    )
