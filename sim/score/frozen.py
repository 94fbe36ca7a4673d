"""One frozen reference for all scores: the uncalibrated model of a release, without any event.

A score over that of the same scenario without events flatters whoever makes the latter worse. The
scores kept in ``reference.json`` change with a release and at no other time:
``python -m tools.frozen`` makes them anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.base.files import rounded, write_whole
from sim.experiment.variants import from_prior, without_events
from sim.measure.scoring import interval, resamples
from sim.scenario import Scenario
from sim.score.scored import FACT, MODEL, SAMPLES, Question, Scored, compared_record, resampled

FILE = Path(__file__).parent / "reference.json"
GROUPS: Mapping[str, str] = {
    "target": "targets", "validation": "validation", "fresh": "fresh validation",
    FACT: "stylised facts",
}  # fmt: skip
"""What is averaged apart, by the role of its rows."""
SAME = 1e-6  # of a record or tolerance: the file has nine digits


@dataclass(frozen=True)
class Kept:
    """Score of one row, and on its scale what it was held against."""

    crps: float
    record: float
    tolerance: float


@dataclass(frozen=True)
class Reference:
    """The kept scores by the row's id, and what made them."""

    model_version: str
    scenario: str
    first_year: int
    last_year: int
    worlds: int
    seed: int
    rows: Mapping[str, Kept]

    def score(self, question: Question, scenario: Scenario) -> float | None:
        """The kept score of a question; None if it is another one by now, or has none.

        Stylised facts are of all years of a scenario, and so comparable in the same years only.
        """
        kept, record = self.rows.get(question.id), compared_record(question)
        same_years = (scenario.first_year, scenario.last_year) == (self.first_year, self.last_year)
        if kept is None or record is None or (question.role == FACT and not same_years):
            return None
        same = np.allclose((kept.record, kept.tolerance), (record, question.tolerance), SAME, SAME)
        return kept.crps if same and kept.crps > 0 else None


@dataclass(frozen=True)
class Referenced:
    """Mean over the rows of a group of the score of ``who`` over the reference's.

    ``low`` to ``high`` holds 90% of bootstrap samples over worlds; None for all but the model.
    """

    group: str
    who: str
    rows: int
    mean: float
    low: float | None
    high: float | None


def plain_model(scenario: Scenario, worlds: int) -> Scenario:
    """The scenario whose scores are kept: no event, every parameter from its prior."""
    return replace(without_events(from_prior(scenario)), worlds=worlds)


def load_reference(path: Path = FILE) -> Reference:
    """Read the reference that comes with the package."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    rows = {name: Kept(**row) for name, row in plain.pop("rows").items()}
    return Reference(**plain, rows=rows)


def write_reference(path: Path, reference: Reference) -> None:
    """Write a reference, numbers with nine digits."""
    text = json.dumps(rounded(asdict(reference)), indent=1, ensure_ascii=False)
    write_whole(path, text + "\n")


def kept_rows(rows: Sequence[Scored]) -> dict[str, Kept]:
    """What a reference keeps of a scorecard: every row with a record and a score."""
    kept = {}
    for row in rows:
        record, score = compared_record(row.question), row.crps.get(MODEL)
        if record is not None and score is not None:
            kept[row.question.id] = Kept(score, record, row.question.tolerance)
    return kept


def over_reference(
    rows: Sequence[tuple[Scored, Mapping[str, Floats]]], reference: Reference, scenario: Scenario
) -> tuple[Referenced, ...]:
    """Means by group and forecaster, over rows that the reference has and all of them can score.

    Args:
        rows: with the values of every simulated forecaster in all worlds [W].
        reference: whose scores are the scale.
        scenario: that was asked.
    """
    drawn = resamples(min(scenario.worlds, SAMPLES), SAMPLES, scenario.seed)
    found: list[Referenced] = []
    for role, group in GROUPS.items():
        usable = [
            (row, values, scale)
            for row, values in rows
            if row.question.role == role
            and (scale := reference.score(row.question, scenario)) is not None
            and all(who in row.crps for who in values)
        ]
        for who in usable[0][1] if usable else ():
            mean = float(np.mean([row.crps[who] / scale for row, _, scale in usable]))
            ends: tuple[float | None, float | None] = None, None
            if who == MODEL:
                samples = [
                    resampled(row.question, values[MODEL], drawn) / scale
                    for row, values, scale in usable
                ]
                ends = interval(np.mean(samples, axis=0))
            found.append(Referenced(group, who, len(usable), mean, *ends))
    return tuple(found)
