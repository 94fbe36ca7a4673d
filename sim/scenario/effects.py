"""What a kind of event is: fields, what it imposes on the model, and the places that it touches.

``set`` puts the event's value in place of what stood in an array, ``add`` adds it, ``multiply``
multiplies by it. ``put`` is ``set`` for what has no size. What happens ``once`` imposes nothing
that lasts.

An event of a year before the scenario's first one is in force at the start. Who may sell to whom,
and who is whose rival, then holds from the first year on. All else counts ``since_start``: what was
in force is in the theatre's record already, in its habits, prices and capacities, so that only what
changes after the start has an effect.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Annotated, ClassVar, Literal, Protocol

from pydantic import Field

from sim.document.entries import Kind
from sim.document.types import States, doc

Mode = Literal["set", "put", "add", "multiply", "once"]
Place = tuple[int, ...]
Cells = Iterator[tuple[Place, float]]


class TheatrePlaces(Protocol):
    """Where the states and classes of a theatre lie on the axes of its arrays."""

    def buyers(self, words: str | Iterable[str]) -> list[int]:
        """Places of buyers."""

    def suppliers(self, words: str | Iterable[str]) -> list[int]:
        """Places of suppliers."""

    def as_buyers(self, words: str | Iterable[str] | None) -> list[int]:
        """Places of those among some states, None for all, that buy."""

    def classes(self, words: str | Iterable[str]) -> list[int]:
        """Places of weapon classes; 'all' is every class."""

    def states(self, words: str | Iterable[str]) -> list[int]:
        """Places of states, whatever their role."""

    def pairs(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Places of two states, or of each state of one group with each of another."""

    def trading(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Of two states, each way in which one may buy from the other: buyer, supplier."""


@dataclass(frozen=True)
class Imposes:
    """What a kind does to an array of the model's forcing.

    Whatever counts ``since_start`` is a change from what stood in the year before the first. What
    is ``foreseen`` must be known when an order is signed, for its deliveries are planned by it.
    """

    array: str
    mode: Mode
    since_start: bool = True
    foreseen: bool = False

    @property
    def ramps(self) -> bool:
        """Whether the effect may grow over years: only a change has a size to grow to."""
        return self.mode in ("add", "multiply")

    @property
    def lasts(self) -> bool:
        """Whether the effect holds for a time, and so may have an end."""
        return self.mode != "once"


class EventKind(Kind):
    """A kind of event. ``cells`` gives the places of its array that it touches, and its values."""

    imposes: ClassVar[Imposes]
    example: ClassVar[str]

    def cells(self, places: TheatrePlaces) -> Cells:
        """Places of the array, without the year, each with the event's value there."""
        raise NotImplementedError


SUPPLIER, BUYER = "the state or states that sell", "the state or states that buy"


class Between(EventKind):
    """Between a supplier and a buyer."""

    supplier: States = doc(SUPPLIER)
    buyer: States = doc(BUYER)

    def dyads(self, places: TheatrePlaces) -> Iterator[Place]:
        """Every buyer with every supplier."""
        return dyads_of(places, self.buyer, self.supplier)


def dyads_of(places: TheatrePlaces, buyers: States, suppliers: States) -> Iterator[Place]:
    """Every buyer with every supplier."""
    return product(places.buyers(buyers), places.suppliers(suppliers))


Shift = Annotated[float, Field(ge=-1, le=1)]
Factor = Annotated[float, Field(ge=0.001, le=1000)]
UsdM = Annotated[float, Field(ge=0, le=1_000_000)]  # a year: more than all arms of the world

SHIFT = "size and direction of the change, -1 to 1"
FACTOR = "times the value so far; 1 changes nothing"
CLASSES = "weapon classes concerned"
