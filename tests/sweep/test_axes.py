"""What varies and is no number: switches, names, whole scenarios; points from a table; groups."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.base.problems import InputError
from sim.report.sweeps.draw import draw_sweep
from sim.report.sweeps.subject import subjects_of
from sim.scenario import load
from sim.sweep.gather import run_sweep
from sim.sweep.plan import read_sweep
from sim.sweep.results import read_results

from .conftest import SWEEP, Write

RANGES = """\
  price_sensitivity: {from: 0, to: 2, steps: 3}
  events.cheap.factor: [0.5, 1]
"""
CHILD = "title: Without the loan\nextends: scenario.yaml\nevents: [{id: cheap, off: true}]\n"


def varying(*lines: str) -> str:
    return SWEEP.replace(RANGES, "".join(f"  {line}\n" for line in lines))


def messages(file: Path, **more: object) -> list[str]:
    with pytest.raises(InputError) as wrong:
        read_sweep(file, **more)  # type: ignore[arg-type]
    return [str(problem).replace(f"{file.parent}/", "") for problem in wrong.value.problems]


@pytest.fixture(scope="module")
def swept(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three suppliers of a loan, on and off, in a scenario with and one without it."""
    (folder / "child.yaml").write_text(CHILD)
    text = varying("events.cheap.supplier: [Sudor, Norden]", "events.cheap.off: [false, true]")
    text = text.replace("scenario: scenario.yaml", "scenarios: [scenario.yaml, child]")
    (folder / "axes.yaml").write_text(text)
    out = tmp_path_factory.mktemp("axes") / "out"
    return run_sweep(read_sweep(folder / "axes.yaml", worlds=6), out).folder


def test_tables_have_words_for_what_is_no_number(swept: Path) -> None:
    table = pq.read_table(swept / "points.parquet").select([1, 2, 3]).to_pylist()
    assert table[:3] == [
        {"scenario": "scenario", "events.cheap.supplier": "Sudor", "events.cheap.off": "false"},
        {"scenario": "scenario", "events.cheap.supplier": "Sudor", "events.cheap.off": "true"},
        {"scenario": "scenario", "events.cheap.supplier": "Norden", "events.cheap.off": "false"},
    ]
    assert (swept / "summary.csv").read_text().splitlines()[1].startswith("0,scenario,Sudor,false")


def test_points_are_what_scenarios_that_say_so_would_give(swept: Path) -> None:
    found = read_results(swept).values("alba-sudor")
    on, off = found[:4:2], found[1:4:2]
    np.testing.assert_array_equal(off[0], off[1])  # whose loan it is that is not given is the same
    assert (on[0] != off[0]).any() and (on[0] != on[1]).any()
    # Both scenarios are one and the same once the switch is set in both.
    np.testing.assert_array_equal(found[:4], found[4:])


def test_a_point_is_the_run_of_a_scenario_with_set(swept: Path, folder: Path) -> None:
    from sim.experiment.run import run_scenario

    asked = load(folder / "scenario.yaml", put=["events.cheap.supplier=Norden", "worlds=6"])
    done = run_scenario(asked, swept.parent / "run").folder
    table = pq.read_table(done / "measures.parquet").to_pylist()
    own = [row["value"] for row in table if row["measure"] == "bora-all"]
    np.testing.assert_array_equal(read_results(swept).values("bora-all")[2], own)


def test_plots_name_values_by_their_words(swept: Path) -> None:
    results = read_results(swept)
    subject = subjects_of(results)["alba-sudor"]
    assert subject.labels["events.cheap.off"] == ["happens", "does not happen"]
    assert subject.keys["events.cheap.off"].startswith("‘")
    drawn = draw_sweep(swept)
    names = {path.name for path in drawn.paths}
    assert {"response_alba-sudor.png", "tornado_alba-sudor.png", "regimes_by_value.png"} <= names
    assert (swept / "sensitivity.csv").read_text().count("at low (") > 0


def test_draws_take_each_choice_equally_often(write: Write, folder: Path) -> None:
    text = varying("events.cheap.supplier: [Sudor, Norden]", "price_sensitivity: {from: 0, to: 1}")
    plan = read_sweep(write(text, design="{lhs: {n: 20}}"))
    assert np.bincount(plan.points()[:, 0].astype(int)).tolist() == [10, 10]


def test_one_at_a_time_begins_at_what_the_scenario_says(write: Write) -> None:
    text = varying("events.cheap.supplier: [Norden, Sudor]", "rivals: [permuted]")
    points = read_sweep(write(text, design="one-at-a-time")).points()
    np.testing.assert_array_equal(points, [[1, np.nan], [0, np.nan], [1, np.nan], [1, 0]])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("events.cheap.supplier: [Sudor, Nordn]", "6:34: unknown state 'Nordn'; did you mean"),
        ("events.cheap.supplier: {from: 0, to: 1}", "6:26: events.cheap.supplier takes words, "),
        ("events.cheap.off: [false, 2]", "6:29: off must be true or false, not 2"),
        ("events.cheap.suplier: [Sudor]", "6:3: event 'cheap' has no number 'suplier'"),
        ("events.cheap.factor: [0.5, high]", "6:30: events.cheap.factor must be a number"),
        ("events.cheap.year: [true]", "6:23: events.cheap.year must be a whole number"),
        ("rivals: [recorded, odd]", "6:22: rivals must be one of: recorded, permuted, not 'odd'"),
    ],
)
def test_wrong_values_have_their_place(write: Write, line: str, message: str) -> None:
    [found] = messages(write(varying(line)))
    assert found.partition(":")[2].startswith(message)


