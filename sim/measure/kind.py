"""What a kind of measure is: one class, with its fields and all that there is to say of it."""

from abc import abstractmethod
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import ConfigDict, model_validator

from sim.base.arrays import Floats
from sim.document.entries import Kind, windows_in
from sim.document.model import wrong
from sim.document.types import ALL
from sim.measure.comparison import ComparisonRule
from sim.measure.flows import Flows, Window
from sim.measure.unit import Unit
from sim.measure.words import of_class, short_window

Of = Literal["deliveries", "orders"]

# What fields mean that several kinds have.
BUYER, SUPPLIER = "the state or states that buy", "the state or states that sell"
ANY_BUYER, ANY_SUPPLIER = f"{BUYER}; else all", f"{SUPPLIER}; else all"
CLASS = "one weapon class, or 'all'"
WINDOW = "the years counted, such as 2013-2017"
OF = "what is counted, in the year of delivery or of the order"


def _exactly_one(schema: dict[str, Any], kind: type[Any]) -> None:
    """Tell editors what ``_gives_one`` checks."""
    if kind.exactly_one:
        schema["oneOf"] = [{"required": [name]} for name in kind.exactly_one]


class MeasureKind(Kind):
    """One number a world from flows, as a scenario asks for it.

    The docstring of a kind is its meaning, in one sentence without a full stop; ``example`` is what
    a scenario writes. Of the fields named in ``exactly_one``, a measure gives just one. Several
    states in one field count together; a state that is not given is None and means all.
    """

    model_config = ConfigDict(json_schema_extra=_exactly_one)

    example: ClassVar[str]
    exactly_one: ClassVar[tuple[str, ...]] = ()
    unit: ClassVar[Unit]
    comparison: ClassVar[ComparisonRule] = ComparisonRule()

    @abstractmethod
    def value(self, flows: Flows) -> Floats | None:
        """The number in every world [W]; states are named as the flows name them.

        NaN where it is undefined (a share of nothing, a change from nothing); None if the flows do
        not record what is asked (a year, a class, money).
        """

    @property
    @abstractmethod
    def what(self) -> str:
        """What is measured, and of whom, in a few words."""

    @property
    def reads(self) -> frozenset[str]:
        """The ``FLOWS`` that it reads: without the others it has the same value."""
        return frozenset({getattr(self, "of", "orders")})

    @property
    def label(self) -> str:
        """What is measured, of whom, and when: ``Pakistan from US: TIV, 2013–17``."""
        return f"{self.what}{of_class(getattr(self, 'class_', ALL))}{self.when}"

    @property
    def subject(self) -> str:
        """The same as the subject of a sentence: ``Deliveries to Pakistan from US, 2013–17``."""
        return self.label

    @property
    def when(self) -> str:
        """The windows that it looks at, as the end of a label."""
        windows = " to ".join(short_window(window) for window in self.windows.values())
        return f", {windows}" if windows else ""

    @property
    def in_orders(self) -> str:
        """What a label adds where orders are counted, and not deliveries."""
        return " in orders" if getattr(self, "of", None) == "orders" else ""

    @property
    def windows(self) -> dict[str, Window]:
        """Its windows of years, by the names of their fields in the file."""
        return {name: self.values[name] for name in windows_in(type(self))}

    @model_validator(mode="after")
    def _gives_one(self) -> Self:
        given = [name for name in self.exactly_one if getattr(self, name) is not None]
        if self.exactly_one and len(given) != 1:
            raise wrong(f"{{name}} needs exactly one of: {', '.join(self.exactly_one)}")
        return self


def ratio_of(part: Floats | None, whole: Floats | None) -> Floats | None:
    """A part of a whole [W]: NaN where the whole is 0, None where either is not recorded."""
    if part is None or whole is None:
        return None
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
