"""Events: what happens in a scenario, each of one of the kinds of ``event_kinds``."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from sim.document.entries import Entry, one_of
from sim.document.model import EARLIEST, Reading, wrong
from sim.document.types import EventYear, Id, Line200, Share, Text500, Year, doc
from sim.scenario.conditions import Condition
from sim.scenario.event_kinds import KINDS, EventKind

__all__ = ["KINDS", "Event", "EventKind", "is_over"]


@one_of(KINDS)
class Event(Entry):
    """Something that happens in a year of the scenario, or is in force at its start.

    The effect holds up to and including ``until``, or for good; it reaches its full size ``over``
    so many years, or at once. ``values`` holds the fields of its kind, defaults filled in.
    """

    id: Id = doc("a name for this event, unique in the scenario")
    title: Line200 | None = doc(
        "what it is called in tables and plots; else its kind and states say it", None
    )
    year: EventYear = doc(
        "the first year in which the effect holds; an event before the scenario's first year is in "
        "force at the start, one of the first year is a change"
    )
    until: Year | None = doc("the last year in which it holds", None)
    over: Annotated[int, Field(ge=1, le=100)] | None = doc("years until it reaches full size", None)
    condition: Condition | None = doc(
        "what the event waits for, in each world: it then happens once; 'year' and 'until' are the "
        "first and the last year in which that counts",
        None,
        key="if",
    )
    latest: Year | None = doc(
        "the last year in which it may begin: the year is drawn in each world from 'year' on", None
    )
    probability: Share | None = doc(
        "the probability that it happens, drawn in each world by its id", None
    )
    lasts: Annotated[int, Field(ge=1, le=100)] | None = doc(
        "years for which it holds, where 'if' or 'latest' leaves open when that begins", None
    )
    off: Annotated[bool | None, AfterValidator(lambda off: off or None)] = doc(
        "true: it does not happen, until 'off: false' in a file, a sweep or --set", None
    )
    why: Text500 = doc("the reason, for readers")
    source: Text500 | None = doc("where this is recorded", None)

    @property
    def effect(self) -> EventKind:
        """The fields of its kind, and what that imposes."""
        found: EventKind = self.of_kind
        return found

    @property
    def differs(self) -> bool:
        """Whether it happens, or when, differs from world to world."""
        return not (self.condition is None and self.latest is None and self.probability is None)

    @model_validator(mode="before")
    @classmethod
    def _has_one_year(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("year"), tuple | list | dict):
            raise wrong(
                "year must be one year; for one that is drawn, say 'year: 2024' and 'latest: 2027'",
                "year",
            )
        return data

    @model_validator(mode="after")
    def _differs_in_one_way(self) -> "Event":
        latest, waits = self.latest, self.condition is not None
        if self.differs and self.effect.imposes.alike:
            key = "if" if waits else "probability" if latest is None else "latest"
            raise wrong(
                f"{self.kind} happens alike in all worlds, so it takes no '{key}'; give it one "
                "'year', and compare with a scenario in which it is 'off: true' or has another",
                key,
            )
        if waits and self.effect.imposes.foreseen:
            raise wrong(
                f"{self.kind} changes deliveries that are planned when an order is signed, so it "
                "cannot wait for something to happen; give it years, or a probability",
                "if",
            )
        if waits and latest is not None:
            raise wrong("with 'if', 'until' is the last year in which it counts", "latest")
        if latest is not None and latest < self.year:
            raise wrong(f"latest {latest} lies before the event's year, {self.year}", "latest")
        if latest is not None and self.until is not None and self.until < latest:
            raise wrong(f"until {self.until} lies before the latest year, {latest}", "until")
        if self.lasts is not None and not waits and latest is None:
            raise wrong("the year is known, so say 'until' in place of 'lasts'", "lasts")
        if self.lasts is not None and self.until is not None and not waits:
            raise wrong("give either 'until' or 'lasts'", "lasts")
        if self.lasts is not None and not self.effect.imposes.lasts:
            raise wrong(f"{self.kind} happens in one year; 'lasts' is for what lasts", "lasts")
        if self.lasts is not None and self.over is not None:
            raise wrong("give either 'lasts' or 'over': an effect that grows has no end", "over")
        return self

    @model_validator(mode="after")
    def _is_in_time(self) -> "Event":
        imposes, waits = self.effect.imposes, self.condition is not None
        if self.until is not None and self.until < self.year:
            raise wrong(f"until {self.until} lies before the event's year, {self.year}", "until")
        if self.until is not None and not imposes.lasts and not waits:
            raise wrong(f"{self.kind} happens in one year; 'until' is for what lasts", "until")
        if self.over is not None and not imposes.ramps:
            ramping = ", ".join(name for name, kind in KINDS.items() if kind.imposes.ramps)
            raise wrong(f"{self.kind} takes effect at once; 'over' is for: {ramping}", "over")
        if self.over is not None and self.until is not None and not waits:
            raise wrong("give either 'until' or 'over': an effect that grows has no end", "over")
        return self

    @model_validator(mode="after")
    def _makes_sense(self) -> "Event":
        nonsense = self.effect.nonsense(self.year, self.until)
        if nonsense is not None:
            message, *at = nonsense
            raise wrong(message, self.kind, *at)
        return self

    @model_validator(mode="after")
    def _matters(self, info: ValidationInfo) -> "Event":
        """Refuse an event of which nothing is left in the scenario's years."""
        first, last = info.context.years if isinstance(info.context, Reading) else (EARLIEST, 0)
        if self.condition is not None and (self.until is None or self.until >= first):
            return self
        if self.condition is None and not is_over(type(self.effect), self.year, self.until, first):
            return self
        if self.condition is not None or self.effect.imposes.lasts:
            lies = f"until {self.until} lies before the scenario's years, {first}-{last}"
            raise wrong(f"{lies}: nothing is left of the event", "until")
        lies = f"{self.kind} of {self.year} lies before the scenario's years, {first}-{last}"
        hint = "what was ordered, cancelled or lost before them is in the theatre's own tables"
        raise wrong(f"{lies}; {hint}", "year")


def is_over(kind: type[EventKind], year: int, until: int | None, first: int) -> bool:
    """Tell whether an event of so early a year leaves nothing to a scenario's years from ``first``.

    An order of an earlier year is in the theatre's order book. An effect that ended is gone, but
    what counts as a change since the start may end with the year before it.
    """
    if not kind.imposes.lasts:
        return year < first
    return until is not None and until < first - (1 if kind.imposes.since_start else 0)
