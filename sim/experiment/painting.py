"""Events → strokes: what each event of a scenario touches, and what it does there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Problem
from sim.experiment.names import Places
from sim.experiment.shifts import SIZED, sized_events
from sim.model.events import ADD, CHANGE, LEVEL, MULTIPLY, NO_END, PAID, PUT, RATIO, SET, E, Events
from sim.model.grids import grid_of
from sim.model.world import IMPORTED, LICENSED, UNSAID
from sim.scenario import Event, Scenario
from sim.scenario.event_kinds import KINDS, OrderEvent, Place

MOST = 1_000_000  # times what was at the start

MONEY = ("grant", "credit")  # arrays of US$ million a year; what a buyer is spared is their sum

_MODES = {"set": SET, "put": PUT, "add": ADD, "multiply": MULTIPLY}


@dataclass(frozen=True)
class Cell:
    """A place of an array, in all years; of one event alone where events have sizes."""

    array: str
    place: Place
    event: str = ""  # its id


@dataclass(frozen=True)
class Strokes:
    """What the events of a scenario do to cells, event by event, and where each cell is kept."""

    rows: tuple[tuple[int, Cell, int, float], ...]  # event, cell, mode, value
    cells: Mapping[Cell, int]

    def touching(self, cell: Cell) -> list[int]:
        """Events that touch a cell, in the order of the scenario."""
        return sorted({event for event, touched, _, _ in self.rows if touched == cell})


def strokes_of(scenario: Scenario, places: Places) -> Strokes:
    """Every stroke of every event that lasts; cells of money follow each other by place."""
    rows = tuple(_strokes(scenario, places))
    cells = list(dict.fromkeys(cell for _, cell, _, _ in rows))
    money = sorted((cell for cell in cells if cell.array in MONEY), key=lambda c: c.place)
    ordered = [*(cell for cell in cells if cell.array not in MONEY), *money]
    return Strokes(rows, {cell: c for c, cell in enumerate(ordered)})


def _strokes(scenario: Scenario, places: Places) -> Iterator[tuple[int, Cell, int, float]]:
    for v, event in enumerate(scenario.events):
        imposes = event.effect.imposes
        if imposes.lasts:
            own = event.id if event.kind in SIZED else ""
            for place, value in event.effect.cells(places.as_of(event.year)):
                yield v, Cell(imposes.array, place, own), _MODES[imposes.mode], value


def event_rows(scenario: Scenario) -> Floats:
    """Events [V, 5] in the columns of ``E.EVENT``, all on and of the size that is written."""
    start = scenario.first_year

    def row(event: Event) -> tuple[float, ...]:
        until = NO_END if event.until is None else event.until - start
        return event.year - start, until, 1 if event.over is None else event.over, 1, 1

    return np.array([row(event) for event in scenario.events], dtype=np.float64).reshape(-1, 5)


def stroke_rows(strokes: Strokes, events: int) -> tuple[Floats, Floats]:
    """Strokes [L, 3] in the columns of ``E.STROKE``, and which are those of each event [V, 2]."""
    rows = [(strokes.cells[cell], mode, value) for _, cell, mode, value in strokes.rows]
    ends = np.searchsorted([event for event, *_ in strokes.rows], np.arange(events + 1))
    return np.array(rows, dtype=np.float64).reshape(-1, 3), np.array(
        list(pairwise(ends.tolist())), dtype=np.float64
    ).reshape(-1, 2)


def cell_rows(strokes: Strokes, usual: Floats) -> Floats:
    """Cells [C, 3] in the columns of ``E.CELL``; ``usual`` purchases [B, S] are US$ m a year."""
    rows = np.zeros((len(strokes.cells), 3))
    before = None
    for cell, c in strokes.cells.items():
        is_money = cell.array in MONEY
        joined = is_money and before is not None and before.place == cell.place
        rows[c] = _counts(cell), usual[cell.place] if is_money else 0.0, joined
        before = cell if is_money else None
    return rows


def _counts(cell: Cell) -> int:
    """How a cell counts: see ``sim.model.events``."""
    imposes = {kind.imposes.array: kind.imposes for kind in KINDS.values()}[cell.array]
    if not imposes.since_start:
        return LEVEL
    if cell.array in MONEY:
        return PAID
    return RATIO if imposes.mode == "multiply" else CHANGE


def shifted_rows(strokes: Strokes, scenario: Scenario) -> Floats:
    """Cells of events that have a size of their own [U, 5], in the columns of ``E.SHIFTED``."""
    of_event = {event.id: h for h, event in enumerate(sized_events(scenario))}
    rows = sorted(
        (cell.place[0], of_event[cell.event], cell.place[1], SIZED[cell.array], c)
        for cell, c in strokes.cells.items()
        if cell.event
    )
    return np.array([(c, b, h, s, kind) for b, h, s, kind, c in rows], dtype=np.float64).reshape(
        -1, 5
    )


def given_orders(scenario: Scenario, places: Places) -> tuple[Floats, list[int]]:
    """Orders that events give [O, 9], in the columns of ``X.GIVEN``, and their events."""
    rows, events = [], []
    for v, event in enumerate(scenario.events):
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
        events.append(v)
    return np.array(rows, dtype=np.float64).reshape(len(rows), 9), events


def check_factors(events: Events, strokes: Strokes, scenario: Scenario) -> None:
    """Check that factors, multiplied with each other, stay within all sense once painted.

    Raises:
        InputError: at the last event by which one leaves it, or has no size at the start to go by.
    """
    problems = []
    painted = grid_of(events, E.PAINTED)
    for name, kind in KINDS.items():
        if kind.imposes.mode != "multiply":
            continue
        cells = [cell for cell in strokes.cells if cell.array == kind.imposes.array]
        for cell in sorted(cells, key=lambda cell: cell.place):
            told = _what_is_wrong(painted[strokes.cells[cell]])
            if told is not None:
                last = max(strokes.touching(cell), key=lambda v: scenario.events[v].year)
                mark = scenario.marks.at("events", last, scenario.events[last].kind)
                problems.append(Problem(mark, told.format(name, f"{MOST:,}")))
                break
    if problems:
        raise InputError(problems)


def _what_is_wrong(path: Floats) -> str | None:
    if path[0] == 0.0:
        return _NO_SIZE
    times = path / path[0]
    far = (times > MOST) | ((times > 0.0) & (times < 1 / MOST))
    return _TOO_FAR if far.any() else None


_TOO_FAR = (
    "with the other events, this makes {} more than {} times as large or small as at the start"
)
_NO_SIZE = "a {} of 0 before the first year leaves nothing to measure later ones by; date it later"
