"""Events → cells: what each event of a scenario touches, and what it does there."""

from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Problem
from sim.experiment.names import Places
from sim.model.world import IMPORTED, LICENSED, UNSAID
from sim.scenario import Event, Scenario
from sim.scenario.book_kinds import OrderEvent
from sim.scenario.event_base import Place
from sim.scenario.event_kinds import KINDS

Canvas = dict[str, Floats]
"""Arrays by name, years first, from the year before the start on: that row is what was in force.
States lie by place where both roles matter.
"""

MOST = 1_000_000  # times what was at the start

MONEY = ("grant", "credit")  # arrays of US$ million a year


def given_orders(scenario: Scenario, places: Places) -> Floats:
    """Orders that a scenario gives [G, 9], in the columns of ``X.GIVEN``."""
    rows = []
    for event in scenario.events:
        order = event.effect
        if not isinstance(order, OrderEvent):
            continue
        [b], [s] = places.buyers(order.buyer), places.suppliers(order.supplier)
        [k] = places.classes(order.class_)
        due = order.delivered
        first, last = (UNSAID, UNSAID) if due is None else (y - scenario.first_year for y in due)
        usd = UNSAID if order.usd_m is None else order.usd_m
        kind = LICENSED if order.licensed else IMPORTED
        year = event.year - scenario.first_year
        rows.append((year, b, s, k, order.tiv, usd, first, last, kind))
    return np.array(rows, dtype=np.float64).reshape(len(rows), 9)


def paint(canvas: Canvas, event: Event, scenario: Scenario, places: Places) -> None:
    """Put one event onto the array of its kind."""
    imposes = event.effect.imposes
    if not imposes.paints:
        return
    array, before = canvas[imposes.array], scenario.first_year - 1
    last = scenario.last_year if event.until is None else min(event.until, scenario.last_year)
    years = np.arange(max(event.year, before), last + 1)
    grown = np.ones(len(years))
    if event.over is not None:
        grown = np.minimum((years - event.year + 1) / event.over, 1.0)
    rows = slice(max(event.year, before) - before, last + 1 - before)
    for place, value in event.effect.cells(places):
        cells: Any = (rows, *place)
        if imposes.mode == "set":
            array[cells] = value
        elif imposes.mode == "add":
            array[cells] += grown * value
        else:
            array[cells] *= 1.0 + grown * (value - 1.0)


def since_start(canvas: Canvas) -> Canvas:
    """The same for the scenario's own years, as the model takes it.

    What holds as a level is as it stands. All else is taken from what was in force at the start,
    which is in the theatre's record already; money is left to ``forcing``, which knows prices.
    """
    imposed = {kind.imposes.array: kind.imposes for kind in KINDS.values()}
    own: Canvas = {}
    for name, array in canvas.items():
        imposes = imposed.get(name)
        if imposes is None or not imposes.since_start or name in MONEY:
            own[name] = array[1:]
        elif imposes.mode == "multiply":
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
    for name, kind in KINDS.items():
        if kind.imposes.mode != "multiply":
            continue
        array = canvas[kind.imposes.array]
        ended = array[0] == 0.0
        times = array / np.where(ended, 1.0, array[0])
        far = ((times > MOST) | ((times > 0.0) & (times < 1 / MOST))).any(axis=0) | ended
        if far.any():
            place = tuple(np.argwhere(far)[0].tolist())
            told = _NO_SIZE if ended[place] else _TOO_FAR
            last = _last(kind.imposes.array, place, scenario, places)
            kind_of_last = scenario.events[last].kind
            mark = scenario.marks.at("events", last, kind_of_last)
            problems.append(Problem(mark, told.format(name, f"{MOST:,}")))
    if problems:
        raise InputError(problems)


_TOO_FAR = (
    "with the other events, this makes {} more than {} times as large or small as at the start"
)
_NO_SIZE = "a {} of 0 before the first year leaves nothing to measure later ones by; date it later"


def _last(array: str, place: Place, scenario: Scenario, places: Places) -> int:
    """Which of the events that impose on an array is the last that touches a place."""
    touching = (
        i
        for i, event in enumerate(scenario.events)
        if event.effect.imposes.array == array
        and any(cell == place for cell, _ in event.effect.cells(places))
    )
    return max(touching, key=lambda i: scenario.events[i].year)
