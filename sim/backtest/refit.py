"""Choice weights refitted on a theatre's orders before its start: stage A of a calibration."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.backtest.set_back import set_back
from sim.base.distributions import Constant, Normal
from sim.calibration.belief import belief_of
from sim.calibration.laplace import Peak, find_peak
from sim.calibration.orders import SPREAD, order_evidence
from sim.calibration.plan import free_priors
from sim.calibration.scores import values_of
from sim.document.frozen import FrozenMap
from sim.estimate.recorded import Tick
from sim.experiment.posterior import Posterior
from sim.register.as_of import relations_as_of
from sim.scenario import Scenario
from sim.theatre.earlier import EarlierOrder
from sim.theatre.theatre import Theatre

CAP = 500.0  # TIV up to which an order counts by its volume, as for the shipped posterior
WEAK = Normal(0.0, 2.0)  # of weights that the table has from a register: it knew later orders
SCALE = {"choice_scale": Constant(1.0)}  # a common factor of all weights cannot be told from them
ROWS, SEED = 1000, 1  # of the sample


@dataclass(frozen=True)
class Refit:
    """A sample of the weights, the peak that it lies about, and the first year fitted to."""

    posterior: Posterior
    peak: Peak
    orders: int
    first: int

    @property
    def words(self) -> str:
        """From how many orders, in words."""
        return (
            f"{self.orders:,} orders since {self.first}, worth by volume {self.peak.orders:,.0f} "
            "that count alike"
        )

    @property
    def each(self) -> dict[str, Normal]:
        """Each weight by itself: where it is most likely, and its error."""
        rows = zip(
            self.peak.names, self.peak.values.tolist(), self.peak.errors.tolist(), strict=True
        )
        return {name: Normal(round(mean, 4), round(sd, 4)) for name, mean, sd in rows}


def refit(theatre: Theatre, orders: Sequence[EarlierOrder], tick: Tick) -> Refit:
    """The weights that make the orders before a theatre's start most likely, with their errors.

    The engine replays the last of these orders; the earlier ones are the past that it begins from.
    Orders count by volume. All else keeps the priors of the table.

    Args:
        theatre: whose start is the origin.
        orders: all that are on record before it.
        tick: counts years as they are done.
    """
    origin = theatre.start
    past = set_back(relations_as_of(theatre, origin), orders)
    plain = {
        "name": f"orders_before_{origin}",
        "title": f"Recorded orders, {past.start}-{origin - 1}",
        "theatre": str(theatre.folder),
        "years": {"from": past.start, "to": origin - 1},
        "worlds": 1,
        "parameters": "prior",
    }
    scenario = Scenario.from_resolved(plain)
    settings = FrozenMap({**scenario.settings, **SCALE})
    priors = {name: one for name, one in free_priors(settings, WEAK).items() if name != SPREAD}
    evidence = order_evidence(replace(scenario, settings=settings), past, priors, origin - 1, tick)
    peak = find_peak(evidence, CAP)
    random = np.random.Generator(np.random.Philox(SEED))
    belief = belief_of(peak, priors)
    scores = belief.scores(random.standard_normal((ROWS, len(peak.names))))
    values = values_of(scores, belief.priors)
    fixed = np.tile([one.value for one in SCALE.values()], (ROWS, 1))
    sample = Posterior(
        (*peak.names, *SCALE), np.column_stack([values, fixed]), {"last year": origin - 1}, ""
    )
    return Refit(sample, peak, len(evidence.tiv), past.start)
