"""``--set``, events that are switched off, and scenarios that extend several others."""

import json

import pytest

from sim.base.distributions import Constant, Uniform
from sim.experiment.case import build_case
from sim.experiment.run import describe, run_id
from sim.scenario import InputError, load
from sim.scenario.schema import Scenario
from sim.scenario.show import show

from .conftest import EXAMPLE, HISTORY

CHEAP = """\
title: cheap
extends: history.yaml
set: {parity: 1}
events:
  - remove: russia-lifts-ban
  - {id: us-ends-grants, off: true}
  - {id: cheap, year: 2010, why: x, price: {supplier: China, factor: 0.5}}
"""
BLIND = """\
title: blind
extends: history
set: {parity: 2, affinity: 0}
events:
  - remove: russia-lifts-ban
  - {id: cheap, year: 2012, why: y, price: {supplier: China, factor: 0.7}}
"""
BOTH = "title: both\nextends: [cheap.yaml, blind.yaml]\n"


@pytest.fixture(autouse=True)
def family(here):
    texts = {"history": HISTORY, "s": EXAMPLE, "cheap": CHEAP, "blind": BLIND, "both": BOTH}
    for name, text in texts.items():
        (here / f"{name}.yaml").write_text(text)
    return here


def put(*words, name="s.yaml"):
    return load(name, put=words)


def wrong(*words, name="s.yaml"):
    with pytest.raises(InputError) as caught:
        put(*words, name=name)
    return str(caught.value).split("\n")


def test_values_of_any_depth_are_put_over_the_files():
    found = put(
        "parity=2", "affinity={uniform: {from: 0, to: 0.5}}", "years.to=2020", "worlds=9",
        "events.us-ends-grants.usd_m=5", "events.china-grows.capacity.factor=3",
        "events.china-grows.over=2", "measures.pak-china.window=2013-2016",
    )  # fmt: skip
    assert found.settings["parity"] == Constant(2.0)
    assert found.settings["affinity"] == Uniform(0.0, 0.5)
    assert (found.last_year, found.worlds) == (2020, 9)
    grants, china = found.events
    assert (grants.values["usd_m"], china.values["factor"], china.over) == (5.0, 3.0, 2)
    assert found.measures[1].windows["window"] == (2013, 2016)


def test_a_later_value_wins_and_nothing_takes_an_optional_value_away():
    found = put("parity=2", "set.parity=0", "events.china-grows.over=")
    assert found.settings["parity"] == Constant(0.0)
    assert found.events[1].over is None


def test_the_place_of_a_value_is_the_option_itself():
    found = put("events.us-ends-grants.usd_m=5", "parity=2")
    assert str(found.marks.at("events", 0, "grant", "usd_m")) == (
        "--set events.us-ends-grants.usd_m=5"
    )
    lines = show(found).splitlines()
    [line] = [line for line in lines if line.strip().startswith("parity:")]
    assert line.endswith("# --set parity=2")
    [line] = [line for line in lines if line.strip().startswith("grant:")]
    assert "usd_m: 5" in line or any("usd_m: 5" in text for text in lines)


def test_what_is_shown_with_overrides_is_the_scenario_with_overrides(family):
    found = put("events.us-ends-grants.off=true", "parity=2")
    (family / "shown.yaml").write_text(show(found))
    shown = load("shown.yaml")
    assert {**shown.resolved(), "name": ""} == {**found.resolved(), "name": ""}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("parity", "--set parity: must be PATH=VALUE, such as price_sensitivity=1 or"),
        ("paritty=1", "--set paritty=1: there is nothing called 'paritty' in a scenario; did you"
                      " mean 'parity'?"),
        ("xyzzy=1", "--set xyzzy=1: there is nothing called 'xyzzy' in a scenario; write a "),
        ("set.xyzzy=1", "--set set.xyzzy=1: unknown parameter 'xyzzy'"),
        ("extends=a", "--set extends=a: what a scenario extends cannot be set"),
        ("events.china-grow.over=1", "--set events.china-grow.over=1: no event 'china-grow' in the"
                                     " scenario; did you mean 'china-grows'?"),
        ("events.xyzzy.over=1", "--set events.xyzzy.over=1: no event 'xyzzy' in the scenario"),
        ("events.china-grows.factr=1", "--set events.china-grows.factr=1: event 'china-grows' has "
                                       "no field 'factr'; did you mean 'factor'?"),
        ("events.china-grows=1", "--set events.china-grows=1: events.china-grows lacks a field: "),
        ("events.china-grows.factor=x", "--set events.china-grows.factor=x: factor must be "),
        ("events.china-grows.year=2050", "--set events.china-grows.year=2050: "),
        ("worlds=0", "--set worlds=0: worlds must be "),
        ("parity=[1", "--set parity=[1: "),
        ("parity=1\nseed: 2", "--set parity=1"),
    ],
)  # fmt: skip
def test_a_mistake_names_the_option_and_what_to_write(words, expected):
    assert "\n".join(wrong(words)).startswith(expected)


