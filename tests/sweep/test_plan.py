"""Sweep files: what they say, and what is wrong with them."""

from pathlib import Path

import pytest

from sim.base.distributions import Constant
from sim.base.parameters import PARAMETERS
from sim.base.problems import InputError
from sim.scenario import load, shipped
from sim.sweep.attributes import ATTRIBUTES
from sim.sweep.designs import DESIGNS
from sim.sweep.plan import is_sweep, read_sweep

from .conftest import SWEEP, Write


def messages(file: Path) -> list[str]:
    with pytest.raises(InputError) as wrong:
        read_sweep(file)
    return [str(problem).removeprefix(f"{file}:") for problem in wrong.value.problems]


def test_a_sweep_has_what_its_file_says_and_defaults(write: Write) -> None:
    sweep = read_sweep(write())
    assert [item.key.name for item in sweep.ranges] == ["price_sensitivity", "events.cheap.factor"]
    assert (sweep.scenario.worlds, sweep.scenario.seed, sweep.size) == (10, 3, 6)
    assert [item.id for item in sweep.scenario.measures] == ["alba-sudor", "bora-all"]
    assert sweep.regimes is not None and sweep.regimes.of == "deliveries"
    assert (sweep.keep, sweep.on_failure, dict(sweep.thresholds)) == ("measures", "record", {})


def test_worlds_and_seed_of_the_command_line_go_first(write: Write) -> None:
    sweep = read_sweep(write(seed="8"), worlds=5)
    assert (sweep.scenario.worlds, sweep.scenario.seed) == (5, 8)
    assert read_sweep(write(seed="8"), seed=0).scenario.seed == 0


def test_fewer_years_leave_out_what_they_do_not_reach(write: Write) -> None:
    sweep = read_sweep(
        write(years="{to: 2012}", measures="[bora-all]", regimes="{buyer: Alba, window: 2012}")
    )
    assert sweep.scenario.last_year == 2012
    [wrong] = messages(
        write(years="{to: 2012}", measures="[late]", regimes="{buyer: Alba, window: 2012}")
    )
    assert wrong == "9:12: measure 'late' is not within the sweep's years"


def test_measures_may_be_written_out(write: Write) -> None:
    own = "{id: new, volume: {buyer: Old Alba, window: 2010-2014}}"
    sweep = read_sweep(write(measures=f"[bora-all, {own}]"))
    assert [item.id for item in sweep.scenario.measures] == ["bora-all", "new"]
    [wrong] = messages(write(measures=f"[bora-all, {own.replace('Alba', 'Olba')}]"))
    assert wrong.startswith("9:") and "unknown state 'Old Olba'; did you mean 'Alba'" in wrong


def test_every_mistake_is_told_with_its_place(write: Write) -> None:
    text = SWEEP.replace("  events.cheap.factor: [0.5, 1]\n", """\
  events.cheep.factor: [0.5, 1]
  events.cheap.size: [0.5, 1]
  events.cheap.year: [2011, 2020]
  events.cheap.until: {from: 2014, to: 2013}
  events.ban.of-2011.closes.naval: [0, 1]
  events.ban.of-2011: [0, 1]
  states.Alba.wealth: [0, 1]
  states.Olba.industry: [0, 1]
  states.Norden.industry: [0, 1]
  states.Alba: [0, 1]
  idle_discount: {from: 0, to: 1}
  price_sensitivty: [0, 1]
  choice_scale: 3
""").replace("worlds: 10", "worlds: 0\ndesing: grid").replace("[alba-sudor", "[alba")  # fmt: skip
    found = dict(line.split(": ", 1) for line in messages(write(text)))
    assert list(found) == [
        "7:3", "8:3", "9:29", "10:23", "11:3", "12:3", "13:3", "14:3", "15:3", "16:3", "17:32",
        "18:3", "19:17", "20:9", "21:1", "22:12",
    ]  # fmt: skip
    assert "did you mean 'cheap'" in found["7:3"]
    assert "allowed: year, until, factor" in found["8:3"]
    assert "a whole number from 1900 to 2014, not 2020" in found["9:29"]
    assert "must begin below its end" in found["10:23"]
    assert "allowed: year, closes.aircraft, closes.land" in found["11:3"]
    assert "lacks a field" in found["12:3"]
    assert all(
        name in found["13:3"] for name in ATTRIBUTES if name not in ("output", "usd_m_per_tiv")
    )
    assert "did you mean 'Alba'" in found["14:3"]
    assert "none in this theatre; allowed: output, usd_m_per_tiv" in found["15:3"]
    assert "lacks an attribute" in found["16:3"]
    assert "from 0 to below 1" in found["17:32"]
    assert "did you mean 'price_sensitivity'" in found["18:3"]
    assert "{from: …, to: …}" in found["19:17"]


