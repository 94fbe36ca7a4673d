"""A world played again as a Mesa model, and every tender as its buyer saw it.

The market is stepped year by year. Before a year that is asked for, its first stages are run on a
copy, up to the moment when all offers are made and nothing is chosen; what was chosen is read from
the market itself. Axis: S suppliers.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.experiment.worlds import case_of_world, dates_of
from sim.explain.offers import objectors, stances
from sim.explain.tender import BuyerYear, Order, Tender
from sim.model import noise
from sim.model.announcing import announced
from sim.model.given import FIRST_NUMBER
from sim.model.grids import array_of
from sim.model.money import money_of_offer
from sim.model.need import FIRST_AGAIN
from sim.model.orders import (
    BUYER_AT,
    CLASS_AT,
    DUE_FIRST,
    DUE_LAST,
    KIND_AT,
    SIGNED,
    SUPPLIER_AT,
    Orders,
    new_orders,
)
from sim.model.signing import offered_terms, vetoed
from sim.model.tally import tally_cancelled
from sim.model.terms import aside, scales_of, terms_of, unit_weights, weights_of
from sim.model.world import (
    BUYERS,
    CLASS,
    CLASSES,
    FIRST,
    KIND,
    LAST,
    LICENSED,
    NEVER,
    NOBODY,
    NUMBER,
    SUPPLIER,
    SUPPLIERS,
    TIV,
    USD,
    F,
    W,
    World,
    X,
)
from sim.model.year import CHOOSE_SUPPLIERS, SCHEDULE, run_stage

if TYPE_CHECKING:
    from sim.model.market import Market


def replay(
    case: Case, number: int, buyers: Collection[int], years: Collection[int] | None = None
) -> Iterator[BuyerYear]:
    """Play a world again and yield the years of some buyers, year by year.

    Args:
        case: the scenario in its theatre.
        number: of the world.
        buyers: places of the buyers to watch.
        years: calendar years to watch, None for all; the world is played up to the last of them.

    Raises:
        TooManyTendersError: if there are more tenders in a year than there is room for.
    """
    case = case_of_world(case, number)
    watched = set(case.years if years is None else years)
    market = case.market(number)
    for t, year in enumerate(case.years):
        if year > max(watched, default=case.years[0] - 1):
            return
        before = _offers_made(market, t) if year in watched else None
        market.step()
        if before is not None:
            for b in buyers:
                yield _watch(case, market, *before, b, t)


def _offers_made(market: "Market", t: int) -> tuple[World, Floats]:
    """A copy of the market's world in which all offers of year ``t`` are made, none chosen.

    Also the suppliers noted in all tender slots: of tenders for what was cancelled, whose it was.
    """
    world = market.world
    ahead = World(world.data.copy(), world.layout, world.key.copy(), world.p.copy())
    for stage in SCHEDULE[: SCHEDULE.index(CHOOSE_SUPPLIERS)]:
        run_stage(stage, t, market.fixed, market.forcing, ahead)
    return aside(ahead), array_of(ahead, W.TENDER)[:, SUPPLIER].copy()


def _watch(case: Case, market: "Market", before: World, noted: Floats, b: int, t: int) -> BuyerYear:
    first = int(array_of(case.fixed, F.FIRST_SLOT)[b])
    signed = int(array_of(market.world, W.TENDERS)[t, b])
    rows = array_of(market.world, W.TENDER)[first : first + signed].copy()
    tenders = [
        replace(tender, order=None if row[SUPPLIER] == NOBODY else _order(case, row, b, t))
        for tender, row in zip(
            _open(case, before, b, t, rows, noted[first : first + signed]),
            _chosen(rows),
            strict=True,
        )
    ]
    given = (_order(case, row, b, t) for row in rows[rows[:, NUMBER] >= FIRST_NUMBER])
    talks = announced(array_of(market.world, W.TALKS)[t, b], len(case.theatre.suppliers))
    return BuyerYear(b, case.years[t], tuple(tenders), tuple(given), talks)


def open_now(case: Case, world: World, b: int, t: int) -> list[Tender]:
    """A buyer's tenders of year ``t``, of a world in which all offers are made, none chosen.

    None of them has an order; the world stays as it is.
    """
    first = int(array_of(case.fixed, F.FIRST_SLOT)[b])
    rows = array_of(world, W.TENDER)[first : first + int(array_of(world, W.TENDERS)[t, b])]
    return list(_open(case, aside(world), b, t, rows, rows[:, SUPPLIER]))


def _chosen(rows: Floats) -> Floats:
    """The rows of a buyer's own tenders, without the orders that the scenario gives."""
    own: Floats = rows[rows[:, NUMBER] < FIRST_NUMBER]
    return own


