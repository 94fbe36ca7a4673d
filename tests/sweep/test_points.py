"""Points: each is the scenario that one would write by hand, and a failing one says so."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.base.distributions import Constant
from sim.document.frozen import FrozenMap
from sim.experiment.case import build_case
from sim.experiment.run import measure_block, resolve_measure
from sim.experiment.worlds import map_worlds
from sim.scenario import Scenario
from sim.sweep import points as points_module
from sim.sweep.job import OtherModelError, job_of
from sim.sweep.parts import unpack
from sim.sweep.plan import Sweep, read_sweep
from sim.sweep.points import PointFailedError, run_rows

from .conftest import SWEEP, Write


def by_hand(scenario: Scenario) -> np.ndarray:
    case = build_case(scenario)
    measures = [resolve_measure(item, case.theatre) for item in scenario.measures]
    parts = map_worlds(
        lambda block: np.stack(list(measure_block(block, measures).values())),
        case, 0, scenario.worlds, ledgers=(),
    )  # fmt: skip
    return np.concatenate(list(parts), axis=1)


def simulated(sweep: Sweep, **options: int) -> dict[str, list]:
    rows = tuple(map(tuple, sweep.points().tolist()))
    return {
        k: v.to_pydict() for k, v in unpack(run_rows(job_of(sweep), 0, rows, **options)).items()
    }


def test_a_point_is_the_scenario_that_one_would_write(write: Write) -> None:
    sweep = read_sweep(write())
    found = simulated(sweep)["measures"]
    values = np.array(found["value"], dtype=float).reshape(sweep.size, 10, 2)
    for number, (price, factor) in enumerate(sweep.points().tolist()):
        event = sweep.scenario.events[1]
        assert event.price is not None
        cheap = event.model_copy(
            update={"price": event.price.model_copy(update={"factor": factor})}
        )
        written = replace(
            sweep.scenario,
            settings=FrozenMap({"price_sensitivity": Constant(price)}),
            events=(sweep.scenario.events[0], cheap),
        )
        assert np.array_equal(values[number].T, by_hand(written), equal_nan=True)
    assert found["point"] == sorted(found["point"])
    assert found["world"][:4] == [0, 0, 1, 1]
    assert found["measure"][:2] == ["alba-sudor", "bora-all"]


def test_all_points_have_the_same_noise(write: Write) -> None:
    text = SWEEP.replace(
        "price_sensitivity: {from: 0, to: 2, steps: 3}", "states.Alba.packages: [1, 2]"
    )
    sweep = read_sweep(write(text, measures="[bora-all]"))
    values = np.array(simulated(sweep)["measures"]["value"]).reshape(4, 10)
    assert np.array_equal(values[0], values[2])  # of Bora, whose tenders are the same


def test_threads_within_a_point_change_nothing(write: Write) -> None:
    sweep = read_sweep(write(worlds="33", keep="orders"))
    assert simulated(sweep, threads=1) == simulated(sweep, threads=3)


def test_regimes_are_the_single_supplier_of_most(write: Write) -> None:
    sweep = read_sweep(write(keep="deliveries", years="{to: 2014}"))
    found = simulated(sweep)
    flows, regimes = found["deliveries"], found["regimes"]
    for point, world in [(0, 0), (3, 5), (5, 9)]:
        totals: dict[str, float] = {}
        for row in zip(*flows.values(), strict=True):
            p, w, buyer, supplier, _, year, tiv = row
            if (p, w, buyer) == (point, world, "Alba") and year >= 2011 and supplier != "Residual":
                totals[supplier] = totals.get(supplier, 0) + tiv
        expected = max(totals, key=totals.__getitem__) if totals else None
        assert regimes["supplier"][point * 10 + world] == expected


def test_nothing_bought_has_no_top_supplier(write: Write) -> None:
    text = SWEEP.replace("events.cheap.factor: [0.5, 1]", "states.Alba.packages: [0, 1]")
    regimes = "{buyer: Alba, window: 2011, of: orders}"
    found = simulated(read_sweep(write(text, regimes=regimes)))
    by_point = np.array(found["regimes"]["supplier"]).reshape(6, 10)
    assert all(supplier is None for supplier in by_point[::2].ravel())
    assert any(supplier is not None for supplier in by_point[1::2].ravel())
    summary = found["summary"]
    assert summary["alba-sudor.undefined"][0] == 10 and summary["alba-sudor.median"][0] is None


FAILING = SWEEP.replace("events.cheap.factor: [0.5, 1]", "events.cheap.year: [2012, 2014]")


def test_a_point_that_cannot_be_built_is_a_row_that_says_why(write: Write) -> None:
    found = simulated(read_sweep(write(FAILING, keep="orders")))
    assert found["points"]["status"] == ["ok", "failed"] * 3
    assert found["points"]["stage"] == [None, "build"] * 3
    assert "until 2013 lies before the event's year" in found["points"]["message"][1]
    assert set(found["measures"]["point"]) == set(found["orders"]["point"]) == {0, 2, 4}
    assert found["summary"]["bora-all.median"][1] is None


def test_a_point_with_too_many_tenders_is_a_row_too(write: Write) -> None:
    text = SWEEP.replace("events.cheap.factor: [0.5, 1]", "spending_elasticity: [0.5, 60]")
    found = simulated(read_sweep(write(text)))
    assert found["points"]["stage"] == [None, "simulate"] * 3
    assert "more tenders in a year" in found["points"]["message"][1]


def test_arithmetic_that_fails_while_measuring_is_the_points_own(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise FloatingPointError("too large\na number")

    monkeypatch.setattr(points_module, "measure_block", fails)
    found = simulated(read_sweep(write()))["points"]
    assert (set(found["stage"]), set(found["message"])) == ({"measure"}, {"too large a number"})


def test_a_bug_is_not_swallowed(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def buggy(*_: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr(points_module, "measure_block", buggy)
    with pytest.raises(KeyError):
        simulated(read_sweep(write()))


def test_a_sweep_that_stops_names_the_point(write: Write) -> None:
    with pytest.raises(PointFailedError, match="point 1 failed in stage 'build': until 2013"):
        simulated(read_sweep(write(FAILING, on_failure="stop")))


def test_another_model_or_theatre_is_refused(write: Write, folder: Path) -> None:
    job = job_of(read_sweep(write()))
    with pytest.raises(OtherModelError, match="another theatre"):
        run_rows(job.replace('"theatre": "', '"theatre": "0', 1).replace('"0/', '"/'), 0, ())
