"""Claims and the articles that make them: what a file of claims holds, and what must hold of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from sim.base.parameters import present_name
from sim.base.problems import quote, suggest
from sim.document.model import Model, Path, Reading, all_wrong, wrong
from sim.document.types import (
    Id,
    Line200,
    Positive,
    Share,
    different,
    doc,
    line,
    must_be,
    one_or_list,
    text,
)
from sim.measure.measures import comparison_of
from sim.scenario import Measure
from sim.scenario.settings import ParameterName

ROLES = {
    "event": "a dated event that scenarios put in",
    "target": "a figure that parameters may be fitted to",
    "validation": "a pattern that nothing is fitted to",
    "fresh": "the same, of other pairs, chosen by a rule before anything was fitted",
    "mechanism": "a reason why states choose as they do, with a switch",
    "limit": "a bound on what runs may produce",
    "contradicted": "the register says otherwise: shown, never fitted",
    "disputed": "sources disagree: shown, never fitted",
}
"""What a claim is used for, in the order in which they are listed."""

Role = Literal[
    "event", "target", "validation", "fresh", "mechanism", "limit", "contradicted", "disputed"
]

FITTED = ("target",)  # roles of claims that parameters may be fitted to

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def _as_date(value: object) -> str:
    if isinstance(value, str | int) and _DATE.fullmatch(str(value)):
        return str(value)
    raise ValueError


Date = Annotated[
    str,
    BeforeValidator(_as_date),
    must_be("a date such as 2014-06-12, 2014-06 or 2014", more={"or": {"type": "integer"}}),
]
"""A day, a month or a year, as far as it is known."""


def known_word(what: str) -> Any:
    """A word that the ledger, the history or the package knows; which, the reader is told."""

    def check(word: str, info: ValidationInfo) -> str:
        known = info.context.known.get(what) if isinstance(info.context, Reading) else None
        if known is not None and word not in known:
            hint = suggest(word, known)
            raise wrong(f"{{name}} must name {what}; {quote(word)} is none{hint}")
        return word

    return AfterValidator(check)


ArticleKey = Annotated[str, known_word("an article")]
EventId = Annotated[str, known_word("an event of history")]
ScenarioName = Annotated[str, known_word("a shipped scenario")]
MeasuredClaim = Annotated[str, known_word("a claim with a measure")]
Switch = Annotated[ParameterName, BeforeValidator(lambda word: present_name(str(word)))]

Words = Annotated[str, text(1500)]
Citation = Annotated[str, line(300)]


class Article(Model):
    """Where a claim was made. ``author`` is None where none is named."""

    title: Line200 = doc("its headline")
    publisher: Annotated[str, line(100)] = doc("who published it")
    date: Date = doc("the day, month or year of publication")
    author: Annotated[str, line(100)] | None = doc("who wrote it, if anyone is named", None)


class InWorlds(Model):
    """A demand on many worlds.

    Of those in which the measure has a value, at least a share ``least`` and at most ``most`` must
    have it from ``low`` to ``high``. An end that is None is open.
    """

    low: float | None = doc("the least value that counts; else any", None, key="from")
    high: float | None = doc("the largest value that counts; else any", None, key="to")
    least: Share = doc("share of worlds that must lie there", 0.0, key="at_least")
    most: Share = doc("share of worlds that may lie there", 1.0, key="at_most")

    @model_validator(mode="after")
    def _demands_something(self) -> Self:
        if self.low is None and self.high is None:
            raise wrong("{name} lacks 'from' or 'to': where the measure must lie")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise wrong(f"{{name}} ends at {self.high:g}, before it begins at {self.low:g}")
        if self.most < self.least:
            raise wrong("{name} has an at_most below its at_least")
        if self.least == 0 and self.most == 1:
            raise wrong("{name} lacks 'at_least' or 'at_most': it demands nothing")
        return self


class Claim(Model):
    """One claim, in our words, and what is known of it.

    ``number`` is what the article says and ``observed`` what the register says, both on the
    measure's own scale: a fall of 76% is -0.76. ``tolerance`` is the standard deviation of the
    discrepancy on ``scale``, fixed beforehand, and ``tolerance_reason`` says where it comes from:
    on the log scale a change x is compared as ln(1 + x), a volume or a ratio as ln(x).
    ``look_for`` is what a run must let one see of a mechanism, and ``parameters`` switch it off.
    ``without`` says why there is no measure, or no switch in the model.
    """

    id: Id = doc("a name for this claim, unique in the ledger")
    role: Role = doc("what the claim is used for")
    claim: Words = doc("what is claimed, in our own words")
    record: Words = doc("what the register says of it, in words", key="register")
    by: Literal["author", "reader"] = doc(
        "who says it: the article's author, or a reader in a comment below it", "author"
    )
    number: float | None = doc("the article's figure, on the measure's own scale", None)
    observed: float | None = doc("the register's figure, on the measure's own scale", None)
    scale: Literal["linear", "log"] = doc("where model and record are compared", "linear")
    tolerance: Positive | None = doc("sd of the discrepancy on that scale", None)
    tolerance_reason: Words | None = doc("where the tolerance comes from", None)
    measure: Measure | None = doc("what a run measures", None)
    in_worlds: InWorlds | None = doc("in how many worlds it must hold", None)
    look_for: Words | None = doc("what a run must let one see", None)
    base_rate: Words | None = doc("how common such a thing is", None)
    sources: Annotated[tuple[Citation, ...], one_or_list, different] = doc(
        "where the register's word is recorded", ()
    )
    parameters: Annotated[tuple[Switch, ...], one_or_list, different] = doc(
        "they switch it off", ()
    )
    without: Words | None = doc("why there is no measure, or no switch", None)
    articles: Annotated[tuple[ArticleKey, ...], one_or_list, different] = doc(
        "the articles that claim it", ()
    )
    events: Annotated[tuple[EventId, ...], one_or_list, different] = doc(
        "events of history.yaml that it backs", ()
    )
    scenario: ScenarioName | None = doc("the shipped scenario that shows it", None)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        found = list(_breaches(self))
        if found:
            raise all_wrong(found)
        return self


class Within(Model):
    """Bounds on the measure of a claim; None is no bound."""

    claim: MeasuredClaim = doc("a claim with a measure")
    low: float | None = doc("the least value that counts; else any", None, key="from")
    high: float | None = doc("the largest value that counts; else any", None, key="to")


class Together(Model):
    """What several claims say of one and the same world."""

    id: Id = doc("a name for it")
    claim: Words = doc("what is claimed of one world, in our own words")
    of: Annotated[tuple[Within, ...], one_or_list] = doc(
        "bounds on measures that must hold at once"
    )


class ClaimsFile(Model):
    """A file of claims."""

    articles: Annotated[Mapping[Id, Article], Field(min_length=1)] = doc(
        "who makes the claims, by a short key"
    )
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)] = doc("what they claim")
    together: Annotated[tuple[Together, ...], one_or_list] = doc("what claims say of one world", ())


@dataclass(frozen=True)
class Claims:
    """All claims, in the order of the file. ``digest`` is the SHA-256 of the file's content."""

    articles: Mapping[str, Article]
    claims: tuple[Claim, ...]
    digest: str
    together: tuple[Together, ...] = ()

    def by_id(self, id: str) -> Claim:
        """Return the claim of this id. Raises KeyError if there is none."""
        return self._claims[id]

    def with_role(self, role: str) -> tuple[Claim, ...]:
        """Return the claims that play a role."""
        return tuple(claim for claim in self.claims if claim.role == role)

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.claims}


