"""Stage B: draw what stage A believes toward the targets, by a scoring rule, and not too far.

The worlds that a belief gives are a forecast of each target, and the continuous ranked probability
score (CRPS) says how good it is. The belief is moved, its spread kept, by as many nats as the plan
allows in the direction in which the mean score falls fastest; how far it goes is tried. To the
first order this is the posterior with exp(−w·score) in place of a likelihood, w being as large as
the nats allow (Bissiri, Holmes and Walker, J. R. Stat. Soc. B 78, 2016).

Axes: N worlds, D unknowns, T targets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Bools, Floats
from sim.calibration.belief import Belief, case_at
from sim.experiment.case import Case
from sim.experiment.run import measure_block
from sim.experiment.worlds import Block, map_worlds
from sim.measure.scoring import on_scale
from sim.score.asked import ScorableClaim, Tick

TRIED = (0.5, 1.0)  # of the longest step
SURE = 3.0  # standard errors by which a slope must differ from 0 to be followed
LOOKS = 1 + len(TRIED) + 2  # times that the plan's worlds are simulated


@dataclass(frozen=True)
class Tilt:
    """What stage B found. Slopes are those of the mean score, per standard deviation of stage A."""

    claims: tuple[str, ...]  # [T]
    slopes: Floats  # [T, D] of each target's score
    followed: Bools  # [D] slopes of the mean score that are surely not 0
    step: Floats  # [D] in standard deviations of stage A
    tried: tuple[float, ...]  # mean score, over that of stage A, at each of TRIED
    before: Floats  # [T] CRPS with stage A's belief, and
    after: Floats  # [T] with the new one, in worlds that were not looked at

    @property
    def nats(self) -> float:
        """Divergence of the new belief from that of stage A."""
        return float(self.step @ self.step) / 2


@dataclass(frozen=True)
class Look:
    """How worlds are held against the targets: the case, and who simulates."""

    case: Case
    asked: Sequence[ScorableClaim]
    threads: int
    tick: Tick

    def values(self, belief: Belief, drawn: Floats, first: int) -> Floats:
        """What worlds from ``first`` on answer [N, T], on the claims' scales; NaN if undefined."""
        case = case_at(self.case, belief.priors, belief.scores(drawn), first)
        measures = [item.measure for item in self.asked]

        def take(block: Block) -> Floats:
            values = measure_block(block, measures)
            return np.stack([on_scale(values[item.measure.id], item.measure.kind, item.claim.scale)
                             for item in self.asked], axis=1)  # fmt: skip

        parts = []
        for part in map_worlds(take, case, first, len(drawn), self.threads, ledgers=()):
            parts.append(part)
            self.tick(len(part))
        return np.concatenate(parts)

    def crps(self, values: Floats) -> Floats:
        """CRPS of each target [T] given values [N, T]."""
        parts = [_parts(values[:, i], seen) for i, seen in enumerate(self._observed())]
        return np.array([near - apart / 2 for near, apart, _ in parts])

    def pulls(self, values: Floats) -> Floats:
        """What a world more of that kind would add to the CRPS of each target [N, T]."""
        parts = [_parts(values[:, i], seen) for i, seen in enumerate(self._observed())]
        return np.stack([pull for _, _, pull in parts], axis=1)

    def _observed(self) -> list[float]:
        found = []
        for item in self.asked:
            assert item.claim.observed is not None, item.claim.id
            seen = np.array([item.claim.observed])
            found.append(float(on_scale(seen, item.measure.kind, item.claim.scale)[0]))
        return found


def _parts(values: Floats, observed: float) -> tuple[float, float, Floats]:
    """E|X − y|, E|X − X'|, and |x − y| − E|x − X'| of every world [N], 0 where undefined.

    The last one, less its mean, is how the score answers to a world's weight.
    """
    known = ~np.isnan(values)
    x = values[known]
    order = np.argsort(x, kind="stable")
    sums, count = np.cumsum(x[order]), np.arange(1, len(x) + 1)
    apart = np.empty(len(x))
    apart[order] = (2 * count - len(x)) * x[order] - 2 * sums + sums[-1]
    apart /= len(x)
    pull = np.zeros(len(values))
    pull[known] = np.abs(x - observed) - apart
    pull[known] -= pull[known].mean()
    return float(np.abs(x - observed).mean()), float(apart.mean()), pull


def tilted(
    belief: Belief, look: Look, nats: float, worlds: int, random: np.random.Generator
) -> tuple[Belief, Tilt]:
    """Move a belief toward the targets by at most so many nats.

    All steps are tried in the same worlds: same noise, same draws. Others judge the one that is
    taken.
    """
    drawn = random.standard_normal((worlds, len(belief.mean)))
    values = look.values(belief, drawn, 0)
    usual = look.crps(values)
    pulls = look.pulls(values) / usual
    slopes = pulls.T @ drawn / worlds
    mean = pulls.mean(axis=1)
    slope = slopes.mean(axis=0)
    followed = np.abs(slope) > SURE * mean.std() / np.sqrt(worlds)
    direction = np.where(followed, -slope, 0.0)
    size = float(np.linalg.norm(direction))
    longest = np.sqrt(2 * nats) * direction / size if size > 0 else direction
    tried = [
        float((look.crps(look.values(belief.moved(part * longest), drawn, 0)) / usual).mean())
        for part in TRIED
    ]
    best = int(np.argmin([1.0, *tried]))
    step = (0.0, *TRIED)[best] * longest
    fresh = random.standard_normal((worlds, len(belief.mean)))
    found = belief.moved(step)
    before, after = (look.crps(look.values(one, fresh, worlds)) for one in (belief, found))
    claims = tuple(item.claim.id for item in look.asked)
    return found, Tilt(claims, slopes, followed, step, tuple(tried), before, after)
