"""How likely a choice was where suppliers may not offer: a conditional logit behind a screen.

Every alternative has a utility with Gumbel noise, and a chance of being offered at all; the best of
those offered is taken. Given the noise of the best, all others stand apart, so that

    P(s is taken) = c_s ∫ λ_s t exp(−λ_s t) Π_r≠s (1 − c_r (1 − exp(−λ_r t))) dx,   t = exp(x),

with c the chances and λ the exponentials of utility. The integrand falls off doubly exponentially
on both sides, where the trapezoid rule is as good as exact. With all c = 1 it is the logit.

Axes: N choices, S alternatives.
"""

import numpy as np

from sim.base.arrays import Floats, Integers

STEP = 0.5  # of x; the error of the rule is about exp(-π²/STEP)
BEFORE, AFTER = 18.0, 4.0  # how far x goes beyond the largest and the least utility
_LEAST = 1e-300  # keeps logarithms finite


def ln_chances(utility: Floats, chance: Floats, choice: Integers) -> tuple[Floats, Floats]:
    """ln of the chance of each choice [N], given that something was offered, and its slopes [N, S].

    Args:
        utility: [N, S] without noise.
        chance: [N, S] of being offered; above 0 where chosen.
        choice: [N] the alternative taken.
    """
    rows = np.arange(len(choice))
    offered = np.where(chance > 0.0, utility, -np.inf)
    top = offered.max(axis=1, keepdims=True)
    least = np.where(chance > 0.0, utility - top, 0.0).min()
    x = np.arange(-BEFORE, AFTER - least, STEP)
    ln_sum, slope = np.full(len(rows), -np.inf), np.zeros(utility.shape)
    rate = np.exp(np.minimum(offered - top, 0.0))
    for node in x:  # each adds its part to sums that are kept in logarithms
        hazard = rate * np.exp(node)
        passed = np.exp(-hazard)
        waits = np.maximum(1.0 - chance + chance * passed, _LEAST)  # came no earlier
        own = hazard[rows, choice]
        ln_part = np.log(own) - own + np.log(waits).sum(axis=1) - np.log(waits[rows, choice])
        pull = -chance * hazard * passed / waits
        pull[rows, choice] = 1.0 - own
        highest = np.maximum(ln_sum, ln_part)
        old, new = np.exp(ln_sum - highest), np.exp(ln_part - highest)
        slope = (old[:, None] * slope + new[:, None] * pull) / (old + new)[:, None]
        ln_sum = highest + np.log(old + new)
    nothing = np.prod(1.0 - chance, axis=1)
    found = np.log(STEP * chance[rows, choice]) + ln_sum - np.log1p(-nothing)
    return found, slope
