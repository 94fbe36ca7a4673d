"""``set:`` — parameters that a scenario fixes or gives another prior."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    Discriminator,
    PlainSerializer,
    Tag,
    ValidationInfo,
    model_validator,
)

from sim.base.distributions import Constant, Distribution, LogNormal, Normal, Triangular, Uniform
from sim.base.parameters import PARAMETERS
from sim.base.problems import listing, quote
from sim.document.entries import Entry, Kind, one_of
from sim.document.model import Path, Reading, all_wrong, wrong
from sim.document.types import NotNegative, Positive, doc, frozen, must_be, read_as


class Shape(Kind):
    """One shape of prior. Its fields are in the order in which the distribution takes them."""

    distribution: ClassVar[type[Any]]
    rising: ClassVar[tuple[str, ...]] = ()  # fields that may not fall from one to the next

    @model_validator(mode="after")
    def _rises(self) -> Self:
        ordered = [self.values[name] for name in self.rising]
        if ordered != sorted(ordered):
            raise wrong(f"{{name}} needs {' ≤ '.join(self.rising)}")
        return self


class NormalShape(Shape):
    """an estimate with its standard error"""

    distribution = Normal
    mean: float = doc("the estimate")
    sd: NotNegative = doc("its standard error")


class LogNormalShape(Shape):
    """a positive value, by its median and its 95th percentile"""

    distribution = LogNormal
    rising = ("median", "p95")
    median: Positive = doc("as likely below as above")
    p95: Positive = doc("the 95th percentile")


class UniformShape(Shape):
    """anything between two ends"""

    distribution = Uniform
    rising = ("from", "to")
    low: float = doc("the lower end", key="from")
    high: float = doc("the upper end", key="to")


class TriangularShape(Shape):
    """a best guess between two ends"""

    distribution = Triangular
    rising = ("from", "mode", "to")
    low: float = doc("the lower end", key="from")
    mode: float = doc("the best guess")
    high: float = doc("the upper end", key="to")


SHAPES: Mapping[str, type[Shape]] = {
    "normal": NormalShape,
    "lognormal": LogNormalShape,
    "uniform": UniformShape,
    "triangular": TriangularShape,
}


@one_of(SHAPES)
class PriorEntry(Entry):
    """A prior by its shape."""


def _distribution(given: float | PriorEntry) -> Distribution:
    if not isinstance(given, PriorEntry):
        return Constant(given)
    shape = given.of_kind
    made: Distribution = shape.distribution(*dict(shape).values())
    return made


def written_prior(prior: Distribution) -> object:
    """As a file has it: a fixed value as a number, all else by shape."""
    if isinstance(prior, Constant):
        return prior.value
    name, shape = next(item for item in SHAPES.items() if item[1].distribution is type(prior))
    return {name: {item.alias or key: getattr(prior, key)
                   for key, item in shape.model_fields.items()}}  # fmt: skip


def _form(value: object) -> str:
    return "(shape)" if isinstance(value, dict | PriorEntry) else "(number)"


_Written = Annotated[
    Annotated[float, Tag("(number)")] | Annotated[PriorEntry, Tag("(shape)")], Discriminator(_form)
]

Prior = Annotated[
    Distribution,
    read_as(_Written),
    AfterValidator(_distribution),
    PlainSerializer(written_prior),
    must_be(f"a finite number or a prior ({listing(SHAPES)})"),
]
"""A number, or one shape of prior."""


def _parameter(name: str, info: ValidationInfo) -> str:
    if name not in PARAMETERS:
        reading = info.context if isinstance(info.context, Reading) else Reading()
        raise wrong(f"unknown parameter {quote(name)}{reading.hint(name, PARAMETERS)}")
    return name


ParameterName = Annotated[str, AfterValidator(_parameter)]


def _in_bounds(settings: Mapping[str, Distribution]) -> Mapping[str, Distribution]:
    found = list(_senseless(settings))
    if found:
        raise all_wrong(found)
    return settings


def _senseless(settings: Mapping[str, Distribution]) -> Iterator[tuple[Path, str]]:
    for name, distribution in settings.items():
        message = PARAMETERS[name].bounds.broken_by(distribution, name)
        if message is not None:
            yield (name,), message


def _written(settings: Mapping[str, Distribution]) -> dict[str, object]:
    return {name: written_prior(prior) for name, prior in settings.items()}


Settings = Annotated[
    Mapping[ParameterName, Prior],
    AfterValidator(_in_bounds),
    frozen,
    PlainSerializer(_written),
    must_be("a mapping from parameter to number or prior"),
]
"""Priors by name of parameter."""

DRAWN_FROM = ("central", "prior", "posterior")
_SUFFIX = ".parquet"


def _source(word: str) -> str:
    if word in DRAWN_FROM or word.endswith(_SUFFIX):
        return word
    raise ValueError


ParameterSource = Annotated[
    str, AfterValidator(_source),
    must_be(
        f"one of: {listing(DRAWN_FROM)}, or the path of a posterior, which ends in {_SUFFIX}",
        more={"words": list(DRAWN_FROM)},
    ),
]  # fmt: skip
"""Where parameters come from: a word, or the file of a posterior."""
