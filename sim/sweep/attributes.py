"""Attributes of states that a sweep can vary: the one table of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import exp, log
from typing import Any, Literal

from sim.base.bounds import ABOVE_0, ANY, FROM_0, Bounds
from sim.document.types import ALL
from sim.scenario import Event, Scenario
from sim.scenario.effects import EventKind
from sim.scenario.event_kinds import Capacity, Need
from sim.theatre.theatre import Theatre

Role = Literal["state", "buyer", "supplier"]
Change = Callable[[Scenario, Theatre, str, float], tuple[Scenario, Theatre]]

Base = Callable[[Theatre, str], float | None]


@dataclass(frozen=True)
class Attribute:
    """One row of the table.

    ``base`` is the value that a state has in its theatre, None where it has none; ``change`` gives
    scenario and theatre with another one.
    """

    name: str
    role: Role
    bounds: Bounds
    doc: str
    base: Base
    change: Change

    def states(self, theatre: Theatre) -> tuple[str, ...]:
        """States that have this attribute."""
        if self.role == "state":
            return tuple(theatre.by_name)
        return theatre.buyers if self.role == "buyer" else theatre.suppliers


def _industry(
    scenario: Scenario, theatre: Theatre, state: str, value: float
) -> tuple[Scenario, Theatre]:
    return scenario, replace(theatre, industry={**theatre.industry, state: value})


def _level(
    scenario: Scenario, theatre: Theatre, state: str, value: float
) -> tuple[Scenario, Theatre]:
    """Scale a supplier's levels of price, so that this is their geometric mean."""
    base = _base_level(theatre, state)
    factor = 1.0 if base is None else value / base
    levels = {
        (of, weapon): replace(one, usd_m_per_tiv=one.usd_m_per_tiv * factor) if of == state else one
        for (of, weapon), one in theatre.prices.items()
    }
    return scenario, replace(theatre, prices=levels)


def _base_level(theatre: Theatre, state: str) -> float | None:
    """Geometric mean of a supplier's levels of price."""
    levels = [log(one.usd_m_per_tiv) for (of, _), one in theatre.prices.items() if of == state]
    return exp(sum(levels) / len(levels)) if levels else None


def _of_record(field: Literal["un_ideal_point"]) -> Change:
    """Change a number in a state's own record."""

    def change(
        scenario: Scenario, theatre: Theatre, state: str, value: float
    ) -> tuple[Scenario, Theatre]:
        number: dict[str, Any] = {field: value}
        states = tuple(
            replace(record, **number) if record.name == state else record
            for record in theatre.states
        )
        return scenario, replace(theatre, states=states)

    return change


def _spending(
    scenario: Scenario, theatre: Theatre, state: str, value: float
) -> tuple[Scenario, Theatre]:
    """Multiply all but the first year: the model takes spending as a change since then."""
    record = {year: usd for year, usd in theatre.spending.get(state, {}).items() if usd > 0}
    start, known = theatre.start, sorted(record)
    path = {start: 1.0, start + 1: 1.0}
    if known:
        # What lies between two years on record is filled in, so the first two are written out.
        path = {year: _between(record, known, year) for year in (start, start + 1)} | record
    path = {year: usd * (value if year > start else 1.0) for year, usd in path.items()}
    return scenario, replace(theatre, spending={**theatre.spending, state: path})


def _between(record: Mapping[int, float], known: list[int], year: int) -> float:
    """Spending of a year, on a line between the years on record."""
    before = max((one for one in known if one <= year), default=known[0])
    after = min((one for one in known if one >= year), default=known[-1])
    if before >= after:
        return record[after if before > year else before]
    part = (year - before) / (after - before)
    return record[before] * (1 - part) + record[after] * part


def _by_event(name: str, kind: str, effect: Callable[[str, float], EventKind]) -> Change:
    """Change by an event that holds from the first year on."""

    def change(
        scenario: Scenario, theatre: Theatre, state: str, value: float
    ) -> tuple[Scenario, Theatre]:
        fields: dict[str, Any] = {kind: effect(state, value)}
        event = Event.model_construct(
            id=f"{name} of {state}", year=scenario.first_year, why="varied by a sweep", **fields
        )
        return replace(scenario, events=(*scenario.events, event)), theatre

    return change


def _need(state: str, factor: float) -> EventKind:
    return Need.model_construct(buyer=(state,), class_=ALL, factor=factor)


def _capacity(state: str, factor: float) -> EventKind:
    return Capacity.model_construct(supplier=(state,), factor=factor, classes=(ALL,))


_SHARE = Bounds(0, 1)


_ROWS = (
    Attribute(
        "domestic_share", "buyer", _SHARE,
        "share of its tenders placed at home, from the start",
        lambda theatre, state: 0.0,
        _by_event("domestic_share", "need", lambda state, share: _need(state, 1.0 - share)),
    ),
    Attribute(
        "industry", "buyer", _SHARE,
        "arms industry of its own, which takes more tenders home every year",
        lambda theatre, state: theatre.industry.get(state, 0.0),
        _industry,
    ),
    Attribute(
        "packages", "buyer", FROM_0, "times its tenders a year",
        lambda theatre, state: 1.0,
        _by_event("packages", "need", _need),
    ),
    Attribute(
        "spending", "buyer", ABOVE_0, "times its military spending after the first year",
        lambda theatre, state: 1.0,
        _spending,
    ),
    Attribute(
        "output", "supplier", ABOVE_0, "times what it can make, in all classes",
        lambda theatre, state: 1.0,
        _by_event("output", "capacity", _capacity),
    ),
    Attribute(
        "usd_m_per_tiv", "supplier", ABOVE_0,
        "level of price, mean of its classes, US$ million of 2022 per TIV",
        _base_level, _level,
    ),
    Attribute(
        "un_ideal_point", "state", ANY, "place by its votes in the United Nations, in all years",
        lambda theatre, state: theatre.un_point(state, theatre.start), _of_record("un_ideal_point"),
    ),
)  # fmt: skip

ATTRIBUTES: Mapping[str, Attribute] = {row.name: row for row in _ROWS}