def test_every_mistake_is_told_at_once():
    assert len(wrong("paritty=1", "xyzzy=1", "worlds=0")) == 3


def test_the_id_the_title_and_the_manifest_tell_what_was_set():
    runs = [
        build_case(load("history.yaml", put=words)) for words in ([], ["parity=1"], ["parity=2"])
    ]
    assert len({run_id(case) for case in runs}) == 3
    made = describe(runs[1], "id", 1)
    assert made["set"] == ["parity=1"]
    assert made["scenario"]["title"] == "What happened (with parity=1)"


def test_an_inherited_event_is_switched_off_and_on_again(loaded):
    off = loaded("extends: history\nevents: [{id: china-grows, off: true}]\n")
    assert [event.id for event in off.events] == ["russia-lifts-ban", "us-ends-grants"]
    assert [event.id for event in off.switched_off] == ["china-grows"]
    assert off.omitted == ()
    on = put("events.china-grows.off=false")
    assert on.switched_off == ()
    assert {event.id: event for event in on.events} == {
        event.id: event for event in load("history.yaml").events
    }


def test_an_event_that_is_off_is_still_checked_and_kept(loaded, mistakes):
    off = loaded("extends: history\nevents: [{id: china-grows, off: true}]\n")
    assert Scenario.from_resolved(off.resolved()) == off
    assert mistakes(
        "title: x\nevents: [{id: a, year: 2010, why: x, off: true, price: {supplier: China}}]\n"
    )[0].startswith("s.yaml:2:")
    assert mistakes("extends: history\nevents: [{id: china-grow, off: true}]\n") == [
        "s.yaml:2:15: no inherited event 'china-grow' to switch off or on; "
        "did you mean 'china-grows'?"
    ]
    assert "off must be true or false" in mistakes(
        "extends: history\nevents: [{id: china-grows, off: 1}]\n"
    )[0]  # fmt: skip


def test_an_event_switched_on_again_leaves_no_trace(loaded):
    on = loaded("extends: history\nevents: [{id: china-grows, off: false}]\n")
    assert json.dumps(on.resolved()["events"]) == json.dumps(
        load("history.yaml").resolved()["events"]
    )


def test_of_several_parents_the_later_wins_and_the_common_one_is_laid_once():
    found = load("both.yaml")
    assert found.settings == {"parity": Constant(2.0), "affinity": Constant(0.0)}
    # What 'blind' merely inherits does not undo what 'cheap' says: the grants stay off.
    assert {event.id: event.year for event in found.events} == {"china-grows": 2005, "cheap": 2012}
    assert [event.id for event in found.switched_off] == ["us-ends-grants"]


def test_conflicts_between_parents_are_told():
    text = show(load("both.yaml"))
    assert "parity (cheap.yaml:3): overruled by blind.yaml:3" in text
    assert "cheap (cheap.yaml:7): replaced by blind.yaml:6" in text
    assert "affinity (" not in text  # of their common parent: that is no conflict


def test_a_mistake_in_one_of_several_parents_has_its_place(family):
    (family / "both.yaml").write_text("title: x\nextends: [cheap.yaml, nowhere, both.yaml]\n")
    assert wrong(name="both.yaml") == [
        "both.yaml:2:23: extends: no scenario 'nowhere' beside this file or among the shipped ones",
        "both.yaml:2:32: extends goes round in a circle: 'both.yaml' builds on this file",
    ]
