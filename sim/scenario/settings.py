"""``set:`` — parameters that a scenario fixes or gives another prior."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.base.distributions import Constant, Distribution, LogNormal, Normal, Triangular, Uniform
from sim.base.parameters import PARAMETERS
from sim.base.problems import Problem, listing, quote, suggest
from sim.scenario.fields import Number
from sim.scenario.frozen import FrozenMap
from sim.scenario.reading import Field, FieldType, Reading, read_fields, read_kind
from sim.scenario.renamed import under_present_names
from sim.scenario.tree import MapNode, Node, ScalarNode


@dataclass(frozen=True)
class Shape:
    """One shape of prior: its fields, in the order in which ``make`` takes them.

    The fields named in ``rising`` may not fall from one to the next.
    """

    name: str
    fields: tuple[Field, ...]
    make: Callable[..., Distribution]
    attributes: tuple[str, ...]
    doc: str
    rising: tuple[str, ...] = ()


_ANY = Number()
_ABOVE_0 = Number(0, above=True)

_ROWS = (
    Shape(
        "normal",
        (Field("mean", _ANY, "the estimate"), Field("sd", Number(0), "its standard error")),
        Normal,
        ("mean", "sd"),
        "an estimate with its standard error",
    ),
    Shape(
        "lognormal",
        (
            Field("median", _ABOVE_0, "as likely below as above"),
            Field("p95", _ABOVE_0, "the 95th percentile"),
        ),
        LogNormal,
        ("median", "p95"),
        "a positive value, by its median and its 95th percentile",
        rising=("median", "p95"),
    ),
    Shape(
        "uniform",
        (Field("from", _ANY, "the lower end"), Field("to", _ANY, "the upper end")),
        Uniform,
        ("low", "high"),
        "anything between two ends",
        rising=("from", "to"),
    ),
    Shape(
        "triangular",
        (
            Field("from", _ANY, "the lower end"),
            Field("mode", _ANY, "the best guess"),
            Field("to", _ANY, "the upper end"),
        ),
        Triangular,
        ("low", "mode", "high"),
        "a best guess between two ends",
        rising=("from", "mode", "to"),
    ),
)

SHAPES: Mapping[str, Shape] = {row.name: row for row in _ROWS}


@dataclass(frozen=True)
class Prior(FieldType):
    """A number, or one shape of prior."""

    number: Number = _ANY

    @property
    def expected(self) -> str:
        """Say both spellings."""
        return f"a finite number or a prior ({listing(SHAPES)})"

    def read(self, node: Node, name: str, reading: Reading) -> Distribution | None:
        """Return the distribution."""
        if isinstance(node, MapNode):
            return self._read_shape(node, name, reading)
        silent = Reading()
        value = self.number.read(node, name, silent)
        if value is None:
            self.refuse(node, name, reading)
            return None
        return Constant(value)

    def plain(self, value: Distribution) -> object:
        """Write a fixed value as a number and the rest by shape."""
        if isinstance(value, Constant):
            return value.value
        shape = next(row for row in _ROWS if row.make is type(value))
        pairs = zip(shape.fields, shape.attributes, strict=True)
        return {shape.name: {field.name: getattr(value, name) for field, name in pairs}}

    def _read_shape(self, node: MapNode, name: str, reading: Reading) -> Distribution | None:
        unknown = [key for key in node.entries if key not in SHAPES]
        for key in unknown:
            message = f"unknown shape {quote(key)} of {name}" + reading.hint(key, SHAPES)
            reading.problems.append(Problem(node.entries[key].key_mark, message))
        shape = read_kind(node, SHAPES, (), name, reading)
        if shape is None or unknown:
            return None
        under = node.entries[shape.name].node
        values = read_fields(under, shape.fields, shape.name, reading)
        if values is None:
            return None
        ordered = [values[key] for key in shape.rising]
        if ordered != sorted(ordered):
            reading.wrong(under, f"{shape.name} needs {' ≤ '.join(shape.rising)}")
            return None
        return shape.make(*(values[field.name] for field in shape.fields))


PRIOR = Prior()


@dataclass(frozen=True)
class Settings(FieldType):
    """Priors by name of parameter."""

    prior: Prior = PRIOR

    @property
    def expected(self) -> str:
        """Say what the mapping holds."""
        return "a mapping from parameter to number or prior"

    def read(self, node: Node, name: str, reading: Reading) -> Mapping[str, Distribution] | None:
        """Return the distributions by parameter."""
        if not isinstance(node, MapNode):
            self.refuse(node, name, reading)
            return None
        settings: dict[str, Distribution] = {}
        node = under_present_names(node, reading.problems)
        for key, entry in node.entries.items():
            if key not in PARAMETERS:
                message = f"unknown parameter {quote(key)}" + reading.hint(key, PARAMETERS)
                reading.problems.append(Problem(entry.key_mark, message))
                continue
            distribution = self.prior.read(entry.node, key, reading)
            if distribution is None:
                continue
            senseless = PARAMETERS[key].bounds.broken_by(distribution, key)
            if senseless is None:
                settings[key] = distribution
            else:
                reading.wrong(entry.node, senseless)
        return FrozenMap(settings) if len(settings) == len(node.entries) else None

    def plain(self, value: Mapping[str, Any]) -> object:
        """Write the parameters, which are in the order of their names."""
        return {key: self.prior.plain(distribution) for key, distribution in value.items()}


DRAWN_FROM = ("central", "prior", "posterior")
_SUFFIX = ".parquet"


@dataclass(frozen=True)
class ParameterSource(FieldType):
    """Where parameters come from: a word, or the file of a posterior."""

    @property
    def expected(self) -> str:
        """List the words."""
        return f"one of: {listing(DRAWN_FROM)}, or the path of a posterior, which ends in {_SUFFIX}"

    def read(self, node: Node, name: str, reading: Reading) -> str | None:
        """Return the word or the path."""
        word = node.value if isinstance(node, ScalarNode) else None
        if isinstance(word, str) and (word in DRAWN_FROM or word.endswith(_SUFFIX)):
            return word
        self.refuse(node, name, reading, suggest(word, DRAWN_FROM) if isinstance(word, str) else "")
        return None
