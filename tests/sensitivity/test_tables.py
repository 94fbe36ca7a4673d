"""Responses, surfaces, tornado, Monte Carlo error and top suppliers of known functions."""

from itertools import product

import numpy as np
import pytest

from sim.base.parameters import PARAMETERS
from sim.experiment.reproduce import NotResultsError
from sim.sensitivity.error import monte_carlo_error
from sim.sensitivity.regimes import shares_by_value, top_suppliers
from sim.sensitivity.response import response, surface
from sim.sensitivity.tornado import tornado
from sim.sweep.results import CannotTellError, read_results

from .made import make_sweep, spans, with_noise

WEIGHTS = {"affinity": 1.0, "veto": -3.0, "parity": 0.0}


def one_at_a_time(folder, weights=WEIGHTS, own=0.0, **more):
    keys = len(weights)
    base = np.full(keys, 0.5)
    moved = [
        np.where(np.arange(keys) == i, value, base) for i in range(keys) for value in (0.0, 1.0)
    ]
    points = np.array([base, *moved])
    out = with_noise(points @ np.array(list(weights.values())), 64, own=own)
    return read_results(
        make_sweep(folder, "one-at-a-time", spans(*weights), points, {"out": out}, **more)
    )


def grid(folder, **more):
    points = np.array(list(product((0.0, 0.5, 1.0), (0.0, 1.0))))
    out = with_noise(points[:, 0] + 10 * points[:, 1], 8)
    return read_results(
        make_sweep(folder, "grid", spans("affinity", "veto"), points, {"out": out}, **more)
    )


def test_a_tornado_has_its_widest_bar_first_and_the_known_ends(tmp_path):
    found = tornado(one_at_a_time(tmp_path), "out")
    assert [bar.key for bar in found.bars] == ["veto", "affinity", "parity"]
    veto = found.bars[0]
    assert (veto.low.value, veto.high.value) == (0.0, 1.0)
    assert veto.low.measure - found.base == pytest.approx(1.5)
    assert veto.swing == pytest.approx(3.0)
    assert not found.averaged


def test_shared_noise_cancels_in_a_tornado_and_own_noise_does_not(tmp_path):
    still = tornado(one_at_a_time(tmp_path / "a"), "out").bars[0]
    assert still.low.ends == pytest.approx((still.low.measure, still.low.measure))
    noisy = tornado(one_at_a_time(tmp_path / "b", own=0.2), "out").bars[0]
    assert noisy.low.ends[1] - noisy.low.ends[0] > 0.05 and noisy.clear


def test_of_keys_that_do_nothing_one_in_ten_seems_to(tmp_path):
    """The intervals hold 90%: forty keys, each with noise of its own at both ends."""
    idle = dict.fromkeys(list(PARAMETERS)[:40], 0.0)
    found = tornado(one_at_a_time(tmp_path, idle, own=1.0), "out")
    assert 1 <= sum(bar.clear for bar in found.bars) <= 9


def test_a_grid_gives_a_tornado_of_its_averaged_ends(tmp_path):
    found = tornado(grid(tmp_path), "out")
    assert found.averaged and [bar.key for bar in found.bars] == ["veto", "affinity"]
    assert [bar.swing for bar in found.bars] == pytest.approx([10, 1])


def test_a_cloud_of_points_gives_no_tornado_and_no_map(tmp_path):
    points = np.random.default_rng(1).random((9, 2))
    out = with_noise(points[:, 0], 8)
    sweep = make_sweep(tmp_path, {"lhs": {"n": 9}}, spans("affinity", "veto"), points, {"out": out})
    results = read_results(sweep)
    with pytest.raises(CannotTellError, match=r"a Latin hypercube.*'design: one-at-a-time'"):
        tornado(results, "out")
    with pytest.raises(CannotTellError, match=r"a Latin hypercube.*'design: grid'"):
        surface(results, "out", ("affinity", "veto"))


def test_an_incomplete_tornado_is_refused(tmp_path):
    with pytest.raises(CannotTellError, match="Points: 2"):
        tornado(one_at_a_time(tmp_path, failed=[2]), "out")


def test_a_response_rests_where_the_others_do_and_not_in_a_grid(tmp_path):
    resting = response(one_at_a_time(tmp_path / "a"), "out", "veto")
    assert resting.rests and resting.values.tolist() == [0, 0.5, 1]
    assert np.diff(resting.median) == pytest.approx([-1.5, -1.5])
    moving = response(grid(tmp_path / "b"), "out", "affinity")
    assert not moving.rests
    assert moving.quantiles[0, 4] - moving.quantiles[0, 0] > 9  # what the other key does
    assert not moving.put_together


