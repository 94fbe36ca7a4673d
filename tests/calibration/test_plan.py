"""A plan: what is wrong with it is said with its place, and the shipped one is right."""

from pathlib import Path

import pytest

from sim.base.parameters import PARAMETERS
from sim.base.problems import InputError
from sim.calibration.plan import LAST_FITTED, read_plan
from sim.calibration.run import stage_case
from sim.claims import load_ledger
from sim.experiment.case import build_case

SHIPPED = Path(__file__).parents[2] / "seeds" / "calibration.yaml"


@pytest.fixture(scope="module")
def shipped():
    return read_plan(SHIPPED)


def told(file):
    """What reading a plan complains of, with the file's name alone."""
    with pytest.raises(InputError) as caught:
        read_plan(file)
    return str(caught.value).replace(f"{file.parent}/", "")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("  affinity: how", "  afinity: how",
         "plan.yaml:7:3: unknown parameter 'afinity'; did you mean 'affinity'?"),
        ("  affinity: how lasting tastes are", "  affinity:",
         "plan.yaml:7:12: affinity must be text of 1 to 300 characters, not "),
        ("size: 300", "sise: 300",
         "plan.yaml:4:1: unknown key 'sise' in a calibration; did you mean 'size'?"),
        ("size: 300\n", "",
         "plan.yaml:1:1: a calibration lacks 'size': rows of the posterior sample"),
        ("    to: 2011", "    to: 2018",
         "plan.yaml:13:9: a stage may not look beyond 2017: later years are held out"),
        ("    to: 2011", "    to: 2009",
         "plan.yaml:13:9: to must lie within the scenario's years, 2010-2013"),
        ("    to: 2013", "    to: 2017",
         "plan.yaml:18:9: to must lie within the scenario's years, 2010-2013"),
        ("[2010-2011, 2012-2013]", "[2012-2014]",
         "plan.yaml:20:21: 2012-2014 is not within the stage's years, 2010-2013"),
        ("[2010-2011, 2012-2013]", "[2009-2011]",
         "plan.yaml:20:21: 2009-2011 is not within the stage's years, 2010-2013"),
        ("[2010-2011, 2012-2013]", "[2011-2010]", "ends before it begins: 2011-2010"),
        ("[2010-2011, 2012-2013]", "[]",
         "plan.yaml:16:5: a stage needs orders_by_dyad, deliveries_by_dyad or claims"),
        ("  - id: late", "  - id: early",
         "plan.yaml:16:9: another stage is called 'early' as well; give it another id"),
        ("    worlds: 160", "    worlds: 12", "plan.yaml:19:13: worlds must be "),
        ("[2010-2011, 2012-2013]", "[2012-2013]\n    claims: [Q1b]",
         "plan.yaml:21:14: claims must name a target; 'Q1b' is none"),
        ("[2010-2011, 2012-2013]", "[2012-2013]\n    claims: [Q1]",
         "plan.yaml:16:5: stage 'late': claim Q1 cannot be asked: the theatre has no buyer Pak"),
        ("[2010-2011, 2012-2013]", "[2012-2013]\n    deliveries_by_dyad: [2012-2013]",
         "plan.yaml:16:5: stage 'late': the theatre has no record of deliveries in its windows"),
        ("[2010-2011, 2012-2013]", "[2011-2013]",
         "plan.yaml:16:5: stage 'late': the theatre has no record of orders in its windows"),
        ("seed: 5", "seed: [5", "plan.yaml:4:5: "),
        ("simulated\n    to: 2011", "invented\n    to: 2011", "plan.yaml:12:14: tenders must be "),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_to_write(plan_file, before, after, expected):
    text = plan_file.read_text(encoding="utf-8")
    assert before in text
    plan_file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        plan = read_plan(plan_file)
        theatre = build_case(plan.scenario).theatre
        for stage in plan.stages:
            stage_case(plan, stage, theatre)
    assert expected in str(caught.value).replace(f"{plan_file.parent}/", "")


def test_every_mistake_is_told_at_once(plan_file):
    text = plan_file.read_text(encoding="utf-8")
    text = text.replace("affinity:", "afinity:").replace("size: 300", "size: many")
    plan_file.write_text(text, encoding="utf-8")
    assert told(plan_file).count("plan.yaml:") == 2


def test_without_stages_there_is_nothing_to_do(plan_file):
    text = plan_file.read_text(encoding="utf-8")
    plan_file.write_text(text[: text.index("stages:")] + "stages: []\n", encoding="utf-8")
    assert "plan.yaml:10:9: stages must be a list of stages, not an empty list" in told(plan_file)


def test_a_plan_or_a_scenario_that_is_not_there_is_named(plan_file):
    assert "nothing.yaml" in told(plan_file.with_name("nothing.yaml"))
    (plan_file.parent / "scenario.yaml").unlink()
    assert "scenario.yaml" in told(plan_file)


def test_a_good_plan_is_read_whole(plan_file):
    plan = read_plan(plan_file)
    assert [stage.id for stage in plan.stages] == ["early", "late"]
    assert plan.stages[1].orders_by_dyad == ((2010, 2011), (2012, 2013))
    assert plan.scenario.parameters == "prior"
    assert list(plan.free) == ["choice_scale", "affinity", "first_order", "deal_price_sd"]


def test_the_shipped_plan_gives_a_reason_for_each_free_parameter(shipped):
    assert set(shipped.free) <= set(PARAMETERS)
    assert all(len(reason) > 10 for reason in shipped.free.values())


def test_the_shipped_plan_is_fitted_to_targets_up_to_2017_alone(shipped):
    claims = {claim.id: claim for claim in load_ledger().claims}
    theatre = build_case(shipped.scenario).theatre
    for stage in shipped.stages:
        case, figures = stage_case(shipped, stage, theatre)
        assert case.scenario.last_year == stage.last_year <= LAST_FITTED
        assert all(event.year <= LAST_FITTED for event in case.scenario.events)
        assert [item.claim.id for item in figures.claims] == sorted(
            stage.claims, key=list(claims).index
        )
        for item in figures.claims:
            assert item.claim.role == "target"
            assert all(last <= stage.last_year for _, last in item.measure.windows.values())
        for kind in figures.dyads:
            assert all(last <= stage.last_year for _, last in kind.windows)


def test_each_figure_has_a_record_and_a_source(shipped):
    theatre = build_case(shipped.scenario).theatre
    for stage in shipped.stages:
        _, figures = stage_case(shipped, stage, theatre)
        assert len(figures.sources) == len(figures.observed)
    assert figures.sources == tuple(item.claim.id for item in figures.claims)
