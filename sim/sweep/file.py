"""What a sweep file says, held against its scenario and theatre."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from sim.base.distributions import Constant
from sim.base.parameters import PARAMETERS
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
from sim.scenario.schema import Years
from sim.sweep.designs import Design
from sim.sweep.fit import unfit
from sim.sweep.ranges import Range, Values, range_of, unfit_values
from sim.sweep.varied import Key, ParameterKey, find_key
from sim.theatre.theatre import Theatre

ALL = "all"


@dataclass(frozen=True)
class SweptScenario:
    """The scenario of a sweep and its theatre; not ``whole`` without what the sweep adds to it."""

    scenario: Scenario
    theatre: Theatre
    posterior: Posterior | None
    whole: bool

    def key(self, name: str) -> Key | str:
        """What a name stands for, or else what is wrong with it."""
        return find_key(name, self.scenario, self.theatre, self.posterior)


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
        return () if swept is None else all_parameters(swept)
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
            problems += [((word, *at), message) for at, message in unfit_values(key, values)]
            found.append(range_of(key, values))
    if problems or unread:
        raise all_wrong(problems, unread)
    return tuple(found)


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


class SweepFile(Model):
    """Many runs of one scenario that differ in a few numbers."""

    title: Line200 = doc("what is varied, as a statement")
    question: Annotated[str, text(500, shortest=0)] = doc("what it is to answer", "")
    look_for: Annotated[str, text(2000, shortest=0)] = doc("what to look at in the plots", "")
    scenario: Line500 = doc("the scenario, beside this file or shipped", "history")
    design: Design = doc("which points are simulated")
    ranges: Ranges = doc("what varies, and between what ends", key="parameters")
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
        yield from unfit(self.design.design, self.ranges)
        measures = self.measures or swept.scenario.measures
        if not measures:
            yield (), "the scenario measures nothing; say in 'measures' what to measure"
        known = {item.id for item in measures}
        for name in self.thresholds:
            if name not in known:
                message = f"no measure {quote(name)} in this sweep" + suggest(name, known)
                yield ("thresholds", name, "[key]"), message


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
