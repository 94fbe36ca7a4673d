"""What an offer's value is made of: one number for each reason, whose weighted sum is the value.

The value of an offer is linear in its weights, so the term of a weight is the value that the offer
would have if this weight were 1 and all others 0. ``weigh_terms`` asks the engine for just that:
the formulas stand in ``equations.py`` and ``reasons.py``, and nowhere else. ``read_offers`` draws
the offers for the tenders once more, and ``settle`` chooses among the offers as the buyer did.

All of this looks at a world after its suppliers have made their offers and before its buyers
choose, and at a copy of it (``aside``), for even to look makes a buyer's memory fade. One copy does
for all buyers and classes of a year.
"""

import math
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Bools, Floats, Integers
from sim.base.parameters import PARAMETERS
from sim.model.announcing import weigh_concessions
from sim.model.compiled import compiled
from sim.model.elementary import exp
from sim.model.equations import (
    SMALL_PACKAGE,
    buyer_odds,
    class_odds,
    offer_probability,
    open_share,
)
from sim.model.forced import imposed_in_class
from sim.model.grids import grid2, grid3
from sim.model.offers import (
    alignment_of,
    lost_share_of,
    open_to,
    set_offer_draws,
    too_late,
)
from sim.model.reasons import weigh_relations, weigh_suppliers
from sim.model.roots import roots_of
from sim.model.signing import vetoed
from sim.model.world import LOTS, NOBODY, PARAMETER_DTYPE, Fixed, Forcing, W, World, X

WEIGHTS = tuple(name for name, row in PARAMETERS.items() if row.reason)
"""Parameters that are weights in the value of an offer, in the order of the parameter table."""

Hindrance = Literal["embargo", "component", "late", "objection", "estranged", "busy"]
HINDRANCES: tuple[Hindrance, ...] = get_args(Hindrance)
"""What can keep a supplier from offering."""

_EMBARGO, _COMPONENT, _LATE, _OBJECTION, _ESTRANGED, _BUSY = (
    1 << i for i in range(len(HINDRANCES))
)
_ALL_GONE = (1 << len(HINDRANCES)) - 1

_NO_LUCK = math.exp(-1.0)  # the uniform whose Gumbel value is 0


class Offers(NamedTuple):
    """The offers for a buyer's tenders of one class and year: N tenders, S suppliers."""

    made: Bools  # [N, S]
    luck: Floats  # [N, S] Gumbel noise of each offer; 0 where there is none
    barred: Bools  # [N, S] whether a deal would be stopped after it is struck


@compiled
def weigh_terms(
    b: int, k: int, t: int, units: Any, fixed: Fixed, forcing: Forcing, world: World, terms: Floats
) -> None:
    """Set the terms [S, P] of every supplier; ``units`` [P] holds parameters with one weight each.

    Leaves the buyer's rows of ``world``, and its parameters, as nobody else should see them.
    """
    weigh_concessions(b, t, fixed, forcing, world)
    for j in range(units.shape[0]):
        world.p[0] = units[j]
        weigh_relations(b, t, fixed, forcing, world)
        weigh_suppliers(b, k, t, fixed, forcing, world)
        value = grid2(world, W.VALUE)[b]
        for s in range(value.shape[0]):
            terms[s, j] = value[s] + 0.0  # no negative zeros


@compiled
def read_offers(
    b: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World,
    made: Floats, taste_shock: Floats, barred: Floats,
) -> None:  # fmt: skip
    """Draw the offers for tenders 0 to N - 1 of a class once more; all arrays are [N, S]."""
    chance, draws = grid3(world, W.CHANCE)[b, k], grid3(world, W.OFFER_DRAWS)[b]
    root = roots_of(b, k, t, fixed, world).offers
    for number in range(made.shape[0]):
        set_offer_draws(root, number, fixed.keys[LOTS], draws[0], draws[1])
        for s in range(made.shape[1]):
            if draws[0, s] < chance[s]:
                made[number, s] = 1.0
                taste_shock[number, s] = draws[1, s]
                stopped = vetoed(b, s, k, t, number, fixed, forcing, world)
                barred[number, s] = 1.0 if stopped else 0.0


@compiled
def chance_without(
    gone: int, b: int, s: int, k: int, t: int, leak: float,
    fixed: Fixed, forcing: Forcing, world: World,
) -> float:  # fmt: skip
    """Chance that a supplier answers a tender without some of ``HINDRANCES``, a bit each."""
    p = world.p[0]
    embargo = open_share(imposed_in_class(b, k, t, X.CLOSED, forcing)[s], leak)
    component = open_to(b, s, k, t, leak, forcing, world) / embargo
    in_time = 0.0 if too_late(b, s, k, t, fixed, forcing, world) else 1.0
    alignment = alignment_of(b, s, t, forcing, world)
    objecting = grid2(world, W.OBJECTING)[b, s]
    odds = grid2(world, W.ODDS)[k, s]
    if gone & _EMBARGO:
        embargo = 1.0
    if gone & _COMPONENT:
        component = 1.0
    if gone & _LATE:
        in_time = 1.0
    if gone & _OBJECTION:
        objecting = 0.0
    if gone & _ESTRANGED:
        alignment = max(alignment, 0.0)
    if gone & _BUSY:
        lost = lost_share_of(s, fixed, world)
        odds = class_odds(1.0, lost, p.willingness_base, p.idle_capacity, p.lost_share)
    favour = buyer_odds(alignment, objecting, p.friendship, p.objection)
    return offer_probability(favour * odds, embargo * component * in_time)


