"""What happened in one world, year by year, as entries that any teller can put into words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiment.case import Case
from sim.experiment.worlds import case_of_world
from sim.explain.offers import Cause
from sim.explain.replay import orders_of, replay
from sim.explain.tender import BuyerYear, Order, Tender
from sim.model.grids import array_of
from sim.model.orders import BUYER_AT, new_orders, write_book
from sim.model.world import F


@dataclass(frozen=True)
class Talk:
    """Talks that were announced and came to nothing that year."""

    buyer: int
    supplier: int
    weapon_class: int  # its place


@dataclass(frozen=True)
class Refusal:
    """A supplier that would have won a tender and did not offer, and why."""

    supplier: int
    cause: Cause


@dataclass(frozen=True)
class SignedOrder:
    """An order, and what came before it.

    ``stopped`` are suppliers with whom a deal was struck and then stopped, each with the buyers
    that objected; ``refusals`` are those that would have won and did not offer, the best first.
    """

    buyer: int
    order: Order
    stopped: tuple[tuple[int, tuple[int, ...]], ...] = ()
    runner_up: int | None = None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Lapsed:
    """A tender that nobody supplies, and who of those that could did not offer."""

    tender: Tender
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class Delivery:
    """An order whose delivery begins or ends, or is cancelled."""

    buyer: int
    order: Order


@dataclass(frozen=True)
class ChronicleYear:
    """What happened in a year, in the order in which it is told."""

    year: int
    talks: tuple[Talk, ...]
    signed: tuple[SignedOrder, ...]
    lapsed: tuple[Lapsed, ...]
    begun: tuple[Delivery, ...]
    ended: tuple[Delivery, ...]
    cancelled: tuple[Delivery, ...]  # orders of which something is cancelled


def chronicle(
    case: Case, number: int, buyers: Sequence[int], classes: Sequence[int], years: range
) -> list[ChronicleYear]:
    """What happened in one world between some buyers and all suppliers.

    Deliveries are those of all orders, also of such as were signed before these years.

    Args:
        case: the scenario in its theatre.
        number: of the world.
        buyers: places of the buyers.
        classes: places of the classes.
        years: calendar years to tell.

    Raises:
        TooManyTendersError: if there are more tenders in a year than there is room for.
    """
    case = case_of_world(case, number)
    played = list(replay(case, number, buyers, range(case.years[0], years[-1] + 1)))
    deliveries = [Delivery(b, order) for b, order in _book(case, number, buyers)]
    for item in played:
        orders = [tender.order for tender in item.tenders]
        deliveries += [Delivery(item.buyer, o) for o in (*orders, *item.given) if o is not None]
    deliveries = [item for item in deliveries if item.order.weapon_class in classes]
    return [
        _year([item for item in played if item.year == year], deliveries, year, classes, case)
        for year in years
    ]


def _year(
    played: list[BuyerYear],
    deliveries: list[Delivery],
    year: int,
    classes: Sequence[int],
    case: Case,
) -> ChronicleYear:
    tenders = [
        tender for item in played for tender in item.tenders if tender.weapon_class in classes
    ]
    return ChronicleYear(
        year=year,
        talks=tuple(talk for item in played for talk in _talks(item, classes, case)),
        signed=tuple(
            SignedOrder(
                tender.buyer,
                tender.order,
                tuple((s, tender.objectors[s]) for s in tender.stopped),
                tender.runner_up,
                _refusals(tender),
            )
            for tender in tenders
            if tender.order is not None
        )
        + tuple(
            SignedOrder(item.buyer, o)
            for item in played
            for o in item.given
            if o.weapon_class in classes
        ),
        lapsed=tuple(
            Lapsed(tender, _refusals(tender)) for tender in tenders if tender.order is None
        ),
        begun=tuple(item for item in deliveries if item.order.first == year),
        ended=tuple(item for item in deliveries if item.order.last == year),
        cancelled=tuple(item for item in deliveries if item.order.cancelled_in == year),
    )


def _talks(item: BuyerYear, classes: Sequence[int], case: Case) -> Iterator[Talk]:
    """Announcements without an order that year; aggregates are never heard of."""
    if case.theatre.buyers[item.buyer] in case.theatre.aggregates:
        return
    orders = [tender.order for tender in item.tenders if tender.order is not None]
    signed = {(order.weapon_class, order.supplier) for order in (*orders, *item.given)}
    for k, s in np.argwhere(item.talks).tolist():
        if k in classes and (k, s) not in signed:
            yield Talk(item.buyer, s, k)


def _refusals(tender: Tender) -> tuple[Refusal, ...]:
    """The suppliers that would have won and did not offer, but for those that chance kept away."""
    causes = [(s, tender.stances[s].cause) for s in tender.would_have_won]
    return tuple(Refusal(s, cause) for s, cause in causes if cause is not None and cause != "luck")


def _book(case: Case, number: int, buyers: Sequence[int]) -> Iterator[tuple[int, Order]]:
    """The order book at the start, of some buyers."""
    world = case.world(number)
    orders = new_orders(len(array_of(case.fixed, F.BOOK_TIV)))
    write_book(case.fixed, world, number, 0, orders)
    for b, order in zip(orders.place[:, BUYER_AT].tolist(), orders_of(case, orders), strict=True):
        if b in buyers:
            yield b, order
