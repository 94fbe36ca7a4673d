"""The only schedule: what happens in a year, in this order, for one world or a hundred thousand.

Events and covariates of the year are in ``Forcing`` before it begins. Within a stage everybody acts
on what stood when the stage began and writes only its own rows, so who acts first does not matter.

A stage lets the buyers, or the suppliers, from ``first`` to before ``last`` act: all of them, or a
single one where a Mesa model plays them one by one.
"""

from collections.abc import Callable

from sim.model.choice import choose_suppliers
from sim.model.compiled import compiled_apart, inlined
from sim.model.delivery import take_deliveries
from sim.model.feedback import close_books, update_ties
from sim.model.grids import grid2
from sim.model.money import settle_prices
from sim.model.need import assess_need, plan_spending
from sim.model.offers import make_offers
from sim.model.politics import shift_politics
from sim.model.stocks import change_stocks
from sim.model.world import F, Fixed, Forcing, World

SHIFT_POLITICS, PLAN_SPENDING, ASSESS_NEED, MAKE_OFFERS = range(4)
CHOOSE_SUPPLIERS, TAKE_DELIVERIES, UPDATE_TIES, CLOSE_BOOKS = range(4, 8)

SCHEDULE = (
    SHIFT_POLITICS,
    PLAN_SPENDING,
    ASSESS_NEED,
    MAKE_OFFERS,
    CHOOSE_SUPPLIERS,
    TAKE_DELIVERIES,
    UPDATE_TIES,
    CLOSE_BOOKS,
)


@inlined
def play_year(t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Play one year: every stage of the schedule, for all whose turn it is."""
    buyers, suppliers = grid2(fixed, F.SAME_STATE).shape
    politics_shifted(0, buyers, t, fixed, forcing, world)
    spending_planned(0, buyers, t, fixed, forcing, world)
    need_assessed(0, buyers, t, fixed, forcing, world)
    offers_made(0, suppliers, t, fixed, forcing, world)
    suppliers_chosen(0, buyers, t, fixed, forcing, world)
    deliveries_taken(0, buyers, t, fixed, forcing, world)
    ties_updated(0, buyers, t, fixed, forcing, world)
    books_closed(0, suppliers, t, fixed, forcing, world)


@compiled_apart
def politics_shifted(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Buyers take in what events have done to their politics, and will do to their stocks."""
    for b in range(first, last):
        shift_politics(b, t, fixed, forcing, world)
        change_stocks(b, t, forcing, world)


@compiled_apart
def spending_planned(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Buyers move their spending toward what their rivals' stocks call for."""
    for b in range(first, last):
        plan_spending(b, t, fixed, forcing, world)


@compiled_apart
def need_assessed(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Buyers decide what to tender for."""
    for b in range(first, last):
        assess_need(b, t, fixed, forcing, world)


@compiled_apart
def offers_made(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Suppliers price their wares and settle whose tenders they will answer."""
    make_offers(first, last, t, fixed, forcing, world)


@compiled_apart
def suppliers_chosen(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Buyers take the best offers, and sign."""
    for b in range(first, last):
        choose_suppliers(b, t, fixed, forcing, world)
    settle_prices(first, last, t, fixed, world)


@compiled_apart
def deliveries_taken(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Buyers take what arrives into service."""
    for b in range(first, last):
        take_deliveries(b, t, fixed, forcing, world)


@compiled_apart
def ties_updated(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Buyers remember the year's orders; their politics drift."""
    for b in range(first, last):
        update_ties(b, t, fixed, forcing, world)


@compiled_apart
def books_closed(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Suppliers enter the year's sales and strike out what they delivered."""
    close_books(first, last, t, fixed, forcing, world)


_STAGES: tuple[Callable[[int, int, int, Fixed, Forcing, World], None], ...] = (
    politics_shifted,
    spending_planned,
    need_assessed,
    offers_made,
    suppliers_chosen,
    deliveries_taken,
    ties_updated,
    books_closed,
)


def suppliers_act(stage: int) -> bool:
    """Whether the suppliers act in a stage, not the buyers."""
    return stage in (MAKE_OFFERS, CLOSE_BOOKS)


def act(stage: int, i: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Let one state act in one stage; ``i`` counts buyers, or suppliers where suppliers act."""
    _STAGES[stage](i, i + 1, t, fixed, forcing, world)


def run_stage(stage: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Let all states whose turn it is act in one stage."""
    buyers, suppliers = fixed.layout[F.SAME_STATE, 1:3].tolist()
    number = suppliers if suppliers_act(stage) else buyers
    _STAGES[stage](0, number, t, fixed, forcing, world)
