"""Replay: up to a year orders are those on record, whoever would have been chosen."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.experiment.replay import delivery_years
from sim.experiment.worlds import run_worlds
from sim.model.grids import array_of
from sim.model.world import X
from sim.scenario import load
from sim.scenario.file import Replay
from sim.theatre.load import default_theatre, load_theatre
from sim.theatre.records import DatedOrder

from ..theatres import write_small_theatre

DATED = """\
buyer,supplier,class,order_year,kind,packages,tiv,first_delivery,last_delivery
Alba,Sudor,land,2010,imported,2,50,2011,2012
Alba,Norden,aircraft,2011,licensed,1,80,2012,2019
Bora,Sudor,naval,2012,second_hand,1,0,,
Cora,Norden,aircraft,2013,imported,1,30,2014,2014
Others,Residual,naval,2011,imported,3,90,2016,2017
"""
UNTIL = 2012


@pytest.fixture
def scenario(tmp_path):
    write_small_theatre(tmp_path / "small")
    (tmp_path / "small" / "dated_orders.csv").write_text(DATED, encoding="utf-8")

    def make(text=""):
        file = tmp_path / "replay.yaml"
        file.write_text(
            "title: Replayed\ntheatre: ./small\nyears: {from: 2010, to: 2016}\nworlds: 4\n"
            f"replay: {{until: {UNTIL}}}\n{text}",
            encoding="utf-8",
        )
        return load(file)

    return make


def orders(scenario):
    case = build_case(scenario)
    [block] = run_worlds(case, 0, scenario.worlds)
    return case, block


def test_orders_up_to_the_year_are_those_on_record_in_every_world(scenario):
    case, block = orders(scenario())
    buyers, suppliers, classes = (
        case.theatre.buyers, case.theatre.suppliers, case.theatre.classes
    )  # fmt: skip
    expected = np.zeros((len(buyers), len(suppliers), len(classes), 3))
    count = np.zeros_like(expected)
    for order in case.theatre.dated_orders:
        if order.year <= UNTIL:
            place = (buyers.index(order.buyer), suppliers.index(order.supplier),
                     classes.index(order.weapon), order.year - 2010)  # fmt: skip
            expected[place] += max(order.tiv, 0.5)
            count[place] += order.packages
    for world in range(4):
        assert block.flows.orders[world, ..., :3] == pytest.approx(expected)
        assert np.array_equal(block.flows.order_count[world, ..., :3], count)


def test_after_the_year_worlds_go_their_own_ways(scenario):
    _, block = orders(scenario())
    after = block.flows.orders[..., 3:].sum(axis=(1, 2, 3))
    assert (after.sum(axis=1) > 0).all()
    assert len({tuple(row) for row in after.tolist()}) == 4


def test_recorded_tenders_go_on_after_the_replay(scenario):
    plain = scenario()
    _, block = orders(replace(plain, replay=Replay(until=2011), tenders="recorded"))
    bora = load_theatre(plain.theatre and build_case(plain).theatre.folder)
    packages = bora.recorded_packages[2012].sum()
    assert (block.flows.order_count[..., 2].sum(axis=(1, 2, 3)) <= packages).all()


def test_a_theatre_without_orders_by_year_is_refused(tmp_path):
    theatre = write_small_theatre(tmp_path / "theatre")
    file = tmp_path / "small.yaml"
    file.write_text(
        f"title: x\nyears: {{from: 2010, to: 2014}}\ntheatre: {theatre}\nreplay: {{until: 2012}}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r":4:17: .*dated_orders\.csv.*sim import"):
        build_case(load(file))


def test_the_default_theatre_can_be_replayed_to_2012():
    theatre = default_theatre()
    years = [order.year for order in theatre.dated_orders]
    assert (min(years), max(years)) == (2003, 2012)
    plain = replace(load("history"), parameters="prior", last_year=2014, measures=())
    given = array_of(build_case(replace(plain, replay=Replay(until=2012))).forcing, X.GIVEN)
    assert len(given) == sum(order.packages for order in theatre.dated_orders)


def test_replay_beyond_the_record_and_orders_beside_it_are_refused(scenario):
    given = (
        "events:\n  - id: gift\n    year: 2011\n    why: A gift\n"
        "    order: {buyer: Alba, supplier: Norden, class: land, tiv: 5}\n"
    )
    with pytest.raises(InputError, match="give orders after it"):
        build_case(scenario(given))
    with pytest.raises(InputError, match="end in 2013"):
        build_case(replace(scenario(), replay=Replay(until=2014)))


@pytest.mark.parametrize("text", ["replay: 2012", "replay: {until: 1999}", "replay: {to: 2012}"])
def test_a_replay_is_a_mapping_with_a_year_of_the_scenario(tmp_path, text):
    file = tmp_path / "wrong.yaml"
    file.write_text(f"title: x\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"replay|until"):
        load(file)


def test_a_scenario_without_replay_says_nothing_of_it():
    assert "replay" not in load("history").resolved()


USUAL = 2.0, 3.0  # mean years to the first delivery, and from it to the last


def dated(delivered):
    return DatedOrder("Alba", "Sudor", "land", 2010, "imported", 1, 5.0, delivered)


def test_years_of_delivery_after_the_replay_are_not_looked_at():
    assert delivery_years(dated((2011, 2012)), 2012, *USUAL) == (2011, 2012)
    begun = delivery_years(dated((2011, 2019)), 2011, *USUAL)
    assert begun[0] == 2011 and begun[1] > 2011
    for unknown in ((2013, 2014), (2018, 2019), None):
        assert delivery_years(dated(unknown), 2012, *USUAL) == delivery_years(
            dated(None), 2012, *USUAL
        )
    late = delivery_years(dated(None), 2020, *USUAL)
    assert 2021 <= late[0] <= late[1]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [("Alba,Sudor,land,2009,imported,1,5,,", "must not lie before"),
     ("Cora,Cora,land,2010,imported,1,5,,", "with itself"),
     ("Alba,Sudor,land,2010,imported,0,5,,", "packages must be 1"),
     ("Alba,Sudor,land,2010,imported,1,5,2012,", "must both be empty"),
     ("Alba,Sudor,land,2012,imported,1,5,2011,2013", "rise from"),
     ("Alba,Sudor,land,2012,bought,1,5,2012,2013", "kind of order")],
)  # fmt: skip
def test_wrong_dated_orders_are_refused_at_their_line(tmp_path, line, wrong):
    folder = write_small_theatre(tmp_path / "small")
    (folder / "dated_orders.csv").write_text(DATED.split("\n")[0] + f"\n{line}\n", "utf-8")
    with pytest.raises(InputError, match=rf"dated_orders\.csv:2:1: .*{wrong}"):
        load_theatre(folder)
