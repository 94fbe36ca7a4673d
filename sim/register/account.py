"""What became of every row and every TIV: in = used + dropped + repeated, each for a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sim.base.problems import quote

_PLACES = 3  # of each reason that are named
_NAMED = 5  # descriptions that are printed
_LOSERS = 5  # buyers, suppliers and classes that lose most
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


T = TypeVar("T", bound="RowTally")


@dataclass(frozen=True)
class Mass:
    """Whose volume a row is, in words, and how much, in TIV.

    ``tiv`` is what was delivered, None if the row does not tell it; ``on_order`` what was ordered
    beyond that.
    """

    buyer: str = ""
    supplier: str = ""
    weapon: str = ""
    tiv: float | None = 0.0
    on_order: float = 0.0


@dataclass
class RowTally:
    """Rows that were met for one reason: how many, in which lines first, and whose volume."""

    rows: int = 0
    lines: list[int] = field(default_factory=list)
    tiv: float = 0.0  # delivered
    on_order: float = 0.0  # ordered beyond that, TIV
    unread: int = 0  # rows whose volume cannot be read
    by: dict[str, dict[str, float]] = field(default_factory=dict)  # side → name → TIV of both

    def add(self, line: int, mass: Mass | None = None, rows: int = 1) -> None:
        """Count one more row; none if it is a part of a row that is used."""
        self.rows += rows
        if len(self.lines) < _PLACES:
            self.lines.append(line)
        if mass is None:
            return
        self.unread += mass.tiv is None
        self.tiv += mass.tiv or 0.0
        self.on_order += mass.on_order
        sides = (("buyers", mass.buyer), ("suppliers", mass.supplier), ("classes", mass.weapon))
        for side, name in sides:
            names = self.by.setdefault(side, {})
            names[name] = names.get(name, 0.0) + (mass.tiv or 0.0) + mass.on_order

    def most(self) -> dict[str, dict[str, float]]:
        """The buyers, suppliers and classes with most of the volume, the largest first."""
        return {side: largest(names) for side, names in self.by.items() if any(names.values())}

    def volume(self) -> str:
        """Its volume in words: '120 TIV', '120 TIV and 30 TIV on order'."""
        more = f" and {tiv_text(self.on_order)} TIV on order" if self.on_order > 0 else ""
        unread = f"; volume of {self.unread:,} rows unknown" if self.unread else ""
        return f"{tiv_text(self.tiv)} TIV{more}{unread}"

    def plain(self) -> dict[str, object]:
        """The tally as plain data."""
        return {
            "rows": self.rows,
            "tiv": round(self.tiv, 3),
            "tiv on order": round(self.on_order, 3),
            "rows of unknown volume": self.unread,
            "first lines": self.lines,
            "most of it": self.most(),
        }


@dataclass
class ClassGuess(RowTally):
    """Rows of one description whose class only its words tell, or not even these (None)."""

    weapon: str | None = None


@dataclass
class FileAccount:
    """One file. Rows, and TIV delivered, are used, dropped (lost) or repeated (in another file).

    A row is a line below the header that is not blank; lines that are one row in pieces count once,
    and ``pieces`` are all but the first of them. So ``rows`` and ``pieces`` are all these lines.
    ``notes`` tell of rows that are used. A row that is used for its order may have its deliveries
    in another file: then its volume is repeated and the row is not.
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
    tiv: float = 0.0
    on_order: float = 0.0
    used: int = 0
    used_tiv: float = 0.0
    dropped: dict[str, RowTally] = field(default_factory=dict)
    repeated: dict[str, RowTally] = field(default_factory=dict)
    notes: dict[str, RowTally] = field(default_factory=dict)
    guesses: dict[str, ClassGuess] = field(default_factory=dict)  # by description
    warnings: list[str] = field(default_factory=list)

    def meet(self, mass: Mass | None = None) -> None:
        """Count a row that is read, whatever becomes of it."""
        self.rows += 1
        if mass is not None:
            self.tiv += mass.tiv or 0.0
            self.on_order += mass.on_order

    def use(self, tiv: float = 0.0) -> None:
        """Count a row that is used, and how much of its volume."""
        self.used += 1
        self.used_tiv += tiv

    def drop(self, reason: str, line: int, mass: Mass | None = None) -> None:
        """Count a row that is lost, and why."""
        self.dropped.setdefault(reason, RowTally()).add(line, mass)

    def repeat(self, reason: str, line: int, mass: Mass, *, rows: int = 1) -> None:
        """Count a row, or volume of a row that is used, for which another one stands."""
        self.repeated.setdefault(reason, RowTally()).add(line, mass, rows)

    def note(self, what: str, line: int) -> None:
        """Remember something about a row that is used."""
        self.notes.setdefault(what, RowTally()).add(line)

    def guess(self, description: str, weapon: str | None, line: int, mass: Mass) -> None:
        """Remember that only the words of a description tell the class of a row, or fail to."""
        name = " ".join(description.split()) or "(none)"
        self.guesses.setdefault(name, ClassGuess(weapon=weapon)).add(line, mass)

    def warn(self, what: str) -> None:
        """Remember what may be wrong with the file as a whole."""
        self.warnings.append(what)

    @property
    def lost(self) -> int:
        """Rows that are dropped."""
        return sum(tally.rows for tally in self.dropped.values())

    @property
    def lost_share(self) -> float:
        """Share of the volume that is dropped, delivered or on order.

        Or the share of rows that are dropped without telling their volume, if that is larger.
        """
        volume = self.tiv + self.on_order
        lost = sum(tally.tiv + tally.on_order for tally in self.dropped.values())
        unread = sum(tally.unread for tally in self.dropped.values())
        return max(lost / volume if volume > 0 else 0.0, unread / self.rows if self.rows else 0.0)

    def lines(self) -> Iterator[str]:
        """The account as lines of text."""
        yield f"{self.file}: {self.form}, {_ENCODINGS[self.encoding]}"
        again = sum(tally.rows for tally in self.repeated.values())
        repeats = f" + {again:,} repeated" if self.repeated else ""
        yield f"  {self.rows:,} rows = {self.used:,} used + {self.lost:,} dropped{repeats}"
        if self.form != "table":
            lost = sum(tally.tiv for tally in self.dropped.values())
            other = sum(tally.tiv for tally in self.repeated.values())
            repeats = f" + {tiv_text(other)} repeated" if self.repeated else ""
            yield (
                f"  {tiv_text(self.tiv)} TIV delivered = {tiv_text(self.used_tiv)} used + "
                f"{tiv_text(lost)} dropped{repeats}"
            )
        for word, tallies in (("dropped", self.dropped), ("repeated", self.repeated)):
            for reason, tally in by_weight(tallies):
                rows = f"{tally.rows:,} rows" if tally.rows else "part of used rows"
                volume = "" if self.form == "table" else f", {tally.volume()}"
                yield f"    {word} {rows}{volume}: {reason} ({places(tally)})"
                for side, names in tally.most().items() if word == "dropped" else ():
                    yield f"      most by {side}: {told(names)}"
        for what, tally in by_weight(self.notes):
            yield f"    of used {tally.rows:,} rows: {what}"
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
            "tiv": round(self.tiv, 3),
            "tiv used": round(self.used_tiv, 3),
            "dropped": {reason: tally.plain() for reason, tally in by_weight(self.dropped)},
            "repeated": {reason: tally.plain() for reason, tally in by_weight(self.repeated)},
            "share of volume dropped": round(self.lost_share, 4),
            "of used": {what: tally.rows for what, tally in by_weight(self.notes)},
            "classes told by words alone": [
                {
                    "description": name,
                    "class": guess.weapon,
                    "rows": guess.rows,
                    "tiv": round(guess.tiv, 3),
                    "tiv on order": round(guess.on_order, 3),
                    "first lines": guess.lines,
                }
                for name, guess in by_weight(self.guesses)
            ],
            "warnings": self.warnings,
        }


