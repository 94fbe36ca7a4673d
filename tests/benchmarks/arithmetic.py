"""The least that a world can cost: its draws, logarithms and exponentials at this machine's best.

The plain model tells how many a world needs. B buyers, S suppliers, K classes, Y years, N rows of
the order book; T tenders, O orders, G offers; Q draws for offers, one for each tender and supplier
that makes the class; V draws for vetoes. Pairs of a buyer and a supplier in a year: P are
asked, U joined by an offer, X strike a deal; D are joined by an offer in a class and year. Each
value is taken once, and a sum in an exponent or a product in a logarithm is taken apart where that
saves some.
"""

from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.model import elementary, noise
from sim.model.compiled import compiled
from tests.benchmarks.players import PLAYERS, Draw
from tests.benchmarks.timing import play, seconds_of
from tests.plain import PlainMarket

FORMULAS = {
    "hash": "B + BY + BKY + SY + N + T + Q + 2O + V",
    "Gumbel": "G",  # as a race: −ln u over the exponential of the value, one of the exps
    "log": "3BY + SKY + P + 3D",  # threat, balance, wealth; price; paid share; habit, deals, share
    "exp": "BY + BKY + SKY + P + T + O + D + U + X",  # below, in this order
    "normal": "B + 2BY + SY + T + O",
}
# exp: demand, Poisson, odds of a class, odds of a buyer, size, price, value, talk, veto
_LENGTH, _ROUNDS, _TRIES = 4096, 50, 3  # numbers that stay in a near cache, over and over


class Counted(PlainMarket):
    """Plain Mesa that counts its draws and what it had to compare."""

    def __init__(self, case: Case, world: int) -> None:
        self.draws: Counter[int] = Counter()
        self.asked: set[tuple[Any, ...]] = set()  # addresses of draws for offers
        self.struck: set[tuple[Any, ...]] = set()
        self.offers = self.joined = self.joined_in_class = 0
        super().__init__(case, world)

    def draw(self, process: int, year: int | None, **names: Any) -> Draw:
        """A draw, counted; those for offers by their addresses, which may be asked for twice."""
        if process == noise.OFFER:
            self.asked.add((year, *(names[x] for x in ("buyer", "supplier", "arms", "number"))))
        else:
            self.draws[process] += 1
        if process == noise.VETO:
            self.struck.add((year, names["buyer"], names["supplier"]))
        return super().draw(process, year, **names)

    def step(self) -> None:
        """One year, and what was offered in it."""
        super().step()
        tenders = [(buyer.name, tender) for buyer in self.buyers for tender in buyer.tenders]
        self.offers += sum(len(tender.offers) for _, tender in tenders)
        self.joined += len({(b, s) for b, x in tenders for s in x.offers})
        self.joined_in_class += len({(b, x.arms, s) for b, x in tenders for s in x.offers})


class Work(NamedTuple):
    """What some worlds need, by kind of arithmetic, and the orders signed in them."""

    needs: dict[str, int]
    orders: int

    def least_seconds(self, peaks: dict[str, float]) -> float:
        """Time of it all, given the time of one of each kind."""
        return sum(number * peaks[kind] for kind, number in self.needs.items())


def count_work(case: Case, worlds: range) -> Work:
    """Evaluate the formulas for some worlds."""
    count: Counter[str] = Counter()
    orders = 0
    y, b = len(case.years), len(case.theatre.buyers)
    s, k = len(case.theatre.suppliers), len(case.theatre.classes)
    for number in worlds:
        market = Counted(case, number).run_all_years()
        tenders, signed = market.draws[noise.SIZE], market.draws[noise.TERMS]
        pairs = len({address[:3] for address in market.asked})
        count["hash"] += market.draws.total() + len(market.asked) + signed
        count["Gumbel"] += market.offers
        count["log"] += 3 * b * y + s * k * y + pairs + 3 * market.joined_in_class
        count["exp"] += b * y + b * k * y + s * k * y + pairs + tenders + signed
        count["exp"] += market.joined_in_class + market.joined + len(market.struck)
        count["normal"] += b + 2 * b * y + s * y + tenders + signed
        orders += signed
    return Work(dict(count), orders)


@compiled
def _hash(x: Floats, out: Floats, root: np.uint64, lot: np.uint64) -> None:
    for i in range(x.shape[0]):
        u, v = noise.halves(noise.bits_at(root, lot, i))
        out[i] = u + v


@compiled
def _gumbel(x: Floats, out: Floats) -> None:
    for i in range(x.shape[0]):
        out[i] = -elementary.ln(x[i]) * out[i]


@compiled
def _log(x: Floats, out: Floats) -> None:
    for i in range(x.shape[0]):
        out[i] = elementary.ln(x[i])


@compiled
def _exp(x: Floats, out: Floats) -> None:
    for i in range(x.shape[0]):
        out[i] = elementary.exp(x[i])


@compiled
def _normal(x: Floats, out: Floats) -> None:
    for i in range(x.shape[0]):
        out[i] = noise.normal(x[i])


def peak_seconds() -> dict[str, float]:
    """Seconds of one evaluation of each kind in a compiled loop: the best of a few tries."""
    x, out = np.random.default_rng(1).random(_LENGTH), np.ones(_LENGTH)
    name = np.uint64(12345)
    loops: dict[str, tuple[Any, ...]] = {
        "hash": (_hash, x, out, name, name),
        "Gumbel": (_gumbel, x, out),
        "log": (_log, x, out),
        "exp": (_exp, x, out),
        "normal": (_normal, x, out),
    }
    best = {}
    for kind, (loop, *arguments) in loops.items():
        loop(*arguments)  # what is not compiled yet, is now
        seconds = min(seconds_of(_repeat, loop, arguments) for _ in range(_TRIES))
        best[kind] = seconds / (_ROUNDS * _LENGTH)
    return best


def _repeat(loop: Any, arguments: list[Any]) -> None:
    for _ in range(_ROUNDS):
        loop(*arguments)


class Turn(NamedTuple):
    """Peaks and a play of the ensemble on one thread, measured next to each other."""

    peaks: dict[str, float]
    least: float  # seconds an order
    taken: float


def compare_in_turn(case: Case, work: Work, worlds: range, repetitions: int) -> list[Turn]:
    """How near the ensemble comes to its arithmetic: both slow down when others use the machine."""
    turns = []
    for _ in range(repetitions):
        peaks = peak_seconds()
        taken = play(PLAYERS["ensemble"], case, worlds).pace
        turns.append(Turn(peaks, work.least_seconds(peaks) / work.orders, taken))
    return turns
