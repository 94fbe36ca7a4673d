"""A tender, an offer for it, the order that comes of it, and the clock by which it arrives."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tests.plain import equations as eq

IMPORTED, LICENSED, SECOND_HAND = 0, 1, 2


@dataclass
class Offer:
    """A supplier's bid: its price index, and the uniforms behind taste and talk about it."""

    price: float
    taste: float
    loudness: float


@dataclass
class Tender:
    """A package that a buyer wants. ``number`` counts the buyer's tenders of a class and year."""

    arms: str  # class
    number: int
    tiv: float
    offers: dict[str, Offer] = field(default_factory=dict)  # by supplier
    chosen: str | None = None


@dataclass(frozen=True)
class Component:
    """A part that a supplier takes from another one, its maker, for a share of what it sells."""

    maker: str
    arms: str
    reliance: float


@dataclass(frozen=True)
class Given:
    """An order that a scenario gives. Years count from the start; None is for the model to say."""

    year: int
    buyer: str
    supplier: str
    arms: str
    tiv: float
    usd: float | None
    due: tuple[int, int] | None
    kind: int


@dataclass(frozen=True)
class Clock:
    """Years of work that a supplier has done in a class by the beginning of each year."""

    done: Sequence[float]  # the last entry is the end of the last year

    def at(self, year: int) -> float:
        """What is done when a year begins; beyond the last one, work goes on at its speed."""
        last = len(self.done) - 1
        beyond = max(year - last, 0)
        return self.done[min(year, last)] + beyond * (self.done[last] - self.done[last - 1])


@dataclass(frozen=True)
class Order:
    """It takes the years of work from ``first`` to ``last``, which a slowed clock makes longer.

    Years count from the start.
    """

    buyer: str
    supplier: str
    arms: str
    signed: int
    first: int
    last: int
    kind: int
    tiv: float
    usd: float
    clock: Clock

    def delivered_in(self, year: int) -> float:
        """TIV that arrives in a year."""
        done, done_before = self.work_done_by(year + 1), self.work_done_by(year)
        return self.tiv * (done - done_before) / self.work

    @property
    def work(self) -> int:
        """Years of work during which parts of the order arrive."""
        return self.last - self.first + 1

    def work_done_by(self, year: int) -> float:
        """How many of these years of work have passed when a year begins."""
        since = max(self.signed, 0)  # of what was signed before the start, the rest is left
        passed = self.clock.at(year) - self.clock.at(since)
        return eq.clip(passed - (self.first - since), 0.0, self.work)

    @cached_property
    def arrives(self) -> tuple[int, int]:
        """First and last year in which something arrives."""
        first = max(self.signed, 0)
        while self.work_done_by(first + 1) < eq.MOMENT:
            first += 1
        last = first
        while self.work_done_by(last + 1) < self.work - eq.MOMENT:
            last += 1
        return first, last
