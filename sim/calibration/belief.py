"""What is believed of all unknowns at once: a normal distribution of their scores."""

from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Floats
from sim.base.distributions import Distribution
from sim.calibration.laplace import Peak
from sim.calibration.orders import EVENT_PRIOR
from sim.calibration.plan import CalibrationPlan
from sim.calibration.scores import Priors, records_of
from sim.experiment.case import Case, draw_event_scores, draw_parameters
from sim.experiment.posterior import EVENT
from sim.experiment.shifts import sized_events


@dataclass(frozen=True)
class Belief:
    """Scores are ``mean`` + ``root`` ε, with ε standard normal [D]; 0 and 1 are the priors."""

    priors: Priors  # [D] events as ``event ID``
    mean: Floats
    root: Floats  # [D, D] lower triangular

    def scores(self, drawn: Floats) -> Floats:
        """Scores [N, D] at some draws ε [N, D]."""
        found: Floats = self.mean + drawn @ self.root.T
        return found

    def moved(self, step: Floats) -> "Belief":
        """The same moved by so many standard deviations ε [D]: ½|step|² nats away."""
        return replace(self, mean=self.mean + self.root @ step)


def belief_of(peak: Peak, priors: Priors) -> Belief:
    """What the orders say by themselves: a peak and its errors; ``priors`` has those it tells."""
    root = np.asarray(np.linalg.cholesky(peak.covariance), dtype=np.float64)
    return Belief({name: priors[name] for name in peak.names}, peak.scores, root)


def belief_after(plan: CalibrationPlan, peak: Peak) -> Belief:
    """What is believed after stage A: its peak and errors; priors of all that it does not tell.

    Events that it does not tell keep their prior too, up to the last year that is fitted to.
    """
    last = plan.orders.last_year if plan.targets is None else plan.targets.last_year
    events = [e.id for e in sized_events(plan.scenario) if e.year <= last]
    priors: dict[str, Distribution] = {**plan.priors}
    priors |= {EVENT + event: EVENT_PRIOR for event in events}
    place = {name: i for i, name in enumerate(priors)}
    told = [place[name] for name in peak.names]
    mean, covariance = np.zeros(len(priors)), np.eye(len(priors))
    mean[told] = peak.scores
    covariance[np.ix_(told, told)] = peak.covariance
    return Belief(priors, mean, np.asarray(np.linalg.cholesky(covariance), dtype=np.float64))


def case_at(case: Case, priors: Priors, scores: Floats, first: int) -> Case:
    """A case whose worlds from ``first`` on have these scores [N, D]; the rest is drawn as ever."""
    drawn = draw_parameters(case.scenario, first, len(scores))
    names = [name for name in priors if not name.startswith(EVENT)]
    given = np.zeros(first + len(scores), dtype=drawn.dtype)
    given[first:] = records_of(
        scores[:, : len(names)], {name: priors[name] for name in names}, drawn
    )
    sizes = np.zeros((first + len(scores), len(sized_events(case.scenario))))
    sizes[first:] = draw_event_scores(case.scenario, first, len(scores))
    for h, event in enumerate(sized_events(case.scenario)):
        if EVENT + event.id in priors:
            sizes[first:, h] = scores[:, list(priors).index(EVENT + event.id)]
    return replace(case, given=given, scores_given=sizes)
