"""Register → forecasts from several origins, and what then happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.backtest.forecast import Known, Tick, case_of, known_at, simulate
from sim.backtest.outcomes import Outcome, outcome_of
from sim.backtest.record import FLOWS, volumes_of
from sim.experiment.posterior import Posterior
from sim.model.distributions import Distribution
from sim.problems import InputError, Mark, Problem
from sim.register.build import Choice
from sim.register.deals import Deals
from sim.register.read import Register

PAST = 30  # years before an origin that baselines may look at


@dataclass(frozen=True)
class Plan:
    """What a back-test is asked for; ``choice.start`` is not looked at."""

    origins: tuple[int, ...]
    horizon: int
    choice: Choice
    worlds: int
    seed: int
    strict: bool


def check_origins(register: Register, plan: Plan) -> None:
    """Check that the register knows a past and the whole horizon of each origin.

    Raises:
        InputError: naming the origins that it can have.
    """
    deals, file = register.deals, register.accounts[0].file
    first, last = deals.first_year + 1, deals.last_year - plan.horizon + 1
    wrong = [origin for origin in plan.origins if not first <= origin <= last]
    if wrong:
        can = (
            f"origins can be {first} to {last} with a horizon of {plan.horizon} years"
            if first <= last
            else f"a horizon of {plan.horizon} years is too long for it"
        )
        message = (
            f"this register runs from {deals.first_year} to {deals.last_year}; {can}, "
            f"not {', '.join(map(str, wrong))} (--origin, --horizon)"
        )
        raise InputError([Problem(Mark(file, 1, 1), message)])


def prepare(register: Register, plan: Plan, folder: Path) -> list[Known]:
    """What each origin starts from; the theatres lie in ``folder`` as ``theatre_2013``.

    Raises:
        InputError: as ``known_at``.
    """
    choice = plan.choice
    return [
        known_at(
            register,
            Choice(origin, choice.buyers, choice.suppliers, choice.relations),
            folder / f"theatre_{origin}",
            strict=plan.strict,
        )
        for origin in plan.origins
    ]


def backtest(
    deals: Deals, origins: Sequence[Known], plan: Plan,
    settings: Mapping[int, Mapping[str, Distribution]], posterior: Posterior | None, threads: int,
    tick: Tick,
) -> list[Outcome]:  # fmt: skip
    """Simulate every origin, and only then look at what happened.

    Args:
        deals: the whole register.
        origins: what each starts from.
        plan: horizon, worlds, seed.
        settings: priors estimated before an origin, by origin; none are the table's.
        posterior: to draw from, fitted before all origins.
        threads: that share the worlds out; nothing depends on them.
        tick: is told of worlds as they are done.
    """
    outcomes = []
    for known in origins:
        start = known.theatre.start
        case = case_of(known, plan.horizon, plan.worlds, plan.seed, settings.get(start), posterior)
        simulated = simulate(case, threads, tick)
        past = volumes_of(known.deals, known.theatre, start - PAST, start - 1)
        came = volumes_of(deals, known.theatre, start, start + plan.horizon - 1)
        outcomes += [
            outcome_of(known, deals, flow, simulated[flow], past, came, plan.seed) for flow in FLOWS
        ]
    return outcomes
