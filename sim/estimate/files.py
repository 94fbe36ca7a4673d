"""What an estimate leaves: its weights, its scores, and priors that a scenario can use."""

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from sim.base.arrays import Floats
from sim.base.distributions import Normal
from sim.base.files import csv_text, write_whole
from sim.base.parameters import PARAMETERS
from sim.estimate.weights import MEANING, Estimated
from sim.scenario.settings import written_prior

FILES = ("weights.csv", "scores.csv", "priors.yaml", "estimate.json")
_WEIGHTS = ("term", "estimate", "clustered_se", "plain_se", "prior_mean", "prior_sd", "used")
_HEAD = """\
# Made by 'sim estimate' of {source}: conditional logit on {choices} orders of {first}-{last},
# standard errors clustered by buyer. Copy 'set' into a scenario, or extend this one.
"""


def write_estimate(
    folder: Path, estimated: Estimated, source: str, used: Floats | None,
    about: Mapping[str, object],
) -> list[Path]:  # fmt: skip
    """Write ``weights.csv``, ``scores.csv``, ``priors.yaml`` and ``estimate.json``.

    Args:
        folder: is made if it is not there.
        estimated: weights and scores.
        source: of the orders, in words.
        used: weights that a run's orders were made with, if it was a run.
        about: options of the estimate, as plain data.
    """
    fit = estimated.fit
    rows = [
        (name, *(_known(value) for value in values))
        for name, *values in weight_rows(estimated, used)
    ]
    scores = [
        (name, _known(score.plain), _known(score.by_volume))
        for name, score in estimated.scores.items()
    ]
    content = {
        **about,
        "source": source,
        "orders": fit.choices,
        "first": estimated.first,
        "last": estimated.last,
        "tested to": estimated.tested,
        "orders tested on": estimated.test_orders,
        "not identified": list(fit.not_identified),
        "without bound": list(fit.separated),
        "settled": fit.settled,
        "scores": "-ln(chance of the chosen supplier), nats an order, plain and by volume",
        "forecasters": MEANING,
    }
    files = {
        "weights.csv": csv_text(_WEIGHTS, rows),
        "scores.csv": csv_text(("forecaster", "log_score", "log_score_by_volume"), scores),
        "priors.yaml": priors_text(estimated, source),
        "estimate.json": json.dumps(content, indent=2, ensure_ascii=False) + "\n",
    }
    for name, text in files.items():
        write_whole(folder / name, text)
    return [folder / name for name in files]


def weight_rows(
    estimated: Estimated, used: Floats | None
) -> Iterator[tuple[str, float, float, float, float, float, float]]:
    """Term, estimate, clustered and plain error, mean and sd of the prior, what a run used."""
    fit = estimated.fit
    for j, name in enumerate(fit.names):
        prior = PARAMETERS[name].prior
        sd = prior.sd if isinstance(prior, Normal) else math.nan
        yield (
            name, float(fit.estimate[j]), float(fit.clustered[j]), float(fit.plain[j]),
            prior.central, sd, math.nan if used is None else float(used[j]),
        )  # fmt: skip


def priors_text(estimated: Estimated, source: str) -> str:
    """A scenario that sets the weights that the orders tell; the others keep the table's."""
    head = _HEAD.format(
        source=source, choices=f"{estimated.fit.choices:,}", first=estimated.first,
        last=estimated.last,
    )  # fmt: skip
    content = {
        "title": f"Choice weights estimated on the orders of {estimated.first}-{estimated.last}",
        "parameters": "prior",
        "set": {name: written_prior(prior) for name, prior in estimated.priors().items()},
    }
    return head + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
