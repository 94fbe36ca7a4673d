"""Rows that an earlier file has too: they count once, however either file spells them."""

import hashlib
from dataclasses import dataclass, field

from sim.register.reasons import RowError


class RepeatError(RowError):
    """A row is not used because of one in an earlier file."""


@dataclass
class Seen:
    """Digests of what the rows of files mean, each with the first file that has it.

    The file that is given first holds: where a later one has other figures for a deal and delivery
    year, these are not used. Unless there are ``several`` files, none of this is remembered. Within
    a file, rows are compared cell by cell.
    """

    several: bool
    _files: list[str] = field(default_factory=list)
    _first: dict[bytes, int] = field(default_factory=dict)
    _here: set[bytes] = field(default_factory=set)

    def begin(self, file: str) -> None:
        """Go on with the next file."""
        self._files.append(file)
        self._here.clear()

    def check(self, row: tuple[object, ...], deal_and_year: tuple[object, ...] | None) -> None:
        """Remember what a row means, unless an earlier file has it.

        Args:
            row: all that is understood of it.
            deal_and_year: what is the same in all editions of a register; None if nothing is.

        Raises:
            RepeatError: naming the file.
        """
        if not self.several:
            return
        file = self._earlier("row", row)
        if file is not None:
            raise RepeatError(f"is in {file} already")
        file = None if deal_and_year is None else self._earlier("deal", deal_and_year)
        if file is not None:
            raise RepeatError(f"{file}, given before, has other figures of this deal and year")

    def again(self, cells: tuple[str, ...]) -> bool:
        """Whether a row above in the same file has the same cells."""
        digest = _digest(cells)
        known = digest in self._here
        self._here.add(digest)
        return known

    def _earlier(self, *what: object) -> str | None:
        """The earlier file that has something; None if this one has it first."""
        now = len(self._files) - 1
        first = self._first.setdefault(_digest(what), now)
        return None if first == now else self._files[first]


def _digest(what: tuple[object, ...]) -> bytes:
    """Sixteen bytes that tell a row from all others: a million rows must fit into memory."""
    return hashlib.blake2b(repr(what).encode("utf-8", "replace"), digest_size=16).digest()
