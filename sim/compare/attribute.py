"""What did it? Each change alone, each left out of the whole, and what only all together do.

All scenarios between the base and the whole have the same worlds: the same noise and, where a
change does not set them, the same parameters. So differences are taken world by world.

With v(A) the value of a measure in a world with the changes A, and N all of them: change i alone
brings v({i}) - v({}), leaving it out takes away v(N) - v(N without i), and the interaction is
v(N) - v({}) - sum over i of (v({i}) - v({})): what the changes do together beyond their sum.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from sim.base.arrays import Floats
from sim.compare.attribution_plan import AttributionPlan, Made
from sim.compare.contrast import Contrast, contrast
from sim.compare.items import Item
from sim.compare.parting import FarPair, Parting, far_pairs, near_buyers, part_of, parted
from sim.experiment.case import Case, build_case
from sim.experiment.run import measure_block, measure_worlds, resolve_measure
from sim.experiment.worlds import Block, map_worlds
from sim.scenario import Measure, Scenario
from sim.score.asked import cut_to, last_year_of

Values = dict[str, Floats]
Tick = Callable[[int], object]


@dataclass(frozen=True)
class ItemEffect:
    """What one item does to a measure: alone beyond the base, and to the whole if left out."""

    item: Item
    alone: Contrast
    left_out: Contrast


@dataclass(frozen=True)
class MeasureEffects:
    """Who did what to a measure, over the worlds in which every scenario run defines it."""

    measure: Measure
    own: bool
    total: Contrast
    effects: tuple[ItemEffect, ...]
    interaction: Contrast


@dataclass(frozen=True)
class Attribution:
    """All measures that any world defines, the scenario's own first; and where orders part.

    ``near`` are the buyers that a change names, ``far`` others whose orders differ all the same.
    """

    plan: AttributionPlan
    measures: tuple[MeasureEffects, ...]
    undefined: tuple[Measure, ...]
    parting: Parting
    near: frozenset[str]
    far: tuple[FarPair, ...]


def attribute(
    plan: AttributionPlan, threads: int = 1, tick: Tick = lambda done: None
) -> Attribution:
    """Run what lies between the base and the whole, and take differences world by world.

    Args:
        plan: what is run.
        threads: threads that share the worlds out; no number depends on them.
        tick: told how many more worlds are done, of the ``worlds`` of the plan.
    """
    measures = [resolve_measure(item, plan.theatre) for item in plan.whole.measures]
    measures.sort(key=lambda item: item.id not in plan.own)
    neither, every = frozenset[int](), frozenset(range(len(plan.items)))
    values, parting = _both(plan, measures, threads, tick)
    cases = _Cases(plan, last_year_of(measures, plan.whole), values)
    for made in plan.sets:
        if made not in values:
            values[made] = cases.values(made, measures, threads, tick)
    found, undefined = [], []
    for item in measures:
        of_measure = _known({made: one[item.id] for made, one in values.items()})
        if np.isnan(of_measure[every]).all():
            undefined.append(item)
            continue
        found.append(_effects(plan, item, of_measure, neither, every))
    near = near_buyers([change for item in plan.items for change in item.changes], plan.theatre)
    far = far_pairs(parting, near, plan.theatre)
    return Attribution(plan, tuple(found), tuple(undefined), parting, near, far)


def _both(
    plan: AttributionPlan, measures: Sequence[Measure], threads: int, tick: Tick
) -> tuple[dict[Made, Values], Parting]:
    """Base and whole side by side, to their last year: their measures, and where orders part."""

    def take(block: Block) -> tuple[Values, Floats]:
        assert block.flows.orders is not None
        return measure_block(block, measures), block.flows.orders.copy()

    ends = frozenset[int](), frozenset(range(len(plan.items)))
    streams = [
        map_worlds(take, build_case(plan.scenario(made), plan.theatre), 0, plan.whole.worlds,
                   threads, ledgers=("orders",))
        for made in ends
    ]  # fmt: skip
    measured: list[list[Values]] = [[], []]
    parts = []
    for one, two in zip(*streams, strict=True):
        for kept, (values, _) in zip(measured, (one, two), strict=True):
            kept.append(values)
        parts.append(part_of(one[1], two[1], plan.whole.first_year))
        tick(2 * len(one[1]))
    values = {
        made: {name: np.concatenate([part[name] for part in kept]) for name in kept[0]}
        for made, kept in zip(ends, measured, strict=True)
    }
    return values, parted(parts)


class _Cases:
    """What lies between, up to the last year that a measure looks at; what is the same runs once.

    Up to there a scenario runs as it does in full, bit for bit.
    """

    def __init__(self, plan: AttributionPlan, last_year: int, done: dict[Made, Values]) -> None:
        self.plan, self.last_year = plan, last_year
        self.done = [(self._scenario(made), values) for made, values in done.items()]

    def values(self, made: Made, measures: Sequence[Measure], threads: int, tick: Tick) -> Values:
        """Measures of the base with some of the items."""
        scenario = self._scenario(made)
        for earlier, values in self.done:
            if earlier == scenario:
                tick(scenario.worlds)
                return values
        case: Case = build_case(scenario, self.plan.theatre)
        self.done.append((scenario, measure_worlds(case, measures, threads, tick)))
        return self.done[-1][1]

    def _scenario(self, made: Made) -> Scenario:
        return cut_to(self.plan.scenario(made), self.last_year)


def _known(values: dict[Made, Floats]) -> dict[Made, Floats]:
    """The same with NaN in every world that any of them leaves undefined."""
    known = np.logical_and.reduce([np.isfinite(one) for one in values.values()])
    return {made: np.where(known, one, np.nan) for made, one in values.items()}


def _effects(
    plan: AttributionPlan, item: Measure, values: dict[Made, Floats], neither: Made, every: Made
) -> MeasureEffects:
    base, whole = values[neither], values[every]
    places = range(len(plan.items))
    effects = [
        ItemEffect(
            plan.items[i],
            _contrast(base, values[frozenset({i})]),
            _contrast(values[every - {i}], whole),
        )
        for i in places
    ]
    summed = base + sum((values[frozenset({i})] - base for i in places), np.zeros(len(base)))
    return MeasureEffects(
        item, item.id in plan.own, _contrast(base, whole), tuple(effects), _contrast(summed, whole)
    )


def _contrast(one: Floats, two: Floats) -> Contrast:
    made = contrast(one, two, "paired")
    assert made is not None  # measures that no world defines are left out
    return made


def contrasts_of(found: MeasureEffects) -> Iterator[tuple[str, str, Contrast]]:
    """What was done, by which item, and the contrast: total, alone, left out, interaction."""
    yield "total", "", found.total
    yield from chain.from_iterable(
        (("alone", one.item.name, one.alone), ("left out", one.item.name, one.left_out))
        for one in found.effects
    )
    yield "interaction", "", found.interaction
