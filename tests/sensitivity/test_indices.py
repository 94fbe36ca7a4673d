"""Indices of functions whose indices are known; designs that cannot bear them are refused."""

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris
from SALib.sample import morris, sobol

from sim.sensitivity.indices import morris_indices, sobol_indices
from sim.sweep.results import CannotTellError, read_results

from .made import ishigami, make_sweep, spans, with_noise

KEYS = ("affinity", "veto", "parity")
ISHIGAMI = {"affinity": (0.3139, 0.5576), "veto": (0.4424, 0.4424), "parity": (0.0, 0.2437)}


def problem(names, low, high):
    return {"num_vars": len(names), "names": list(names), "bounds": [[low, high]] * len(names)}


def sobol_sweep(folder, function, n=256, second_order=False, **more):
    points = sobol.sample(problem(KEYS, -np.pi, np.pi), n, calc_second_order=second_order, seed=3)
    design = {"sobol": {"n": n, "second_order": second_order}}
    out = with_noise(function(points), 9)
    parameters = spans(*KEYS, low=-np.pi, high=np.pi)
    return read_results(make_sweep(folder, design, parameters, points, {"out": out}, **more))


@pytest.mark.parametrize("second_order", [False, True])
def test_sobol_indices_of_ishigami_hold_the_known_ones(tmp_path, second_order):
    found = sobol_indices(sobol_sweep(tmp_path, ishigami, 512, second_order), "out")
    assert [index.key for index in found] == list(KEYS)
    for index in found:
        first, total = ISHIGAMI[index.key]
        assert index.first_ends[0] <= first <= index.first_ends[1]
        assert index.total_ends[0] <= total <= index.total_ends[1]
        assert index.total_ends[1] - index.total_ends[0] < 0.35


def test_the_same_tables_give_the_same_intervals(tmp_path):
    one, other = (sobol_indices(sobol_sweep(tmp_path / w, ishigami, 64), "out") for w in "ab")
    assert one == other


def test_an_estimate_below_zero_is_known_as_such(tmp_path):
    def rough(points):
        return ishigami(points) + 5 * np.cos(7 * points[:, 0] * points[:, 1])

    found = sobol_indices(sobol_sweep(tmp_path, rough, 16), "out")
    assert any(index.first < 0 for index in found)
    assert all(index.negative == (min(index.first, index.total) < 0) for index in found)


def test_a_measure_that_never_changes_has_no_indices(tmp_path):
    with pytest.raises(CannotTellError, match="the same at every point"):
        sobol_indices(sobol_sweep(tmp_path, lambda x: np.ones(len(x)), 16), "out")


def test_failed_points_are_named(tmp_path):
    results = sobol_sweep(tmp_path, ishigami, 16, failed=[3, 17])
    with pytest.raises(CannotTellError, match=r"2 of 80 points failed.* 3, 17\..*too many tenders"):
        sobol_indices(results, "out")


def test_points_at_which_the_measure_is_undefined_are_named(tmp_path):
    def with_a_hole(points):
        found = ishigami(points)
        found[[5, 6]] = np.nan
        return found

    with pytest.raises(CannotTellError, match=r"undefined in every world of 2 of 80.*: 5, 6"):
        sobol_indices(sobol_sweep(tmp_path, with_a_hole, 16), "out")


@pytest.mark.parametrize(
    ("analyse", "example"),
    [(sobol_indices, "sobol: {n: 128}"), (morris_indices, "morris: {n: 20}")],
)
def test_another_design_is_refused_and_the_right_one_named(tmp_path, analyse, example):
    points = np.linspace(0, 1, 5)[:, None]
    sweep = make_sweep(
        tmp_path, "grid", spans("veto"), points, {"out": with_noise(points[:, 0], 3)}
    )
    with pytest.raises(CannotTellError, match="this one is a grid") as refusal:
        analyse(read_results(sweep), "out")
    assert example in str(refusal.value)


def test_an_unknown_measure_is_refused_with_a_hint(tmp_path):
    results = sobol_sweep(tmp_path, ishigami, 4)
    with pytest.raises(CannotTellError, match="no measure 'outt'; did you mean 'out'"):
        sobol_indices(results, "outt")


def morris_sweep(folder, function, keys=KEYS, low=0.0, high=2.0, change=lambda points: points):
    points = change(morris.sample(problem(keys, low, high), 12, num_levels=4, seed=2))
    out = with_noise(function(points), 9)
    design = {"morris": {"n": 12, "levels": 4}}
    sweep = make_sweep(folder, design, spans(*keys, low=low, high=high), points, {"out": out})
    return read_results(sweep), points


def test_elementary_effects_of_a_linear_function_are_its_coefficients(tmp_path):
    weights = np.array([3.0, -2.0, 0.5])
    results, _ = morris_sweep(tmp_path, lambda x: x @ weights)
    for index, weight in zip(morris_indices(results, "out"), weights, strict=True):
        assert index.mean == pytest.approx(2 * weight)  # a whole range is 2
        assert index.size == pytest.approx(2 * abs(weight))
        assert index.spread == pytest.approx(0, abs=1e-9)
        assert index.size_ends == pytest.approx((index.size, index.size))


def test_they_are_those_of_salib_where_nothing_is_rounded(tmp_path):
    results, points = morris_sweep(tmp_path, ishigami)
    theirs = salib_morris.analyze(problem(KEYS, 0, 2), points, ishigami(points), num_levels=4)
    for index, size, mean, spread in zip(
        morris_indices(results, "out"),
        theirs["mu_star"],
        theirs["mu"],
        theirs["sigma"],
        strict=True,
    ):
        assert (index.size, index.mean) == pytest.approx((size, mean))
        assert index.spread == pytest.approx(spread)


def test_whole_years_keep_a_linear_effect_linear(tmp_path):
    """SALib's own step would be off by what rounding moves the years."""
    keys = ("events.us-ends-grants.year",)
    results, _ = morris_sweep(
        tmp_path, lambda x: 0.1 * x[:, 0], keys, 2009.0, 2016.0, lambda points: np.floor(points)
    )
    [index] = morris_indices(results, "out")
    assert index.mean == pytest.approx(0.7) and index.spread == pytest.approx(0, abs=1e-9)


def test_an_interaction_shows_as_spread(tmp_path):
    results, _ = morris_sweep(tmp_path, lambda x: x[:, 0] * x[:, 1] + 0.01 * x[:, 2])
    affinity, veto, parity = morris_indices(results, "out")
    assert min(affinity.spread, veto.spread) > 0.5 > 0.01 > parity.spread


def test_points_that_are_no_morris_design_are_refused(tmp_path):
    points = np.random.default_rng(1).random((8, 3))
    out = with_noise(points[:, 0], 4)
    sweep = make_sweep(tmp_path, {"morris": {"n": 2}}, spans(*KEYS), points, {"out": out})
    with pytest.raises(CannotTellError, match="a step changes more than one key"):
        morris_indices(read_results(sweep), "out")
