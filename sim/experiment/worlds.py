"""Blocks of worlds, run on threads, in order, within bounded memory."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from sim.experiment.case import Case
from sim.measure.flows import Flows
from sim.model.announcing import announced
from sim.model.block import TooManyTendersError, run_block
from sim.model.grids import array_of
from sim.model.orders import Orders, most_orders, new_orders
from sim.model.tally import tally
from sim.model.world import W, World, X

BLOCK = 8  # worlds; the results do not depend on it


@dataclass(frozen=True)
class Block:
    """Orders and flows of consecutive worlds."""

    first: int
    worlds: int
    orders: Orders
    flows: Flows


def run_worlds(
    case: Case, first: int, count: int, threads: int = 1, block: int = BLOCK
) -> Iterator[Block]:
    """Run worlds ``first`` to ``first + count - 1``; yields blocks in that order.

    At most two blocks per thread are in memory at a time. Neither ``threads`` nor ``block`` changes
    a bit of the results.

    Raises:
        TooManyTendersError: if a year of a world had more tenders than slots.
    """
    memory = [_Workspace(case, block) for _ in range(threads)]
    pending: deque[Future[Block]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        free = deque(memory)
        starts = deque(range(first, first + count, block))
        while starts or pending:
            while starts and free:
                begin = starts.popleft()
                worlds = min(block, first + count - begin)
                workspace = free.popleft()
                future = pool.submit(workspace.run, begin, worlds)
                pending.append(future)
                future.workspace = workspace  # type: ignore[attr-defined]
            done = pending.popleft()
            result = done.result()
            free.append(done.workspace)  # type: ignore[attr-defined]
            yield result


class _Workspace:
    """Memory of one thread, used block after block."""

    def __init__(self, case: Case, block: int) -> None:
        self.case = case
        self.world: World = case.empty_world()
        self.orders = new_orders(min(most_orders(case.fixed, self.world), 40_000) * block)

    def run(self, first: int, count: int) -> Block:
        parameters = self.case.parameters(first, count)
        shape = tuple(self.world.layout[W.TALKS, 1:].tolist())
        talks = np.zeros((count, int(np.prod(shape))))
        pieces, done = [], 0
        while done < count:
            rows, finished = run_block(
                first + done, parameters[done:], self.case.fixed, self.case.forcing, self.world,
                self.orders, talks[done:],
            )  # fmt: skip
            if finished == 0:
                raise TooManyTendersError(first + done)
            pieces.append((self.orders.place[:rows].copy(), self.orders.value[:rows].copy()))
            done += finished
        orders = Orders(
            np.concatenate([place for place, _ in pieces]),
            np.concatenate([value for _, value in pieces]),
        )
        flows = flows_of(self.case, orders, first, count)
        said = announced(talks.reshape(count, *shape), len(self.case.theatre.suppliers))
        announcements = said.transpose(0, 2, 4, 3, 1).astype(np.float64)  # W, B, S, K, Y
        return Block(first, count, orders, replace(flows, announcements=announcements))


def flows_of(case: Case, orders: Orders, first: int, count: int) -> Flows:
    """Dense flows of the worlds ``first`` to ``first + count - 1``."""
    theatre = case.theatre
    axes = (theatre.buyers, theatre.suppliers, theatre.classes)
    shape = (count, *map(len, axes), len(case.years))
    ledgers = [np.zeros(shape) for _ in range(5)]
    tally(orders.place, orders.value, array_of(case.forcing, X.CLOCK), first, *ledgers)
    signed, signed_usd, number, delivered, delivered_usd = ledgers
    return Flows(
        *axes,
        periods=tuple((year, year) for year in case.years),
        deliveries=delivered,
        orders=signed,
        deliveries_usd=delivered_usd,
        orders_usd=signed_usd,
        order_count=number,
        aggregates=theatre.aggregates,
    )
