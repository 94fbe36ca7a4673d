"""Rows counted for one reason, with the volume that they carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

_PLACES = 3  # lines of each reason that are named
_LOSERS = 5  # buyers, suppliers and classes that lose most

T = TypeVar("T", bound="RowTally")


class RowError(Exception):
    """A row cannot be used; its text is the reason."""


@dataclass(frozen=True)
class Mass:
    """Whose volume a row is, in words, and how much, in TIV.

    ``tiv`` is what was delivered, None if it cannot be read; ``on_order`` what was ordered beyond
    that.
    """

    buyer: str = ""
    supplier: str = ""
    weapon: str = ""
    tiv: float | None = 0.0
    on_order: float = 0.0


@dataclass
class RowTally:
    """Rows of one reason: how many, in which lines first, and whose volume."""

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
        sides = {"buyers": mass.buyer, "suppliers": mass.supplier, "classes": mass.weapon}
        for side, name in sides.items():
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

    def places(self) -> str:
        """Its first lines in words: 'line 12', 'lines 12, 40, 41 …'."""
        plural = "s" if len(self.lines) > 1 else ""
        more = " …" if self.rows > len(self.lines) else ""
        return f"line{plural} {', '.join(map(str, self.lines))}{more}"

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


def by_weight(tallies: Mapping[str, T]) -> list[tuple[str, T]]:
    """What has most volume first, then what has most rows, then by name."""
    return sorted(
        tallies.items(),
        key=lambda item: (-item[1].tiv - item[1].on_order, -item[1].rows, item[0]),
    )


def largest(names: Mapping[str, float]) -> dict[str, float]:
    """The few with most, the largest first; those with nothing are left out."""
    order = sorted(names, key=lambda name: (-names[name], name))[:_LOSERS]
    return {name or "not told": round(names[name], 3) for name in order if names[name] > 0}


def volumes_text(names: Mapping[str, float]) -> str:
    """'India 120, Norway 3.5'."""
    return ", ".join(f"{name} {tiv_text(tiv)}" for name, tiv in names.items())


def tiv_text(tiv: float) -> str:
    """A volume in words: in whole TIV from 100 on, else with three digits."""
    return f"{tiv:,.0f}" if tiv >= 100 else f"{tiv:.3g}"
