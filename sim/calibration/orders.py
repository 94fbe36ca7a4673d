"""Stage A's evidence: orders on record, and how likely the model's own choice makes each of them.

The engine replays the past and gives the terms of every supplier at each order, so that a choice is
judged by what the buyer saw. Sizes of events enter what the buyer thinks of suppliers; what rivals
and suppliers make of events is taken at their usual size. What lies inside a term, and the chances
of offers and vetoes, are taken at the middle of the priors.

Axes: M situations (a buyer that ordered in a class and year), N orders, S suppliers, P weights, H
events, D unknowns: the weights, ``small_package`` and ``event_spread``, and the events' scores.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Bools, Floats, Integers
from sim.base.distributions import Constant, Normal
from sim.calibration.scores import Priors, slopes_of, values_of
from sim.document.frozen import FrozenMap
from sim.estimate.recorded import RecordedChoices, Tick, recorded_choices
from sim.estimate.screened import ln_chances
from sim.experiment.case import Case, build_case
from sim.experiment.posterior import EVENT
from sim.experiment.shifts import SIZED, sized_events
from sim.model.equations import SMALL_PACKAGE
from sim.model.grids import array_of
from sim.model.terms import WEIGHTS
from sim.model.world import SHIFT, SHIFT_EVENT, SHIFT_KIND, SHIFT_SUPPLIER, X
from sim.scenario import Scenario
from sim.scenario.file import Replay
from sim.score.asked import cut_to
from sim.theatre.theatre import Theatre

SIZES = {"alignment": "alignment_event", "domestic_cost": "domestic_cost_event"}
SHIFTED = {"alignment": "alignment_shift", "domestic_cost": "domestic_cost"}
SMALL, SPREAD = "small_package", "event_spread"
EVENT_PRIOR = Normal(0.0, 1.0)  # of an event's score


@dataclass(frozen=True)
class OrderEvidence:
    """Orders with the terms of all suppliers, and the priors of what they are to tell.

    ``priors`` [D] are those of the unknowns, events as ``event ID``. ``fixed`` has the other two
    unknowns where they are not asked for.
    """

    priors: Priors
    fixed: Mapping[str, float]
    weights: tuple[str, ...]  # [P], the first of the priors
    events: tuple[str, ...]  # [H], the last of them
    terms: Floats  # [M, S, P]
    shifts: Mapping[str, Floats]  # by weight: [M, S, H] at the size of the kind
    chance: Floats  # [M, S] of an offer whose deal is not stopped
    place: Integers  # [M] the buyer
    situation: Integers  # [N]
    supplier: Integers  # [N]
    tiv: Floats  # [N]
    scale: float  # of all reasons
    left_out: int  # orders from suppliers that offer nothing in the model
    buyers: tuple[str, ...]  # [B] names

    def ln_likelihood(self, scores: Floats, counts: Floats) -> tuple[float, Floats]:
        """ln(likelihood) at scores [D], and its slope by buyer and score [B, D].

        ``counts`` [N] is how much each order counts.
        """
        values = values_of(scores[None], self.priors)[0]
        named = {**self.fixed, **dict(zip(self.priors, values.tolist(), strict=True))}
        weights, of_events = values[: len(self.weights)], scores[len(scores) - len(self.events) :]
        sizes = np.exp(named[SPREAD] * of_events)
        none = np.zeros((*self.terms.shape[:2], len(self.events)))
        pull = sum((named[name] * shift for name, shift in self.shifts.items()), none)
        utility = self.terms @ weights + pull @ (sizes - 1.0)
        small = self.tiv < SMALL_PACKAGE
        scale = (self.scale * np.where(small, named[SMALL], 1.0))[:, None]
        own = utility[self.situation]
        likely, slope = ln_chances(scale * own, self.chance[self.situation], self.supplier)
        slope *= counts[:, None]
        by_utility = np.zeros(utility.shape)
        np.add.at(by_utility, self.situation, scale * slope)
        by_weight = np.einsum("ms,msp->pm", by_utility, self.terms)
        slopes = dict(zip(self.weights, by_weight, strict=True))
        for name, shift in self.shifts.items():
            slopes[name] += np.einsum("ms,ms->m", by_utility, shift @ (sizes - 1.0))
        by_size = np.einsum("ms,msh->hm", by_utility, pull) * sizes[:, None]
        slopes[SPREAD] = of_events @ by_size
        for name, one in zip(self.events, by_size, strict=True):
            slopes[EVENT + name] = named[SPREAD] * one
        by_small = self.scale * (slope * own).sum(axis=1) * small
        slopes[SMALL] = np.bincount(self.situation, by_small, len(utility))
        rows = np.stack([slopes[name] for name in self.priors], axis=1)
        found = np.zeros((len(self.buyers), len(scores)))
        np.add.at(found, self.place, rows)
        return float(counts @ likely), found * slopes_of(scores, self.priors)


def order_evidence(
    scenario: Scenario, theatre: Theatre, priors: Priors, last: int, tick: Tick | None = None
) -> OrderEvidence:
    """Replay the orders of a theatre up to a year, with the events of a scenario.

    Args:
        scenario: has the events, and sets what is not asked for.
        theatre: has the orders.
        priors: of all parameters that are not fixed.
        last: year of the last order.
        tick: counts years as they are done.

    Raises:
        InputError: if the theatre has no orders by year, or none so late.
    """
    settings = {**scenario.settings, "world_share_drift": Constant(0.0)}  # it is not on record
    past = replace(
        cut_to(scenario, last), worlds=1, parameters="central", tenders="simulated",
        settings=FrozenMap(settings), replay=Replay(until=last),
    )  # fmt: skip
    case = build_case(past, theatre)
    found = recorded_choices(case, tick)
    p = case.parameters(0, 1)[0]
    shifts, events = _shifts(case, found, p)
    differs = np.ptp(found.own, axis=1).max(axis=0, initial=0.0) > 0.0
    told = [name in priors and (differs[j] or name in shifts) for j, name in enumerate(WEIGHTS)]
    weights = tuple(name for name, tells in zip(WEIGHTS, told, strict=True) if tells)
    others = [name for name in (SMALL, SPREAD) if name in priors]
    offered = found.chance[found.situation, found.supplier] > 0.0
    return OrderEvidence(
        priors={name: priors[name] for name in (*weights, *others)}
        | {EVENT + event: EVENT_PRIOR for event in events},
        fixed={name: float(p[name]) for name in (SMALL, SPREAD)},
        weights=weights,
        events=events,
        terms=found.own[:, :, told],
        shifts={name: shift for name, shift in shifts.items() if name in weights},
        chance=found.chance,
        place=found.place[:, 0],
        situation=found.situation[offered],
        supplier=found.supplier[offered],
        tiv=found.tiv[offered],
        scale=float(p["choice_scale"]),
        left_out=int((~offered).sum()),
        buyers=theatre.buyers,
    )


def _shifts(
    case: Case, found: RecordedChoices, p: "np.void"
) -> tuple[dict[str, Floats], tuple[str, ...]]:
    """What events shift, by weight [M, S, H] and at the size of the kind, and their ids [H].

    Weights and events of which no order could tell are left out.
    """
    b, t = found.place[:, 0], found.place[:, 2]
    events = sized_events(case.scenario)
    shape = (len(SIZED), len(found.place), len(case.theatre.suppliers), len(events))
    dense, rows = np.zeros(shape), array_of(case.forcing, X.SHIFTS)
    for m, (first, end) in enumerate(array_of(case.forcing, X.SHIFTS_OF)[t, b].astype(int)):
        for row in rows[first:end]:
            kind, s, h = (int(row[i]) for i in (SHIFT_KIND, SHIFT_SUPPLIER, SHIFT_EVENT))
            dense[kind, m, s, h] = row[SHIFT]
    felt: Bools = np.asarray(dense.any(axis=(0, 1, 2)))
    by_weight = {
        SHIFTED[name]: dense[kind][:, :, felt] * p[SIZES[name]] for name, kind in SIZED.items()
    }
    told = {name: shift for name, shift in by_weight.items() if shift.any()}
    return told, tuple(e.id for e, one in zip(events, felt.tolist(), strict=True) if one)
