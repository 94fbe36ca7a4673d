"""What the plots draw: shares, ledger, matrix and record of hand-made folders."""

import numpy as np
import pytest

from sim.report.run.matrix import MOST_BUYERS, MOST_SUPPLIERS, MatrixHalf, matrix_data
from sim.report.run.orders_deliveries import ledger_data
from sim.report.run.read import read_buyers
from sim.report.run.record import record_of, recorded_shares, recorded_window, source_line
from sim.report.run.shares import shares_data
from sim.theatre.load import default_theatre


def _of(folder, scenario, theatre, buyer):
    [run] = read_buyers(folder, scenario, theatre, [buyer])
    return run, record_of(theatre, buyer)


def test_shares_hold_recorded_years_before_the_start(results, scenario, theatre):
    deliveries = [(w, "Aland", "China", 2003, 40.0) for w in range(4)]
    data = shares_data(*_of(results(deliveries), scenario, theatre, "Aland"))
    assert data.years == tuple(range(2003, 2011))
    china, russia = (data.simulated.median[data.suppliers.index(s)] for s in ("China", "Russia"))
    # 2003: 40 from China in 2003, 10 a year from Russia in 1999-2002.
    assert china[0] == pytest.approx(50)
    assert russia[1] == pytest.approx(100 * 30 / 70)
    assert china[4] == pytest.approx(100)
    assert np.isnan(china[5])  # 2004-2008: nothing in any world
    assert data.undefined


def test_recorded_shares_are_rolled_over_the_same_five_years(results, scenario, theatre):
    data = shares_data(*_of(results(), scenario, theatre, "Aland"))
    assert data.recorded_windows == tuple((y - 4, y) for y in range(2003, 2008))
    assert data.yearly_record
    assert data.record_end == 2007
    china = data.recorded[data.suppliers.index("China")]
    assert china == pytest.approx([0, 0, 0, 0, 50])  # 50 of 100 in 2003-2007


def test_a_buyer_without_yearly_rows_has_windows(results, scenario, theatre):
    deliveries = [(0, "Beland", "China", 2006, 1.0)]
    data = shares_data(*_of(results(deliveries), scenario, theatre, "Beland"))
    assert not data.yearly_record
    assert data.years == (2007, 2008, 2009, 2010)  # no yearly record to reach back into
    at = data.recorded_windows.index((2003, 2007))
    assert data.recorded[data.suppliers.index("Sell and Sons"), at] == pytest.approx(80)
    before = data.recorded_windows.index((1998, 2002))
    assert np.isnan(data.recorded[:, before]).all()  # nothing delivered: no shares


def test_only_suppliers_with_deliveries_are_shown(results, scenario, unrecorded):
    deliveries = [(0, "Aland", "China", 2006, 1.0), (0, "Aland", "Russia", 2006, 3.0)]
    data = shares_data(*_of(results(deliveries), scenario, unrecorded, "Aland"))
    assert data.suppliers == ("Russia", "China")
    assert data.simulated.median[:, 0] == pytest.approx([75, 25])
    assert data.recorded.shape == (2, 0)


def test_parts_add_up_to_mean_deliveries(results, scenario, theatre):
    orders = [
        (0, "Aland", "Russia", 1999, 2003, 2004, 40.0),
        (1, "Aland", "Russia", 1999, 2004, 2004, 40.0),
        (2, "Aland", "China", 2003, 2004, 2004, 16.0),
    ]
    deliveries = [
        (0, "Aland", "Russia", 2003, 20.0),
        (0, "Aland", "Russia", 2004, 20.0),
        (1, "Aland", "Russia", 2004, 40.0),
        (2, "Aland", "China", 2004, 16.0),
    ]
    run, record = _of(results(deliveries, orders), scenario, theatre, "Aland")
    data = ledger_data(run, record)
    assert data.from_book[:2] == pytest.approx([5, 15])
    assert data.from_new[:2] == pytest.approx([0, 4])
    assert data.from_book + data.from_new == pytest.approx(run.deliveries.sum(axis=1).mean(axis=0))
    assert data.mean_orders[0] == pytest.approx(4)
    assert data.deliveries.median[1] == pytest.approx(18)  # of 20, 40, 16 and 0


