"""What can happen in a scenario: kinds of event, as a table.

A kind says which forcing array its effect paints on, and how. ``set`` puts the event's value in
place of what stood there, ``add`` adds it, ``multiply`` multiplies by it. What happens ``once``
paints on no array.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sim.scenario.entries import Draft, Entries
from sim.scenario.fields import Flag, Id, Number, Text, Whole
from sim.scenario.names import (
    ALL,
    CLASS,
    CLASSES,
    ONE_CLASS,
    ONE_STATE,
    PAIR,
    STATE,
    STATES,
    ClassShares,
)
from sim.scenario.reading import Field, Reading
from sim.scenario.tree import MapNode
from sim.scenario.years import Window, Year

Mode = Literal["set", "add", "multiply", "once"]


@dataclass(frozen=True)
class Kind:
    """One row of the table: the key in the file, the array it paints on, and its fields."""

    name: str
    forcing: str
    mode: Mode
    fields: tuple[Field, ...]
    doc: str

    @property
    def ramps(self) -> bool:
        """Whether the effect may grow over years: only a change has a size to grow to."""
        return self.mode in ("add", "multiply")

    @property
    def lasts(self) -> bool:
        """Whether the effect holds for a time, and so may have an end."""
        return self.mode != "once"


@dataclass(frozen=True)
class Event:
    """Something that happens in a year of the scenario.

    The effect holds up to and including ``until``, or for good; it reaches its full size ``over``
    so many years, or at once. ``values`` holds the fields of its kind, defaults filled in.
    """

    id: str
    year: int
    until: int | None
    over: int | None
    why: str
    source: str | None
    kind: str
    values: Mapping[str, object]


_SUPPLIER = Field("supplier", STATES, "the state or states that sell")
_BUYER = Field("buyer", STATES, "the state or states that buy")
_BETWEEN = Field("between", PAIR, "the two states concerned")
_SHIFT = Field("shift", Number(-1, 1), "size and direction of the change, -1 to 1")
_FACTOR = Field("factor", Number(0, above=True), "times the value so far; 1 changes nothing")
_CLASSES = Field("classes", CLASSES, "weapon classes concerned", required=False, default=(ALL,))

_ROWS = (
    Kind(
        "embargo",
        "closed",
        "set",
        (_SUPPLIER, _BUYER, Field("closes", ClassShares(), "how much of each class is closed")),
        "the supplier refuses to sell to the buyer",
    ),
    Kind(
        "lift",
        "closed",
        "set",
        (_SUPPLIER, _BUYER),
        "the supplier ends its embargo on the buyer",
    ),
    Kind(
        "alignment",
        "alignment",
        "add",
        (_BETWEEN, _SHIFT),
        "two states move politically closer (above 0) or apart (below 0)",
    ),
    Kind(
        "domestic_cost",
        "domestic_cost",
        "add",
        (_BUYER, _SUPPLIER, _SHIFT),
        "being seen with the supplier costs the buyer's government more or less at home",
    ),
    Kind(
        "patron_objection",
        "patron_objection",
        "set",
        (
            Field("patron", STATE, "the state that the buyer depends on"),
            _BUYER,
            _SUPPLIER,
            Field("strength", Number(0, 1), "from 0, no objection, to 1, certain sanctions"),
        ),
        "the buyer's patron objects to its buying from the supplier",
    ),
    Kind(
        "rivalry",
        "rivalry",
        "set",
        (_BETWEEN, Field("level", Number(0, 1), "from 0, no rivals, to 1, full rivals")),
        "two states are rivals to a degree",
    ),
    Kind(
        "objection",
        "objection",
        "set",
        (
            Field("by", STATE, "the customer that objects"),
            _SUPPLIER,
            _BUYER,
            Field("strength", Number(0), "0 is no objection; 1 is that of an ordinary rival"),
        ),
        "a customer objects to the supplier's selling to the buyer",
    ),
    Kind(
        "capacity",
        "capacity",
        "multiply",
        (_SUPPLIER, _FACTOR, _CLASSES),
        "the supplier can make more or less",
    ),
    Kind(
        "price",
        "price",
        "multiply",
        (_SUPPLIER, _FACTOR, _CLASSES),
        "the supplier becomes dearer or cheaper",
    ),
    Kind(
        "need",
        "need",
        "multiply",
        (
            _BUYER,
            Field("class", CLASS, "the weapon class needed, or 'all'"),
            Field("factor", Number(0), "times the need so far; 0 ends it"),
        ),
        "the buyer needs more or less of a weapon class",
    ),
    Kind(
        "grant",
        "grant",
        "set",
        (_SUPPLIER, _BUYER, Field("usd_m", Number(0), "US$ million a year")),
        "the supplier pays for the buyer's purchases from it",
    ),
    Kind(
        "credit",
        "credit",
        "set",
        (
            _SUPPLIER,
            _BUYER,
            Field("usd_m", Number(0), "US$ million lent a year"),
            Field(
                "softness",
                Number(0, 1),
                "part of a loan that is as good as a grant; the OECD asks 0.35 of a soft one",
                required=False,
                default=0.35,
            ),
        ),
        "the supplier lends the buyer the money for its purchases",
    ),
    Kind(
        "withhold",
        "withheld",
        "set",
        (
            _SUPPLIER,
            _BUYER,
            _CLASSES,
            Field(
                "share",
                Number(0, 1),
                "from 0, nothing kept back, to 1, only the plainest",
                required=False,
                default=1.0,
            ),
        ),
        "the supplier keeps its better technology from the buyer",
    ),
    Kind(
        "order",
        "given",
        "once",
        (
            Field("buyer", ONE_STATE, "the state that orders"),
            Field("supplier", ONE_STATE, "the state that sells"),
            Field("class", ONE_CLASS, "the weapon class ordered"),
            Field("tiv", Number(0, above=True), "volume in TIV (SIPRI's unit, millions)"),
            Field(
                "usd_m",
                Number(0, above=True),
                "US$ million; else the supplier's price of that year",
                required=False,
            ),
            Field(
                "delivered",
                Window(within=False),
                "years of delivery; else drawn from the lags on record",
                required=False,
            ),
            Field(
                "licensed",
                Flag(),
                "whether the buyer makes it under licence",
                required=False,
                default=False,
            ),
        ),
        "the buyer signs an order, whatever it would have chosen, beside its other orders",
    ),
)

KINDS: Mapping[str, Kind] = {row.name: row for row in _ROWS}

COMMON = (
    Field("id", Id(), "a name for this event, unique in the scenario"),
    Field("year", Year(), "the first year in which the effect holds"),
    Field("until", Year(within=False), "the last year in which it holds", required=False),
    Field("over", Whole(1, 100), "years until it reaches full size", required=False),
    Field("why", Text(500, lines=True), "the reason, for readers"),
    Field("source", Text(500, lines=True), "where this is recorded", required=False),
)


def _build(draft: Draft[Kind], reading: Reading) -> Event | None:
    event = Event(**draft.common, kind=draft.kind.name, values=draft.values)
    sound = True
    if event.until is not None and event.until < event.year:
        message = f"until {event.until} lies before the event's year, {event.year}"
        reading.wrong(draft.node.entries["until"].node, message)
        sound = False
    if event.over is not None and event.until is not None:
        message = "give either 'until' or 'over': an effect that grows has no end"
        reading.wrong(draft.node.entries["over"].node, message)
        sound = False
    if event.over is not None and not draft.kind.ramps:
        ramping = ", ".join(kind.name for kind in _ROWS if kind.ramps)
        message = f"{event.kind} takes effect at once; 'over' is for: {ramping}"
        reading.wrong(draft.node.entries["over"].node, message)
        sound = False
    if event.until is not None and not draft.kind.lasts:
        message = f"{event.kind} happens in one year; 'until' is for what lasts"
        reading.wrong(draft.node.entries["until"].node, message)
        sound = False
    return event if sound and _order_makes_sense(event, draft, reading) else None


def _order_makes_sense(event: Event, draft: Draft[Kind], reading: Reading) -> bool:
    """Tell whether a given order is delivered after it was signed, from one state to another."""
    if event.kind != "order":
        return True
    fields = draft.node.entries["order"].node
    assert isinstance(fields, MapNode)
    delivered: Any = event.values["delivered"]
    if delivered is not None and delivered[0] < event.year:
        message = f"delivery begins in {delivered[0]}, before the order of {event.year}"
        reading.wrong(fields.entries["delivered"].node, message)
        return False
    if event.values["buyer"] == event.values["supplier"]:
        reading.wrong(fields.entries["supplier"].node, "a state places no order with itself")
        return False
    return True


EVENTS = Entries("event", COMMON, KINDS, _build)