def by_weight(tallies: Mapping[str, T]) -> list[tuple[str, T]]:
    """What has most volume first, then what was met most often, then by name."""
    return sorted(
        tallies.items(),
        key=lambda item: (-item[1].tiv - item[1].on_order, -item[1].rows, item[0]),
    )


def largest(names: Mapping[str, float]) -> dict[str, float]:
    """The few with most, the largest first; those with nothing are left out."""
    order = sorted(names, key=lambda name: (-names[name], name))[:_LOSERS]
    return {name or "not told": round(names[name], 3) for name in order if names[name] > 0}


def told(names: Mapping[str, float]) -> str:
    """'India 120, Norway 3.5'."""
    return ", ".join(f"{name} {tiv_text(tiv)}" for name, tiv in names.items())


def tiv_text(tiv: float) -> str:
    """A volume in words: whole from 100 on, else with three digits."""
    return f"{tiv:,.0f}" if tiv >= 100 else f"{tiv:.3g}"


def _guessed(guesses: Mapping[str, ClassGuess]) -> Iterator[str]:
    """Whose class only words tell, and who has none: how much, and the largest by name."""
    kinds = ("class told by the words of the description alone", "descriptions that tell no class")
    for what, known in zip(kinds, (True, False), strict=True):
        some = {name: one for name, one in guesses.items() if (one.weapon is not None) == known}
        if some:
            yield f"    {what}: {len(some):,} (--classes FILE sets them)"
        for name, one in by_weight(some)[:_NAMED]:
            means = "" if one.weapon is None else f" → {one.weapon}"
            yield f"      {quote(name)}{means}: {one.rows:,} rows, {one.volume()} ({places(one)})"
        if len(some) > _NAMED:
            yield f"      and {len(some) - _NAMED:,} more; import.json has them all"


def places(tally: RowTally) -> str:
    """Where it was met first: 'line 12', 'lines 12, 40, 41 …'."""
    named = ", ".join(map(str, tally.lines))
    more = " …" if tally.rows > len(tally.lines) else ""
    return f"line{'s' if len(tally.lines) > 1 else ''} {named}{more}"
