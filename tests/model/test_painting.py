"""What is painted again is what a scenario that says so from the start would have."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.case import build_case
from sim.experiment.forcing import build_forcing
from sim.experiment.worlds import run_worlds
from sim.model.events import EVENT_ON, EVENT_SIZE, EVENT_YEAR, E
from sim.model.grids import array_of, grid_of
from sim.model.painting import paint_forcing
from sim.model.world import CUT_SHARE, HANDED_AMOUNT, HOLD_SHARE, X
from sim.scenario import load
from sim.theatre.load import load_theatre
from tests.golden import EVENTFUL, ON_THE_BOOK, SMALL
from tests.theatres import write_small_theatre

LARGEST = {"j": 2.0}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """Every kind of event, all in a short time, and one that is in force at the start."""
    folder = tmp_path_factory.mktemp("eventful")
    write_small_theatre(folder / "theatre")
    for name, text in (("small", SMALL), ("eventful", EVENTFUL)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with (folder / "eventful.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {id: o, year: 2005, why: w, price: {supplier: Norden, factor: 2}}\n")
        file.write("  - {id: p, year: 2013, why: w, order: {buyer: Alba, supplier: Norden,\n")
        file.write("     class: land, tiv: 90, usd_m: 40, delivered: 2014-2016}}\n")
        file.write(ON_THE_BOOK.split("events:\n")[1])
    return load(folder / "eventful.yaml")


@pytest.fixture(scope="module")
def theatre(scenario):
    return load_theatre(Path(scenario.theatre))


@pytest.fixture(scope="module")
def repainted(scenario, theatre):
    return build_forcing(theatre, scenario, LARGEST)


def painted(imposed, scenario, changes):
    """The forcing painted with changes by event, and put back as it was when it has been read."""
    switches = grid_of(imposed.events, E.EVENT)
    kept, ids = switches.copy(), [event.id for event in scenario.events]
    for name, columns in changes.items():
        for column, value in columns.items():
            switches[ids.index(name), column] = value
    used = paint_forcing(imposed.events, imposed.forcing)
    arrays = {name: array_of(imposed.forcing, name).copy() for name in X if name != X.ROWS}
    arrays[X.SHIFTS] = arrays[X.SHIFTS][:used]
    switches[...] = kept
    paint_forcing(imposed.events, imposed.forcing)
    return arrays


def rows_on(arrays):
    """Given orders that are ever signed."""
    return arrays[X.GIVEN][arrays[X.GIVEN][:, 0] >= 0].tolist()


BOOK = {X.HOLDS: HOLD_SHARE, X.CUTS: CUT_SHARE, X.HANDED: HANDED_AMOUNT}


def of_book(arrays, name):
    """What happens to orders or stocks: rows of which anything is left."""
    return arrays[name][arrays[name][:, BOOK[name]] != 0].tolist()


def assert_like(arrays, imposed, rival_of):
    """Hold arrays against a fresh forcing, which may lack a rival that is never one."""
    fresh = {name: array_of(imposed.forcing, name) for name in X if name != X.ROWS}
    assert rows_on(arrays) == rows_on(fresh)
    for name in BOOK:
        assert of_book(arrays, name) == of_book(fresh, name)
    for name in (X.RIVALRY, X.OBJECTION):
        for b, rivals in enumerate(imposed.rival_of.tolist()):
            for r, rival in enumerate(rivals):
                if rival >= 0:
                    [own] = np.flatnonzero(rival_of[b] == rival)
                    assert np.array_equal(arrays[name][:, b, own], fresh[name][:, b, r]), name
    assert arrays[X.RIVALRY].sum() == pytest.approx(fresh[X.RIVALRY].sum())
    for name in X:
        if name not in (X.ROWS, X.RIVALRY, X.OBJECTION, X.GIVEN, X.SHIFTS, *BOOK):
            assert np.array_equal(arrays[name], fresh[name]), name


def test_as_written_it_is_the_forcing_of_the_case(scenario, theatre, repainted):
    arrays = painted(repainted, scenario, {})
    assert_like(arrays, build_forcing(theatre, scenario), repainted.rival_of)
    shifts = array_of(build_forcing(theatre, scenario).forcing, X.SHIFTS)
    assert np.array_equal(arrays[X.SHIFTS], shifts)


@pytest.mark.parametrize("left_out", [*"abcdefghijklmnop", "s1", "s2", "s3", "s4", "s5", "s6"])
def test_an_event_that_is_off_was_never_written(scenario, theatre, repainted, left_out):
    arrays = painted(repainted, scenario, {left_out: {EVENT_ON: 0}})
    others = tuple(event for event in scenario.events if event.id != left_out)
    fresh = build_forcing(theatre, replace(scenario, events=others))
    assert_like(arrays, fresh, repainted.rival_of)


def changed(scenario, **changes):
    events = tuple(event.model_copy(update=changes.get(event.id, {})) for event in scenario.events)
    return replace(scenario, events=events)


@pytest.mark.parametrize(("moved", "year"), [("a", 2017), ("c", 2019), ("d", 2010), ("f", 2011),
    ("h", 2020), ("i", 2016), ("k", 2013), ("m", 2022), ("b", 2012),
    ("s1", 2011), ("s3", 2020), ("s6", 2012)])  # fmt: skip
def test_an_event_of_another_year_is_as_written_so(scenario, theatre, repainted, moved, year):
    arrays = painted(repainted, scenario, {moved: {EVENT_YEAR: year - scenario.first_year}})
    fresh = build_forcing(theatre, changed(scenario, **{moved: {"year": year}}))
    assert_like(arrays, fresh, repainted.rival_of)


@pytest.mark.parametrize(("id_", "field", "times"), [("d", "shift", 0.5), ("e", "strength", 0.25),
    ("h", "factor", 1.5), ("j", "factor", 2.0), ("k", "usd_m", 3.0),
    ("s2", "share", 0.5), ("s4", "share", 0.5), ("s6", "tiv", 2.0)])  # fmt: skip
def test_a_size_multiplies_the_numbers_as_written(scenario, theatre, repainted, id_, field, times):
    arrays = painted(repainted, scenario, {id_: {EVENT_SIZE: times}})
    events = tuple(
        event.with_values({field: event.values[field] * times}) if event.id == id_ else event
        for event in scenario.events
    )
    fresh = build_forcing(theatre, replace(scenario, events=events))
    assert_like(arrays, fresh, repainted.rival_of)


def test_orders_move_with_their_years_of_delivery(scenario, repainted):
    arrays = painted(repainted, scenario, {"p": {EVENT_YEAR: 5, EVENT_SIZE: 2.0}})
    assert arrays[X.GIVEN][1].tolist() == [5, 0, 1, 1, 180, 80, 6, 8, 0]
    assert arrays[X.GIVEN][0, 4] == 120


def test_there_is_room_for_the_largest_need(repainted, theatre):
    alba = theatre.buyers.index("Alba")
    assert repainted.highest_need[alba] == 12 and repainted.highest_need.sum() == 12 + 3


def test_worlds_are_the_same_in_a_forcing_that_can_be_painted(scenario, theatre):
    one, other = build_case(scenario, theatre), build_case(scenario, theatre, LARGEST)
    assert one.events is None and other.events is not None
    [usual], [whole] = (list(run_worlds(case, 0, 3)) for case in (one, other))
    assert np.array_equal(usual.orders.place, whole.orders.place)
    assert np.array_equal(usual.orders.value, whole.orders.value)
