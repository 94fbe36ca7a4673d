"""Repetitions that take turns, medians, and ratios between neighbours."""

import gc
import math
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from sim.experiment.case import Case
from tests.benchmarks.players import BASE, PLAYERS, Player


class Effort(NamedTuple):
    """How long to measure."""

    repetitions: int
    paces: tuple[int, int, int]  # worlds of a slow, a quicker and a quick player, each repetition
    ensembles: tuple[int, ...]  # worlds of the runs whose times give the exponent in worlds
    theatres: tuple[tuple[int, int], ...]  # buyers and suppliers, for the exponent in dyads
    worlds_of_command: int  # of ``sim run``
    processes: int  # repetitions of what takes a process of its own
    sweeps: tuple[int, ...]  # worlds of sweeps

    def worlds(self, player: Player, repetition: int) -> range:
        """The worlds of a player in one repetition; all players begin with the same one."""
        first = repetition * self.paces[0]
        return range(first, first + self.paces[player.pace])


QUICK = Effort(3, (1, 2, 16), (10, 30, 100), ((40, 10), (80, 20), (160, 40)), 20, 1, (640,))
FULL = Effort(
    5, (1, 8, 64), (10, 30, 100, 300, 1000), ((40, 10), (60, 14), (85, 20), (120, 28), (170, 40)),
    200, 3, (640, 10_000),
)  # fmt: skip


class Played(NamedTuple):
    """One player in one repetition."""

    seconds: float
    worlds: range
    orders: int

    @property
    def pace(self) -> float:
        """Seconds an order: worlds differ in size, and time goes with the orders in them."""
        return self.seconds / self.orders


Games = Mapping[str, Sequence[Played]]  # player → by repetition


def seconds_of(work: Callable[..., object], *arguments: object) -> float:
    """Time of one call, with no rubbish of earlier ones to clear away."""
    gc.collect()
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def play_in_turn(case: Case, effort: Effort) -> Games:
    """Let every player play in every repetition, each time another one first."""
    for player in PLAYERS.values():
        play(player, case, range(1))  # what is not compiled yet, is now
    games: dict[str, list[Played]] = {name: [] for name in PLAYERS}
    names = list(PLAYERS)
    for repetition in range(effort.repetitions):
        start = repetition % len(names)
        for name in (*names[start:], *names[:start]):
            worlds = effort.worlds(PLAYERS[name], repetition)
            games[name].append(play(PLAYERS[name], case, worlds))
    return games


def play(player: Player, case: Case, worlds: range) -> Played:
    """Let one player play some worlds."""
    prepared, orders = player.prepare(case, worlds), 0

    def work() -> None:
        nonlocal orders
        orders = player.play(case, worlds, prepared)

    return Played(seconds_of(work), worlds, orders)


def orders_a_world(games: Games) -> float:
    """Orders in a world of average size, over the most worlds that anybody played."""
    plays = max(games.values(), key=lambda played: sum(len(one.worlds) for one in played))
    return sum(one.orders for one in plays) / sum(len(one.worlds) for one in plays)


def seconds_an_order(games: Games, name: str) -> float:
    """Median over the repetitions."""
    return median(one.pace for one in games[name])


def speeds(games: Games, name: str) -> list[float]:
    """How many times as fast as plain Mesa, in each repetition."""
    pairs = zip(games[BASE], games[name], strict=True)
    return [base.pace / one.pace for base, one in pairs]


def exponent(sizes: Sequence[int], work: Callable[[int], object], repetitions: int) -> float:
    """Slope of ln(time) over ln(size): the median of the slopes of single repetitions."""
    slopes = []
    for _ in range(repetitions):
        seconds = [seconds_of(work, size) for size in sizes]
        slopes.append(_slope([math.log(x) for x in sizes], [math.log(y) for y in seconds]))
    return median(slopes)


def _slope(x: Sequence[float], y: Sequence[float]) -> float:
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - middle_x) ** 2 for a in x)
