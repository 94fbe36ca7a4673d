"""Orders that a scenario gives: signed in a year, whatever the buyer would have chosen."""

from sim.base.arrays import Floats
from sim.model import noise
from sim.model.compiled import compiled, compiled_apart
from sim.model.grids import grid1, grid2, grid3
from sim.model.reasons import recall
from sim.model.roots import roots_of
from sim.model.signing import enter_order, note_deal, settle_delivery
from sim.model.world import (
    BUYER_GIVEN,
    CLASS,
    CLASS_GIVEN,
    FIRST,
    FIRST_GIVEN,
    KIND,
    KIND_GIVEN,
    LAST,
    LAST_GIVEN,
    NO_LOT,
    NUMBER,
    SUPPLIER_GIVEN,
    TIV,
    TIV_GIVEN,
    UNSAID,
    USD_GIVEN,
    YEAR_GIVEN,
    F,
    Fixed,
    Forcing,
    W,
    World,
    X,
)

FIRST_NUMBER = 50_000  # of a given order; tenders, which are numbered from 0, never come so far
_ALONE = 1  # bidders


@compiled
def next_slot(b: int, t: int, fixed: Fixed, world: World) -> int:
    """Slot after the last one that a buyer has used this year; there is room for given orders."""
    tenders = grid2(world, W.TENDERS)
    slot = int(grid1(fixed, F.FIRST_SLOT)[b] + tenders[t, b])
    tenders[t, b] += 1
    return slot


@compiled
def given_number(n: int, given: Floats) -> int:
    """Number of a given order: those of its buyer, class and year are counted."""
    number = FIRST_NUMBER
    for m in range(n):
        if (
            given[m, YEAR_GIVEN] == given[n, YEAR_GIVEN]
            and given[m, BUYER_GIVEN] == given[n, BUYER_GIVEN]
            and given[m, CLASS_GIVEN] == given[n, CLASS_GIVEN]
        ):
            number += 1
    return number


@compiled_apart
def sign_given_order(
    number: int, order: Floats, b: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Sign one given order; what it leaves unsaid is drawn as for any other."""
    s, k = int(order[SUPPLIER_GIVEN]), int(order[CLASS_GIVEN])
    recall(b, k, t, world)  # what enters a class's memory enters it as of this year
    slot = next_slot(b, t, fixed, world)
    tender = grid2(world, W.TENDER)[slot]
    tender[CLASS], tender[NUMBER] = k, number
    tender[TIV], tender[KIND] = order[TIV_GIVEN], order[KIND_GIVEN]
    roots = roots_of(b, k, t, fixed, world)
    _, one, other, luck = noise.uniforms_at(roots.terms, NO_LOT, number)
    settle_delivery(slot, b, s, t, roots.delays, one, other, fixed, forcing, world)
    note_deal(slot, order[USD_GIVEN], _ALONE, luck, world)
    if order[FIRST_GIVEN] != UNSAID:
        tender[FIRST], tender[LAST] = order[FIRST_GIVEN], order[LAST_GIVEN]
    enter_order(slot, b, s, t, forcing, world)
    grid3(world, W.TALKED)[b, k, s] = 1.0


@compiled
def sign_given_orders(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A buyer signs the orders that the scenario gives it this year, beside its tenders."""
    given = grid2(forcing, X.GIVEN)
    for n in range(given.shape[0]):
        if int(given[n, YEAR_GIVEN]) == t and int(given[n, BUYER_GIVEN]) == b:
            sign_given_order(given_number(n, given), given[n], b, t, fixed, forcing, world)
