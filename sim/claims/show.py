"""The ledger as text: a list of claims by role, and one claim in full."""

import textwrap
from collections.abc import Iterator, Sequence

from sim.base.parameters import PARAMETERS
from sim.claims.claims import ROLES, Article, Claim, Claims, InWorlds
from sim.document import yaml_text
from sim.document.entries import meaning_of
from sim.measure.measures import Measure
from sim.scenario.events import Event

_WIDTH = 100
_NAMES = 15  # width of what stands before a text


def listed(claims: Sequence[Claim]) -> str:
    """List claims under their roles: id, what the register has and the article says, the claim."""
    lines: list[str] = []
    for role, meaning in ROLES.items():
        chosen = [claim for claim in claims if claim.role == role]
        if chosen:
            lines += ["", f"{role}: {meaning}", f"  {'id':5}{'observed':>9}{'claimed':>9}"]
            lines += [line for claim in chosen for line in _row(claim)]
    return "\n".join(lines[1:]) + "\n"


def in_full(claim: Claim, ledger: Claims, events: Sequence[Event]) -> str:
    """Show all that the ledger says of a claim; ``events`` are those of history."""
    rows = [("claim", claim.claim), *_said(claim, ledger), *_measured(claim)]
    rows += [("the register", claim.record)]
    rows += [
        (name, text)
        for name, text in (
            ("base rate", claim.base_rate),
            ("look for", claim.look_for),
            ("without", claim.without),
        )
        if text is not None
    ]
    rows += [("source", source) for source in claim.sources]
    rows += [("switched off by", _switch(name)) for name in claim.parameters]
    rows += [("event", f"{e.id}, {e.year}: {e.why}") for e in events if e.id in claim.events]
    if claim.scenario is not None:
        rows.append(("to see it", f"sim run {claim.scenario}"))
    head = f"{claim.id}, {claim.role}: {ROLES[claim.role]}"
    return "\n".join([head, "", *(line for row in rows for line in _entry(*row))]) + "\n"


def _row(claim: Claim) -> Iterator[str]:
    head = f"  {claim.id:5}{_figure(claim.observed):>9}{_figure(claim.number):>9}  "
    note = " (a reader)" if claim.by == "reader" else ""
    words = textwrap.wrap(claim.claim + note, _WIDTH - len(head))
    yield head + words[0]
    yield from (" " * len(head) + line for line in words[1:])


def _said(claim: Claim, ledger: Claims) -> Iterator[tuple[str, str]]:
    note = "said by a reader in a comment on " if claim.by == "reader" else ""
    for key in claim.articles:
        yield "article", note + cited(key, ledger.articles[key])


def cited(key: str, article: Article) -> str:
    """Cite an article: author if one is named, title, publisher, date."""
    author = "" if article.author is None else f"{article.author}, "
    return f"{author}{article.title}. {article.publisher}, {article.date} [{key}]"


def _measured(claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.measure is not None:
        yield "measure", f"{claim.measure.id}: {meaning_of(type(claim.measure.of_kind))}"
        yield "", measure_text(claim.measure)
    if claim.number is not None:
        yield "claimed", _figure(claim.number)
    if claim.observed is not None:
        yield "observed", _figure(claim.observed)
    if claim.tolerance is not None:
        compared = "the log" if claim.scale == "log" else "the measure's own"
        yield "tolerance", f"sd {claim.tolerance:g} on {compared} scale. {claim.tolerance_reason}"
    if claim.in_worlds is not None:
        yield "must lie", demand(claim.in_worlds)


def measure_text(measure: Measure) -> str:
    """Write a measure as a scenario would."""
    return yaml_text.flow(measure.written())


def demand(worlds: InWorlds) -> str:
    """Say in how many worlds a measure must lie where."""
    ends = [f"{word} {end:g}" for word, end in (("from", worlds.low), ("to", worlds.high))
            if end is not None]  # fmt: skip
    if worlds.most == 1:
        share = f"at least {worlds.least:.0%}"
    else:
        share = f"{worlds.least:.0%} to {worlds.most:.0%}"
    return f"{' '.join(ends)}, in {share} of worlds"


def _switch(name: str) -> str:
    row = PARAMETERS[name]
    value = "" if row.off is None else f" = {row.off:g}"
    return f"{name}{value}: {row.meaning}"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _entry(name: str, text: str) -> list[str]:
    lines = textwrap.wrap(" ".join(text.split()), _WIDTH - _NAMES - 2, break_on_hyphens=False)
    heads = [f"{name:{_NAMES}}", *[" " * _NAMES] * len(lines)]
    return [f"{head}  {line}" for head, line in zip(heads, lines, strict=False)]
