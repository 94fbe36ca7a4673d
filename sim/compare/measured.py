"""Every measure that any side asks for, on every side that can answer."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.compare.lacks import Lack
from sim.compare.sides import RecordSide, Run, Side
from sim.compare.tables import measured_again
from sim.experiment.run import recorded_measures, resolve_measure
from sim.scenario import Measure
from sim.score.asked import hindrances

Values = dict[str, Floats]  # by measure [W]; one value if it is the record


def all_measures(sides: Sequence[Side]) -> tuple[list[Measure], list[Lack]]:
    """The measures of all scenarios, by the theatre's own names of states; of each id the first.

    Also which scenarios mean something else by an id than the first that has it.
    """
    found: dict[str, tuple[str, Measure]] = {}
    apart: list[Lack] = []
    for side in sides:
        for item in own_measures(side):
            whose, first = found.setdefault(item.id, (side.label, item))
            if first != item:
                why = f"defined otherwise; all sides are measured as {whose} defines it"
                apart.append(Lack(side.label, "measure", item.id, why))
    return [item for _, item in found.values()], apart


def own_measures(side: Side) -> list[Measure]:
    """The measures of a side's own scenario, by the theatre's own names of states."""
    if isinstance(side, RecordSide):
        return []
    return [resolve_measure(item, side.theatre) for item in side.scenario.measures]


def values_of(side: Side, measures: Sequence[Measure]) -> tuple[Values, list[Lack]]:
    """The values of measures on a side, and those that it cannot have, with the reason.

    What a run has not measured itself is measured from its tables.
    """
    if isinstance(side, RecordSide):
        known = recorded_measures(measures, side.theatre)
        lacks = [
            Lack(side.label, "measure", item.id, "not on record")
            for item in measures
            if item.id not in known
        ]
        return {name: np.array([value]) for name, value in known.items()}, lacks
    own, stored = own_measures(side), _stored(side)
    found = {item.id: stored[item.id] for item in measures if item in own and item.id in stored}
    others = [item for item in measures if item.id not in found]
    reasons = {item.id: next(_hindrances(item, side), None) for item in others}
    found |= measured_again(side, [item for item in others if reasons[item.id] is None])
    lacks = [
        Lack(side.label, "measure", name, why) for name, why in reasons.items() if why is not None
    ]
    return found, lacks


def _hindrances(item: Measure, run: Run) -> Iterator[str]:
    """Why a run cannot be asked for a measure that it has not taken itself."""
    yield from hindrances(item, run.scenario, run.theatre)
    if "announcements" in item.reads:
        buyers: Any = item.values["buyer"]
        if buyers is None or run.theatre.aggregates.intersection(buyers):
            yield "the tables do not tell of talks with aggregates"


def _stored(run: Run) -> Values:
    """What the run itself measured [W]; an undefined value is NaN."""
    path = run.folder / "measures.parquet"
    if not path.is_file():
        return {}
    table = pq.read_table(path)
    names = table["measure"].combine_chunks()
    codes, words = np.asarray(names.indices), names.dictionary.to_pylist()
    values = table["value"].to_numpy()  # null becomes NaN
    return {word: values[codes == code] for code, word in enumerate(words)}
