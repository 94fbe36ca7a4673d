"""What became of every row and every TIV: in = used + dropped + repeated, each for a reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.base.problems import quote
from sim.register.lines import WORKBOOK
from sim.register.tallies import ClassGuess, Mass, RowTally, by_weight, tiv_text, volumes_text

_NAMED = 5  # descriptions that are printed
_ENCODINGS = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252",
    WORKBOOK: "the first sheet of a workbook",
}  # fmt: skip


@dataclass
class FileAccount:
    """One file. Rows, and TIV delivered, are used, dropped (lost) or repeated (in another file).

    A row is a line below the header that is not blank; lines that are one row in pieces count once,
    and ``pieces`` are all but the first of them. So ``rows`` and ``pieces`` are all these lines.
    ``notes`` are about rows that are used. A row that is used for its order may have its deliveries
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
    warnings: list[str] = field(default_factory=list)  # what may be wrong with the file itself

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
        """Count a row that is read and lost, and why."""
        self.meet(mass)
        self.dropped.setdefault(reason, RowTally()).add(line, mass)

    def repeat(self, reason: str, line: int, mass: Mass, *, rows: int = 1) -> None:
        """Count a row, or volume of a row that is used, for which another one stands."""
        self.repeated.setdefault(reason, RowTally()).add(line, mass, rows)

    def note(self, what: str, line: int) -> None:
        """Keep a note on a row that is used."""
        self.notes.setdefault(what, RowTally()).add(line)

    def guess(self, description: str, weapon: str | None, line: int, mass: Mass) -> None:
        """Keep that only the words of a description tell the class of a row, or fail to."""
        name = " ".join(description.split()) or "(none)"
        self.guesses.setdefault(name, ClassGuess(weapon=weapon)).add(line, mass)

    @property
    def lost(self) -> int:
        """Rows that are dropped."""
        return sum(tally.rows for tally in self.dropped.values())

    @property
    def lost_tiv(self) -> float:
        """TIV delivered of the rows that are dropped."""
        return sum(tally.tiv for tally in self.dropped.values())

    @property
    def lost_share(self) -> float:
        """Share of the volume that is dropped, delivered or on order.

        Or the share of rows that are dropped without a volume that can be read, if that is larger.
        """
        volume = self.tiv + self.on_order
        lost = self.lost_tiv + sum(tally.on_order for tally in self.dropped.values())
        unread = sum(tally.unread for tally in self.dropped.values())
        return max(lost / volume if volume > 0 else 0.0, unread / self.rows if self.rows else 0.0)

    def lines(self) -> Iterator[str]:
        """The account as lines of text."""
        yield f"{self.file}: {self.form}, {_ENCODINGS[self.encoding]}"
        again, again_tiv = (
            sum(getattr(tally, name) for tally in self.repeated.values())
            for name in ("rows", "tiv")
        )
        repeats = f" + {again:,} repeated" if self.repeated else ""
        yield f"  {self.rows:,} rows = {self.used:,} used + {self.lost:,} dropped{repeats}"
        if self.form != "table":
            repeats = f" + {tiv_text(again_tiv)} repeated" if self.repeated else ""
            yield (
                f"  {tiv_text(self.tiv)} TIV delivered = {tiv_text(self.used_tiv)} used + "
                f"{tiv_text(self.lost_tiv)} dropped{repeats}"
            )
        for word, tallies in (("dropped", self.dropped), ("repeated", self.repeated)):
            for reason, tally in by_weight(tallies):
                rows = f"{tally.rows:,} rows" if tally.rows else "part of used rows"
                volume = "" if self.form == "table" else f", {tally.volume()}"
                yield f"    {word} {rows}{volume}: {reason} ({tally.places()})"
                for side, names in tally.most().items() if word == "dropped" else ():
                    yield f"      most by {side}: {volumes_text(names)}"
        for what, tally in by_weight(self.notes):
            yield f"    of used {tally.rows:,} rows: {what}"
        yield from self._guess_lines()
        for what in self.warnings:
            yield f"    Warning: {what}"

    def _guess_lines(self) -> Iterator[str]:
        """Whose class only words tell, and who has none: how much, and the largest by name."""
        for what, classless in (
            ("class told by the words of the description alone", False),
            ("descriptions that tell no class", True),
        ):
            some = {
                n: guess for n, guess in self.guesses.items() if (not guess.weapon) == classless
            }
            if some:
                yield f"    {what}: {len(some):,} (--classes FILE sets them)"
            for name, one in by_weight(some)[:_NAMED]:
                head = quote(name) if classless else f"{quote(name)} → {one.weapon}"
                yield f"      {head}: {one.rows:,} rows, {one.volume()} ({one.places()})"
            if len(some) > _NAMED:
                yield f"      and {len(some) - _NAMED:,} more; import.json has them all"

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
