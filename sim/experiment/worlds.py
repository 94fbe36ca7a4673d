"""Blocks of worlds, run on threads, in order, within bounded memory."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats, Integers, Short
from sim.experiment.case import Case, build_case
from sim.experiment.chances import as_it_happened
from sim.experiment.flows import flows_for, flows_of, new_memory
from sim.experiment.shifts import sized_events
from sim.measure.flows import FLOWS, Flows
from sim.model.block import TooManyTendersError, run_block
from sim.model.events import E
from sim.model.grids import array_of
from sim.model.orders import WORLD, Orders, most_orders, new_orders
from sim.model.tally import date_orders
from sim.model.world import W, World, X
from sim.scenario import Measure

BLOCK = 8  # worlds; the results do not depend on it

Made = TypeVar("Made")


@dataclass(frozen=True)
class Block:
    """What came out of consecutive worlds, and the parameters that they had."""

    first: int
    worlds: int
    parameters: "npt.NDArray[np.void]"  # [W] records
    orders: Orders
    talks: Floats  # [W, Y, B, K, Q] announcements as in ``W.TALKS``: suppliers, a bit each
    flows: Flows
    case: Case
    happened: Floats  # [W, J] year in which each event that differs began, or NEVER
    clocks: Floats  # [W, S, K, E] of each world, or [1, S, K, E] where all have the same

    def flows_for(self, measures: Iterable[Measure]) -> Flows:
        """Just what some measures need of the flows, made anew from the orders."""
        return flows_for(
            self.case, self.orders, self.first, self.worlds, self.talks, measures, self.clocks
        )

    @cached_property
    def columns(self) -> Short:
        """``orders.place`` column by column [8, M]; worlds count from the block's first."""
        columns = np.ascontiguousarray(self.orders.place.T, dtype=np.int16)
        columns[WORLD] = self.orders.place[:, WORLD] - self.first
        return columns

    @cached_property
    def dates(self) -> Short:
        """First and last year of delivery of every order [2, M], from the start, or NEVER."""
        dates = dates_of(self.case, self.orders, self.first, self.clocks)
        return np.ascontiguousarray(dates.T, dtype=np.int16)

    def __deepcopy__(self, memo: dict[int, object]) -> "Block":
        """A block of its own; the case, which never changes, is shared."""
        return replace(
            self,
            parameters=self.parameters.copy(),
            orders=deepcopy(self.orders, memo),
            talks=self.talks.copy(),
            happened=self.happened.copy(),
            clocks=self.clocks.copy(),
            flows=deepcopy(self.flows, memo),
        )


def dates_of(case: Case, orders: Orders, first: int, clocks: Floats | None = None) -> Integers:
    """First and last year of delivery of orders of worlds from ``first`` on [M, 2], or NEVER.

    ``clocks`` are those of ``Block``; by default that of the case.
    """
    dates = np.zeros((len(orders.place), 2), dtype=np.int64)
    clocks = array_of(case.forcing, X.CLOCK)[None] if clocks is None else clocks
    date_orders(orders.place, first, clocks, case.forcing, dates)
    return dates


def run_worlds(
    case: Case, first: int, count: int, threads: int = 1, block: int = BLOCK
) -> Iterator[Block]:
    """Run worlds ``first`` to ``first + count - 1``; yields blocks in that order.

    At most three blocks per thread are in memory at a time, each with all ledgers. Neither
    ``threads`` nor ``block`` changes a bit of the results.

    Raises:
        TooManyTendersError: if a year of a world had more tenders than slots.
    """
    return map_worlds(deepcopy, case, first, count, threads, block)


