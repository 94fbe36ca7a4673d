"""All kinds of measure, and what is asked of one by its name."""

from collections.abc import Mapping
from typing import Protocol

from sim.base.arrays import Floats
from sim.measure.amounts import AMOUNTS
from sim.measure.comparison import Comparison
from sim.measure.flows import Flows
from sim.measure.kind import MeasureKind, Values
from sim.measure.standings import STANDINGS
from sim.measure.unit import Unit

MEASURES: Mapping[str, type[MeasureKind]] = {**STANDINGS, **AMOUNTS}


class Asked(Protocol):
    """A measure as a scenario asks for it: the name of its kind, and the fields of that."""

    @property
    def kind(self) -> str:
        """One of ``MEASURES``."""

    @property
    def values(self) -> Values:
        """Fields by name, states by the theatre's own names."""


def measure(kind: str, values: Values, flows: Flows) -> Floats | None:
    """Value of a measure in every world [W], or None if the flows do not record it.

    NaN is a world in which it has no value: a share of nothing, a change from nothing.

    Args:
        kind: one of ``MEASURES``.
        values: the fields of that kind; a state that is None means all.
        flows: simulated or recorded.
    """
    return MEASURES[kind](values).value(flows)


def flows_read(kind: str, values: Values) -> frozenset[str]:
    """The ``FLOWS`` that a measure reads: without the others it has the same value."""
    return MEASURES[kind](values).reads


def words_of_measure(asked: Asked) -> str:
    """What is measured, of whom, and when: ``Pakistan from US: change, 2008–12 to 2013–17``."""
    return MEASURES[asked.kind](asked.values).label


def subject_of_measure(asked: Asked) -> str:
    """The same as the subject of a sentence: ``Deliveries to India from Russia, 2021–30``."""
    return MEASURES[asked.kind](asked.values).subject


def unit_of(kind: str) -> Unit:
    """The unit of a kind of measure; a plain number for anything else, such as a stylised fact."""
    return MEASURES[kind].unit if kind in MEASURES else Unit(kind)


def value_in_words(kind: str, value: float | None) -> str:
    """A measure's value as one reads it; nothing for None."""
    return unit_of(kind).text(value)


def comparison_of(kind: str) -> Comparison:
    """How values of a kind of measure are compared; by their ratio for anything else."""
    return MEASURES[kind].comparison if kind in MEASURES else Comparison()
