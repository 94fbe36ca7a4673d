"""The sense of parameters: a share stays a share, a spread is not negative.

The parameter table says what a number means but not where it stops to mean it, so that is said
here, by name, or by unit where the unit says it all. A parameter without bounds takes any number.
"""

import math

from sim.base.distributions import Constant, Distribution
from sim.base.parameters import PARAMETERS
from sim.scenario.fields import Number

_TAILS = (0.001, 0.999)

_SHARE = Number(0, 1, below=True)  # a discount of 1 is a price of 0; what stays for ever grows
_POSITIVE = Number(0, above=True)  # a factor that other numbers are divided or multiplied by
_SPREAD = Number(0)
_ANY = Number()

_BY_NAME = {
    "idle_discount": _SHARE,
    "bidding_discount": _SHARE,
    "world_share_feedback": _SHARE,
    "demand_persistence": _SHARE,
    "domestic_growth": _SHARE,
    "veto": Number(0),  # a hazard
    "choice_scale": _POSITIVE,
    "capacity_slack": _POSITIVE,
}


def bounds_of(name: str) -> Number:
    """Return what values a parameter may take."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    return _SPREAD if PARAMETERS[name].unit.startswith("sd ") else _ANY


def out_of_bounds(name: str, distribution: Distribution) -> str | None:
    """Say how a value or prior leaves the sense of its parameter; None when it does not.

    Of a prior, all but one draw in a thousand on either side must lie within, and its centre, which
    stands for all of it in a scenario with ``parameters: central``.
    """
    bounds = bounds_of(name)
    if isinstance(distribution, Constant):
        if bounds.holds(distribution.value):
            return None
        return f"{name} must be {bounds.expected}, not {distribution.value:g}"
    for value in (distribution.central, *(_quantile(distribution, u) for u in _TAILS)):
        if not math.isfinite(value):
            return f"this prior of {name} is too wide to draw numbers from"
        if not bounds.holds(value):
            return f"{name} must be {bounds.expected}; this prior reaches {value:.3g}"
    return None


def _quantile(distribution: Distribution, u: float) -> float:
    try:
        return distribution.quantile(u)
    except OverflowError:
        return math.inf
