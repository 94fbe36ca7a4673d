"""A first scenario about one buyer: what is on record, what is told, and what could be supposed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.base.phrases import capital
from sim.base.text_table import text_table
from sim.document.entries import meaning_of, names_in, windows_in
from sim.document.yaml_text import comment, flow, word
from sim.measure.flows import Window
from sim.measure.words import short_window
from sim.plots.marks import dyads_of, states_in
from sim.plots.series import SPAN, shares_of
from sim.plots.words import names_of, years_of
from sim.report.run.record import record_of
from sim.scenario import Event, Scenario
from sim.scenario.event_kinds import EventKind
from sim.scenario.events import KINDS
from sim.theatre.theatre import Theatre

SHOWN = 6  # suppliers
CHANGES = 3
AHEAD = 10  # years simulated at least, in a theatre of one's own
_SLUG = 24  # letters


@dataclass(frozen=True)
class BuyerPast:
    """Shares [S, windows] of a buyer's suppliers in windows that follow each other, 0 to 1."""

    windows: tuple[Window, ...]
    shares: np.ndarray[Any, np.dtype[np.float64]]


def past_of(theatre: Theatre, buyer: str) -> BuyerPast:
    """The record of a buyer in windows of five years, from the last one back without a gap."""
    windows, shares = record_of(theatre, buyer).shares()
    kept: list[int] = []
    for i in sorted(range(len(windows)), key=lambda i: -windows[i][1]):
        first, last = windows[i]
        if last - first == SPAN - 1 and (not kept or last < windows[kept[-1]][0]):
            kept.append(i)
    kept = kept[::-1][-4:]
    return BuyerPast(tuple(windows[i] for i in kept), shares_of(shares[:, kept], axis=0))


def buyer_starter(file: Path, buyer: str, theatre: Theatre, parent: Scenario | None,
                  extends: str, folder: str) -> str:  # fmt: skip
    """Text of a scenario that runs as it stands.

    Args:
        file: where it will lie.
        buyer: the theatre's own name.
        theatre: in which it is one.
        parent: the scenario that it extends, if any.
        extends: the name by which the file finds it.
        folder: of a theatre of one's own, as the file says it; empty for the package's.
    """
    past, years = past_of(theatre, buyer), _years(theatre, parent)
    own = word(buyer, in_flow=True)
    parts = [
        f"# Made by 'sim new'; change what you like. 'sim report {comment(str(file))}' runs it and "
        "makes a page of it.",
        *_record(theatre, buyer, past),
        *_told(theatre, buyer, parent, extends),
        "",
        f"title: {word(f'Who arms {buyer}')}",
        f"question: {word(f'From whom does {buyer} get its arms, and what would change it?')}",
        f"extends: {word(extends)}" if extends else f"theatre: {word(folder)}",
        *([] if extends else [f"years: {{from: {years[0]}, to: {years[1]}}}"]),
        "",
        "# What you suppose. Below is an example of each kind of event; take away the '# ' of one",
        "# and say when, how much and why. Their fields: docs/reference/events.md.",
        "events:",
        *(line for name in KINDS for line in _example(name, buyer, theatre, past, years)),
        "",
        "measures:",
        *_measures(theatre, buyer, past, years),
        "",
        f"plots: {{buyers: [{own}]}}",
    ]
    return "\n".join(parts) + "\n"


def _years(theatre: Theatre, parent: Scenario | None) -> tuple[int, int]:
    """The first and last year simulated."""
    if parent is not None:
        return parent.first_year, parent.last_year
    ends = [last for flows in theatre.recorded.values() for _, last in flows.periods]
    return theatre.start, max(theatre.start + AHEAD, *ends, theatre.start)


def _record(theatre: Theatre, buyer: str, past: BuyerPast) -> list[str]:
    """Suppliers' shares by window, and the largest changes, as comments."""
    if not past.windows:
        return ["#", f"# Nothing that {buyer} received is on record in this theatre."]
    heads = [short_window(window) for window in past.windows]
    top = np.argsort(-np.nan_to_num(past.shares).max(axis=1), kind="stable")[:SHOWN]
    rows = [
        [theatre.suppliers[s], *(_percent(share) for share in past.shares[s])]
        for s in top if np.nan_to_num(past.shares[s]).any()
    ]  # fmt: skip
    table = text_table([["", *heads], *rows], "<" + ">" * len(heads))
    lines = ["#", f"# Shares of {buyer}'s deliveries on record:", *(f"#   {row}" for row in table)]
    changes = [
        f"#   {theatre.suppliers[s]}: {_percent(past.shares[s, w])} in {heads[w]}, "
        f"{_percent(past.shares[s, w + 1])} in {heads[w + 1]}"
        for s, w in _largest_changes(past)
    ]
    return [*lines, *(["# The largest changes:", *changes] if changes else [])]


def _largest_changes(past: BuyerPast) -> list[tuple[int, int]]:
    """Places of supplier and window, from which on its share changed most to the next."""
    steps = np.abs(np.diff(np.nan_to_num(past.shares), axis=1))
    order = np.argsort(-steps, axis=None, kind="stable")[:CHANGES]
    places = [np.unravel_index(i, steps.shape) for i in order]
    return [(int(s), int(w)) for s, w in places if steps[s, w] > 0]


