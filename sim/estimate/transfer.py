"""Do the weights of a run come back from its choices?

Weights marked † were measured on a register of orders, as choices among all suppliers of a class
and with the terms that a register shows. In the model offers are screened and there are more
reasons. Here simulated choices are read either way.
"""

import numpy as np

from sim.base.arrays import Floats
from sim.estimate.choices import RECORDED_TERMS, Choices
from sim.estimate.logit import Fit, Sample, fit_logit
from sim.model.equations import SMALL_PACKAGE
from sim.model.terms import WEIGHTS, weights_of
from sim.model.world import NOBODY


def sample_of(
    choices: Choices, *, recorded: bool = False, screened: bool = True, by_volume: bool = False
) -> Sample:
    """Tenders that were won, as choices to learn from; choices of one buyer are a cluster.

    Among the offers, those whose deal would be stopped are left out, struck or not. To leave out
    only deals that were struck and stopped would not do: a deal is then more likely to count as a
    choice if nobody objects to it, and what customers object to looks like the buyer's dislike.

    Args:
        choices: of watched worlds.
        recorded: by the terms that a register shows, not by the model's own.
        screened: among the offers made, not among all who make the class.
        by_volume: each choice counts as much as its TIV.
    """
    won = choices.supplier != NOBODY
    situation = choices.situation[won]
    terms = choices.recorded
    if not recorded:  # a small package is chosen by the same terms, but all of them weigh less
        loose = choices.small_package[:, None, None] * choices.terms
        terms = np.concatenate([choices.terms, loose])
        situation = situation + len(choices.terms) * (choices.tiv[won] < SMALL_PACKAGE)
    open_ = choices.offers & ~choices.barred if screened else choices.makes[choices.situation]
    _, cluster = np.unique(
        np.column_stack([choices.world, choices.buyer]), axis=0, return_inverse=True
    )
    return Sample(
        terms,
        situation,
        open_[won],
        choices.supplier[won],
        choices.tiv[won] if by_volume else np.ones(len(situation)),
        cluster.ravel()[choices.situation[won]],
    )


def refit(
    choices: Choices, *, recorded: bool = False, screened: bool = True, by_volume: bool = False
) -> Fit:
    """Weights times the choice scale, as choices tell them; arguments as for ``sample_of``."""
    sample = sample_of(choices, recorded=recorded, screened=screened, by_volume=by_volume)
    return fit_logit(sample, RECORDED_TERMS if recorded else WEIGHTS)


def weights_used(p: "np.void", *, recorded: bool = False) -> Floats:
    """What ``refit`` should find [P]: the weights of a world, times its choice scale.

    By the terms of a register the factor for small packages is part of what is found.

    An embargo is no weight of the model: it closes tenders, and stands as if for ln(share open).
    """
    used = weights_of(p, RECORDED_TERMS if recorded else WEIGHTS) * p["choice_scale"]
    if recorded:
        used[RECORDED_TERMS.index("embargo")] = p["embargo"]
    return used
