"""Choices of a world, which is watched year by year: its tenders, offers and suppliers.

Axes: M situations (a buyer that wants a class in a year), N tenders in them, S suppliers, P
``WEIGHTS``, R ``RECORDED_TERMS``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Bools, Floats, Integers
from sim.base.parameters import PARAMETERS
from sim.experiment.case import Case
from sim.experiment.worlds import case_of_world
from sim.model.block import TooManyTendersError, tenders_lost
from sim.model.grids import array_of, row_of
from sim.model.need import FIRST_AGAIN
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
from sim.model.world import CLASS, NUMBER, SUPPLIER, TIV, F, W, World, X
from sim.model.year import ASSESS_NEED, CHOOSE_SUPPLIERS, SCHEDULE, run_stage

Look = Callable[[int, World], object]

RECORDED_TERMS = tuple(name for name, row in PARAMETERS.items() if row.on_record)
"""What a register of orders shows, with which the weights marked † were measured."""


@dataclass(frozen=True)
class Choices:
    """All tenders of some worlds, with what stood behind them."""

    world: Integers  # [M]
    buyer: Integers  # [M]
    weapon: Integers  # [M] the class
    year: Integers  # [M] from the start
    terms: Floats  # [M, S, P] of the value of an offer, as the buyer saw them
    recorded: Floats  # [M, S, R] as a register would show them
    chance: Floats  # [M, S] that the supplier answers a tender
    small_package: Floats  # [M] weight of all reasons for a small package, over a large one's
    makes: Bools  # [M, S] whether it makes the class at all, and is not the buyer
    situation: Integers  # [N] row of the above
    offers: Bools  # [N, S] whether there was an offer
    barred: Bools  # [N, S] whether a deal would be stopped if it were struck
    stopped: Bools  # [N, S] whether one was struck and stopped
    supplier: Integers  # [N] who won, or NOBODY
    tiv: Floats  # [N]


def watch(case: Case, number: int, p: "np.void | None" = None, look: Look | None = None) -> Choices:
    """Play a world to its end and note all choices.

    Args:
        case: the scenario in its theatre.
        number: of the world, and so of its noise.
        p: parameters to play with instead of those of the world.
        look: takes the world once its buyers have assessed their need, with the place of the year.

    Raises:
        TooManyTendersError: if there are more tenders in a year than there is room for.
    """
    case = case_of_world(case, number)
    world = case.world(number)
    if p is not None:
        world.p[0] = p
        start(case.fixed, case.forcing, world)
    choices: list[Choices] = []
    units = units_seen(world.p[0])
    for t in range(len(case.years)):
        for stage in SCHEDULE:
            before = aside(world) if stage == CHOOSE_SUPPLIERS else None  # to look into
            run_stage(stage, t, case.fixed, case.forcing, world)
            if stage == ASSESS_NEED and look is not None:
                look(t, world)
            if before is not None:
                choices.extend(_year_of_choices(case, t, before, world, units))
        if tenders_lost(world) > 0:
            raise TooManyTendersError(number)
    return gather(choices)


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


def _year_of_choices(
    case: Case, t: int, before: World, after: World, units: "npt.NDArray[np.void]"
) -> Iterable[Choices]:
    """Choices of each buyer and class in a year, by the world before and after they were made."""
    first = array_of(case.fixed, F.FIRST_SLOT).astype(np.int64)
    wanted = array_of(before, W.WANTED).astype(np.int64)
    for b in range(len(wanted)):
        tenders = array_of(after, W.TENDER)[first[b] : first[b] + wanted[b].sum()]
        for k in np.flatnonzero(wanted[b]).tolist():
            # What was cancelled and is ordered elsewhere is no free choice.
            chosen = tenders[(tenders[:, CLASS] == k) & (tenders[:, NUMBER] < FIRST_AGAIN)]
            if len(chosen):
                yield _note(case, b, k, t, before, chosen, units)


def _note(
    case: Case, b: int, k: int, t: int, before: World, tenders: Floats,
    units: "npt.NDArray[np.void]",
) -> Choices:  # fmt: skip
    """One situation and its tenders, rows of ``W.TENDER``."""
    p = before.p[0]
    terms, recorded = terms_seen(case, b, k, t, before, units)
    offers = offers_of(b, k, t, len(tenders), case.fixed, case.forcing, before)
    tiv = tenders[:, TIV].copy()
    stopped, _ = settle(offers, terms @ weights_of(p), scales_of(tiv, p))
    makes = array_of(case.forcing, X.OUTPUT)[t, :, k] > 0.0
    return Choices(
        world=np.array([before.key[1]], dtype=np.int64),
        buyer=np.array([b]),
        weapon=np.array([k]),
        year=np.array([t]),
        terms=terms[None],
        recorded=recorded[None],
        chance=array_of(before, W.CHANCE)[b, k][None],
        small_package=np.array([p["small_package"]]),
        makes=(makes & (array_of(case.fixed, F.SAME_STATE)[b] == 0.0))[None],
        situation=np.zeros(len(tenders), dtype=np.int64),
        offers=offers.made,
        barred=offers.barred,
        stopped=stopped,
        supplier=tenders[:, SUPPLIER].astype(np.int64),
        tiv=tiv,
    )


def units_seen(p: "np.void") -> "npt.NDArray[np.void]":
    """Parameters that show one term each: all as buyers see them, then what a register shows.

    A register has sales, but neither the drift of a supplier in everybody's eyes nor how far the
    buyer still goes by the shares of the start: its world share goes by sales alone.
    """
    units = np.concatenate([unit_weights(p), unit_weights(p, ("world_share",))])
    units["world_share_feedback"][-1] = 1.0
    return units


def terms_seen(
    case: Case, b: int, k: int, t: int, before: World, units: "npt.NDArray[np.void]"
) -> tuple[Floats, Floats]:
    """Terms of all suppliers: [S, P] as a buyer sees them, [S, R] as a register would show them.

    A register has embargoes (0 to 1), not who offered.

    Args:
        case: the scenario in its theatre.
        b: place of the buyer.
        k: place of the class.
        t: place of the year.
        before: the world before the buyer chooses.
        units: ``units_seen`` of its parameters.
    """
    seen = terms_of(b, k, t, case.fixed, case.forcing, before, units)
    terms = seen[:, : len(WEIGHTS)]
    columns = {name: terms[:, i] for i, name in enumerate(WEIGHTS)} | {
        "world_share": seen[:, -1] - array_of(before, W.WALK),
        "embargo": row_of(case.forcing, X.CLOSED, t, b, k),
    }
    return terms, np.column_stack([columns[name] for name in RECORDED_TERMS])
