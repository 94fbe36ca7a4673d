"""What a scenario asks of its outcome: kinds of measure, as a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.scenario.entries import Draft, Entries
from sim.scenario.fields import Id, Mapped, OneOf
from sim.scenario.names import ALL, CLASS, ONE_STATE, STATES
from sim.scenario.reading import Field, Reading
from sim.scenario.years import Window


@dataclass(frozen=True)
class MeasureKind:
    """One row of the table. Of the fields named in ``one_of``, a measure gives exactly one."""

    name: str
    fields: tuple[Field, ...]
    doc: str
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A number to take from every world. ``values`` holds the fields of its kind by name.

    Several states in one field count together. A state that is not given is None and means all.
    """

    id: str
    kind: str
    values: Mapping[str, object]


_BUYER = Field("buyer", STATES, "the state or states that buy")
_SUPPLIER = Field("supplier", STATES, "the state or states that sell")
_ANY_BUYER = Field("buyer", STATES, "the state or states that buy; else all", required=False)
_ANY_SUPPLIER = Field("supplier", STATES, "the state or states that sell; else all", required=False)
_ONE_BUYER = Field("buyer", ONE_STATE, "the state, among all that buy", required=False)
_ONE_SUPPLIER = Field("supplier", ONE_STATE, "the state, among all that sell", required=False)
_CLASS = Field("class", CLASS, "one weapon class, or 'all'", required=False, default=ALL)
_WINDOW = Field("window", Window(), "the years counted, such as 2013-2017")
_OF = Field(
    "of",
    OneOf(("deliveries", "orders")),
    "what is counted, in the year of delivery or of the order",
    required=False,
    default="deliveries",
)
_SIDE = Mapped((_ANY_BUYER, _ANY_SUPPLIER))

_ROWS = (
    MeasureKind(
        "volume",
        (_ANY_BUYER, _ANY_SUPPLIER, _CLASS, _WINDOW, _OF),
        "volume of arms in TIV",
    ),
    MeasureKind(
        "share",
        (_BUYER, _SUPPLIER, _CLASS, _WINDOW, _OF),
        "share of the supplier in what the buyer gets",
    ),
    MeasureKind(
        "change",
        (
            _ANY_BUYER,
            _ANY_SUPPLIER,
            _CLASS,
            Field("from", Window(), "the years compared with"),
            Field("to", Window(), "the years compared"),
            _OF,
        ),
        "change of volume from one window to another",
    ),
    MeasureKind(
        "rank",
        (_ONE_BUYER, _ONE_SUPPLIER, _WINDOW, _OF),
        "place among the world's buyers or suppliers by volume; 1 is the largest",
        one_of=("buyer", "supplier"),
    ),
    MeasureKind(
        "hhi",
        (_BUYER, _WINDOW, _OF),
        "concentration of the buyer's suppliers, from 0 to 1 (Herfindahl-Hirschman)",
    ),
    MeasureKind(
        "ratio",
        (
            Field("top", _SIDE, "the flow above the line"),
            Field("bottom", _SIDE, "the flow below the line"),
            _WINDOW,
            _OF,
        ),
        "volume of one flow over that of another",
    ),
    MeasureKind(
        "world_share",
        (_ANY_BUYER, _ANY_SUPPLIER, _WINDOW, _OF),
        "share in the world's volume",
        one_of=("buyer", "supplier"),
    ),
    MeasureKind(
        "first_order",
        (_BUYER, _SUPPLIER),
        "year of the first order in the scenario",
    ),
    MeasureKind(
        "order_count",
        (_ANY_BUYER, _ANY_SUPPLIER, _CLASS, _WINDOW),
        "number of orders",
    ),
    MeasureKind(
        "announcements_per_order",
        (_ANY_BUYER, _ANY_SUPPLIER, _CLASS, _WINDOW),
        "announced deals for each that became an order",
    ),
    MeasureKind(
        "money",
        (_ANY_BUYER, _ANY_SUPPLIER, _WINDOW, _OF),
        "US$ million paid",
    ),
)

MEASURE_KINDS: Mapping[str, MeasureKind] = {row.name: row for row in _ROWS}

COMMON = (Field("id", Id(), "a name for this measure, unique in the scenario"),)


def _build(draft: Draft[MeasureKind], reading: Reading) -> Measure | None:
    kind = draft.kind
    given = [name for name in kind.one_of if draft.values[name] is not None]
    if kind.one_of and len(given) != 1:
        message = f"{kind.name} needs exactly one of: {', '.join(kind.one_of)}"
        reading.wrong(draft.node.entries[kind.name].node, message)
        return None
    return Measure(draft.common["id"], kind.name, draft.values)


MEASURES = Entries("measure", COMMON, MEASURE_KINDS, _build)