def test_a_response_of_many_values_puts_neighbours_together(tmp_path):
    points = np.random.default_rng(1).random((60, 1))
    out = with_noise(5 * points[:, 0], 8)
    sweep = make_sweep(tmp_path, {"lhs": {"n": 60}}, spans("veto"), points, {"out": out})
    found = response(read_results(sweep), "out", "veto")
    assert found.put_together and len(found.values) == 12
    assert (np.diff(found.values) > 0).all() and (np.diff(found.median) > 0).all()


def test_a_failed_point_is_a_hole_in_a_surface(tmp_path):
    found = surface(grid(tmp_path, failed=[5]), "out", ("affinity", "veto"))
    assert np.isnan(found.cells[2, 1]) and np.isnan(found.cells).sum() == 1
    assert np.diff(found.cells[:, 0]) == pytest.approx([0.5, 0.5])
    assert np.diff(found.cells[0]) == pytest.approx([10])


def test_the_error_of_a_mean_falls_with_the_root_of_worlds(tmp_path):
    points = np.linspace(0, 1, 5)[:, None]
    out = with_noise(points[:, 0], 128, size=1.0, own=0.1)
    sweep = make_sweep(tmp_path, "grid", spans("veto"), points, {"out": out})
    found = monte_carlo_error(read_results(sweep), "out", "mean")
    assert found.worlds == (8, 16, 32, 64, 128)
    assert found.point == pytest.approx(np.sqrt(1.01 / np.array(found.worlds)), rel=0.25)
    assert found.difference == pytest.approx(np.sqrt(0.02 / np.array(found.worlds)), rel=0.25)
    assert found.apart == pytest.approx(np.sqrt(2) * found.point, rel=0.05)
    assert found.tells and found.spread == pytest.approx(np.linspace(0, 1, 5).std(ddof=1), rel=0.1)
    # a tenth of the signal: worlds grow with the square of the ratio
    assert found.needed(0.1) == pytest.approx(
        128 * (found.chance / (0.1 * found.signal)) ** 2, abs=1
    )


def test_points_that_differ_by_chance_alone_are_not_told_apart(tmp_path):
    points = np.linspace(0, 1, 9)[:, None]
    out = with_noise(0 * points[:, 0], 32, own=1.0)
    sweep = make_sweep(tmp_path, "grid", spans("veto"), points, {"out": out})
    assert not monte_carlo_error(read_results(sweep), "out").tells


def test_too_few_worlds_have_no_error(tmp_path):
    points = np.array([[0.0], [1.0]])
    out = with_noise(points[:, 0], 4)
    sweep = make_sweep(tmp_path, "grid", spans("veto"), points, {"out": out})
    with pytest.raises(CannotTellError, match="4 worlds a point are too few"):
        monte_carlo_error(read_results(sweep), "out")


TOPS = [["China", "China", "Russia", None]] * 3 + [["Russia", "Russia", "Russia", "China"]] * 3


def top_sweep(folder, **more):
    points = np.array(list(product((0.0, 1.0), (0.0, 0.5, 1.0))))
    out = with_noise(points[:, 0], 4)
    names = spans("affinity", "veto")
    return read_results(make_sweep(folder, "grid", names, points, {"out": out}, tops=TOPS, **more))


def test_top_suppliers_are_shares_of_worlds_and_nothing_bought_is_nobody(tmp_path):
    found = top_suppliers(top_sweep(tmp_path))
    assert (found.buyer, found.window, found.of) == ("Pakistan", "2013-2017", "orders")
    assert found.suppliers == ("Russia", "China")
    assert found.shares[0].tolist() == [0.25, 0.5] and found.shares[-1].tolist() == [0.75, 0.25]
    assert found.top().tolist() == [1, 1, 1, 0, 0, 0]
    values, shares = shares_by_value(top_sweep(tmp_path), found, "affinity")
    assert values.tolist() == [0, 1] and shares[:, 0].tolist() == [0.25, 0.75]


def test_a_failed_point_has_no_top_supplier(tmp_path):
    found = top_suppliers(top_sweep(tmp_path, failed=[0]))
    assert np.isnan(found.shares[0]).all() and found.top()[0] == -1


def test_a_sweep_that_noted_no_suppliers_says_how_to(tmp_path):
    with pytest.raises(CannotTellError, match=r"regimes: \{buyer"):
        top_suppliers(grid(tmp_path))


def test_what_is_no_folder_of_a_sweep_is_refused(tmp_path):
    with pytest.raises(NotResultsError, match="'sim sweep FILE' makes one"):
        read_results(tmp_path)
    grid(tmp_path)
    (tmp_path / "measures.parquet").write_bytes(b"not a table")
    with pytest.raises(NotResultsError, match=r"measures\.parquet was changed"):
        read_results(tmp_path)