def map_worlds(
    use: Callable[[Block], Made],
    case: Case,
    first: int,
    count: int,
    threads: int = 1,
    block: int = BLOCK,
    ledgers: Iterable[str] = FLOWS,
) -> Iterator[Made]:
    """Run worlds as ``run_worlds`` does, and yield what ``use`` makes of each block, in order.

    ``use`` is called on the thread that ran the block. A later block is written over the orders and
    flows of this one, so nothing that ``use`` returns may be a view of them.

    Args:
        use: what to make of a block, such as its measures.
        case: scenario and theatre.
        first: number of the first world.
        count: worlds.
        threads: threads that share the worlds out.
        block: worlds in a block.
        ledgers: what the flows hold, by name; the fewer, the quicker.

    Raises:
        TooManyTendersError: if a year of a world had more tenders than slots.
    """
    idle = deque(_Workspace(case, min(block, count), ledgers) for _ in range(threads))

    def work(begin: int) -> Made:
        workspace = idle.pop()  # there are as many as threads
        try:
            return use(workspace.run(begin, min(block, first + count - begin)))
        finally:
            idle.append(workspace)

    starts = deque(range(first, first + count, block))
    pending: deque[Future[Made]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        while starts or pending:
            while starts and len(pending) < 2 * threads:  # a thread need not wait for the reader
                pending.append(pool.submit(work, starts.popleft()))
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


class _Workspace:
    """Memory of one thread, used block after block."""

    def __init__(self, case: Case, block: int, ledgers: Iterable[str]) -> None:
        self.case = case
        self.world: World = case.empty_world()
        most = most_orders(case.fixed, self.world)
        self.orders = new_orders(max(min(most, 40_000) * block, most))  # one world fits in any case
        shape: tuple[int, ...] = tuple(self.world.layout[W.TALKS, 1:].tolist())
        self.talks = np.zeros((block, *shape))
        self.forcing, self.events = case.own_forcing()
        differing = 0 if self.events is None else int(self.events.layout[E.DIFFERS, 1])
        self.happened = np.zeros((block, differing))
        self.clocks = array_of(case.forcing, X.CLOCK)[None]
        self.own_clocks = own_clocks(case)
        if self.own_clocks:
            self.clocks = np.zeros((block, *self.clocks.shape[1:]))
        self.memory = new_memory(case, block, ledgers)

    def run(self, first: int, count: int) -> Block:
        parameters, talks = self.case.parameters(first, count), self.talks[:count]
        scores = self.case.event_scores(first, count)
        happened = self.happened[:count]
        clocks = self.clocks[:count] if self.own_clocks else self.clocks
        taken = clocks.reshape(count, -1) if self.own_clocks else np.zeros((count, 0))
        orders = self._orders(first, parameters, scores, talks.reshape(count, -1), happened, taken)
        flows = flows_of(self.case, orders, first, count, talks, self.memory, clocks=clocks)
        return Block(first, count, parameters, orders, talks, flows, self.case, happened, clocks)

    def _orders(
        self,
        first: int,
        parameters: "npt.NDArray[np.void]",
        scores: Floats,
        talks: Floats,
        happened: Floats,
        clocks: Floats,
    ) -> Orders:
        """Orders of some worlds; what else they leave is written into the last three."""
        rows, finished = run_block(
            first,
            parameters,
            scores,
            self.case.fixed,
            self.forcing,
            self.events,
            self.world,
            self.orders,
            talks,
            happened,
            clocks,
        )
        if finished == 0:
            raise TooManyTendersError(first)
        orders = Orders(self.orders.place[:rows], self.orders.value[:rows])
        if finished == len(parameters):
            return orders
        kept = deepcopy(orders)  # the rest did not fit beside them
        rest = self._orders(
            first + finished,
            parameters[finished:],
            *(array[finished:] for array in (scores, talks, happened, clocks)),
        )
        return Orders(
            np.concatenate([kept.place, rest.place]), np.concatenate([kept.value, rest.value])
        )


def own_clocks(case: Case) -> bool:
    """Whether suppliers' work goes on differently in each world."""
    return any(event.differs and event.effect.imposes.foreseen for event in case.scenario.events)


def case_of_world(case: Case, number: int) -> Case:
    """The case of one world: the same events, but each that differs with the year it had there.

    Its world of this number is the same world; where no event differs it is the case itself.

    Raises:
        TooManyTendersError: if a year of it had more tenders than slots.
    """
    if not case.differs:
        return case
    happened = _Workspace(case, 1, ()).run(number, 1).happened[0]
    own = build_case(as_it_happened(case.scenario, happened), case.theatre)
    scores = case.scores_given
    if scores is not None:
        left = {event.id for event in own.scenario.events}
        scores = scores[:, [event.id in left for event in sized_events(case.scenario)]]
    return replace(own, posterior=case.posterior, given=case.given, scores_given=scores)
