"""What is wrong in a file, and where: every message names file, line and column."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST_TOLD = 20  # problems that are printed; the others are counted

_LISTED = 12
_NEAR = 0.72  # of 1, which is the same word: what is less alike is another word
_COMPARED = 80
_QUOTED = 40


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file, counted from 1 as editors do. ``file`` is the path as the user gave it.

    What a command line says has no line: ``file`` is then the words there.
    """

    file: str
    line: int
    column: int

    @classmethod
    def said(cls, words: str) -> "Location":
        """The place of what stands in no file but on the command line."""
        return cls(words, 0, 0)

    @property
    def in_file(self) -> bool:
        """Whether it is a place in a file."""
        return self.line > 0

    @property
    def short(self) -> str:
        """File and line, without the column."""
        return f"{self.file}:{self.line}" if self.in_file else self.file

    def __str__(self) -> str:
        """Show the place in the form that editors and terminals turn into a link."""
        return f"{self.short}:{self.column}" if self.in_file else self.file


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake and its place."""

    mark: Location
    message: str

    def __str__(self) -> str:
        """Show place and message on one line."""
        return f"{self.mark}: {self.message}"


class RefusedError(Exception):
    """Something cannot be done; the message is one line that says why, and what to do instead."""


class InputError(Exception):
    """A scenario cannot be used. ``problems`` holds every mistake found, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems and drop repetitions."""
        self.problems = tuple(sorted(set(problems)))
        # The argument is what pickle hands back when an error crosses to another process.
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Show one problem per line: the first ``MOST_TOLD``, and how many more there are."""
        lines = [str(problem) for problem in self.problems[:MOST_TOLD]]
        more = len(self.problems) - len(lines)
        if more:
            lines.append(f"… and {more:,} more, {len(self.problems):,} problems in all")
        return "\n".join(lines)


def quote(word: str) -> str:
    """Show a user's word in a message: in quotes, on one line, cut short when it is long."""
    return repr(word if len(word) <= _QUOTED else word[:_QUOTED] + "…")


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like ``word``, capitals aside, or None when none is like it.

    A word that is the beginning of just one known word stands for that.
    """
    by_lower = {name.lower(): name for name in known}
    matches = get_close_matches(word[:_COMPARED].lower(), by_lower, n=1, cutoff=_NEAR)
    longer = [name for name in by_lower if name.startswith(word.lower())] if len(word) > 2 else []
    matches = matches or (longer if len(longer) == 1 else [])
    return by_lower[matches[0]] if matches else None


def suggest(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'X'?", or nothing when no known word is close."""
    match = closest(word, known)
    return "" if match is None else f"; did you mean {quote(match)}?"


def listing(known: Iterable[str]) -> str:
    """List what is allowed, cut short when it is long."""
    names = list(known)
    text = ", ".join(names[:_LISTED])
    return text if len(names) <= _LISTED else f"{text}, … ({len(names) - _LISTED} more)"


def suggest_or_list(word: str, known: Iterable[str]) -> str:
    """Return the likely word if there is one, else all that is allowed."""
    names = list(known)
    return suggest(word, names) or f"; allowed: {listing(names)}"