@compiled
def weigh_hindrances(
    b: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World, chances: Floats
) -> None:
    """Set each supplier's chances of answering a tender [S, 2 + number of ``HINDRANCES``].

    They are the one that it had, those with each hindrance gone, and that with all of them gone.
    """
    leak = exp(world.p[0].embargo)
    last = chances.shape[1] - 1
    for s in range(chances.shape[0]):
        for n in range(last + 1):
            gone = 0 if n == 0 else _ALL_GONE if n == last else 1 << (n - 1)
            chances[s, n] = chance_without(gone, b, s, k, t, leak, fixed, forcing, world)


def aside(world: World) -> World:
    """A copy of a world to look into, without its orders and deliveries, which come last in it."""
    data = world.data[: world.layout[W.DUE_CLASS, 0]].copy()
    return World(data, world.layout, world.key.copy(), world.p.copy())


def unit_weights(p: "np.void", names: Sequence[str] = WEIGHTS) -> "npt.NDArray[np.void]":
    """Parameters [P] like ``p``, but with one weight 1 and all others 0.

    What is inside a term (world_share_feedback, concession, the size of events) stays as in ``p``.
    """
    units = np.full(len(names), p, dtype=PARAMETER_DTYPE)
    for name in WEIGHTS:
        units[name] = 0.0
    for j, name in enumerate(names):
        units[name][j] = 1.0
    return units


def weights_of(p: "np.void", names: Sequence[str] = WEIGHTS) -> Floats:
    """The weights [P] by which terms are added up to a value."""
    return np.array([p[name] for name in names], dtype=np.float64)


def terms_of(
    b: int, k: int, t: int, fixed: Fixed, forcing: Forcing, copy: World, units: "npt.NDArray[Any]"
) -> Floats:
    """Terms [S, P] of the value of each supplier's offer to a buyer, in one class and year.

    With ``units = unit_weights(copy.p[0])``, ``terms_of(...) @ weights_of(copy.p[0])`` is the value
    as the buyer sees it.

    Args:
        b: the buyer's place.
        k: the class's place.
        t: the year, counted from the start.
        fixed: arrays of the theatre.
        forcing: what events impose.
        copy: the world ``aside`` with all offers made and nothing chosen.
        units: parameters with the one weight whose term is asked for.
    """
    terms, p = np.zeros((_suppliers(copy), len(units))), copy.p[0].copy()
    weigh_terms(b, k, t, units, fixed, forcing, copy, terms)
    copy.p[0] = p
    return terms


def offers_of(
    b: int, k: int, t: int, number: int, fixed: Fixed, forcing: Forcing, copy: World
) -> Offers:
    """The offers for the first ``number`` tenders of a buyer in one class and year.

    ``copy`` stands as for ``terms_of``. Suppliers answer only classes that the buyer wants that
    year: ask for no more tenders than that.
    """
    shape = number, _suppliers(copy)
    made, taste_shock, barred = np.zeros(shape), np.full(shape, _NO_LUCK), np.zeros(shape)
    read_offers(b, k, t, fixed, forcing, copy, made, taste_shock, barred)
    return Offers(made > 0.0, -np.log(-np.log(taste_shock)), barred > 0.0)


def scales_of(tiv: Floats, p: "np.void") -> Floats:
    """Weight of all reasons in the choice of packages of so many TIV [N]."""
    loose = np.where(tiv < SMALL_PACKAGE, p["small_package"], 1.0)
    scales: Floats = p["choice_scale"] * loose
    return scales


def settle(offers: Offers, value: Floats, scale: Floats) -> tuple[Bools, Integers]:
    """Which deals are struck and stopped [N, S], and who supplies each tender [N], or NOBODY.

    ``value`` is the value [S] of each supplier's offer, and ``scale`` [N] as of ``scales_of``.
    """
    utility = np.where(offers.made, scale[:, None] * value + offers.luck, -np.inf)
    allowed = np.where(offers.barred, -np.inf, utility)
    best = allowed.max(axis=1, keepdims=True)
    supplied = np.isfinite(best[:, 0])
    stopped: Bools = offers.made & offers.barred & (utility > best)
    return stopped, np.where(supplied, allowed.argmax(axis=1), NOBODY)


def _suppliers(world: World) -> int:
    return int(world.layout[W.VALUE, 2])