def _told(theatre: Theatre, buyer: str, parent: Scenario | None, extends: str) -> list[str]:
    """The inherited events that touch the buyer, as comments."""
    if parent is None:
        return []
    found = [event for event in parent.events if _touches(event, buyer, theatre)]
    names = names_of(parent.events, theatre)
    if not found:
        return ["#", f"# No event of {comment(extends)} touches {buyer}."]
    return [
        "#",
        f"# Events of {comment(extends)} that touch {buyer} ('- remove: ID' leaves one out):",
        *(
            comment(f"#   {years_of(event, names)}: {names[event.id]} ({event.id})")
            for event in sorted(found, key=lambda event: event.year)
        ),
    ]


def _touches(event: Event, buyer: str, theatre: Theatre) -> bool:
    buyers = {b for b, _ in dyads_of(event, theatre)}
    return buyer in buyers or buyer in states_in(event, theatre)


def _suppliers(theatre: Theatre, buyer: str, past: BuyerPast) -> list[str]:
    """Single suppliers of a buyer: the largest of the last window, then those that changed most."""
    order: list[int] = []
    if past.windows:
        last = np.nan_to_num(past.shares)
        order = [int(last[:, -1].argmax()), *(s for s, _ in _largest_changes(past))]
        order += np.argsort(-last.max(axis=1), kind="stable").tolist()
    order += range(len(theatre.suppliers))
    names = dict.fromkeys(theatre.suppliers[s] for s in order)
    return [name for name in names if name not in theatre.aggregates and name != buyer]


def _measures(
    theatre: Theatre, buyer: str, past: BuyerPast, years: tuple[int, int]
) -> Iterator[str]:  # fmt: skip
    """Shares of the suppliers that matter, in windows on record and in the last years simulated."""
    first, last = years
    end = (max(first, last - SPAN + 1), last)
    windows = [w for w in past.windows if w[0] >= first and w[1] <= last][-2:]
    own, slug = word(buyer, in_flow=True), _slug(buyer)
    for supplier in _suppliers(theatre, buyer, past)[:CHANGES]:
        for window in dict.fromkeys((*windows, end)):
            when = f"{window[0]}-{window[1]}"
            yield (
                f"  - {{id: {slug}-{_slug(supplier)}-{when}, share: {{buyer: {own}, "
                f"supplier: {word(supplier, in_flow=True)}, window: {when}}}}}"
            )
    for before, after in pairwise(windows):
        when = f"from: {before[0]}-{before[1]}, to: {after[0]}-{after[1]}"
        yield f"  - {{id: {slug}-volume-change, change: {{buyer: {own}, {when}}}}}"


def _example(
    name: str, buyer: str, theatre: Theatre, past: BuyerPast, years: tuple[int, int]
) -> Iterator[str]:  # fmt: skip
    """What a kind of event means, and an event of it that touches the buyer, both as comments."""
    kind = KINDS[name]
    year = min(years[0] + AHEAD, years[1])
    [(_, example)] = yaml.safe_load(kind.example).items()
    values = {
        field: _fitting(field, value, kind, (buyer, theatre, past), year)
        for field, value in example.items()
    }
    event = {"id": f"my-{name.replace('_', '-')}", "year": year, "why": "supposed", name: values}
    yield f"  # {capital(meaning_of(kind))}:"
    yield f"  # - {flow(event)}"


def _fitting(
    field: str, value: Any, kind: type[EventKind], about: tuple[str, Theatre, BuyerPast], year: int
) -> Any:
    """The value of an example, with the buyer, its suppliers and the theatre's classes in it."""
    buyer, theatre, past = about
    main, *others = [*_suppliers(theatre, buyer, past), buyer]
    named = names_in(kind).get(field)
    if field in windows_in(kind):
        past_years = field == "signed"  # else years to come
        return f"{year - 4}-{year - 1}" if past_years else f"{year + 2}-{year + 4}"
    if named == "class" or field.endswith("class"):
        return _classes(value, theatre)
    if isinstance(value, Mapping):  # TIV by class
        return dict(zip(theatre.classes, value.values(), strict=False))
    if named != "state":
        return value
    if kind is KINDS["new_buyer"] and field == "buyer":
        return next(s for s in theatre.suppliers if s not in theatre.buyers)
    customers = _customers(theatre, buyer)
    fitting: Mapping[str, Any] = {
        "buyer": buyer,
        "supplier": main,
        "between": [customers[0] if kind is KINDS["rivalry"] and customers else main, buyer],
        "patron": others[0],
        "by": customers[0] if customers else buyer,
    }
    return fitting.get(field, value if _all_known(value, theatre) else others[0])


def _customers(theatre: Theatre, buyer: str) -> list[str]:
    """Other single buyers: rivals of this one first, then those that order most."""
    rivals = {
        n
        for one in theatre.rivalries
        if buyer in (pair := (one.state_a, one.state_b))
        for n in pair
    }
    order = np.argsort(-theatre.ordered.sum(axis=1), kind="stable")
    names = [theatre.buyers[b] for b in order]
    single = [name for name in names if name not in (*theatre.aggregates, buyer)]
    return sorted(single, key=lambda name: name not in rivals)


def _classes(value: Any, theatre: Theatre) -> Any:
    """Classes of an example as the theatre has them."""
    known = [*theatre.classes, "all"]
    if isinstance(value, list | tuple):
        return [word for word in value if word in known] or [theatre.classes[0]]
    return value if value in known else theatre.classes[0]


def _all_known(value: Any, theatre: Theatre) -> bool:
    words: Sequence[str] = (value,) if isinstance(value, str) else value
    return all(theatre.find(one) is not None for one in words)


def _percent(share: float) -> str:
    return "–" if np.isnan(share) else f"{100 * share:.0f}%"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG].strip("-") or "state"
