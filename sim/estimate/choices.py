"""Choices as they were made: a world is watched year by year, and its tenders are noted.

Axes: M situations (a buyer that wants a class in a year), N tenders in them, S suppliers, P
``WEIGHTS``, R ``ON_RECORD``, Y years, B buyers, K classes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Bools, Floats, Integers
from sim.base.parameters import PARAMETERS
from sim.experiment.case import Case
from sim.model import noise
from sim.model.block import TooManyTendersError, tenders_lost
from sim.model.equations import demand_factor, domestic_factor, pressure, tender_rate
from sim.model.grids import array_of
from sim.model.start import start
from sim.model.terms import (
    WEIGHTS,
    aside,
    offers_of,
    scales_of,
    settle,
    terms_of,
    unit_weights,
    weights_of,
)
from sim.model.world import BUYERS, CLASS, SUPPLIER, TIV, F, W, World, X
from sim.model.year import ASSESS_NEED, CHOOSE_SUPPLIERS, SCHEDULE, run_stage

ON_RECORD = tuple(name for name, row in PARAMETERS.items() if row.on_record)
"""What a register of orders shows, with which the weights marked † were measured."""


@dataclass(frozen=True)
class Choices:
    """All tenders of some worlds, with what stood behind them."""

    world: Integers  # [M]
    buyer: Integers  # [M]
    kind: Integers  # [M] the class
    year: Integers  # [M] from the start
    terms: Floats  # [M, S, P] of the value of an offer, as the buyer saw them
    recorded: Floats  # [M, S, R] as a register would show them
    chance: Floats  # [M, S] that the supplier answers a tender
    small_package: Floats  # [M] weight of all reasons for a small package, over a large one's
    makes: Bools  # [M, S] whether it makes the class at all, and is not the buyer
    situation: Integers  # [N] row of the above
    made: Bools  # [N, S] whether there was an offer
    barred: Bools  # [N, S] whether a deal would be stopped if it were struck
    stopped: Bools  # [N, S] whether one was struck and stopped
    chosen: Integers  # [N] supplier, or NOBODY
    tiv: Floats  # [N]


@dataclass(frozen=True)
class Watched:
    """One world, watched to its end."""

    choices: Choices
    wanted: Floats  # [Y, B, K] tenders
    expected: Floats  # [Y, B, K] their mean, given all that had happened until then


def watch(case: Case, number: int, p: "np.void | None" = None) -> Watched:
    """Play a world and note all choices.

    Args:
        case: the scenario in its theatre.
        number: of the world, and so of its noise.
        p: parameters to play with instead of those of the world.

    Raises:
        TooManyTendersError: if there are more tenders in a year than there is room for.
    """
    world = case.world(number)
    if p is not None:
        world.p[0] = p
        start(case.fixed, case.forcing, world)
    wanted, expected = [], []
    seen: list[Choices] = []
    for t in range(len(case.years)):
        for stage in SCHEDULE:
            before = aside(world) if stage == CHOOSE_SUPPLIERS else None  # to look into
            run_stage(stage, t, case.fixed, case.forcing, world)
            if stage == ASSESS_NEED:
                wanted.append(array_of(world, W.WANTED).copy())
                expected.append(tender_rates(t, case, world))
            if before is not None:
                seen.extend(_year_of_choices(case, t, before, world))
        if tenders_lost(world) > 0:
            raise TooManyTendersError(number)
    return Watched(gather(seen), np.array(wanted), np.array(expected))


def tender_rates(t: int, case: Case, world: World) -> Floats:
    """Expected tenders [B, K] of year ``t`` of a world whose buyers have just assessed their need.

    Replayed tenders are their own expectation.
    """
    p, fixed, forcing = world.p[0], case.fixed, case.forcing
    packages, industry = array_of(fixed, F.PACKAGES), array_of(fixed, F.INDUSTRY)
    spending = array_of(forcing, X.SPENDING)[t] * array_of(world, W.SPENDING)
    balance, slow = array_of(world, W.BALANCE), array_of(world, W.DEMAND_SLOW)
    single, need = array_of(fixed, F.SINGLE_BUYER), array_of(forcing, X.NEED)[t]
    rates = np.zeros_like(packages)
    for b, k in np.ndindex(rates.shape):
        u = noise.uniforms(
            world.key, noise.DEMAND, fixed.first_year + t, fixed.keys[BUYERS, b], noise.NO_NAME,
            noise.NO_NAME, 0,
        )[0]  # fmt: skip
        luck = noise.normal(u), float(slow[b])
        demand = demand_factor(*luck, p["demand_year_sd"], p["demand_slow_sd"])
        much = pressure(
            float(spending[b]), p["spending_elasticity"], float(balance[b]), p["parity"],
            demand if single[b] else 1.0,
        )  # fmt: skip
        much *= domestic_factor(float(industry[b]), t, p["domestic_growth"])
        rates[b, k] = tender_rate(float(packages[b, k]), much, float(need[b, k]))
    replayed = array_of(fixed, F.RECORDED_PACKAGES)[t]
    return np.where(replayed >= 0, replayed, rates)


def gather(parts: Iterable[Choices]) -> Choices:
    """Choices of many worlds, buyers or years as one.

    Raises:
        ValueError: if there is nothing to gather, as in a world without tenders.
    """
    listed = list(parts)
    rows = np.cumsum([0, *(len(part.world) for part in listed)])
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in listed])
        for field in fields(Choices)
        if field.name != "situation"
    }
    situation = [part.situation + row for part, row in zip(listed, rows, strict=False)]
    return Choices(**columns, situation=np.concatenate(situation))


def _year_of_choices(case: Case, t: int, before: World, after: World) -> Iterable[Choices]:
    """Choices of each buyer and class in a year, by the world before and after they were made."""
    first = array_of(case.fixed, F.FIRST_SLOT).astype(np.int64)
    wanted = array_of(before, W.WANTED).astype(np.int64)
    for b in range(len(wanted)):
        tenders = array_of(after, W.TENDER)[t, first[b] : first[b] + wanted[b].sum()]
        for k in np.flatnonzero(wanted[b]).tolist():
            yield _note(case, b, k, t, before, tenders[tenders[:, CLASS] == k])


def _note(case: Case, b: int, k: int, t: int, before: World, tenders: Floats) -> Choices:
    """One situation and its tenders, rows of ``W.TENDER``."""
    p, walk = before.p[0], array_of(before, W.WALK)
    seen = terms_of(b, k, t, case.fixed, case.forcing, before, units_seen(p))
    terms = seen[:, : len(WEIGHTS)]
    offers = offers_of(b, k, t, len(tenders), case.fixed, before)
    tiv = tenders[:, TIV].copy()
    stopped, _ = settle(offers, terms @ weights_of(p), scales_of(tiv, p))
    makes = array_of(case.fixed, F.HIGHEST_OUTPUT)[:, k] > 0.0
    embargo = array_of(case.forcing, X.CLOSED)[t, b, k]
    return Choices(
        world=np.array([before.key[1]], dtype=np.int64),
        buyer=np.array([b]),
        kind=np.array([k]),
        year=np.array([t]),
        terms=terms[None],
        recorded=on_record(terms, seen[:, -1] - walk, embargo)[None],
        chance=array_of(before, W.CHANCE)[b, k][None],
        small_package=np.array([p["small_package"]]),
        makes=(makes & (array_of(case.fixed, F.SAME_STATE)[b] == 0.0))[None],
        situation=np.zeros(len(tenders), dtype=np.int64),
        made=offers.made,
        barred=offers.barred,
        stopped=stopped,
        chosen=tenders[:, SUPPLIER].astype(np.int64),
        tiv=tiv,
    )


def units_seen(p: "np.void") -> "npt.NDArray[np.void]":
    """Units for the model's own terms, and for a world share that goes by simulated sales alone."""
    units = np.concatenate([unit_weights(p), unit_weights(p, ("world_share",))])
    units["world_share_feedback"][-1] = 1.0
    return units


def on_record(terms: Floats, world_share: Floats, embargo: Floats) -> Floats:
    """The terms [S, R] that a register of orders would show of every supplier.

    A register has sales, but neither the drift of a supplier in everybody's eyes nor how far the
    buyer still goes by the shares of the start. It has embargoes (0 to 1), not who offered.
    """
    instead = {"world_share": world_share, "embargo": embargo}
    columns = [
        instead[name] if name in instead else terms[:, WEIGHTS.index(name)] for name in ON_RECORD
    ]
    return np.column_stack(columns)
