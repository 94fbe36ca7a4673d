"""What a sweep file says, held against its scenario and theatre."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, ValidationInfo, model_validator

from sim.base.problems import quote, suggest, suggest_or_list
from sim.document.model import Model, Path, all_wrong, wrong
from sim.document.types import (
    Id,
    Line200,
    Line500,
    OwnWindow,
    Seed,
    StateName,
    Worlds,
    doc,
    frozen,
    must_be,
    read_as,
    text,
)
from sim.scenario import Measure
from sim.scenario.file import Years
from sim.sweep.designs import Design
from sim.sweep.fit import unfit
from sim.sweep.ranges import Range
from sim.sweep.swept import SweptScenario, swept_in
from sim.sweep.varies import Groups, Ranges

GROUPING = ("sobol", "morris")
"""Designs that have groups."""


class TopSupplierPlan(Model):
    """Whose top supplier is noted in each world, over which years, by orders or deliveries."""

    buyer: StateName = doc("whose top supplier is noted")
    window: OwnWindow = doc("over which years")
    of: Literal["deliveries", "orders"] = doc("by which of the two", "deliveries")


def _buyer_by_own_name(plan: TopSupplierPlan, info: ValidationInfo) -> TopSupplierPlan:
    swept = swept_in(info)
    if swept is None:
        return plan
    name = swept.theatre.find(plan.buyer)
    if name is None:
        hint = swept.theatre.suggestion(plan.buyer)
        raise wrong(f"unknown state {quote(plan.buyer)}{hint}", "buyer")
    if name not in swept.theatre.buyers:
        raise wrong(f"'{name}' is no buyer in this theatre", "buyer")
    return plan.model_copy(update={"buyer": name})


Regimes = Annotated[TopSupplierPlan, AfterValidator(_buyer_by_own_name)]


def _measures(given: tuple[Measure | str, ...], info: ValidationInfo) -> tuple[Measure, ...]:
    """The measures; those written out are the scenario's own by now."""
    swept = swept_in(info)
    if swept is None:
        return ()
    known = {item.id: item for item in swept.scenario.measures}
    beyond = {item.id for item in swept.scenario.omitted if item.fate == "not reached"}
    words = [item if isinstance(item, str) else item.id for item in given]
    problems: list[tuple[Path, str]] = []
    for place, (item, word) in enumerate(zip(given, words, strict=True)):
        if word in words[:place]:
            problems.append(((place,), f"measures names {quote(word)} twice"))
        elif word in beyond and word not in known:
            problems.append(((place,), f"measure {quote(word)} is not within the sweep's years"))
        elif word not in known and (swept.whole or isinstance(item, str)):
            hint = suggest_or_list(word, known)
            problems.append(((place,), f"the scenario has no measure {quote(word)}{hint}"))
    if problems:
        raise all_wrong(problems)
    return tuple(known[word] for word in words if word in known)


MeasureOrId = Annotated[
    Annotated[Measure, Tag("(measure)")] | Annotated[Id, Tag("(id)")],
    Discriminator(lambda value: "(measure)" if isinstance(value, dict | Measure) else "(id)"),
    must_be("the id of a measure, or a measure"),
]

Measures = Annotated[
    tuple[Measure, ...],
    read_as(Annotated[tuple[MeasureOrId, ...], Field(min_length=1)]),
    AfterValidator(_measures),
    must_be("a list of ids of the scenario's measures, or of whole measures"),
]


class SweepFile(Model):
    """Many runs of one scenario that differ in a few numbers."""

    title: Line200 = doc("what is varied, as a statement")
    question: Annotated[str, text(500, shortest=0)] = doc("what it is to answer", "")
    look_for: Annotated[str, text(2000, shortest=0)] = doc("what to look at in the plots", "")
    scenario: Line500 = doc("the scenario, beside this file or shipped", "history")
    scenarios: Annotated[tuple[Line500, ...], Field(min_length=2)] | None = doc(
        "several scenarios in place of one, as an axis of its own", None
    )
    design: Design = doc("which points are simulated")
    ranges: Ranges = doc(
        "what varies, and between what ends; or a table of points, a column for each key",
        (),
        key="parameters",
        validate_default=True,
    )
    groups: Groups = doc(
        "keys that a sobol or morris design moves together, as one", {}, validate_default=True
    )
    worlds: Worlds = doc("worlds a point, the same noise at each", 64)
    seed: Seed | None = doc("where the random draws start", None)
    years: Years | None = doc("the years simulated", None)
    measures: Measures | None = doc("what is measured; else all of the scenario", None)
    regimes: Regimes | None = doc("note the top supplier of each world", None)
    thresholds: Annotated[
        Mapping[str, float], frozen, must_be("a mapping from measure to number")
    ] = doc("values to mark", {}, validate_default=True)
    keep: Literal["measures", "deliveries", "orders"] = doc(
        "measures only, or all deliveries or orders too", "measures"
    )
    on_failure: Literal["record", "stop"] = doc(
        "note a point that fails and go on, or stop", "record"
    )

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Self:
        swept = swept_in(info)
        problems = [] if swept is None else list(self._misfits(swept))
        if problems:
            raise all_wrong(problems)
        return self

    def _misfits(self, swept: SweptScenario) -> Iterator[tuple[Path, str]]:
        """What does not go together."""
        if not self.ranges:
            yield (), "nothing varies; say in 'parameters' what does, or name 'scenarios'"
            return
        yield from unfit(self.design.design, self.grouped())
        yield from self._misgrouped()
        measures = self.measures or swept.scenario.measures
        if not measures:
            yield (), "the scenario measures nothing; say in 'measures' what to measure"
        known = {item.id for item in measures}
        for name in self.thresholds:
            if name not in known:
                message = f"no measure {quote(name)} in this sweep" + suggest(name, known)
                yield ("thresholds", name, "[key]"), message

    def grouped(self) -> tuple[Range, ...]:
        """The ranges, each with its group."""
        of = {key: name for name, keys in self.groups.items() for key in keys}
        return tuple(replace(item, group=of.get(item.key.name, "")) for item in self.ranges)

    def _misgrouped(self) -> Iterator[tuple[Path, str]]:
        """Groups that do not fit what varies, or the design."""
        varied, seen = [item.key.name for item in self.ranges], dict[str, str]()
        if self.groups and self.design.kind not in GROUPING:
            yield ("groups",), f"{self.design.kind} has no groups; {' and '.join(GROUPING)} have"
        for name, keys in self.groups.items():
            if name in varied:
                yield ("groups", name, "[key]"), f"{quote(name)} is a key; give the group a name"
            for key in keys:
                if key not in varied:
                    yield ("groups", name), f"{quote(key)} does not vary{suggest(key, varied)}"
                elif key in seen:
                    yield ("groups", name), f"{quote(key)} is in group {quote(seen[key])} already"
                seen[key] = name
