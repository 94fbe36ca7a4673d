"""The benchmark itself: its table has its rows, and all players play the same worlds."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.case import Case, build_case
from sim.scenario import load
from tests.benchmarks import against, child, report, sweeps
from tests.benchmarks.arithmetic import FORMULAS, Turn, count_work
from tests.benchmarks.players import PLAYERS
from tests.benchmarks.stages import seconds_of_parts
from tests.benchmarks.theatre import Size, write_scenario
from tests.benchmarks.timing import Effort, exponent, play_in_turn, speeds
from tests.plain import PlainMarket

pytestmark = pytest.mark.slow

TINY = Size(buyers=6, suppliers=4, years=3)
EFFORT = Effort(1, (2, 2, 2), (), (), 1, 1, ())


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_scenario(tmp_path_factory.mktemp("tiny") / "theatre", TINY)


@pytest.fixture(scope="module")
def case(scenario: Path) -> Case:
    return build_case(load(str(scenario)))


@pytest.fixture(scope="module")
def measured(case: Case) -> report.Measured:
    games, work = play_in_turn(case, EFFORT), count_work(case, range(1))
    turn = Turn(dict.fromkeys(FORMULAS, 1e-9), 1e-6, 2e-6)
    return report.Measured("tiny", games, {"plain": 12.0}, work, [turn], {"start": 1e-3})


def test_plain_and_compiled_worlds_have_the_same_orders(measured: report.Measured) -> None:
    orders = {name: played[0].orders for name, played in measured.games.items()}
    assert orders.keys() == PLAYERS.keys()
    assert len(set(orders.values())) == 1
    assert orders["plain"] > 0


def test_the_table_has_a_row_for_every_player(measured: report.Measured) -> None:
    head, rule, *rows = report.table([measured])
    assert head.count("|") == rule.count("|") == len(report.HEAD) + 1
    assert [row.split("|")[2].strip() for row in rows] == [x.name for x in PLAYERS.values()]
    assert speeds(measured.games, "plain") == [1]


def test_the_lines_below_the_table_name_what_was_measured(measured: report.Measured) -> None:
    lines = [*report.how_to_read([measured]), *report.limits([measured]), *report.parts([measured])]
    assert sum("tiny" in line for line in lines) == 3
    assert "share of the arithmetic is 50%" in "\n".join(lines)


def test_a_world_needs_every_kind_of_arithmetic(measured: report.Measured) -> None:
    assert measured.work.needs.keys() == FORMULAS.keys()
    assert min(measured.work.needs.values()) > 0


def test_theatres_of_equal_arguments_are_equal(tmp_path: Path, scenario: Path) -> None:
    again = write_scenario(tmp_path / "again", TINY)
    for table in (scenario.parent / "theatre").iterdir():
        assert (again.parent / "theatre" / table.name).read_bytes() == table.read_bytes()


def test_a_child_plays_the_same_worlds_and_knows_its_memory(
    scenario: Path, measured: report.Measured
) -> None:
    found = child.play_apart("ensemble", scenario, EFFORT.paces[0])
    assert found["orders"] == measured.games["ensemble"][0].orders
    assert 1 < found["peak_mb"] < 10_000


def test_an_exponent_is_the_slope_of_logarithms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.benchmarks.timing.seconds_of", lambda _, size: 3.0 * size**2)
    assert exponent((1, 10, 1000), lambda _: None, 3) == pytest.approx(2)


def test_every_part_of_a_world_takes_time(case: Case) -> None:
    parts = seconds_of_parts(case, range(2))
    assert {"start", "choose_suppliers", "flows", "flows and measures"} <= parts.keys()
    assert min(parts.values()) > 0


def test_sweeps_have_a_line_for_each_size_and_one_for_mesa(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = {
        "sweep": lambda n: {"worlds": n, "seconds": 2.0, "worked": 2.0 * n, "peak_mb": 99.0},
        "overhead": lambda _: {"sweep": 1.1, "ledgers": 1.05, "worlds": 1.0},
        "batch_run": lambda n: {"worlds": n, "seconds": n / 4, "peak_mb": 99.0},
    }
    monkeypatch.setattr(sweeps, "apart", lambda what, number: found[what](number))
    lines = list(sweeps.report((100, 1000), 2, 4))
    assert len(lines) == 5
    assert "worlds^1.00 (100 to 1000)" in lines[2]
    assert "4.8% more" in lines[3] and "10.0% more" in lines[3]
    assert "4.00 worlds/s" in lines[4]


def test_a_point_of_a_sweep_takes_longer_than_its_worlds_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sweeps, "WORLDS_A_POINT", 2)
    best = sweeps.time_overhead(1)
    assert list(best) == ["sweep", "ledgers", "worlds"]
    assert 0.0 < best["worlds"] < best["sweep"]


def test_a_batched_world_has_the_orders_of_the_same_plain_one(case: Case) -> None:
    given = case.parameters(0, 2)
    given["price_sensitivity"] = 1.0
    plain = PlainMarket(replace(case, given=given), 1).run_all_years()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweeps, "_history", lambda: case)
        batched = sweeps.Batched(1, 1.0)
        while batched.running:
            batched.step()
    assert len(batched.orders) == len(plain.orders)
    assert list(batched.datacollector.model_vars["orders"])[-1] == len(plain.orders)


def test_two_checkouts_answer_the_same_questions_side_by_side(scenario: Path) -> None:
    with against.Checkout(child.PROJECT) as one, against.Checkout(child.PROJECT) as other:
        for what in ("world_bytes", "forcing_bytes"):
            assert one.ask(what, str(scenario)) == other.ask(what, str(scenario)) > 0
        assert one.ask("measures", str(scenario), 2, 2, "processor") > 0
        with pytest.raises(RuntimeError, match="did not answer unknown"):
            other.ask("unknown")


def test_a_row_has_medians_and_the_median_ratio_of_pairs() -> None:
    assert str(against.Row("speed", [1.0, 2.0, 3.0], [2.0, 8.0, 6.0], "more")) == (
        "| speed | 2.0 | 6.0 | 2.00 |"
    )
    assert str(against.Row("memory", [8.0], [2.0], "less")) == "| memory | 8.0 | 2.0 | 4.00 |"
