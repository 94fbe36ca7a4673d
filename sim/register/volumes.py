"""Volumes as files write them: which mark is the decimal one, and which only parts thousands."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sim.base.problems import quote
from sim.register.tallies import RowError

_OTHER = {".": ",", ",": "."}
_GAPS = re.compile(r"(?<=[0-9])[\s'’`´](?=[0-9]{3}(?![0-9]))")  # 1 500, 1'500
_WHOLE = re.compile(r"[0-9]+(?:[.,]?[0-9]*e[+-]?[0-9]+)?", re.IGNORECASE)
_GROUPS = {  # 1,500,000, and 1,50,000 as in India
    mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:[{mark}][0-9]{{2,3}})*[{mark}][0-9]{{3}}")
    for mark in ".,"
}
_NOTHING = {"-", "–", "—"}


@dataclass(frozen=True)
class Written:
    """What a cell may mean: with a point as decimal mark, with a comma; NaN where it cannot be."""

    by_point: float
    by_comma: float

    @property
    def proves(self) -> str:
        """The decimal mark that the cell alone proves, or nothing."""
        if math.isnan(self.by_point) == math.isnan(self.by_comma):
            return ""
        return "," if math.isnan(self.by_point) else "."

    @property
    def is_open(self) -> bool:
        """Whether both marks give a number, and not the same one."""
        both = not math.isnan(self.by_point + self.by_comma)
        return both and self.by_point != self.by_comma


@dataclass(frozen=True)
class NumberMarks:
    """The decimal mark of a file: '' where its volumes do not tell.

    Where commas part the cells, a point alone is the decimal mark, as in SIPRI's own files.
    """

    decimal: str = ""
    delimiter: str = ","

    def read(self, written: Written) -> float:
        """The number that is meant; NaN if it is none, or may be two."""
        if written.proves == "," or (written.is_open and self.decimal == ","):
            return written.by_comma
        if not written.is_open or self.decimal == ".":
            return written.by_point
        by_custom = self.delimiter == "," and written.by_point < written.by_comma
        return written.by_point if by_custom else math.nan


@lru_cache(maxsize=4096)
def written(cell: str) -> Written:
    """Both readings of a cell."""
    word = cell.strip()
    plain = _GAPS.sub("", word)
    if _WHOLE.fullmatch(plain):
        value = float(plain.replace(",", "."))
        return Written(value, value)
    return Written(*(_by(mark, plain, grouped=plain != word) for mark in ".,"))


def _by(decimal: str, word: str, *, grouped: bool) -> float:
    """A number whose decimal mark is known, or NaN; ``grouped`` if gaps part its thousands."""
    before, mark, after = word.partition(decimal)
    thousands = _OTHER[decimal]
    if mark and not (after.isdigit() or (before.isdigit() and not after)):
        return math.nan
    if thousands in before:
        if grouped or not _GROUPS[thousands].fullmatch(before):
            return math.nan
        before = before.replace(thousands, "")
    if not (before.isdigit() or (mark and after and not before)) or not word.isascii():
        return math.nan
    return float(f"{before or '0'}.{after or '0'}")


def marks_of(cells: Iterable[str], delimiter: str) -> NumberMarks:
    """The decimal mark that the volumes of a file prove, unless they prove both."""
    proven = {written(cell).proves for cell in cells} - {""}
    return NumberMarks(proven.pop() if len(proven) == 1 else "", delimiter)


_PLAIN = NumberMarks()


@lru_cache(maxsize=4096)
def volume_of(cell: str, empty: float | None = None, marks: NumberMarks = _PLAIN) -> float:
    """A volume in TIV, not below 0; ``empty`` is what an empty cell or a dash means, if anything.

    Raises:
        RowError: if it is none, or may be two.
    """
    word = cell.strip()
    if empty is not None and (not word or word in _NOTHING):
        return empty
    found = written(word)
    volume = marks.read(found)
    if math.isfinite(volume):
        return volume
    raise RowError(two_readings(word) if found.is_open else "has no volume that can be read")


def two_readings(word: str) -> str:
    """Say what a cell may mean."""
    one, other = sorted((written(word).by_point, written(word).by_comma))
    return f"{quote(word)} may be {other:,.10g} or {one:,.10g} TIV"
