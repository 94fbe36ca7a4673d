"""Every measure that any side asks for, on every side that can answer.

What a run has not measured itself is measured from its tables, which hold what the run's own flows
held, but for talks with aggregates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.compare.shortfalls import Shortfall
from sim.compare.sides import RecordSide, Run, Side
from sim.experiment.run import ledgers_of, recorded_measures, resolve_measure
from sim.experiment.stream import add_at, places
from sim.measure.flows import Flows
from sim.scenario import Measure
from sim.score.asked import hindrances

Values = dict[str, Floats]  # by measure [W]; one value if it is the record

AT_ONCE = 8  # worlds; bounds the memory
# Table, its column of years, and the column that a ledger sums; None counts rows.
_LEDGERS = {
    "deliveries": ("deliveries", "delivery_year", "tiv"),
    "deliveries_usd": ("deliveries", "delivery_year", "usd_m"),
    "orders": ("orders", "order_year", "tiv"),
    "orders_usd": ("orders", "order_year", "usd_m"),
    "order_count": ("orders", "order_year", None),
    "announcements": ("announcements", "year", None),
}


def asking(sides: Sequence[Side]) -> list[Run]:
    """The runs whose questions a comparison answers: those held against the base, then the base.

    A run that asks nothing has no say; what the articles ask counts only where every scenario asks
    it.
    """
    runs = [side for side in (*sides[1:], *sides[:1]) if isinstance(side, Run)]
    asked = [run for run in runs if run.scenario.measures or run.scenario.plot_buyers]
    return [run for run in asked if run.scenario.claims != "all"] or asked or runs


def all_measures(sides: Sequence[Side]) -> tuple[list[Measure], list[Shortfall]]:
    """The measures that are asked, by the theatre's own names of states; of each id the first.

    What is asked under several ids is measured once, under the first of them.
    Also which scenarios mean something else by an id than the first that has it.
    """
    found: dict[str, tuple[str, Measure]] = {}
    apart: list[Shortfall] = []
    asked = asking(sides)
    for side in sides:
        for item in own_measures(side) if any(side is one for one in asked) else ():
            whose, first = found.setdefault(item.id, (side.named, item))
            if first != item:
                why = f"defined otherwise; all sides are measured as {whose} defines it"
                apart.append(Shortfall(side.label, "measure", item.id, why))
    order = dict.fromkeys(item.id for side in asked for item in own_measures(side))
    once: list[Measure] = []
    for item in (found[name][1] for name in order):
        if all(item.model_copy(update={"id": other.id}) != other for other in once):
            once.append(item)
    return once, apart


def own_measures(side: Side) -> list[Measure]:
    """The measures of a side's own scenario, by the theatre's own names of states."""
    if isinstance(side, RecordSide):
        return []
    return [resolve_measure(item, side.theatre) for item in side.scenario.measures]


def values_of(side: Side, measures: Sequence[Measure]) -> tuple[Values, list[Shortfall]]:
    """The values of measures on a side, and those that it cannot have, with the reason."""
    if isinstance(side, RecordSide):
        known = recorded_measures(measures, side.theatre)
        shortfalls = [
            Shortfall(side.label, "measure", item.id, "not on record")
            for item in measures
            if item.id not in known
        ]
        return {name: np.array([value]) for name, value in known.items()}, shortfalls
    own, stored = own_measures(side), _stored(side)
    found = {item.id: stored[item.id] for item in measures if item in own and item.id in stored}
    others = [item for item in measures if item.id not in found]
    reasons = {item.id: next(_hindrances(item, side), None) for item in others}
    found |= values_from_tables(side, [item for item in others if reasons[item.id] is None])
    shortfalls = [
        Shortfall(side.label, "measure", name, why)
        for name, why in reasons.items()
        if why is not None
    ]
    return found, shortfalls


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


def values_from_tables(run: Run, measures: Sequence[Measure]) -> dict[str, Floats]:
    """Values of measures in all worlds of a run [W], by their id, from its tables.

    The measures must be ones that the run's years and theatre have, by the theatre's own names.
    """
    values: dict[str, list[Floats]] = {item.id: [] for item in measures}
    for flows, worlds in _blocks(run, ledgers_of(measures)):
        for item in measures:
            found = item.value(flows)
            values[item.id].append(np.full(worlds, np.nan) if found is None else found)
    return {name: np.concatenate(parts) for name, parts in values.items()}


def _blocks(run: Run, ledgers: frozenset[str]) -> Iterator[tuple[Flows, int]]:
    scenario, theatre = run.scenario, run.theatre
    periods = tuple((year, year) for year in range(scenario.first_year, scenario.last_year + 1))
    for first in range(0, scenario.worlds, AT_ONCE):
        worlds = min(AT_ONCE, scenario.worlds - first)
        arrays = {name: _ledger(run, name, first, worlds, len(periods)) for name in ledgers}
        axes = theatre.buyers, theatre.suppliers, theatre.classes
        flows = Flows(*axes, periods, aggregates=theatre.aggregates)
        yield replace(flows, **arrays), worlds  # type: ignore[arg-type]  # ledgers alone


def _ledger(run: Run, name: str, first: int, worlds: int, years: int) -> Floats:
    """A ledger of some worlds [W, B, S, K, Y]."""
    table, year, summed = _LEDGERS[name]
    theatre = run.theatre
    axes = {"buyer": theatre.buyers, "supplier": theatre.suppliers, "class": theatre.classes}
    array = np.zeros((worlds, *map(len, axes.values()), years))
    path = run.folder / f"{table}.parquet"
    if not path.is_file():  # nothing was ordered, or said, in any world
        return array
    columns = ["world", *axes, year, *([] if summed is None else [summed])]
    within = [("world", ">=", first), ("world", "<", first + worlds)]
    rows = pq.read_table(path, columns=columns, filters=within)
    cells = [
        np.asarray(rows["world"]).astype(np.int64) - first,
        *(places(rows[role].combine_chunks(), axis) for role, axis in axes.items()),
        np.asarray(rows[year]).astype(np.int64) - run.scenario.first_year,
    ]
    values = np.ones(rows.num_rows) if summed is None else np.asarray(rows[summed])
    add_at(array, cells, values)
    return array
