"""``sim today``: the newest start, what is in force, and questions that fit any theatre."""

import pytest

from sim.cli.command import main
from sim.experiment.case import build_case, find_theatre
from sim.register.cast import choose_cast
from sim.register.classes import CLASSES
from sim.register.cube import deliveries_of
from sim.register.in_force import MARKS, facts, newcomer
from sim.register.read import read_register
from sim.register.today import QUESTIONS, TODAY, fitted
from sim.scenario import load, shipped
from sim.theatre import names
from sim.theatre.load import load_theatre

from .conftest import DEFAULT
from .synthetic import deals, single_text, yearly_text

LAST = 2025


@pytest.fixture(scope="module")
def now(tmp_path_factory):
    """A theatre of today, and what was printed; the register has both forms."""
    folder = tmp_path_factory.mktemp("today")
    made = deals(1500, first=1985, last=LAST)
    (folder / "reg.csv").write_text(yearly_text(made), encoding="utf-8")
    given = ["today", str(folder / "reg.csv"), "--out", str(folder / "now"), "--accept-loss"]
    assert main([*given, "--buyers", "25", "--suppliers", "16"]) == 0
    return folder / "now"


def test_it_begins_after_the_registers_last_year_and_runs_to_2040(now):
    scenario = load(str(now / TODAY))
    assert (scenario.first_year, scenario.last_year) == (LAST + 1, 2040)
    assert load_theatre(now).start == LAST + 1
    assert not (now / "history.yaml").exists()


@pytest.mark.parametrize(
    "name", [TODAY, *(f"{one}.yaml" for one in shipped.shipped_names("today"))]
)
def test_every_scenario_can_be_run_in_its_theatre(now, name):
    scenario = load(str(now / name))
    case = build_case(scenario, find_theatre(scenario))
    assert case.years[-1] == 2040
    assert all(event.source or event.why.startswith("A supposition") for event in scenario.events)


def test_each_question_adds_what_it_is_about(now):
    base = {event.id for event in load(str(now / TODAY)).events}
    names = shipped.shipped_names(QUESTIONS)
    assert len(names) == 7  # six questions; sanctions are lifted or doubled
    for name in names:
        scenario = load(str(now / f"{name}.yaml"))
        own = [event for event in scenario.events if event.id not in base]
        assert own and all(event.year > LAST + 1 for event in own)
        assert "$" not in (now / f"{name}.yaml").read_text(encoding="utf-8").replace("US$", "")


def test_a_capacity_that_fell_before_the_start_is_measured_and_takes_effect(now):
    [event] = [one for one in load(str(now / TODAY)).events if one.kind == "capacity"]
    factor = event.values["factor"]
    assert event.year == LAST + 1 and 0 < factor < 1
    assert "Measured in the register" in event.why and event.source.startswith("guess:")
    [back] = [one for one in load(str(now / "russian_factories_back.yaml")).events
              if one.id == "russian-factories-back"]  # fmt: skip
    assert back.values["factor"] == pytest.approx(1 / factor, abs=0.01)


def test_it_says_what_it_could_not_know(now):
    text = (now / TODAY).read_text(encoding="utf-8")
    head = " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))
    assert f"what happened after {LAST}, the last year of the register" in head
    assert "the order book holds" in head  # one row per deal and year has nothing to come
    assert "give the register with one row per deal too" in head
    assert "us-grants-to-israel (Israel)" in head
    assert "sizes that are guesses: us-threatens-buyers-of-russian-arms" in head


def test_an_earlier_start_keeps_what_then_lay_ahead(tmp_path, capsys):
    made = deals(700, first=1985, last=LAST)
    (tmp_path / "reg.csv").write_text(single_text(made), encoding="utf-8")
    given = ["today", str(tmp_path / "reg.csv"), "--out", str(tmp_path / "then"), "--accept-loss"]
    assert main([*given, "--start", "2020", "--buyers", "20", "--suppliers", "16"]) == 0
    told = capsys.readouterr().out
    assert "Not known: " in told and "give the register with one row per deal" not in told
    scenario = load(str(tmp_path / "then" / TODAY))
    [event] = [one for one in scenario.events if one.id == "russia-serves-its-own-war"]
    assert (scenario.first_year, event.year, event.values["factor"]) == (2020, 2022, 0.5)
    build_case(scenario, find_theatre(scenario))


def test_states_that_a_theatre_does_not_have_are_left_out():
    class Few:
        buyers, suppliers, states = ("India", "Rest"), ("Russia", "Others"), ("India", "Russia")

    kept, lost = fitted(
        {"events": [
            {"id": "a", "need": {"buyer": ["India", "Taiwan"], "class": "all", "factor": 2}},
            {"id": "b", "price": {"supplier": ["Turkiye"], "factor": 0.5}}],
         "measures": [{"id": "m", "share": {"buyer": "India", "supplier": "France"}}]},
        Few(),
    )  # fmt: skip
    assert [one["id"] for one in kept["events"]] == ["a"]
    assert kept["events"][0]["need"]["buyer"] == ["India"]
    assert kept["measures"] == [] and lost == ["Taiwan", "Turkiye", "France"]


def test_every_fact_has_a_source_and_a_mark_and_names_real_states():
    known = {state.name for state in DEFAULT.states}
    for row in facts():
        assert row["mark"] in MARKS and row.text("source") and row.text("why")
        assert len(row.text("why")) < 300 and len(row.text("source")) < 300
        named = {*row.text("supplier").split(";"), *row.text("buyer").split(";")} - {""}
        assert named <= known | set(names.states())


def test_who_has_entered_comes_as_large_as_in_the_register(now):
    events = {event.id: event for event in load(str(now / TODAY)).events}
    assert "Iran" not in load_theatre(now).suppliers
    assert events["iran-sells-drones"].values["output_tiv"] == 60  # the register has nothing of it
    assert events["embargo-on-russia"].values["buyer"] == ("Russia",)
    register = read_register([now.parent / "reg.csv"])
    cast = choose_cast(register.deals, LAST + 1, 25, 16)
    assert "Mexico" not in cast.suppliers
    [row] = [row for row in facts() if row["id"] == "iran-sells-drones"]
    small = choose_cast(register.deals, LAST + 1, 25, 1)  # Poland is one of many then
    flow = deliveries_of(register.deals, small)
    poland = register.deals.names.index("Poland")
    some = (flow.whom == poland) & (flow.year >= 2022) & (flow.weapon == CLASSES.index("aircraft"))
    highest = max(flow.tiv[some & (flow.year == year)].sum() for year in range(2022, LAST + 1))
    event = newcomer(row, "supplier", "Poland", register.deals, small)
    assert event["enter"]["output_tiv"] == pytest.approx(highest or 60, abs=0.06)
    assert ("As large as in the register" in event["why"]) == (highest > 0)
