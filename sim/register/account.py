"""What became of every row: rows in = used + dropped, each for a stated reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.problems import quote

_PLACES = 3  # of each reason that are named
_NAMED = 5  # descriptions that are printed
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


@dataclass
class Tally:
    """How often something was met, and in which lines first."""

    rows: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Count one more."""
        self.rows += 1
        if len(self.lines) < _PLACES:
            self.lines.append(line)


@dataclass
class Guess(Tally):
    """Rows of one description whose class only its words tell, or not even these (None)."""

    weapon: str | None = None
    tiv: float = 0.0

    def plain(self, description: str) -> dict[str, object]:
        """The same as plain data."""
        return {
            "description": description,
            "class": self.weapon,
            "rows": self.rows,
            "tiv": round(self.tiv, 3),
            "first lines": self.lines,
        }


@dataclass
class FileAccount:
    """One file. ``used`` and ``dropped`` add up to ``rows``; ``notes`` tell of rows that are used.

    A row is a line below the header that is not blank; lines that are one row in pieces count once,
    and ``pieces`` are all but the first of them. So ``rows`` and ``pieces`` are all these lines.
    ``file`` is the path as the user gave it; ``path`` and ``digest`` (BLAKE2b, 16 bytes, of all its
    bytes as they were read) find the same file from any folder.
    """

    file: str
    path: str
    digest: str
    form: str
    encoding: str
    rows: int = 0
    pieces: int = 0
    used: int = 0
    repeated: int = 0  # of those dropped, rows that an earlier file has
    dropped: dict[str, Tally] = field(default_factory=dict)
    notes: dict[str, Tally] = field(default_factory=dict)
    guesses: dict[str, Guess] = field(default_factory=dict)  # by description
    warnings: list[str] = field(default_factory=list)

    def use(self) -> None:
        """Count a row that is used."""
        self.rows += 1
        self.used += 1

    def drop(self, reason: str, line: int, *, repeat: bool = False) -> None:
        """Count a row that is not, why, and whether it is because an earlier file has it."""
        self.rows += 1
        self.repeated += repeat
        self.dropped.setdefault(reason, Tally()).add(line)

    def note(self, what: str, line: int) -> None:
        """Remember something about a row that is used."""
        self.notes.setdefault(what, Tally()).add(line)

    def guess(self, description: str, weapon: str | None, line: int, tiv: float) -> None:
        """Remember that only the words of a description tell the class of a row, or fail to."""
        name = " ".join(description.split()) or "(none)"
        guess = self.guesses.setdefault(name, Guess(weapon=weapon))
        guess.add(line)
        guess.tiv += tiv

    def warn(self, what: str) -> None:
        """Remember what may be wrong with the file as a whole."""
        self.warnings.append(what)

    @property
    def lost(self) -> int:
        """Rows that are dropped."""
        return sum(tally.rows for tally in self.dropped.values())

    def lines(self) -> Iterator[str]:
        """The account as lines of text."""
        yield f"{self.file}: {self.form}, {_ENCODINGS[self.encoding]}"
        yield f"  {self.rows:,} rows = {self.used:,} used + {self.lost:,} dropped"
        for reason, tally in by_weight(self.dropped):
            yield f"    dropped {tally.rows:>7,}  {reason} ({places(tally)})"
        for what, tally in by_weight(self.notes):
            yield f"    of used {tally.rows:>7,}  {what}"
        yield from _guessed(self.guesses)
        for what in self.warnings:
            yield f"    Warning: {what}"

    def plain(self) -> dict[str, object]:
        """The account as plain data."""
        return {
            "file": self.file,
            "path": self.path,
            "blake2b": self.digest,
            "format": self.form,
            "encoding": self.encoding,
            "rows": self.rows,
            "further lines of rows in pieces": self.pieces,
            "used": self.used,
            "dropped": {reason: tally.rows for reason, tally in by_weight(self.dropped)},
            "first lines dropped": {reason: t.lines for reason, t in by_weight(self.dropped)},
            "of used": {what: tally.rows for what, tally in by_weight(self.notes)},
            "classes told by words alone": [
                guess.plain(name) for name, guess in by_volume(self.guesses)
            ],
            "warnings": self.warnings,
        }


def by_weight(tallies: dict[str, Tally]) -> list[tuple[str, Tally]]:
    """What was met most often first, then by name."""
    return sorted(tallies.items(), key=lambda item: (-item[1].rows, item[0]))


def by_volume(guesses: dict[str, Guess]) -> list[tuple[str, Guess]]:
    """Descriptions with the largest volume first, then by name."""
    return sorted(guesses.items(), key=lambda item: (-item[1].tiv, item[0]))


def _guessed(guesses: dict[str, Guess]) -> Iterator[str]:
    """Whose class only words tell, and who has none: how much, and the largest by name."""
    for known, what in ((True, "class told by the words of the description alone"),
                        (False, "descriptions that tell no class, left out")):  # fmt: skip
        some = [(name, one) for name, one in by_volume(guesses) if (one.weapon is None) != known]
        if not some:
            continue
        tiv, rows = sum(one.tiv for _, one in some), sum(one.rows for _, one in some)
        yield f"    {what}: {_much(rows, tiv)} (--classes FILE sets them)"
        for name, one in some[:_NAMED]:
            means = "" if one.weapon is None else f" → {one.weapon}"
            yield f"      {quote(name)}{means}: {_much(one.rows, one.tiv)} ({places(one)})"
        if len(some) > _NAMED:
            yield f"      and {len(some) - _NAMED:,} more; import.json has them all"


def _much(rows: int, tiv: float) -> str:
    return f"{rows:,} row{'' if rows == 1 else 's'}, {tiv:,.4g} TIV"


def places(tally: Tally) -> str:
    """Where it was met first: 'line 12', 'lines 12, 40, 41 …'."""
    named = ", ".join(map(str, tally.lines))
    more = " …" if tally.rows > len(tally.lines) else ""
    return f"line{'s' if len(tally.lines) > 1 else ''} {named}{more}"
