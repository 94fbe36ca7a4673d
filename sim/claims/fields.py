"""What an article and a claim consist of, as tables of fields read by the scenario's reader."""

import re
from dataclasses import dataclass
from typing import Any

from sim.base.parameters import FORMER, PARAMETERS
from sim.base.problems import quote
from sim.claims.claims import ROLES, SCALES, VOICES
from sim.scenario.fields import Id, Mapped, Number, OneOf, Text
from sim.scenario.measures import MEASURES, Measure
from sim.scenario.names import SHARE
from sim.scenario.reading import Field, FieldType, Reading
from sim.scenario.tree import ListNode, MapNode, Node, ScalarNode

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True)
class Date(FieldType):
    """A day, a month or a year, as far as it is known."""

    @property
    def expected(self) -> str:
        """Say how a date is written."""
        return "a date such as 2014-06-12, 2014-06 or 2014"

    def read(self, node: Node, name: str, reading: Reading) -> str | None:
        """Return the date as text."""
        value = node.value if isinstance(node, ScalarNode) else None
        if isinstance(value, str | int) and _DATE.fullmatch(str(value)):
            return str(value)
        self.refuse(node, name, reading)
        return None


@dataclass(frozen=True)
class Many(FieldType):
    """A list of different values of one type; a single one may stand without brackets."""

    each: FieldType

    @property
    def expected(self) -> str:
        """Say what each value is."""
        return f"{self.each.expected}, or a list of such"

    def read(self, node: Node, name: str, reading: Reading) -> tuple[Any, ...] | None:
        """Return the values in their order."""
        if isinstance(node, MapNode):
            self.refuse(node, name, reading)
            return None
        items = node.items if isinstance(node, ListNode) else (node,)
        values = [self.each.read(item, name, reading) for item in items]
        for place, (item, value) in enumerate(zip(items, values, strict=True)):
            if value is not None and value in values[:place]:
                reading.wrong(item, f"{name} names {quote(str(value))} twice")
                return None
        return None if None in values else tuple(values)


@dataclass(frozen=True)
class OneMeasure(FieldType):
    """One measure, written as in the ``measures`` of a scenario."""

    @property
    def expected(self) -> str:
        """Show how a measure is written."""
        return "a measure such as {id: pak-rank, rank: {buyer: Pakistan, window: 2013-2017}}"

    def read(self, node: Node, name: str, reading: Reading) -> Measure | None:
        """Return the measure."""
        if not isinstance(node, MapNode):
            self.refuse(node, name, reading)
            return None
        found = MEASURES.read(ListNode(node.mark, (node,)), name, reading)
        return None if found is None else found[0]


def _optional(name: str, kind: FieldType, doc: str, default: object = None) -> Field:
    return Field(name, kind, doc, required=False, default=default)


ARTICLE_FIELDS = (
    Field("title", Text(200), "its headline"),
    Field("publisher", Text(100), "who published it"),
    Field("date", Date(), "the day, month or year of publication"),
    _optional("author", Text(100), "who wrote it, if anyone is named"),
)

IN_WORLDS_FIELDS = (
    _optional("from", Number(), "the least value that counts; else any"),
    _optional("to", Number(), "the largest value that counts; else any"),
    _optional("at_least", SHARE, "share of worlds that must lie there", 0.0),
    _optional("at_most", SHARE, "share of worlds that may lie there", 1.0),
)

_WORDS = Text(1500, lines=True)

_CLAIM_FIELDS = (
    Field("id", Id(), "a name for this claim, unique in the ledger"),
    Field("role", OneOf(tuple(ROLES)), "what the claim is used for"),
    Field("claim", _WORDS, "what is claimed, in our own words"),
    Field("register", _WORDS, "what the register says of it, in words"),
    _optional("by", OneOf(VOICES), "who says it", "author"),
    _optional("number", Number(), "the article's figure, on the measure's own scale"),
    _optional("observed", Number(), "the register's figure, on the measure's own scale"),
    _optional("scale", OneOf(SCALES), "where model and record are compared", "linear"),
    _optional("tolerance", Number(0, above=True), "sd of the discrepancy on that scale"),
    _optional("tolerance_reason", _WORDS, "where the tolerance comes from"),
    _optional("measure", OneMeasure(), "what a run measures"),
    _optional("in_worlds", Mapped(IN_WORLDS_FIELDS), "in how many worlds it must hold"),
    _optional("look_for", _WORDS, "what a run must let one see"),
    _optional("base_rate", _WORDS, "how common such a thing is"),
    _optional("sources", Many(Text(300)), "where the register's word is recorded", ()),
    _optional("parameters", Many(OneOf(tuple(PARAMETERS), FORMER)), "they switch it off", ()),
    _optional("without", _WORDS, "why there is no measure, or no switch"),
)


def together_fields(measured: tuple[str, ...]) -> tuple[Field, ...]:
    """Fields of what claims with a measure, given by their ids, say of one world."""
    within = (
        Field("claim", OneOf(measured), "a claim with a measure"),
        _optional("from", Number(), "the least value that counts; else any"),
        _optional("to", Number(), "the largest value that counts; else any"),
    )
    return (
        Field("id", Id(), "a name for it"),
        Field("claim", _WORDS, "what is claimed of one world, in our own words"),
        Field("of", Many(Mapped(within)), "bounds on measures that must hold at once"),
    )


def claim_fields(
    articles: tuple[str, ...], events: tuple[str, ...], scenarios: tuple[str, ...]
) -> tuple[Field, ...]:
    """Fields of a claim, which may name these articles, events of history and scenarios."""
    return (
        *_CLAIM_FIELDS,
        _optional("articles", Many(OneOf(articles)), "the articles that claim it", ()),
        _optional("events", Many(OneOf(events)), "events of history.yaml that it backs", ()),
        _optional("scenario", OneOf(scenarios), "the shipped scenario that shows it"),
    )
