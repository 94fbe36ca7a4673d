"""The only schedule: what happens in a year, in this order, for one world or a hundred thousand.

Events and covariates of the year are in ``Forcing`` before it begins. Within a stage everybody acts
on what stood when the stage began and writes only its own rows, so who acts first does not matter.
"""

from sim.model.choice import choose_suppliers
from sim.model.compiled import compiled
from sim.model.delivery import take_deliveries
from sim.model.feedback import close_books, update_ties
from sim.model.grids import grid2
from sim.model.need import assess_need, plan_spending
from sim.model.offers import make_offers
from sim.model.world import F, Fixed, Forcing, World

PLAN_SPENDING, ASSESS_NEED, MAKE_OFFERS, CHOOSE_SUPPLIERS = range(4)
TAKE_DELIVERIES, UPDATE_TIES, CLOSE_BOOKS = range(4, 7)

SCHEDULE = (
    PLAN_SPENDING,
    ASSESS_NEED,
    MAKE_OFFERS,
    CHOOSE_SUPPLIERS,
    TAKE_DELIVERIES,
    UPDATE_TIES,
    CLOSE_BOOKS,
)


@compiled
def act(stage: int, i: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Let one state act in one stage; ``i`` counts buyers, or suppliers where suppliers act."""
    if stage == PLAN_SPENDING:
        plan_spending(i, t, fixed, forcing, world)
    elif stage == ASSESS_NEED:
        assess_need(i, t, fixed, forcing, world)
    elif stage == MAKE_OFFERS:
        make_offers(i, t, fixed, forcing, world)
    elif stage == CHOOSE_SUPPLIERS:
        choose_suppliers(i, t, fixed, forcing, world)
    elif stage == TAKE_DELIVERIES:
        take_deliveries(i, t, fixed, forcing, world)
    elif stage == UPDATE_TIES:
        update_ties(i, t, fixed, forcing, world)
    elif stage == CLOSE_BOOKS:
        close_books(i, t, fixed, forcing, world)


@compiled
def suppliers_act(stage: int) -> bool:
    """Whether the suppliers act in a stage, not the buyers."""
    return stage in (MAKE_OFFERS, CLOSE_BOOKS)


@compiled
def run_stage(stage: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Let all states whose turn it is act in one stage."""
    highest_output, packages = grid2(fixed, F.HIGHEST_OUTPUT), grid2(fixed, F.PACKAGES)
    states = highest_output.shape[0] if suppliers_act(stage) else packages.shape[0]
    for i in range(states):
        act(stage, i, t, fixed, forcing, world)