Breaches = Iterator[tuple[Path, str]]


def _breaches(claim: Claim) -> Breaches:
    """What is wrong with a claim as a whole: the field at which to report it, and a message."""
    yield from _of_sources(claim)
    yield from _unmeasured(claim) if claim.measure is None else _measured(claim)
    if claim.role == "mechanism":
        yield from _of_mechanism(claim)
    elif claim.role == "event" and not claim.events and claim.without is None:
        yield (), "{what} lacks 'events' of history.yaml, or 'without': why history has none"


def _of_sources(claim: Claim) -> Breaches:
    if not claim.sources and claim.role != "mechanism":
        yield (), "{what} lacks 'sources': where the register's word is recorded"
    elif not claim.articles and not claim.sources:
        yield (), "{what} lacks 'articles' or 'sources': who says so"
    if claim.by == "reader" and not claim.articles:
        yield ("by",), "a reader's comment stands below an article; give 'articles'"


def _unmeasured(claim: Claim) -> Breaches:
    for name in ("observed", "tolerance", "in_worlds"):
        if getattr(claim, name) is not None:
            yield (name,), f"{name} is of a measure, and this claim has no 'measure'"
    if claim.role not in ("event", "mechanism") and claim.without is None:
        yield (), "{what} lacks 'measure', or 'without': why no run measures it"
    elif claim.number is not None and claim.without is None:
        yield ("number",), "number without 'measure' or 'without': why no run measures it"


def _measured(claim: Claim) -> Breaches:
    assert claim.measure is not None
    needed = claim.number is not None or claim.role in FITTED
    if needed and claim.observed is None:
        yield (), "{what} lacks 'observed': what the register says of its measure"
    if claim.tolerance is None and (needed or claim.observed is not None):
        yield (), "{what} lacks 'tolerance': the sd of the discrepancy"
    if (claim.tolerance is None) != (claim.tolerance_reason is None):
        yield (), "'tolerance' and 'tolerance_reason' go together"
    if claim.scale == "log":
        compare = comparison_of(claim.measure.kind)
        for name in ("number", "observed"):
            value = getattr(claim, name)
            if value is not None and not compare.has_logarithm(value):
                yield (name,), f"{name} {value:g} has no logarithm; the scale may be linear"


def _of_mechanism(claim: Claim) -> Breaches:
    if not claim.parameters and claim.without is None:
        yield (), "a mechanism lacks 'parameters' that turn it off, or 'without': why none does"
    if claim.look_for is None:
        yield (), "a mechanism lacks 'look_for': what a run must let one see"
    if claim.scenario is None:
        yield (), "a mechanism lacks 'scenario': the shipped scenario that shows it"
