"""What a file of a register covers, and which of two is the newer edition."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sim.document.model import EARLIEST, LATEST
from sim.register.recognise import RegisterFile
from sim.register.rows import Row

_RANGE = re.compile(r"\b(\d{4})['\"’]?\s*(?:to|and|until|-|–)\s*['\"‘]?(\d{4})\b")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_IN_WORDS = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})\b",
    re.IGNORECASE,
)
_APPEARS = timedelta(days=69)  # SIPRI's edition of a year appears in its second week of March


@dataclass(frozen=True)
class Coverage:
    """The years of delivery that a file covers, and how new it is.

    ``stated`` is the line that states the years, 0 if the rows tell; ``generated`` the date above
    the header, None if there is none. The ``edition`` is the year in which SIPRI published it: by
    that date, else the one after the last year of delivery.
    """

    first: int
    last: int
    stated: int
    generated: date | None
    edition: int

    def has(self, year: int) -> bool:
        """Whether deliveries of a year are in the file."""
        return self.first <= year <= self.last

    def words(self) -> str:
        """How new it is, and how that is known."""
        if self.generated is not None:
            return f"generated {self.generated.isoformat()}"
        return f"no date; deliveries to {self.edition - 1}"


def coverage_of(source: RegisterFile, rows: Sequence[Row]) -> Coverage:
    """What a file covers: as it states above its header, else as its rows tell."""
    years = [year for row in rows for year in row.years]
    first, last, line = min(years, default=EARLIEST), max(years, default=EARLIEST), 0
    newest = last
    for number, text in enumerate(source.preamble, 1):
        found = _RANGE.search(text)
        if found is not None and "generated" not in text.lower():
            begin, end = int(found[1]), int(found[2])
            if EARLIEST <= begin <= end <= LATEST and begin <= first and last <= end:
                first, last, line = begin, end, number
                break
    generated = generated_on(source.preamble)
    edition = newest + 1 if generated is None else (generated - _APPEARS).year
    return Coverage(first, last, line, generated, edition)


def generated_on(preamble: Sequence[str]) -> date | None:
    """The date of a line such as 'Data generated: 12 March 2024'; None if there is none."""
    for text in preamble:
        _, word, after = text.lower().partition("generated")
        found = _date(after) if word else None
        if found is not None:
            return found
    return None


def _date(text: str) -> date | None:
    iso, day_first, words = _ISO.search(text), _DAY_FIRST.search(text), _IN_WORDS.search(text)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if day_first is not None:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        if words is not None and words[2][:3] in _MONTHS:
            month = _MONTHS.index(words[2][:3]) + 1
            return date(int(words[4]), month, int(words[1] or words[3] or 1))
    except ValueError:
        return None
    return None
