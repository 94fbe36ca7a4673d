"""Where a forecast's parameters come from: the table, an estimate before each origin, or a fit.

What they know that nobody can have known at the origin is said here as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sim
from sim.backtest.forecast import OriginPast
from sim.backtest.run import BacktestPlan, Estimate, RecordSource
from sim.backtest.words import LAST_MEASURED
from sim.base.problems import InputError, Location, Problem
from sim.experiment.posterior import Posterior, load_posterior
from sim.model.version import MODEL_VERSION
from sim.scenario.settings import written_prior

Estimates = Mapping[int, Estimate]  # by origin


@dataclass(frozen=True)
class ParameterSource:
    """The priors of the table, unless weights are ``estimated`` or there is a ``posterior``."""

    estimated: bool = False
    posterior: Posterior | None = None
    file: str = ""  # of the posterior

    @property
    def words(self) -> str:
        """What they are, for a report."""
        if self.posterior is not None:
            return f"posterior {self.file}"
        return "estimated before each origin" if self.estimated else "priors of the table"

    def warnings(self, plan: BacktestPlan) -> list[str]:
        """That an origin lies within the years from which the table's weights were measured."""
        first = min(plan.origins)
        if self.estimated or self.posterior is not None or first > LAST_MEASURED:
            return []
        return [
            f"Warning: the table's weights were measured on orders up to {LAST_MEASURED}, so from "
            f"{first} they know the record; --estimate refits them on the orders before"
        ]

    def known_too_well(self, source: RecordSource, plan: BacktestPlan) -> list[str]:
        """What forecasts know that nobody can have known."""
        others = f"weights marked † were measured on orders up to {LAST_MEASURED}"
        if self.estimated:
            others = "parameters that are not choice weights have the priors of the table"
        elif self.posterior is not None:
            others = "parameters that the posterior does not have, have the priors of the table"
        return [
            "industry and components are the package's guesses; levels of price and lead times "
            "were measured on deals up to 2012",
            others,
            *source.hindsight(plan),
        ]


def fitted_before(path: Path, origin: int) -> ParameterSource:
    """A posterior that was fitted to nothing from the origin on.

    Raises:
        InputError: if it was, or does not say.
    """
    posterior = load_posterior(path)
    last = posterior.made_from.get("last year")
    if isinstance(last, int) and last < origin:
        return ParameterSource(posterior=posterior, file=path.name)
    known = "does not say up to which year" if last is None else f"was fitted up to {last}, so"
    message = (
        f"this posterior {known} it knows the record; forecasts from {origin} need one fitted to "
        f"nothing later than {origin - 1}, or the priors"
    )
    raise InputError([Problem(Location(str(path), 1, 1), message)])


def made_of(
    plan: BacktestPlan, source: RecordSource, origins: Sequence[OriginPast],
    parameters: ParameterSource, estimates: Estimates,
) -> dict[str, object]:  # fmt: skip
    """What made a back-test, as plain data.

    Args:
        plan: origins, years and chance.
        source: of the record.
        origins: what was known before each.
        parameters: where they come from.
        estimates: by origin; empty if none were made.
    """
    estimated = {
        str(start): {name: written_prior(prior) for name, prior in found.weights.items()}
        for start, found in estimates.items()
    }
    orders = {str(start): found.words for start, found in estimates.items()}
    return {
        "made by": f"sim {sim.__version__}",
        "model_version": MODEL_VERSION,
        "register": source.files,
        **plan.plain(),
        "parameters": parameters.words,
        **({"estimated priors": estimated, "estimated from": orders} if estimated else {}),
        "theatres": {str(known.theatre.start): known.theatre.data_hash for known in origins},
        "known too well": parameters.known_too_well(source, plan),
    }
