"""A calibration from end to end, on a theatre so small that it takes a second."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.parameters import PARAMETERS
from sim.base.problems import RefusedError
from sim.calibration import run as running
from sim.calibration.plan import read_plan
from sim.calibration.recovery import recovery
from sim.calibration.run import calibrate, simulate, stage_case, worlds_of
from sim.calibration.summaries import DyadSummaries, Summaries
from sim.experiment import posterior as posteriors
from sim.experiment.case import build_case
from sim.experiment.posterior import load_posterior
from sim.scenario import load
from tests.theatres import write_random_theatre


@pytest.fixture
def plan(plan_file, monkeypatch):
    monkeypatch.setattr(running, "PART", 50)
    return read_plan(plan_file)


def nothing(_):
    return None


def parts(folder):
    return sorted(path.relative_to(folder) for path in folder.glob("parts/*/*/*.npz"))


def test_a_plan_leaves_a_posterior_of_its_free_parameters(plan, tmp_path):
    done = []
    fitted = calibrate(plan, tmp_path / "out", 1, done.append)
    assert sum(done) == worlds_of(plan) == 400
    found = load_posterior(tmp_path / "out" / "posterior.parquet")
    assert found.names == tuple(plan.free) and found.values.shape == (plan.size, 4)
    for column, name in enumerate(found.names):
        prior = PARAMETERS[name].prior
        inside = (prior.quantile(1e-9), prior.quantile(1 - 1e-9))
        assert (found.values[:, column] >= inside[0]).all()
        assert (found.values[:, column] <= inside[1]).all()
    assert found.stale(build_case(plan.scenario).theatre) == []
    assert [item.summaries.shape for item in fitted] == [(240, 18), (160, 36)]
    assert [len(item.targets.sources) for item in fitted] == [18, 36]


def test_threads_change_no_byte_of_the_posterior(plan, tmp_path):
    for threads in (1, 2):
        calibrate(plan, tmp_path / str(threads), threads, nothing)
    files = [tmp_path / str(threads) / "posterior.parquet" for threads in (1, 2)]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(plan, tmp_path):
    calibrate(plan, tmp_path / "whole", 1, nothing)
    done = []

    def stop(worlds):
        done.append(worlds)
        if sum(done) > 290:  # in the middle of a part of the second stage
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        calibrate(plan, tmp_path / "stopped", 1, stop)
    assert not (tmp_path / "stopped" / "posterior.parquet").exists()
    kept = parts(tmp_path / "stopped")
    assert 0 < len(kept) < len(parts(tmp_path / "whole"))
    simulated = []
    map_worlds = running.map_worlds

    def counted(use, case, first, count, *rest, **options):
        simulated.append(count)
        return map_worlds(use, case, first, count, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "map_worlds", counted)
        calibrate(plan, tmp_path / "stopped", 1, nothing)
    assert sum(simulated) == 400 - 240 - 50  # a stage and a part were whole
    again, whole = (tmp_path / name / "posterior.parquet" for name in ("stopped", "whole"))
    assert again.read_bytes() == whole.read_bytes()
    assert parts(tmp_path / "stopped") == parts(tmp_path / "whole")


def parts_made(plan, folder):
    before = set(parts(folder))
    calibrate(plan, folder, 1, nothing)
    return len(set(parts(folder)) - before)


def test_parts_are_of_use_to_the_same_calibration_alone(plan, tmp_path, monkeypatch):
    out = tmp_path / "out"
    number = parts_made(plan, out)
    assert number == 5 + 4
    assert parts_made(plan, out) == 0
    assert parts_made(replace(plan, seed=6), out) == number
    reordered = dict(reversed(plan.free.items()))
    assert parts_made(replace(plan, free=reordered), out) == number
    settings = replace(plan.scenario, seed=8)
    assert parts_made(replace(plan, scenario=settings), out) == number
    monkeypatch.setattr(posteriors, "MODEL_VERSION", "another")
    assert parts_made(plan, out) == number


def test_parts_are_not_of_use_in_another_theatre(plan, plan_file, tmp_path):
    number = parts_made(plan, tmp_path / "out")
    tenders = plan_file.parent / "theatre" / "tenders.csv"
    text = tenders.read_text(encoding="utf-8")
    tenders.write_text(text.replace("Alba,land,1.2,25", "Alba,land,1.3,25"), encoding="utf-8")
    assert parts_made(plan, tmp_path / "out") == number


def test_a_part_is_of_use_for_its_own_parameters_alone(plan, tmp_path):
    """What an earlier stage leaves decides the worlds of the next one, whatever changed it."""
    theatre = build_case(plan.scenario).theatre
    case, figures = stage_case(plan, plan.stages[0], theatre)
    random = np.random.Generator(np.random.Philox(1))
    names = tuple(plan.free)
    tables = [
        simulate(case, figures, random.standard_normal((60, 4)), names, tmp_path / "k", 1, nothing)
        for _ in range(2)
    ]
    assert not np.array_equal(*tables)


RECORDS, WORLDS = 300, 3000


def test_known_parameters_of_the_simulator_are_recovered(tmp_path):
    """Held-out worlds stand in for the record: their parameters are found as often as is said."""
    names = ("choice_scale", "affinity", "first_order", "deal_price_sd")
    theatre = write_random_theatre(tmp_path / "theatre", 4, buyers=12, suppliers=6)
    (tmp_path / "scenario.yaml").write_text(
        f"title: t\nquestion: q\ntheatre: {theatre}\nyears: {{from: 2010, to: 2016}}\n",
        encoding="utf-8",
    )
    case = build_case(replace(load(tmp_path / "scenario.yaml"), parameters="prior"))
    orders = DyadSummaries("orders", ((2010, 2013), (2014, 2016)))
    figures = Summaries((orders,), (), observed=np.zeros(0), sources=())  # no record is needed
    scores = np.random.Generator(np.random.Philox(7)).standard_normal((WORLDS, len(names)))
    came_out = simulate(case, figures, scores, names, tmp_path / "kept", 2, nothing)
    found = recovery(scores, came_out, RECORDS)
    # 3.3 standard errors of a rate, or of a mean rank, among so many records
    assert found.coverage(0.9) == pytest.approx(np.full(4, 0.9), abs=0.058)
    assert found.coverage(0.5) == pytest.approx(np.full(4, 0.5), abs=0.096)
    assert found.ranks.mean(axis=0) == pytest.approx(np.full(4, 0.5), abs=0.055)
    informed = dict(zip(names, found.informed.tolist(), strict=True))
    assert informed["choice_scale"] and informed["affinity"], informed
    assert not informed["deal_price_sd"], informed  # orders in TIV say nothing of prices


def test_a_part_that_was_spoiled_is_named(plan, tmp_path):
    calibrate(plan, tmp_path, 1, nothing)
    file = tmp_path / parts(tmp_path)[1]
    whole = file.read_bytes()
    middle = len(whole) // 2
    for spoiled in (b"", whole[:middle], whole[:middle] + b"\0x\0" + whole[middle + 3 :]):
        file.write_bytes(spoiled)
        with pytest.raises(RefusedError, match=f"{file.name} was changed or cut short"):
            calibrate(plan, tmp_path, 1, nothing)