def test_recorded_ledgers_equal_the_record(results, scenario, theatre):
    data = ledger_data(*_of(results(), scenario, theatre, "Aland"))
    assert data.recorded_years == tuple(range(1999, 2008))
    assert data.recorded_yearly == pytest.approx([10] * 8 + [60])
    assert data.delivery_windows == ()  # the years say more
    assert data.order_windows == ((1998, 2002), (2003, 2007))
    assert data.ordered == pytest.approx([20, 5])  # the mean of a year
    data = ledger_data(*_of(results(), scenario, theatre, "Beland"))
    assert data.delivery_windows == ((1998, 2002), (2003, 2007))
    assert data.delivered == pytest.approx([0, 20])


def test_a_gap_in_the_yearly_record_ends_what_windows_reach_back_to(theatre):
    record = record_of(theatre, "Aland")
    assert record.before(2003).tolist() == [[10] * 4, [0] * 4, [0] * 4]
    assert record.before(2001).shape == (3, 2)
    assert record.before(2012).shape == (3, 0)


def test_recorded_window_lies_within_the_run(scenario, theatre, unrecorded):
    assert recorded_window(theatre, scenario) == (2003, 2007)
    assert recorded_window(unrecorded, scenario) is None
    shares, volumes = recorded_shares(theatre, (2003, 2007))
    assert shares[1] == pytest.approx([0, 0.2, 0.8])
    assert volumes[1] == pytest.approx([0, 4, 16])


def test_matrix_is_sorted_by_volume_with_aggregates_last():
    volumes = np.array([[1.0, 0, 0], [5, 9, 0], [0, 0, 0], [99, 0, 1]])
    data = matrix_data(
        (2003, 2007), ("a", "b", "idle", "Rest"), ("x", "y", "z"), frozenset({"Rest"}),
        (MatrixHalf("Simulated", volumes, volumes),),
    )  # fmt: skip
    assert data.buyers == ("b", "a", "Rest")
    assert data.suppliers == ("x", "y", "z")
    assert data.sides[0].volumes.tolist() == [[5, 9, 0], [1, 0, 0], [99, 0, 1]]


def test_a_matrix_too_large_for_a_page_adds_up_the_smallest():
    buyers, suppliers = tuple(map(str, range(170))), tuple(f"s{i}" for i in range(80))
    volumes = np.outer(np.arange(170.0) + 1, np.arange(80.0) + 1)
    shares = volumes / volumes.sum(axis=1, keepdims=True)
    axes = (*buyers, "Rest"), suppliers, frozenset({"Rest"})
    rest = np.vstack([volumes, volumes[:1]]), np.vstack([shares, shares[:1]])
    data = matrix_data((2003, 2007), *axes, (MatrixHalf("Simulated", rest[1], rest[0]),))
    assert data.buyers[MOST_BUYERS:] == ("110 smaller buyers", "Rest")
    assert data.suppliers[MOST_SUPPLIERS:] == ("50 smaller suppliers",)
    [side] = data.sides
    assert side.volumes.sum() == pytest.approx(rest[0].sum())
    assert side.shares.sum(axis=1) == pytest.approx(1.0)


def test_source_names_what_was_recorded(scenario, theatre, unrecorded):
    assert source_line(scenario, default_theatre()) == (
        "Simulated: scenario lands, 4 worlds, seed 7. "
        "Recorded: SIPRI Arms Transfers Database, own computation."
    )
    assert source_line(scenario, theatre).endswith("Recorded: theatre Two lands.")
    assert "Recorded" not in source_line(scenario, unrecorded)


def test_the_record_of_the_default_theatre_is_drawn_as_it_is():
    theatre = default_theatre()
    flows, record = theatre.recorded["by_year"], record_of(theatre, "India")
    assert flows.deliveries is not None
    india = flows.deliveries[0, theatre.buyers.index("India"), :, 0]
    assert record.yearly == pytest.approx(india)
    windows, shares = record.shares()
    at, russia = windows.index((2013, 2017)), theatre.suppliers.index("Russia")
    assert shares[russia, at] == pytest.approx(india[russia, -5:].sum() / india[:, -5:].sum())
    assert len(record_of(theatre, "Algeria").years) == 0
