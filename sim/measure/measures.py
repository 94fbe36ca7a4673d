"""Measures as scenarios ask for them, and all kinds of them by their names in the file."""

from collections.abc import Mapping

from sim.base.arrays import Floats
from sim.document.entries import Entry, one_of
from sim.document.types import Id, doc
from sim.measure.amounts import AMOUNTS
from sim.measure.comparison import ComparisonRule
from sim.measure.flows import Flows, Window
from sim.measure.kind import MeasureKind
from sim.measure.standings import STANDINGS
from sim.measure.unit import Unit

MEASURE_KINDS: Mapping[str, type[MeasureKind]] = {**AMOUNTS, **STANDINGS}


@one_of(MEASURE_KINDS)
class Measure(Entry):
    """A number to take from every world.

    >>> windows = {"from": "2008-2012", "to": "2013-2017"}
    >>> turn = Measure(id="turn", change={"buyer": ("Pakistan",), **windows})
    >>> turn.kind, turn.label
    ('change', 'Pakistan: change, 2008–12 to 2013–17')
    """

    id: Id = doc("a name for this measure, unique in the scenario")

    def value(self, flows: Flows) -> Floats | None:
        """Its value in every world [W], as ``MeasureKind.value``."""
        found: Floats | None = self.of_kind.value(flows)
        return found

    @property
    def reads(self) -> frozenset[str]:
        """The ``FLOWS`` that it reads."""
        read: frozenset[str] = self.of_kind.reads
        return read

    @property
    def windows(self) -> dict[str, Window]:
        """Its windows of years, by the names of their fields."""
        found: dict[str, Window] = self.of_kind.windows
        return found

    @property
    def label(self) -> str:
        """What is measured, of whom, and when."""
        return str(self.of_kind.label)

    @property
    def subject(self) -> str:
        """The same as the subject of a sentence."""
        return str(self.of_kind.subject)


def unit_of(kind: str) -> Unit:
    """The unit of a kind of measure; a plain number for anything else, such as a stylised fact."""
    return MEASURE_KINDS[kind].unit if kind in MEASURE_KINDS else Unit(kind)


def value_in_words(kind: str, value: float | None) -> str:
    """A measure's value as one reads it; nothing for None."""
    return unit_of(kind).text(value)


def range_in_words(kind: str, low: float, high: float) -> str:
    """From one value of a measure to another, as one reads it."""
    return unit_of(kind).range(low, high)


def comparison_of(kind: str) -> ComparisonRule:
    """How values of a kind of measure are compared; by their ratio for anything else."""
    return MEASURE_KINDS[kind].comparison if kind in MEASURE_KINDS else ComparisonRule()
