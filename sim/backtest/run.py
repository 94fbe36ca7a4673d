"""A back-test: what is planned, the record that it learns from, and how it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sim.backtest.forecast import OriginPast, Tick, case_of, simulate
from sim.backtest.outcomes import Outcome, outcome_of
from sim.backtest.record import FLOWS, OriginRecord
from sim.base.distributions import Distribution
from sim.experiment.posterior import Posterior
from sim.register.build import ImportOptions


@dataclass(frozen=True)
class BacktestPlan:
    """Origins, years forecast, who takes part, and chance; ``cast.start`` plays no part."""

    origins: tuple[int, ...]
    horizon: int
    cast: ImportOptions
    worlds: int
    seed: int
    strict: bool

    def plain(self) -> dict[str, object]:
        """The plan as plain data."""
        cast = self.cast.plain()
        return {
            "origins": list(self.origins),
            "horizon": self.horizon,
            "buyers": cast["buyers"],
            "suppliers": cast["suppliers"],
            "worlds": self.worlds,
            "seed": self.seed,
            "strict": self.strict,
        }


class RecordSource(Protocol):
    """Gives what was known as of an origin, and afterwards what then happened."""

    @property
    def cast(self) -> ImportOptions:
        """Who takes part, and the origin that is meant if none is named."""

    @property
    def files(self) -> Sequence[str]:
        """Names of what was read."""

    @property
    def record_of(self) -> str:
        """Whose record it is, for the foot of a plot."""

    @property
    def as_of(self) -> str:
        """What ends with the year before an origin, for the head of a plot."""

    def check(self, plan: BacktestPlan) -> None:
        """Check that the record reaches as far as the plan.

        Raises:
            InputError: saying what it allows.
        """

    def prepare(self, plan: BacktestPlan, folder: Path) -> list[OriginPast]:
        """What each origin starts from; a theatre that is made for it lies in ``folder``.

        Raises:
            InputError: if one cannot be made.
        """

    def estimate(self, past: OriginPast, tick: Tick) -> tuple[Mapping[str, Distribution], str]:
        """Priors of the choice weights as of an origin, and in words from how many orders.

        Raises:
            InputError: if there is nothing to learn from.
        """

    def record(self, past: OriginPast, horizon: int) -> OriginRecord:
        """What happened before an origin, and in the years forecast from it."""

    def notes(self, plan: BacktestPlan) -> list[str]:
        """What it is, and what of it a forecast knows too well: lines for the screen."""

    def hindsight(self, plan: BacktestPlan) -> list[str]:
        """What of it a forecast knows too well, for the file that says how it was made."""


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
        settings: priors estimated as of an origin, by origin; none are the table's.
        posterior: to draw from, fitted before all origins.
        threads: that share the worlds out; nothing depends on them.
        tick: counts worlds as they are done.
    """
    outcomes = []
    for past in origins:
        given = settings.get(past.theatre.start)
        case = case_of(past, plan.horizon, plan.worlds, plan.seed, given, posterior)
        simulated = simulate(case, threads, tick)
        record = source.record(past, plan.horizon)
        outcomes += [
            outcome_of(past.theatre, flow, simulated[flow], record, plan.horizon, plan.seed)
            for flow in FLOWS
        ]
    return outcomes
