"""Events → cells: what each event of a scenario touches, and what it does there."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Problem
from sim.experiment.names import Places
from sim.model.world import IMPORTED, LICENSED, UNSAID
from sim.scenario import Event, Scenario
from sim.scenario.events import KINDS, EventKind

Canvas = dict[str, Floats]
"""Arrays by name, years first, from the year before the start on: that row is what was in force.
States lie by place where both roles matter.
"""
Place = tuple[int, ...]

MOST = 1_000_000  # times what was at the start

MONEY = ("grant", "credit")  # arrays of US$ million a year


def given_orders(scenario: Scenario, places: Places) -> Floats:
    """Orders that a scenario gives [G, 9], in the columns of ``X.GIVEN``."""
    rows = []
    for event in scenario.events:
        if event.kind != "order":
            continue
        values: Mapping[str, Any] = event.values
        [b], [s] = places.buyers(values["buyer"]), places.suppliers(values["supplier"])
        [k] = places.classes(values["class"])
        due = values["delivered"]
        first, last = (UNSAID, UNSAID) if due is None else (y - scenario.first_year for y in due)
        usd = UNSAID if values["usd_m"] is None else values["usd_m"]
        kind = LICENSED if values["licensed"] else IMPORTED
        year = event.year - scenario.first_year
        rows.append((year, b, s, k, values["tiv"], usd, first, last, kind))
    return np.array(rows, dtype=np.float64).reshape(len(rows), 9)


def paint(canvas: Canvas, event: Event, scenario: Scenario, places: Places) -> None:
    """Put one event onto the array of its kind."""
    kind = KINDS[event.kind]
    if not kind.lasts:
        return
    array, before = canvas[kind.forcing], scenario.first_year - 1
    last = scenario.last_year if event.until is None else min(event.until, scenario.last_year)
    years = np.arange(max(event.year, before), last + 1)
    grown = np.ones(len(years))
    if event.over is not None:
        grown = np.minimum((years - event.year + 1) / event.over, 1.0)
    rows = slice(max(event.year, before) - before, last + 1 - before)
    for place, value in _cells(event, places):
        cells: Any = (rows, *place)
        if kind.mode == "set":
            array[cells] = value
        elif kind.mode == "add":
            array[cells] += grown * value
        else:
            array[cells] *= 1.0 + grown * (value - 1.0)


def since_start(canvas: Canvas) -> Canvas:
    """The same for the scenario's own years, as the model takes it.

    What holds as a level is as it stands. All else is taken from what was in force at the start,
    which is in the theatre's record already; money is left to ``forcing``, which knows prices.
    """
    kinds = {kind.forcing: kind for kind in KINDS.values()}
    own: Canvas = {}
    for name, array in canvas.items():
        kind = kinds.get(name)
        if kind is None or not kind.since_start or name in MONEY:
            own[name] = array[1:]
        elif kind.mode == "multiply":
            own[name] = array[1:] / array[:1]
        else:
            own[name] = array[1:] - array[:1]
    return own


def check_factors(canvas: Canvas, scenario: Scenario, places: Places) -> None:
    """Check that factors, multiplied with each other, stay within all sense.

    Raises:
        InputError: at the last event by which one leaves it, or has no size at the start to go by.
    """
    problems = []
    for kind in (kind for kind in KINDS.values() if kind.mode == "multiply"):
        array = canvas[kind.forcing]
        ended = array[0] == 0.0
        times = array / np.where(ended, 1.0, array[0])
        far = ((times > MOST) | ((times > 0.0) & (times < 1 / MOST))).any(axis=0) | ended
        if far.any():
            place = tuple(np.argwhere(far)[0].tolist())
            told = _NO_SIZE if ended[place] else _TOO_FAR
            mark = scenario.marks.at("events", _last(kind, place, scenario, places), kind.name)
            problems.append(Problem(mark, told.format(kind.name, f"{MOST:,}")))
    if problems:
        raise InputError(problems)


_TOO_FAR = (
    "with the other events, this makes {} more than {} times as large or small as at the start"
)
_NO_SIZE = "a {} of 0 before the first year leaves nothing to measure later ones by; date it later"


def _last(kind: EventKind, place: Place, scenario: Scenario, places: Places) -> int:
    """Which event of a kind is the last that touches a place."""
    touching = (
        i
        for i, event in enumerate(scenario.events)
        if event.kind == kind.name and any(cell == place for cell, _ in _cells(event, places))
    )
    return max(touching, key=lambda i: scenario.events[i].year)


def _cells(event: Event, places: Places) -> Iterator[tuple[Place, float]]:
    """Places on the canvas that an event touches, each with its value."""
    values: Mapping[str, Any] = event.values
    match event.kind:
        case "embargo" | "lift":
            closes = {"all": 0.0} if event.kind == "lift" else values["closes"]
            for b, s in _dyads(values, places):
                for word, share in closes.items():
                    for k in places.classes(word):
                        yield (b, s, k), share
        case "rivalry":
            everyone = [state.name for state in places.theatre.states]
            one, other = (everyone.index(places.name(word)) for word in values["between"])
            yield (one, other), values["level"]
            yield (other, one), values["level"]
        case "alignment":
            theatre = places.theatre
            pair = [places.name(word) for word in values["between"]]
            for buyer, supplier in (pair, pair[::-1]):
                if buyer in theatre.buyers and supplier in theatre.suppliers:
                    b, s = theatre.buyers.index(buyer), theatre.suppliers.index(supplier)
                    yield (b, s), values["shift"]
        case "objection":
            [by] = places.buyers(values["by"])
            for b, s in _dyads(values, places):
                yield (by, s, b), values["strength"]
        case "capacity" | "price":
            both = places.suppliers(values["supplier"]), places.classes(values["classes"])
            for place in product(*both):
                yield place, values["factor"]
        case "withhold":
            for b, s in _dyads(values, places):
                for k in places.classes(values["classes"]):
                    yield (b, s, k), values["share"]
        case "credit":
            for place in _dyads(values, places):
                yield place, values["usd_m"] * values["softness"]
        case "need":
            both = places.buyers(values["buyer"]), places.classes(values["class"])
            for place in product(*both):
                yield place, values["factor"]
        case _:
            field = {"domestic_cost": "shift", "patron_objection": "strength", "grant": "usd_m"}
            for place in _dyads(values, places):
                yield place, values[field[event.kind]]


def _dyads(values: Mapping[str, Any], places: Places) -> list[tuple[int, int]]:
    """Every pair of a buyer and a supplier that an event names."""
    return list(product(places.buyers(values["buyer"]), places.suppliers(values["supplier"])))
