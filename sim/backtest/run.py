"""A back-test: what is planned, the record that it learns from, and how it goes."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from sim.backtest.bands import widening_of
from sim.backtest.forecast import OriginPast, Tick, case_of, simulate
from sim.backtest.outcomes import Outcome, outcome_of
from sim.backtest.record import FLOWS, Flow, OriginRecord
from sim.backtest.ties import Ties, ties_of
from sim.base.distributions import Distribution
from sim.experiment.case import Case
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


@dataclass(frozen=True)
class Estimate:
    """Choice weights refitted on the orders before an origin: each by itself, and in ``words``.

    ``words`` say from how many orders. Worlds draw from the ``posterior`` if there is one, in
    which weights that belong together stay together; else each from its own.
    """

    weights: Mapping[str, Distribution]
    words: str
    posterior: Posterior | None = None


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

    def estimate(self, past: OriginPast, tick: Tick) -> Estimate:
        """Choice weights as of an origin.

        Raises:
            InputError: if there is nothing to learn from.
        """

    def earlier(self, plan: BacktestPlan) -> dict[int, tuple[int, ...]]:
        """Origins, by that before which their years had ended, on which bands can be tried."""

    def record(
        self, past: OriginPast, horizon: int, known: OriginPast | None = None
    ) -> OriginRecord:
        """What happened before an origin, and in the years forecast from it.

        Of these years only as much as was ``known`` at a later origin, if one is given.
        """

    def notes(self, plan: BacktestPlan) -> list[str]:
        """What it is, and what of it a forecast knows too well: lines for the screen."""

    def hindsight(self, plan: BacktestPlan) -> list[str]:
        """What of it a forecast knows too well, for the file that says how it was made."""


def prepare_earlier(source: RecordSource, plan: BacktestPlan) -> list[OriginPast]:
    """What the earlier origins start from that are none of the plan's own; no file of it remains.

    Raises:
        InputError: as ``prepare``.
    """
    years = {year for before in source.earlier(plan).values() for year in before}
    wanted = tuple(sorted(years - set(plan.origins)))
    with tempfile.TemporaryDirectory() as folder:
        pasts = source.prepare(replace(plan, origins=wanted), Path(folder)) if wanted else []
        for past in pasts:
            _ = past.theatre.data_hash  # reads the files while they are there
    return pasts


@dataclass(frozen=True)
class Backtested:
    """What a back-test finds: each origin and flow, and ties where the record has years."""

    outcomes: list[Outcome]
    ties: list[Ties]


def backtest(
    source: RecordSource, origins: Sequence[OriginPast], plan: BacktestPlan,
    estimates: Mapping[int, Estimate], posterior: Posterior | None, threads: int, tick: Tick,
    tried: Sequence[OriginPast] = (),
) -> Backtested:  # fmt: skip
    """Simulate every origin, and only then look at what happened.

    Args:
        source: a register, or a theatre with a record.
        origins: what each starts from.
        plan: horizon, worlds, seed.
        estimates: weights as of an origin, by origin; where there are none, the table's.
        posterior: to draw from, fitted before all origins.
        threads: that share the worlds out; nothing depends on them.
        tick: counts worlds as they are done.
        tried: what the other origins of ``source.earlier`` start from; none leaves bands as they
            are.
    """
    pasts = {past.theatre.start: past for past in (*origins, *tried)}

    def case(start: int) -> Case:
        found, drawn, settings = estimates.get(start), posterior, None
        if found is not None and found.posterior is not None:
            drawn = found.posterior
        elif found is not None:
            settings = found.weights
        return case_of(pasts[start], plan.horizon, plan.worlds, plan.seed, settings, drawn)

    simulated = {start: simulate(case(start), threads, tick) for start in pasts}
    earlier = source.earlier(plan)
    outcomes: list[Outcome] = []
    ties: list[Ties] = []

    def outcome(start: int, flow: Flow, record: OriginRecord) -> Outcome:
        volumes = simulated[start].volumes[flow]
        return outcome_of(pasts[start].theatre, flow, volumes, record, plan.horizon, plan.seed)

    for past in origins:
        start = past.theatre.start
        before = [year for year in earlier[start] if year in pasts]
        as_known = [source.record(pasts[year], plan.horizon, past) for year in before]
        record = source.record(past, plan.horizon)
        for flow in FLOWS:
            trials = [outcome(year, flow, one) for year, one in zip(before, as_known, strict=True)]
            widening = widening_of(trials, plan.seed)
            own = outcome(start, flow, record)
            outcomes.append(own if widening is None else replace(own, widening=widening))
        found = ties_of(past.theatre, simulated[start].tied, record)
        ties += [] if found is None else [found]
    return Backtested(outcomes, ties)