def test_wrong_scenarios_have_their_place(write: Write) -> None:
    short = write().with_name("short.yaml")
    short.write_text("title: x\nextends: scenario.yaml\nyears: {to: 2013}\nmeasures: []\n")
    text = SWEEP.replace("scenario: scenario.yaml", "scenarios: [scenario.yaml, short, nowhere]")
    [found] = messages(write(text))
    assert "3:35: 'nowhere': there is no such file" in found
    [found] = messages(write(text.replace(", nowhere", "")))
    assert "3:28: 'short' runs from 2010 to 2013, not 2010 to 2014; say 'years'" in found
    [found] = messages(write(text.replace("short, nowhere", "scenario.yaml")))
    assert "3:28: a scenario called 'scenario.yaml' stands twice" in found
    both = messages(write(text.replace(", short, nowhere", "]\nscenario: [scenario.yaml")))
    assert any("give either 'scenario' or 'scenarios'" in line for line in both)


def test_what_is_set_is_the_same_at_every_point_and_part_of_the_id(write: Write) -> None:
    file = write()
    plain, changed = read_sweep(file), read_sweep(file, put=["events.cheap.year=2013"])
    assert changed.scenario.events[1].year == 2013
    assert changed.title == "A small sweep (with events.cheap.year=2013)"
    assert plain.resolved() != changed.resolved()
    assert messages(file, put=["events.cheap.factor=1"]) == [
        "--set events.cheap.factor=1: this varies in the sweep; leave one of the two out"
    ]


POINTS = "price_sensitivity,events.cheap.supplier\n0.5,Sudor\n\n1,Norden\n2,Sudor\n"
TABLE = SWEEP.replace("parameters:\n" + RANGES, "parameters: points.csv\n")


def test_points_come_from_a_table(write: Write) -> None:
    file = write(TABLE, design="list")
    (file.parent / "points.csv").write_text(POINTS)
    plan = read_sweep(file)
    np.testing.assert_array_equal(plan.points(), [[0.5, 0], [1, 1], [2, 0]])
    assert [key.name for key in plan.keys] == ["price_sensitivity", "events.cheap.supplier"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Norden", "Nordn", "points.csv:4:1: unknown state 'Nordn'; did you mean 'Norden'"),
        ("price_sens", "price_snes", "points.csv:1:1: unknown parameter 'price_snesitivity'; did"),
        ("0.5,", "high,", "points.csv:2:1: price_sensitivity must be a finite number, not 'high'"),
        ("1,Norden", "1,", "points.csv:4:1: events.cheap.supplier is empty; write its value"),
        ("1,Norden", "1", "points.csv:4:1: this row has 1 cells, not 2"),
        ("events.cheap.supplier", "price_sensitivity", "points.csv:1:1: the column 'price_sens"),
    ],
)
def test_a_wrong_table_has_its_place(write: Write, old: str, new: str, message: str) -> None:
    file = write(TABLE, design="list")
    (file.parent / "points.csv").write_text(POINTS.replace(old, new, 1))
    assert messages(file)[0].startswith(message)


def test_a_table_that_is_missing_or_of_another_design_is_refused(write: Write) -> None:
    file = write(TABLE.replace("points.csv", "nothing.csv"), design="grid")
    found = messages(file)
    assert any("5:13: 'nothing.csv': cannot read this file" in line for line in found)
    assert any("4:9: a table of points is a design by itself" in line for line in found)


GROUPED = varying(
    "price_sensitivity: {from: 0, to: 2}", "rival_sales: {from: -1, to: 0}",
    "un_distance: {from: -1, to: 0}",
)  # fmt: skip


def test_groups_move_together(write: Write) -> None:
    groups = "groups: {money: [price_sensitivity], others: [rival_sales, un_distance]}\n"
    plan = read_sweep(write(GROUPED + groups, design="{sobol: {n: 4}}"))
    assert plan.size == len(plan.points()) == 4 * (2 + 2)
    plan = read_sweep(write(GROUPED + groups, design="{morris: {n: 3}}"))
    assert plan.size == len(plan.points()) == 3 * (2 + 1)
    moved = np.diff(plan.points().reshape(3, 3, 3), axis=1) != 0
    assert (moved[..., 1] == moved[..., 2]).all() and (moved[..., 0] != moved[..., 1]).all()


def test_groups_of_reasons_are_ready_names(write: Write) -> None:
    ready = read_sweep(write(GROUPED + "groups: [rivals]\n", design="{sobol: {n: 4}}"))
    assert [item.group for item in ready.ranges] == ["", "rivals", ""]
    every = read_sweep(write(GROUPED + "groups: all\n", design="{sobol: {n: 4}}"))
    assert [item.group for item in every.ranges] == ["price", "rivals", "politics"]


@pytest.mark.parametrize(
    ("groups", "design", "message"),
    [
        ("[rivls]", "{sobol: {n: 4}}", "no group 'rivls'; did you mean 'rivals'"),
        ("[need]", "{sobol: {n: 4}}", "no parameter of the group 'need' varies"),
        ("{a: [rival_sale]}", "{sobol: {n: 4}}", "'rival_sale' does not vary; did you mean"),
        ("{a: [rival_sales], b: [rival_sales]}", "{sobol: {n: 4}}", "is in group 'a' already"),
        ("{rival_sales: [rival_sales]}", "{sobol: {n: 4}}", "is a key; give the group a name"),
        ("{a: [rival_sales]}", "{lhs: {n: 4}}", "lhs has no groups; sobol and morris have"),
        ("3", "{sobol: {n: 4}}", "groups must be a mapping from a group's name"),
    ],
)
def test_wrong_groups_are_refused(write: Write, groups: str, design: str, message: str) -> None:
    found = messages(write(GROUPED + f"groups: {groups}\n", design=design))
    assert any(message in line for line in found), found