def _open(
    case: Case, before: World, b: int, t: int, rows: Floats, noted: Floats
) -> Iterator[Tender]:
    """A buyer's own tenders; suppliers ``noted`` in its slots are those of what was cancelled."""
    terms = dict[int, Floats]()
    for row, kept_out in zip(rows, noted, strict=True):
        if row[NUMBER] >= FIRST_NUMBER:
            continue
        k, instead_of = int(row[CLASS]), int(kept_out) if row[NUMBER] >= FIRST_AGAIN else None
        if k not in terms:
            units = unit_weights(before.p[0])
            terms[k] = terms_of(b, k, t, case.fixed, case.forcing, before, units)
        yield _tender(case, before, b, t, row, terms[k], instead_of)


def _tender(
    case: Case, before: World, b: int, t: int, row: Floats, terms: Floats, instead_of: int | None
) -> Tender:
    k, number, p = int(row[CLASS]), int(row[NUMBER]), before.p[0]
    ready, taste_shock = _offer_draws(case, before, b, k, t, number)
    held = stances(case, before, b, k, t, ready, instead_of)
    everyone = range(len(case.theatre.suppliers))
    given = case.fixed, case.forcing, before
    barred = [vetoed(b, s, k, t, number, *given) for s in everyone]
    bidders, tiv = max(sum(stance.offers for stance in held), 1), float(row[TIV])
    usd_m = [money_of_offer(b, s, k, t, number, tiv, bidders, *given) for s in everyone]
    agreed = [offered_terms(b, s, k, t, number, tiv, *given) for s in everyone]
    return Tender(
        world=int(before.key[1]),
        buyer=b,
        weapon_class=k,
        year=case.years[t],
        number=number,
        tiv=tiv,
        scale=float(scales_of(row[TIV : TIV + 1], p)[0]),
        weights=weights_of(p),
        terms=terms,
        luck=-np.log(-np.log(taste_shock)),
        made=np.array([stance.offers for stance in held]),
        usd_m=np.array(usd_m),
        agreed=np.array(agreed),
        barred=np.array(barred),
        objectors={s: objectors(case, before, b, s, k, t) for s in everyone},
        stances=held,
        order=None,
        instead_of=instead_of,
    )


def _offer_draws(
    case: Case, before: World, b: int, k: int, t: int, number: int
) -> tuple[Floats, Floats]:
    """Readiness and taste shock [S], both uniforms, also of those who did not offer."""
    keys = case.fixed.keys
    draws = np.array(
        [
            noise.uniforms(
                before.key, noise.OFFER, case.years[t], keys[BUYERS, b], keys[SUPPLIERS, s],
                keys[CLASSES, k], number,
            )
            for s in range(len(case.theatre.suppliers))
        ]
    )  # fmt: skip
    return draws[:, 0], draws[:, 1]


def _order(case: Case, row: Floats, b: int, t: int) -> Order:
    """A tender's row as an order, its deliveries dated."""
    orders = new_orders(1)
    place = orders.place[0]
    place[BUYER_AT], place[SUPPLIER_AT], place[CLASS_AT] = b, int(row[SUPPLIER]), int(row[CLASS])
    place[SIGNED], place[KIND_AT] = t, int(row[KIND])
    orders.value[0] = row[TIV], row[USD]
    place[DUE_FIRST], place[DUE_LAST] = int(row[FIRST]), int(row[LAST])
    [order] = orders_of(case, orders)
    return replace(order, given=int(row[NUMBER]) >= FIRST_NUMBER)


def orders_of(case: Case, orders: Orders) -> Iterator[Order]:
    """Rows of orders in years of the calendar, with what events cancel of them; none is given."""
    start, cancelled = case.years[0], np.zeros((len(orders.value), 3))
    tally_cancelled(*orders, 0, array_of(case.forcing, X.CLOCK)[None], case.forcing, cancelled)
    for place, (tiv, usd), (first, last), (year, lost, _) in zip(
        orders.place.tolist(), orders.value.tolist(), dates_of(case, orders, 0).tolist(),
        cancelled.tolist(), strict=True,
    ):  # fmt: skip
        yield Order(
            supplier=place[SUPPLIER_AT],
            weapon_class=place[CLASS_AT],
            year=start + place[SIGNED],
            tiv=tiv,
            usd_m=usd,
            first=None if first == NEVER else start + first,
            last=None if first == NEVER else start + last,
            licensed=place[KIND_AT] == LICENSED,
            given=False,
            cancelled=lost,
            cancelled_in=None if year == NEVER else start + int(year),
        )
