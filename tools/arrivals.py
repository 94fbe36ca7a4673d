"""How well recorded orders, given to the model, arrive when they did: by pair, up to 2012.

The engine signs every order on record, of its kind and size, with its supplier, and draws when it
comes. So nothing is asked but the years of delivery, and no year after 2012 is looked at.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from sim.backtest.scores import ensemble_crps
from sim.base.arrays import Bools, Floats
from sim.base.distributions import Constant
from sim.base.parameters import PARAMETERS
from sim.experiment.case import Case, build_case
from sim.experiment.worlds import run_worlds
from sim.measure.scoring import interval_score
from sim.measure.stylised_facts import windows_of, without
from sim.model.grids import grid_of
from sim.model.world import FIRST_GIVEN, UNSAID, X
from sim.scenario import load
from sim.scenario.file import Replay

WORLDS = 200
WINDOWS = ((2003, 2007), (2008, 2012))
HOLDS = 0.9
AT_STAKE = 20.0  # TIV that a pair's worlds bring on average, for it to count for bands
SAMPLES = 1000  # of buyers, for an interval
AS_IT_IS = "as it is"
OFF: Mapping[str, tuple[str, ...]] = {
    AS_IT_IS: (),
    "orders late each by its own luck": ("shared_delay",),
    "licensed lines at any pace": ("licence_rate",),
}


def figures() -> dict[str, Any]:
    """Rows by window and by what is off; CRPS and interval score are over the volume recorded."""
    found = {name: _delivered(recorded_orders_case(off)) for name, off in OFF.items()}
    usual, recorded = found[AS_IT_IS], _recorded(recorded_orders_case())
    return {
        "rows": [
            _row(window, name, worlds[..., p], usual[..., p], recorded[..., p])
            for p, window in enumerate(WINDOWS)
            for name, worlds in found.items()
        ]
    }


def recorded_orders_case(off: tuple[str, ...] = ()) -> Case:
    """Recorded orders of the years of the windows, which arrive as the model draws it."""
    last = WINDOWS[-1][1]
    scenario = replace(
        load("history"), events=(), measures=(), parameters="prior", last_year=last,
        replay=Replay(until=last),
        settings={name: Constant(float(PARAMETERS[name].off or 0.0)) for name in off},
    )  # fmt: skip
    case = build_case(scenario)
    grid_of(case.forcing, X.GIVEN)[:, FIRST_GIVEN] = UNSAID
    return case


def _delivered(case: Case) -> Floats:
    """TIV [W, B, S, P] of pairs of single states."""
    blocks = [
        windows_of(block.flows, "deliveries", WINDOWS) for block in run_worlds(case, 0, WORLDS)
    ]
    return _single(case, np.concatenate(blocks))


def _recorded(case: Case) -> Floats:
    """The same on record [B, S, P]."""
    return _single(case, windows_of(case.theatre.recorded["deliveries"], "deliveries", WINDOWS))[0]


def _single(case: Case, volumes: Floats) -> Floats:
    theatre, many = case.theatre, case.theatre.aggregates
    return without(
        volumes,
        [b for b, name in enumerate(theatre.buyers) if name in many],
        [s for s, name in enumerate(theatre.suppliers) if name in many],
    )


def _row(
    window: tuple[int, int], name: str, worlds: Floats, usual: Floats, recorded: Floats
) -> dict[str, Any]:
    low, high = np.quantile(worlds, [(1 - HOLDS) / 2, (1 + HOLDS) / 2], axis=0)
    counts: Bools = usual.mean(axis=0) >= AT_STAKE
    held = (np.floor(low) <= recorded) & (recorded <= np.ceil(high))  # the record is in whole TIV
    volume = recorded.sum()
    crps, usual_crps = (2 * ensemble_crps(drawn, recorded) for drawn in (worlds, usual))
    more = crps - usual_crps  # by buyer
    chance = np.random.default_rng(0).integers(0, len(more), (SAMPLES, len(more)))
    score = interval_score(low, high, recorded, HOLDS)
    return {
        "window": window,
        "off": name,
        "arrived": float(worlds.sum(axis=(1, 2)).mean() / volume),
        "crps": float(crps.sum() / volume),
        "more": (np.quantile(more[chance].sum(axis=1), [0.05, 0.95]) / volume).tolist(),
        "pairs": int(counts.sum()),
        "held": float(held[counts].mean()),
        "score": float(score[counts].sum() / recorded[counts].sum()),
    }
