"""Rows of a results folder → arrays."""

import numpy as np
import pytest

from sim.experiment import stream
from sim.report.run.collectors import Deliveries, WindowShares
from sim.report.run.read import read_buyers

RUSSIA, CHINA, SONS = range(3)


def read_buyer(folder, scenario, theatre, buyer):
    [run] = read_buyers(folder, scenario, theatre, [buyer])
    return run


def read_shares(folder, scenario, theatre, window):
    shares = WindowShares(scenario, theatre, window)
    assert read_buyers(folder, scenario, theatre, [], [shares]) == []
    return shares.result()


def test_a_world_without_rows_counts_as_zero(results, scenario, theatre):
    folder = results([(1, "Aland", "China", 2004, 8.0)])
    run = read_buyer(folder, scenario, theatre, "Aland")
    assert run.deliveries.shape == (4, 3, 8)
    assert run.deliveries[1, CHINA, 1] == 8
    assert run.deliveries.sum() == 8
    assert run.deliveries.sum(axis=1).mean(axis=0)[1] == 2  # over all four worlds


def test_only_rows_of_the_buyer_are_read(results, scenario, theatre):
    folder = results(
        [(0, "Aland", "China", 2004, 8.0), (0, "Beland", "China", 2004, 5.0)],
        [
            (0, "Aland", "China", 2004, 2004, 2005, 8.0),
            (0, "Beland", "Russia", 2003, 2003, 2003, 5),
        ],
    )
    run = read_buyer(folder, scenario, theatre, "Beland")
    assert run.deliveries.sum() == run.orders.sum() == 5
    assert run.orders[0, RUSSIA, 0] == 5
    assert run.orders_usd[0, RUSSIA, 0] == 10


def test_the_book_is_spread_evenly_and_cut_at_the_last_year(results, scenario, theatre):
    orders = [
        (0, "Aland", "Russia", 1999, 2003, 2006, 40.0),
        (1, "Aland", "Russia", 1999, 2009, 2012, 80.0),  # half lies beyond 2010
        (1, "Aland", "China", 2003, 2005, 2005, 7.0),  # ordered in the run
    ]
    run = read_buyer(results((), orders), scenario, theatre, "Aland")
    assert run.book == pytest.approx([2.5, 2.5, 2.5, 2.5, 0, 0, 5, 5])
    assert run.orders.sum() == 7  # what was ordered before the first year is no order of the run


def test_lag_is_a_mean_by_volume_of_new_orders(results, scenario, theatre):
    orders = [
        (0, "Aland", "Russia", 1990, 2003, 2003, 1000.0),
        (0, "Aland", "Russia", 2003, 2004, 2006, 30.0),  # 2 years on average
        (2, "Aland", "China", 2003, 2009, 2009, 10.0),  # 6 years
    ]
    run = read_buyer(results((), orders), scenario, theatre, "Aland")
    assert run.lag == pytest.approx(3.0)
    assert read_buyer(results(), scenario, theatre, "Aland").lag is None


@pytest.mark.parametrize("rows", [1, 2, 3, 1000])
def test_mean_shares_do_not_depend_on_batches(results, scenario, theatre, monkeypatch, rows):
    monkeypatch.setattr(stream, "ROWS", rows)
    deliveries = [
        (0, "Aland", "China", 2005, 30.0),
        (0, "Aland", "Russia", 2006, 10.0),
        (0, "Aland", "Russia", 2003, 999.0),  # before the window
        (1, "Aland", "Russia", 2009, 5.0),
        (1, "Beland", "Sell and Sons", 2006, 6.0),
        (3, "Beland", "Sell and Sons", 2006, 6.0),
    ]
    shares, volumes = read_shares(results(deliveries), scenario, theatre, (2005, 2009))
    # World 0 has 1/4 and 3/4, world 1 has 1 and 0; worlds 2 and 3 receive nothing.
    assert shares[0] == pytest.approx([0.625, 0.375, 0])
    assert shares[1] == pytest.approx([0, 0, 1])
    assert volumes[0] == pytest.approx([15 / 4 / 5, 30 / 4 / 5, 0])
    assert volumes[1] == pytest.approx([0, 0, 12 / 4 / 5])


def test_shares_of_a_buyer_without_deliveries_are_undefined(results, scenario, theatre):
    shares, volumes = read_shares(results(), scenario, theatre, (2005, 2009))
    assert np.isnan(shares).all()
    assert not volumes.any()


@pytest.mark.parametrize("rows", [1, 3, 1000])
def test_one_pass_reads_what_single_passes_read(results, scenario, theatre, monkeypatch, rows):
    monkeypatch.setattr(stream, "ROWS", rows)
    folder = results(
        [(0, "Aland", "China", 2004, 8.0), (2, "Beland", "Russia", 2004, 5.0)],
        [
            (0, "Aland", "China", 2004, 2004, 2005, 8.0),
            (2, "Beland", "Russia", 1999, 2003, 2004, 6),
        ],
    )
    exports = Deliveries(scenario, theatre)
    together = read_buyers(folder, scenario, theatre, ["Aland", "Beland"], [exports])
    for run in together:
        alone = read_buyer(folder, scenario, theatre, run.buyer)
        for name in ("deliveries", "orders", "orders_usd", "book"):
            assert np.array_equal(getattr(run, name), getattr(alone, name))
    assert np.array_equal(exports.tiv, sum(run.deliveries for run in together))
    assert exports.tiv[0, CHINA, 1] == 8
    assert exports.tiv[2, RUSSIA, 1] == 5
