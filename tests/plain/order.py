"""A tender, an offer for it, the order that comes of it, and the clock by which it arrives."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tests.plain import equations as eq

IMPORTED, LICENSED, SECOND_HAND = 0, 1, 2
NEVER = -10_000


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
    instead_of: str | None = None  # supplier of what was cancelled, who is not asked again


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
class Stop:
    """Deliveries of a dyad and class stop, in part or whole, from a year until another or ever."""

    year: int
    until: float
    share: float


@dataclass(frozen=True)
class Cut:
    """A share of what is due of orders of a dyad and class, signed in some years, is cancelled."""

    buyer: str
    supplier: str
    arms: str
    year: int
    signed: tuple[float, float]
    share: float
    reorder: bool
    refund: float


@dataclass(frozen=True)
class Handed:
    """A stock changes, or passes from one state to another; ``amount`` is TIV or a share."""

    year: int
    buyer: str
    arms: str
    giver: str | None
    amount: float
    is_share: bool


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
    stops: tuple[Stop, ...] = ()
    cuts: tuple[Cut, ...] = ()  # by year

    def delivered_in(self, year: int) -> float:
        """TIV that arrives in a year."""
        done, done_before = self.work_done_by(year + 1), self.work_done_by(year)
        return self.tiv * self.left_in(year) * (done - done_before) / self.work

    def left_in(self, year: float) -> float:
        """Share of what is due that no event has cancelled by a year."""
        return math.prod(1 - cut.share for cut in self.cuts if cut.year <= year)

    def cancelled_by(self, cut: Cut) -> float:
        """TIV that an event cancels: its share of what is due then and not cancelled before."""
        before = self.cuts[: self.cuts.index(cut)]
        left = math.prod(1 - earlier.share for earlier in before)
        return self.tiv * left * cut.share * (1 - self.work_done_by(cut.year) / self.work)

    @property
    def work(self) -> int:
        """Years of work during which parts of the order arrive."""
        return self.last - self.first + 1

    def work_done_by(self, year: int) -> float:
        """How many of these years of work have passed when a year begins."""
        since = max(self.signed, 0)  # of what was signed before the start, the rest is left
        passed = self.clock.at(year) - self.clock.at(since)
        if self.stops:
            passed -= sum(self.work_lost_in(t) for t in range(since, year))
        return eq.clip(passed - (self.first - since), 0.0, self.work)

    def work_lost_in(self, year: int) -> float:
        """Years of work that are stopped in a year; beyond the last, only what never ends is."""
        beyond = year >= len(self.clock.done) - 1
        stopped = min(1.0, sum(
            stop.share for stop in self.stops
            if stop.year <= year <= stop.until and (not beyond or math.isinf(stop.until))
        ))  # fmt: skip
        return (self.clock.at(year + 1) - self.clock.at(year)) * stopped

    def brings_in(self, year: int) -> bool:
        """Whether anything arrives in a year; beyond the last, what is lost later is lost."""
        beyond = year >= len(self.clock.done) - 1
        work = self.work_done_by(year + 1) - self.work_done_by(year)
        return work * self.left_in(math.inf if beyond else year) > eq.MOMENT

    @cached_property
    def arrives(self) -> tuple[int, int]:
        """First and last year in which something arrives; NEVER if nothing does."""
        end = len(self.clock.done) - 1
        year, years = max(self.signed, 0), list[int]()
        while self.work_done_by(year) < self.work - eq.MOMENT:
            if self.brings_in(year):
                years.append(year)
            year += 1
            lost = self.work_lost_in(end) >= self.clock.at(end + 1) - self.clock.at(end)
            if year > end and (lost or self.left_in(math.inf) == 0):
                break
        return (years[0], years[-1]) if years else (NEVER, NEVER)
