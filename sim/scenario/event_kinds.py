"""What can happen in a scenario: kinds of event, as a table.

A kind says which forcing array its effect paints on, and how. ``set`` puts the event's value in
place of what stood there, ``add`` adds it, ``multiply`` multiplies by it. What happens ``once``
paints on no array.

An event of a year before the scenario's first one is in force at the start. Who may sell to whom,
and who is whose rival (embargo, lift, rivalry, objection), then holds from the first year on. All
else counts ``since_start``: what was in force is in the theatre's record already, in its habits,
prices and capacities, so that only what changes after the start has an effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.scenario.fields import Flag, Number
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
from sim.scenario.reading import Field
from sim.scenario.years import Window

Mode = Literal["set", "add", "multiply", "once"]


@dataclass(frozen=True)
class EventKind:
    """One row of the table: the key in the file, the array it paints on, and its fields."""

    name: str
    forcing: str
    mode: Mode
    fields: tuple[Field, ...]
    doc: str
    since_start: bool = True  # the effect is a change from what stood in the year before the first

    @property
    def ramps(self) -> bool:
        """Whether the effect may grow over years: only a change has a size to grow to."""
        return self.mode in ("add", "multiply")

    @property
    def lasts(self) -> bool:
        """Whether the effect holds for a time, and so may have an end."""
        return self.mode != "once"


_SUPPLIER = Field("supplier", STATES, "the state or states that sell")
_BUYER = Field("buyer", STATES, "the state or states that buy")
_BETWEEN = Field("between", PAIR, "the two states concerned")
_SHIFT = Field("shift", Number(-1, 1), "size and direction of the change, -1 to 1")
_FACTOR = Field("factor", Number(0.001, 1000), "times the value so far; 1 changes nothing")
_MOST_USD_M = 1_000_000  # a year, or an order: more than all arms of the world
_CLASSES = Field("classes", CLASSES, "weapon classes concerned", required=False, default=(ALL,))

_ROWS = (
    EventKind(
        "embargo",
        "closed",
        "set",
        (_SUPPLIER, _BUYER, Field("closes", ClassShares(), "how much of each class is closed")),
        "the supplier refuses to sell to the buyer",
        since_start=False,
    ),
    EventKind(
        "lift",
        "closed",
        "set",
        (_SUPPLIER, _BUYER),
        "the supplier ends its embargo on the buyer",
        since_start=False,
    ),
    EventKind(
        "alignment",
        "alignment",
        "add",
        (_BETWEEN, _SHIFT),
        "two states move politically closer (above 0) or apart (below 0)",
    ),
    EventKind(
        "domestic_cost",
        "domestic_cost",
        "add",
        (_BUYER, _SUPPLIER, _SHIFT),
        "being seen with the supplier costs the buyer's government more or less at home",
    ),
    EventKind(
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
    EventKind(
        "rivalry",
        "rivalry",
        "set",
        (_BETWEEN, Field("level", Number(0, 1), "from 0, no rivals, to 1, full rivals")),
        "two states are rivals to a degree",
        since_start=False,
    ),
    EventKind(
        "objection",
        "objection",
        "set",
        (
            Field("by", STATE, "the customer that objects"),
            _SUPPLIER,
            _BUYER,
            Field("strength", Number(0, 1000), "0 is no objection; 1 is that of an ordinary rival"),
        ),
        "a customer objects to the supplier's selling to the buyer",
        since_start=False,
    ),
    EventKind(
        "capacity",
        "capacity",
        "multiply",
        (_SUPPLIER, _FACTOR, _CLASSES),
        "the supplier can make more or less",
    ),
    EventKind(
        "price",
        "price",
        "multiply",
        (_SUPPLIER, _FACTOR, _CLASSES),
        "the supplier becomes dearer or cheaper",
    ),
    EventKind(
        "need",
        "need",
        "multiply",
        (
            _BUYER,
            Field("class", CLASS, "the weapon class needed, or 'all'"),
            Field("factor", Number(0, 100), "times the need so far; 0 ends it"),
        ),
        "the buyer needs more or less of a weapon class",
    ),
    EventKind(
        "grant",
        "grant",
        "set",
        (_SUPPLIER, _BUYER, Field("usd_m", Number(0, _MOST_USD_M), "US$ million a year")),
        "the supplier pays for the buyer's purchases from it",
    ),
    EventKind(
        "credit",
        "credit",
        "set",
        (
            _SUPPLIER,
            _BUYER,
            Field("usd_m", Number(0, _MOST_USD_M), "US$ million lent a year"),
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
    EventKind(
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
    EventKind(
        "order",
        "given",
        "once",
        (
            Field("buyer", ONE_STATE, "the state that orders"),
            Field("supplier", ONE_STATE, "the state that sells"),
            Field("class", ONE_CLASS, "the weapon class ordered"),
            Field("tiv", Number(0.001, 100_000), "volume in TIV (SIPRI's unit, millions)"),
            Field(
                "usd_m",
                Number(0.001, _MOST_USD_M),
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

KINDS: Mapping[str, EventKind] = {row.name: row for row in _ROWS}
