"""Who plays the worlds: plain Mesa, Mesa on the compiled behaviours, and the ensemble.

Every player is asked for the same worlds and says how many orders were signed in them, which must
be as many for all.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sim.experiment.case import Case
from sim.experiment.run import measure_block
from sim.experiment.worlds import Block, map_worlds
from sim.model.orders import SIGNED, Orders
from tests.plain import PlainMarket

Draw = tuple[float, float, float, float]


class Replayed(PlainMarket):
    """Plain Mesa that is handed its draws, in the order in which an earlier play asked for them."""

    def __init__(self, case: Case, world: int, drawn: list[Draw]) -> None:
        self._drawn: Iterator[Draw] = iter(drawn)
        super().__init__(case, world)

    def draw(self, *_: Any, **__: Any) -> Draw:
        """The next draw, whatever it is for."""
        return next(self._drawn)


class Recorder(PlainMarket):
    """Plain Mesa that keeps all its draws."""

    def __init__(self, case: Case, world: int) -> None:
        self.drawn: list[Draw] = []
        super().__init__(case, world)

    def draw(self, *address: Any, **names: Any) -> Draw:
        """A draw, noted down."""
        self.drawn.append(super().draw(*address, **names))
        return self.drawn[-1]


def record_draws(case: Case, worlds: range) -> dict[int, list[Draw]]:
    """All draws of some worlds, by world."""
    return {number: Recorder(case, number).run_all_years().drawn for number in worlds}


def play_plain(case: Case, worlds: range, _: Any) -> int:
    """Plain Mesa, which draws as it goes."""
    return sum(_signed_plainly(PlainMarket(case, number)) for number in worlds)


def play_replayed(case: Case, worlds: range, drawn: dict[int, list[Draw]]) -> int:
    """Plain Mesa, its noise drawn before."""
    return sum(_signed_plainly(Replayed(case, number, drawn[number])) for number in worlds)


def play_stages(case: Case, worlds: range, _: Any) -> int:
    """Mesa on the compiled behaviours, a whole stage in one call."""
    return _play_markets(case, worlds, one_by_one=False)


def play_states(case: Case, worlds: range, _: Any) -> int:
    """Mesa on the compiled behaviours, state by state in random order."""
    return _play_markets(case, worlds, one_by_one=True)


def play_ensemble(case: Case, worlds: range, threads: int = 1) -> int:
    """Blocks of worlds with their measures, as in a run that keeps no tables."""
    measures = case.scenario.measures

    def measured(block: Block) -> int:
        measure_block(block, measures)
        return _signed(block.orders)

    return sum(map_worlds(measured, case, worlds.start, len(worlds), threads, ledgers=()))


def _play_markets(case: Case, worlds: range, *, one_by_one: bool) -> int:
    count = 0
    for number in worlds:
        market = case.market(number, one_by_one=one_by_one)
        while market.running:
            market.step()
        count += _signed(market.orders())
    return count


def _signed(orders: Orders) -> int:
    return int((orders.place[:, SIGNED] >= 0).sum())


def _signed_plainly(market: PlainMarket) -> int:
    return sum(order.signed >= 0 for order in market.run_all_years().orders)


def _nothing(_: Case, __: range) -> None:
    return None


class Player(NamedTuple):
    """One row of the table. ``prepare`` is not timed; what it returns is given to ``play``."""

    name: str
    play: Callable[[Case, range, Any], int]
    pace: int  # worlds of a repetition are counted in these: 0 slow, 1 quicker, 2 quick
    prepare: Callable[[Case, range], Any] = _nothing


PLAYERS = {
    "plain": Player("plain Mesa", play_plain, 0),
    "replayed": Player("plain Mesa, noise drawn before", play_replayed, 0, record_draws),
    "stages": Player("Mesa, compiled, whole stages", play_stages, 1),
    "states": Player("Mesa, compiled, state by state", play_states, 1),
    "ensemble": Player("ensemble, 1 thread", play_ensemble, 2, lambda *_: 1),
    "ensemble_2": Player("ensemble, 2 threads", play_ensemble, 2, lambda *_: 2),
}
BASE = "plain"