@pytest.mark.parametrize(
    ("design", "values", "message"),
    [
        ("gird", "[1, 2]", "did you mean 'grid'"),
        ("{sobol: {n: 12}}", "{from: 0, to: 1}", "8 or 16, not 12"),
        ("sobol", "{from: 0, to: 1}", "sobol lacks 'n'"),
        ("{lhs: {n: 5}}", "[0, 1]", "lhs draws between two ends"),
        ("{morris: {levels: 3}}", "{from: 0, to: 1}", "an even number of levels"),
        ("{morris: {n: 2}}", "{from: 0, to: 1, steps: 4}", "give only from and to"),
        ("grid", "{from: 0, to: 1}", "steps beside from and to"),
        ("grid", "[0, 1, 0]", "a value stands twice"),
        ("list", "[0, 1, 0]", "as many values of every key"),
        ("{grid: {}, list: {}}", "[0, 1]", "must have one kind"),
        ("{grid: {n: 3}}", "[0, 1]", "unknown key 'n' in grid"),
        ("7", "[0, 1]", "design must be one of"),
        ("{lhs: {n: 9000000}}", "{from: 0, to: 1}", "from 1 to 1,000,000"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_design_is_refused(
    write: Write, design: str, values: str, message: str
) -> None:
    text = SWEEP.replace("{from: 0, to: 2, steps: 3}", values)
    if "draws" in message or "only from" in message or values == "{from: 0, to: 1}":
        text = text.replace("[0.5, 1]", "{from: 0.5, to: 1}")
    found = messages(write(text, design=design))
    assert any(message in line for line in found), found


def test_years_are_whole_numbers_and_all_of_them_in_a_grid(write: Write) -> None:
    text = SWEEP.replace(
        "events.cheap.factor: [0.5, 1]", "events.cheap.year: {from: 2010, to: 2013}"
    )
    sweep = read_sweep(write(text))
    assert sweep.ranges[1].values() == (2010, 2011, 2012, 2013)
    [wrong] = messages(write(text.replace("2013}", "2013.5}")))
    assert "must be a whole number from 1900 to 2014" in wrong


def test_all_parameters_are_those_that_are_not_fixed(write: Write) -> None:
    head, _, rest = SWEEP.partition("parameters:\n")
    text = head + "parameters: all\n" + "\n".join(rest.splitlines()[2:])
    sweep = read_sweep(write(text, design="{morris: {n: 2}}"))
    assert [key.name for key in sweep.keys] == list(PARAMETERS)
    for item in sweep.ranges:
        prior = PARAMETERS[item.key.name].range
        assert not isinstance(prior, Constant)
        assert (item.low, item.high) == (prior.quantile(0.05), prior.quantile(0.95))


def test_a_scenario_that_is_missing_is_told_where_it_is_named(write: Write) -> None:
    [wrong] = messages(write(scenario="scenari.yaml"))
    assert wrong.startswith("3:11: 'scenari.yaml': there is no such file")


def test_mistakes_of_the_scenario_are_told_with_its_own_lines(write: Write) -> None:
    file = write()
    scenario = file.with_name("scenario.yaml")
    scenario.write_text(scenario.read_text(encoding="utf-8") + "sed: 3\n", encoding="utf-8")
    [wrong] = messages(file)
    assert wrong.startswith(f"{scenario}:16:1: unknown key 'sed'")


def test_a_threshold_is_of_a_measure_of_the_sweep(write: Write) -> None:
    assert messages(write(thresholds="{bora: 3}")) == [
        "11:14: no measure 'bora' in this sweep; did you mean 'bora-all'?"
    ]


def test_a_resolved_sweep_is_plain_and_says_all(write: Write) -> None:
    plain = read_sweep(write(thresholds="{bora-all: 3}")).resolved()
    assert plain["design"] == {"grid": {}}
    assert plain["parameters"] == {
        "price_sensitivity": {"from": 0.0, "to": 2.0, "steps": 3},
        "events.cheap.factor": [0.5, 1.0],
    }
    assert plain["regimes"] == {"buyer": "Alba", "window": "2011-2014", "of": "deliveries"}
    assert plain["thresholds"] == {"bora-all": 3.0}


@pytest.mark.parametrize("name", shipped.shipped_names(shipped.SWEEPS))
def test_shipped_sweeps_are_right_and_say_what_they_ask(name: str) -> None:
    sweep = read_sweep(name)
    assert is_sweep(name)
    assert sweep.question.endswith("?") and sweep.look_for
    assert sweep.size * sweep.scenario.worlds <= 60_000


def test_scenarios_are_no_sweeps() -> None:
    assert not any(is_sweep(name) for name in shipped.shipped_names())
    assert not set(shipped.shipped_names()) & set(shipped.shipped_names(shipped.SWEEPS))
    assert load("history").name == "history"


def test_every_design_explains_itself() -> None:
    assert all(kind.__doc__ for kind in DESIGNS.values())
