"""What a sweep file says, held against its scenario and theatre."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Discriminator,
    Field,
    SkipValidation,
    Tag,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from sim.base.bands import ENDS_OF_90
from sim.base.bounds import Bounds
from sim.base.distributions import Constant
from sim.base.parameters import GROUPS, PARAMETERS, present_name
from sim.base.problems import quote, suggest, suggest_or_list
from sim.document.model import Model, Path, Reading, all_wrong, wrong
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
from sim.experiment.posterior import Posterior
from sim.scenario import Measure, Scenario
from sim.scenario.file import Years
from sim.sweep.designs import Design
from sim.sweep.fit import unfit
from sim.sweep.ranges import Range, Values, range_of, unfit_values
from sim.sweep.varied import SCENARIO, ChoiceKey, Key, ParameterKey, ScenarioKey, find_key
from sim.theatre.theatre import Theatre

ALL = "all"


@dataclass(frozen=True)
class SweptScenario:
    """The scenario of a sweep and its theatre; not ``whole`` without what the sweep adds to it.

    ``others`` are simulated beside it.
    """

    scenario: Scenario
    theatre: Theatre
    posterior: Posterior | None
    whole: bool
    others: tuple[Scenario, ...] = ()

    def key(self, name: str) -> Key | str:
        """What a name stands for in all scenarios, or else what is wrong with it."""
        key = find_key(name, self.scenario, self.theatre, self.posterior)
        if isinstance(key, str):
            return key
        for other in self.others:
            if isinstance(found := find_key(name, other, self.theatre), str):
                return f"in scenario {other.name}: {found}"
        return key

    @property
    def axis(self) -> tuple[Range, ...]:
        """The axis of whole scenarios, if there are several."""
        names = tuple(item.name for item in (self.scenario, *self.others))
        if len(names) == 1:
            return ()
        bounds = Bounds(0, len(names) - 1)
        key = ScenarioKey(SCENARIO, 0.0, bounds, whole=True, choices=names)
        return (Range(key, 0.0, len(names) - 1.0, listed=tuple(map(float, range(len(names))))),)


@dataclass(frozen=True)
class SweepReading(Reading):
    """A reading that knows the scenario; without it, names are not looked at."""

    swept: SweptScenario | None = None


def _swept(info: ValidationInfo) -> SweptScenario | None:
    return info.context.swept if isinstance(info.context, SweepReading) else None


class TopSupplierPlan(Model):
    """Whose top supplier is noted in each world, over which years, by orders or deliveries."""

    buyer: StateName = doc("whose top supplier is noted")
    window: OwnWindow = doc("over which years")
    of: Literal["deliveries", "orders"] = doc("by which of the two", "deliveries")


def _buyer_by_own_name(plan: TopSupplierPlan, info: ValidationInfo) -> TopSupplierPlan:
    swept = _swept(info)
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


def _ranges(given: Any, info: ValidationInfo) -> tuple[Range, ...]:
    """The ranges in the order of the file; none while the scenario is unknown."""
    swept = _swept(info)
    if given == ALL:
        return () if swept is None else (*swept.axis, *all_parameters(swept))
    found = list[Range]()
    problems, unread = list[tuple[Path, str]](), dict[str, ValidationError]()
    for word, plain in given.items():
        key = None if swept is None else swept.key(word)
        if isinstance(key, str):
            problems.append(((word, "[key]"), key))
            continue
        try:
            values: Any = _VALUES.validate_python(plain)
        except ValidationError as error:
            unread[word] = error
            continue
        if key is not None:
            assert swept is not None
            unfitting = _unfit_in_any(swept, key, values)
            problems += [((word, *at), message) for at, message in unfitting]
            if not unfitting:
                found.append(range_of(key, values, swept.scenario))
    if problems or unread:
        raise all_wrong(problems, unread)
    return (*(() if swept is None else swept.axis), *found)


def _unfit_in_any(swept: SweptScenario, key: Key, values: Any) -> list[tuple[Path, str]]:
    """What a key cannot take in one of the scenarios; each mistake is told once."""
    scenarios = (swept.scenario, *swept.others) if isinstance(key, ChoiceKey) else (swept.scenario,)
    found = [item for one in scenarios for item in unfit_values(key, values, one, swept.theatre)]
    return list(dict.fromkeys(found))


_VALUES: TypeAdapter[Any] = TypeAdapter(Values, config=ConfigDict(strict=True, allow_inf_nan=False))


_Unread = Annotated[SkipValidation[Values], must_be("{from: …, to: …} or a list of values")]
_Written = Annotated[
    Annotated[Literal["all"], Tag("(all)")]
    | Annotated[Mapping[str, _Unread], Field(min_length=1), Tag("(mapping)")],
    Discriminator(lambda value: "(all)" if isinstance(value, str) else "(mapping)"),
]

Ranges = Annotated[
    tuple[Range, ...],
    read_as(_Written),
    AfterValidator(_ranges),
    must_be(f"a mapping from what varies to its values, or '{ALL}'"),
]


def _measures(given: tuple[Measure | str, ...], info: ValidationInfo) -> tuple[Measure, ...]:
    """The measures; those written out are the scenario's own by now."""
    swept = _swept(info)
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


