"""The tables of docs/TRANSFER.md: weights refitted on simulated choices; a few minutes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.base.distributions import Normal
from sim.base.parameters import PARAMETERS
from sim.estimate.choices import RECORDED_TERMS, Choices, gather, watch
from sim.estimate.logit import Fit, log_likelihood
from sim.estimate.transfer import refit, sample_of, weights_used
from sim.experiment.case import Case, build_case
from sim.model.terms import WEIGHTS
from sim.scenario import load

WORLDS = range(12)
DRAWS = range(24)

# What is taken out of the model, step by step, until nothing but the measured terms is left.
STEPS: Mapping[str, Mapping[str, float]] = {
    "as it is": {},
    "scale 1": {"choice_scale": 1.0, "small_package": 1.0},
    "no veto": {"veto": 0.0},
    "no other rival terms": dict.fromkeys(
        ("objection", "rival_patron", "abandonment", "search"), 0.0
    ),
    "no affinity": {"affinity": 0.0},
    "world shares as sold": {"world_share_feedback": 1.0, "world_share_drift": 0.0},
    "no other guesses": dict.fromkeys(
        ("alignment_shift", "domestic_cost", "patron_objection", "dependence", "price_sensitivity",
         "quality", "component_hold"), 0.0
    ),
    "all offer": {"willingness_base": 30.0},
}  # fmt: skip


def figures() -> dict[str, Any]:
    """What the page quotes: tables as text, and how far each weight is from its measured value."""
    case = build_case(replace(load("history"), parameters="central"))
    p = case.parameters(0, 1)[0]
    choices = gather(watch(case, world) for world in WORLDS)
    by_volume = refit(choices, recorded=True, screened=False, by_volume=True)
    return {
        "tenders": len(choices.supplier),
        "weights": "\n".join(comparison(choices, p)),
        "off": [found for name in RECORDED_TERMS if (found := off_by(by_volume, name)) is not None],
        "stopped": stopping(choices),
        "steps": "\n".join(peeling(case, p)),
        "coverage": coverage(build_case(replace(load("history"), parameters="prior"))),
    }


def number(value: float, digits: int = 2) -> str:
    """A number as a table shows it."""
    return f"{value:.{digits}f}".replace("-", "−")


def cell(fit: Fit, name: str, errors: str = "") -> str:
    """One weight, with a kind of standard error if one is named; a dash if it is not known."""
    if name not in fit.names or name in fit.not_identified:
        return "–"
    j = fit.names.index(name)
    if name in fit.separated:
        return "−∞"
    if not errors:
        return number(fit.estimate[j])
    error = getattr(fit, errors)[j]
    return f"{number(fit.estimate[j])} ± {number(error, 2 if error >= 0.01 else 3)}"


def comparison(choices: Choices, p: "np.void") -> list[str]:
    """Weights used and found, term by term, as a Markdown table."""
    fits = (
        (refit(choices), "plain"),
        (refit(choices, screened=False), "plain"),
        (refit(choices, recorded=True), "plain"),
        (refit(choices, recorded=True, screened=False), "clustered"),
        (refit(choices, recorded=True, screened=False, by_volume=True), "clustered"),
    )
    used = dict(zip(WEIGHTS, weights_used(p), strict=True)) | {"embargo": p["embargo"]}
    lines = [
        "| term | used | own terms, offers | own terms, all | † terms, offers | † terms, all "
        "| † terms, all, by volume | † | off by |",
        "|---" * 9 + "|",
    ]
    for name in (*RECORDED_TERMS, *(name for name in WEIGHTS if name not in RECORDED_TERMS)):
        cells = [number(used[name]), *(cell(fit, name, errors) for fit, errors in fits)]
        cells += dagger(fits[-1][0], name)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def dagger(fit: Fit, name: str) -> tuple[str, str]:
    """A weight as it was measured, and how many standard errors of the difference a fit is off."""
    found = off_by(fit, name)
    if found is None:
        return "", ""
    return f"{number(found['measured'])} ± {number(found['error'])}", number(found["off"], 1)


def off_by(fit: Fit, name: str) -> dict[str, Any] | None:
    """A measured weight beside a fit: the gap is over its standard error; None if not measured."""
    parameter = PARAMETERS[name]
    if parameter.evidence != "†" or not isinstance(parameter.prior, Normal):
        return None
    if name not in fit.names:
        return None
    mean, sd = parameter.prior.mean, parameter.prior.sd
    j = fit.names.index(name)
    estimate = float(fit.estimate[j])
    off = (estimate - mean) / math.hypot(sd, float(fit.clustered[j]))
    return {"term": name, "found": estimate, "measured": mean, "error": sd, "off": off}


def stopping(choices: Choices) -> str:
    """How many offer and are stopped, and what is found if only deals struck and stopped count."""
    fit = refit(replace(choices, barred=choices.stopped))
    makers = choices.makes[choices.situation].sum(axis=1).mean()
    return (
        f"{len(choices.supplier)} tenders, {makers:.1f} suppliers of the class, "
        f"{choices.offers.sum(axis=1).mean():.1f} offers; a deal stopped in "
        f"{choices.stopped.any(axis=1).mean():.1%}. If only deals that were struck and stopped are "
        f"left out, rival_sales is {cell(fit, 'rival_sales', 'plain')}."
    )


def peeling(case: Case, p: "np.void") -> list[str]:
    """The † terms alone among all suppliers, while the model is reduced to them step by step."""
    p, found = p.copy(), []
    for changes in STEPS.values():
        for name, value in changes.items():
            p[name] = value
        played = gather(watch(case, world, p) for world in WORLDS)
        found.append(refit(played, recorded=True, screened=False))
    lines = ["| term | " + " | ".join(STEPS) + " | used |", "|---" * (len(STEPS) + 2) + "|"]
    for name in RECORDED_TERMS:
        cells = [cell(fit, name) for fit in found[:-1]] + [cell(found[-1], name, "clustered")]
        lines.append(f"| {name} | " + " | ".join((*cells, number(p[name]))) + " |")
    return lines


def coverage(case: Case, draws: Sequence[int] = DRAWS) -> str:
    """How often weights drawn from the prior come back within two standard errors."""
    beyond = tested = 0
    ratio, freedom = 0.0, 0
    for world in draws:
        choices, p = watch(case, world), case.parameters(world, 1)[0]
        fit, used = refit(choices), weights_used(p)
        known = np.isfinite(fit.plain)
        beyond += int((np.abs(fit.estimate - used)[known] > 2 * fit.plain[known]).sum())
        tested += int(known.sum())
        ratio += 2 * (fit.likelihood - log_likelihood(sample_of(choices), used))
        freedom += len(fit.names) - len(fit.not_identified)
    return (
        f"{len(draws)} worlds, each with its own draw from the prior: {beyond} of {tested} weights "
        f"beyond two standard errors ({beyond / tested:.1%}; 4.6% expected); likelihood ratio "
        f"{ratio:.0f} on {freedom} degrees of freedom."
    )
