"""What an ablation finds: losses on single claims, and on all targets together."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.scenario import Scenario
from sim.score.asked import ASKED
from sim.score.scored import HELD, Question

Effect = Literal["worse", "better", "unclear", "none"]

ALL_TARGETS = "all targets"
NO_LOSS = 1e-9  # smaller is rounding


@dataclass(frozen=True)
class Loss:
    """What a claim, or all targets together, lose when something is turned off.

    ``score`` is the variant's CRPS over that of the scenario without events, and ``loss`` how much
    more this is than the scenario's own: above 0 the mechanism helps. 90% of paired bootstrap
    samples over worlds lie from ``low`` to ``high``. ``undefined`` is the share of worlds in which
    the claim's measure has no value. NaN where no world has one.
    """

    variant: str
    kind: str
    group: str
    claim: str
    role: str
    score: float
    loss: float
    low: float
    high: float
    undefined: float

    @property
    def effect(self) -> Effect:
        """What turning it off makes the model, if the interval tells it from nothing at all."""
        if max(abs(self.low), abs(self.high), abs(self.loss)) <= NO_LOSS:
            return "none"
        return "worse" if self.low > 0 else "better" if self.high < 0 else "unclear"


@dataclass(frozen=True)
class Ablation:
    """All losses, variant by variant; ``own`` are the scenario's scores, as those of ``Loss``."""

    scenario: Scenario
    questions: tuple[Question, ...]
    own: tuple[float, ...]
    losses: tuple[Loss, ...]

    @property
    def targets(self) -> int:
        """How many targets make the overall loss."""
        return sum(question.role in HELD for question in self.questions)

    @property
    def noun(self) -> str:
        """What these are: targets of the ledger, or measures of the scenario's own."""
        asked = any(question.role == ASKED for question in self.questions)
        return "measure" if asked else "target"

    @property
    def own_mean(self) -> float:
        """Mean of the scenario's own scores over the targets; NaN if there are none."""
        scores = [
            own
            for question, own in zip(self.questions, self.own, strict=True)
            if question.role in HELD
        ]
        return float(np.mean(scores)) if scores else np.nan

    def overall(self) -> list[Loss]:
        """Losses on all targets together, one a variant."""
        return [loss for loss in self.losses if loss.claim == ALL_TARGETS]

    def felt_most(self, variant: str) -> Loss | None:
        """The target on which a variant changes most; None if it changes none."""
        changed = [
            loss
            for loss in self.losses
            if loss.variant == variant and loss.role in HELD and abs(loss.loss) > NO_LOSS
        ]
        return max(changed, key=lambda loss: abs(loss.loss), default=None)