def _groups(given: Any, info: ValidationInfo) -> Mapping[str, tuple[str, ...]]:
    """Groups by name. A list names groups of reasons, which hold their parameters that vary."""
    if isinstance(given, Mapping):
        return {name: tuple(map(present_name, keys)) for name, keys in given.items()}
    varied = [item.key.name for item in info.data.get("ranges", ())]
    found = dict[str, tuple[str, ...]]()
    problems: list[tuple[Path, str]] = []
    for place, name in enumerate(GROUPS if given == ALL else given):
        members = tuple(
            key for key in varied if key in PARAMETERS and PARAMETERS[key].group == name
        )
        at = () if given == ALL else (place,)
        if name not in GROUPS:
            problems.append((at, f"no group {quote(name)}{suggest_or_list(name, GROUPS)}"))
        elif members:
            found[name] = members
        elif given != ALL and "ranges" in info.data:
            problems.append((at, f"no parameter of the group {quote(name)} varies"))
    if problems:
        raise all_wrong(problems)
    return found


_GroupForms = Annotated[
    Annotated[Literal["all"], Tag("(all)")]
    | Annotated[tuple[str, ...], Field(min_length=1), Tag("(list)")]
    | Annotated[
        Mapping[Line200, Annotated[tuple[str, ...], Field(min_length=1)]], Tag("(mapping)")
    ],
    Discriminator(
        lambda value: "(all)" if isinstance(value, str)
        else "(list)" if isinstance(value, tuple) else "(mapping)"
    ),
]  # fmt: skip

Groups = Annotated[
    Mapping[str, tuple[str, ...]],
    read_as(_GroupForms),
    AfterValidator(_groups),
    must_be(
        "a mapping from a group's name to a list of keys, a list of groups of reasons "
        f"({', '.join(GROUPS)}), or '{ALL}' of these"
    ),
]

GROUPING = ("sobol", "morris")
"""Designs that have groups."""


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
        swept = _swept(info)
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


def all_parameters(swept: SweptScenario) -> tuple[Range, ...]:
    """Every parameter that the scenario does not fix, over most of its prior; one that is off by
    default, over most of what it is drawn from when on.
    """
    ranges = []
    for name, parameter in PARAMETERS.items():
        prior = swept.scenario.settings.get(name, parameter.range)
        if not isinstance(prior, Constant):
            key = swept.key(name)
            assert isinstance(key, ParameterKey)
            low, high = (prior.quantile(tail) for tail in ENDS_OF_90)
            ranges.append(Range(key, low, high))
    return tuple(ranges)
