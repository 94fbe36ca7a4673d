"""A source → forecasts from each origin, and what then happened."""

from collections.abc import Mapping, Sequence

from sim.backtest.forecast import OriginPast, Tick, case_of, simulate
from sim.backtest.outcomes import Outcome, outcome_of
from sim.backtest.plan import BacktestPlan
from sim.backtest.record import FLOWS
from sim.backtest.source import RecordSource
from sim.base.distributions import Distribution
from sim.experiment.posterior import Posterior


def backtest(
    source: RecordSource, origins: Sequence[OriginPast], plan: BacktestPlan,
    settings: Mapping[int, Mapping[str, Distribution]], posterior: Posterior | None, threads: int,
    tick: Tick,
) -> list[Outcome]:  # fmt: skip
    """Simulate every origin, and only then look at what happened.

    Args:
        source: a register, or a theatre with a record.
        origins: what each starts from.
        plan: horizon, worlds, seed.
        settings: priors estimated before an origin, by origin; none are the table's.
        posterior: to draw from, fitted before all origins.
        threads: that share the worlds out; nothing depends on them.
        tick: is told of worlds as they are done.
    """
    outcomes = []
    for known in origins:
        given = settings.get(known.theatre.start)
        case = case_of(known, plan.horizon, plan.worlds, plan.seed, given, posterior)
        simulated = simulate(case, threads, tick)
        happened = source.look(known, plan.horizon)
        outcomes += [
            outcome_of(known.theatre, flow, simulated[flow], happened, plan.horizon, plan.seed)
            for flow in FLOWS
        ]
    return outcomes
