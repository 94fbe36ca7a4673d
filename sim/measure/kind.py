"""What a kind of measure is: one class, with all that there is to say of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from sim.base.arrays import Floats
from sim.measure.comparison import Comparison
from sim.measure.flows import ALL, Flows, Window
from sim.measure.unit import Unit
from sim.measure.words import of_class, short_window

Values = Mapping[str, Any]  # fields of a measure; states and classes by the theatre's own names


class MeasureKind(ABC):
    """One number a world from flows, as a scenario asks for it.

    The docstring of a subclass is its meaning, in one sentence without a full stop; ``example`` is
    what a scenario writes. A state that is not given is None and means all.
    """

    unit: ClassVar[Unit]
    comparison: ClassVar[Comparison] = Comparison()
    example: ClassVar[str]

    class_: str = ALL
    of: str  # deliveries or orders, of measures that count either
    window: Window | None = None

    def __init__(self, values: Values) -> None:
        """Take the fields as a scenario has them; ``class`` and ``from`` end in an underscore."""
        for name, value in values.items():
            setattr(self, f"{name}_" if name in ("class", "from") else name, value)

    @abstractmethod
    def value(self, flows: Flows) -> Floats | None:
        """The number in every world [W].

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
        return frozenset({self.of})

    @property
    def label(self) -> str:
        """What is measured, of whom, and when: ``Pakistan from US: TIV, 2013–17``."""
        return f"{self.what}{of_class(self.class_)}{self.when}"

    @property
    def subject(self) -> str:
        """The same as the subject of a sentence: ``Deliveries to Pakistan from US, 2013–17``."""
        return self.label

    @property
    def in_orders(self) -> str:
        """What a label adds where orders are counted, and not deliveries."""
        return " in orders" if self.of == "orders" else ""

    @property
    def when(self) -> str:
        """The years that it looks at, as the end of a label."""
        return "" if self.window is None else f", {short_window(self.window)}"


def ratio_of(part: Floats | None, whole: Floats | None) -> Floats | None:
    """A part of a whole [W]: NaN where the whole is 0, None where either is not recorded."""
    if part is None or whole is None:
        return None
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
