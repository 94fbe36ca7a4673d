"""What deals cost. Prices decide nothing in a year, so those of all its deals are settled together.

One at a time, they would take a fifth of all the time of a world.
"""

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.equations import price_paid, usual_price
from sim.model.grids import grid1, grid2
from sim.model.roots import roots_of
from sim.model.signing import draw_kind
from sim.model.world import (
    BIDDERS,
    CLASS,
    KIND,
    LUCK,
    NO_LOT,
    NOBODY,
    SECOND_HAND,
    SUPPLIER,
    TIV,
    UNSAID,
    USD,
    F,
    Fixed,
    Forcing,
    W,
    World,
)

# rows of PRICED, after the slot of each deal
_AT, _TIV, _SECOND_HAND, _LEVEL, _INDEX, _CONCEDED, _WEALTH, _BIDDERS, _LUCK = range(9)


@compiled
def money_asked(
    tiv: float, second_hand: bool, level: float, index: float, conceded: float, wealth: float,
    bidders: float, luck: float, world: World,
) -> float:  # fmt: skip
    """US$ m of 2022 that a supplier asks for a package.

    Args:
        tiv: volume of the package.
        second_hand: whether it is used.
        level: the supplier's level of price in the class, US$ m per TIV.
        index: its price index of the year.
        conceded: part of the price that remains after concessions to the buyer.
        wealth: of the buyer, as in ``F.WEALTH``.
        bidders: suppliers that made an offer.
        luck: of the deal, a uniform.
        world: of which the parameters are.
    """
    p = world.p[0]
    usual = usual_price(
        level, tiv, second_hand, wealth, p.usd_size, p.usd_second_hand, p.usd_wealth
    )
    asked, z = usual * index * conceded, noise.normal(luck)
    return tiv * price_paid(asked, bidders, z, p.bidding_discount, p.deal_price_sd)


@compiled
def settle_prices(first: int, last: int, t: int, fixed: Fixed, world: World) -> None:
    """Set the money of this year's orders of the buyers from ``first`` on, but what is given."""
    tender, tenders = grid2(world, W.TENDER), grid2(world, W.TENDERS)
    first_slot, priced, deals = grid1(fixed, F.FIRST_SLOT), grid2(world, W.PRICED), 0
    for b in range(first, last):
        for slot in range(int(first_slot[b]), int(first_slot[b] + tenders[t, b])):
            if tender[slot, SUPPLIER] != NOBODY and tender[slot, USD] == UNSAID:
                put_to_price(deals, slot, b, fixed, world)
                deals += 1
            if deals == priced.shape[1]:
                price_together(deals, world)
                deals = 0
    price_together(deals, world)


@compiled
def put_to_price(n: int, slot: int, b: int, fixed: Fixed, world: World) -> None:
    """Note as number ``n`` what the price of a buyer's order depends on."""
    priced, order, deal = grid2(world, W.PRICED), grid2(world, W.TENDER)[slot], grid2(world, W.DEAL)
    s, k = int(order[SUPPLIER]), int(order[CLASS])
    priced[_AT, n], priced[_TIV, n] = slot, order[TIV]
    priced[_SECOND_HAND, n] = 1.0 if order[KIND] == SECOND_HAND else 0.0
    priced[_LEVEL, n], priced[_INDEX, n] = grid2(world, W.LEVEL)[k, s], grid2(world, W.PRICE)[k, s]
    priced[_CONCEDED, n] = grid2(world, W.CONCEDED)[b, s]
    priced[_WEALTH, n] = grid1(fixed, F.WEALTH)[b]
    priced[_BIDDERS, n], priced[_LUCK, n] = deal[slot, BIDDERS], deal[slot, LUCK]


@compiled
def price_together(deals: int, world: World) -> None:
    """Set the money of the orders that were put to price, of which no trace is left beside it."""
    priced, tender = grid2(world, W.PRICED), grid2(world, W.TENDER)
    paid, tiv, second_hand = priced[_LUCK], priced[_TIV], priced[_SECOND_HAND]  # luck, then money
    level, index, conceded = priced[_LEVEL], priced[_INDEX], priced[_CONCEDED]
    wealth, bidders = priced[_WEALTH], priced[_BIDDERS]
    for n in range(deals):
        paid[n] = money_asked(
            tiv[n], second_hand[n] > 0.0, level[n], index[n], conceded[n], wealth[n], bidders[n],
            paid[n], world,
        )  # fmt: skip
    for n in range(deals):
        tender[int(priced[_AT, n]), USD] = paid[n]
    for i in range(priced.shape[0]):
        for n in range(deals):
            priced[i, n] = 0.0


@compiled
def money_of_offer(
    b: int, s: int, k: int, t: int, number: int, tiv: float, bidders: int,
    fixed: Fixed, forcing: Forcing, world: World,
) -> float:  # fmt: skip
    """US$ m of 2022 that a tender would cost if it went to a supplier, all luck as it falls."""
    terms = roots_of(b, k, t, fixed, world).terms
    which, _, _, luck = noise.uniforms_at(terms, NO_LOT, number)
    used = draw_kind(which, b, k, t, fixed, forcing) == SECOND_HAND
    return money_asked(
        tiv, used, grid2(world, W.LEVEL)[k, s], grid2(world, W.PRICE)[k, s],
        grid2(world, W.CONCEDED)[b, s], grid1(fixed, F.WEALTH)[b], bidders, luck, world,
    )  # fmt: skip
