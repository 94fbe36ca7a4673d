"""What did it: cases whose answer is known by how they are made."""

from dataclasses import replace

import numpy as np
import pytest

from sim.compare import attribute as attribution
from sim.compare.attribute import attribute, contrasts_of
from sim.compare.attribution_plan import plan_attribution
from sim.compare.items import changes_between, items_of, with_changes
from sim.compare.parting import NEVER, Parting, far_pairs, near_buyers
from sim.compare.sides import NotComparableError
from sim.scenario import load
from sim.scenario.parent import parent_of

PARENT = """\
title: The parent
theatre: ./small
years: {from: 2010, to: 2018}
worlds: 24
events:
  - {id: old, year: 2012, why: w, price: {supplier: Norden, factor: 0.8}}
  - {id: gone, year: 2013, why: w, alignment: {between: [Sudor, Alba], shift: 0.5}}
measures:
  - {id: inherited, volume: {buyer: Bora, window: 2010-2018}}
"""
CHILD = (
    "title: The child\nextends: parent.yaml\ninherit: questions\n"
    "measures:\n{measures}\nevents:\n{events}\n"
)
ALBA = "  - {id: alba, share: {buyer: Alba, supplier: Sudor, window: 2010-2018, of: orders}}"
BORA = "  - {id: bora, share: {buyer: Bora, supplier: Sudor, window: 2010-2018, of: orders}}"


def closed(name, buyer, year=2011, supplier="Sudor"):
    return (
        f"  - {{id: {name}, year: {year}, why: w, "
        f"embargo: {{supplier: {supplier}, buyer: {buyer}, closes: all}}}}"
    )


@pytest.fixture(scope="module")
def child(place):
    """Write a child of the parent with some events, measures and further lines, and load it."""
    (place / "parent.yaml").write_text(PARENT, encoding="utf-8")

    def written(*events, measures=(ALBA,), more=""):
        text = CHILD.format(events="\n".join(events), measures="\n".join(measures)) + more
        (place / "child.yaml").write_text(text, encoding="utf-8")
        return load(place / "child.yaml")

    return written


def means(found, measure):
    """Mean by what was done and by which item, of one measure."""
    [one] = [item for item in found.measures if item.measure.id == measure]
    return {(what, name): made for what, name, made in contrasts_of(one)}


def test_events_that_cannot_meet_do_not_interact(child):
    """In the last year nothing that one buyer does can reach another any more."""
    at_end = "window: 2018-2018, of: orders}}"
    measures = [line.replace("window: 2010-2018, of: orders}}", at_end) for line in (ALBA, BORA)]
    events = closed("a", "Alba", 2018), closed("b", "Bora", 2018)
    found = attribute(plan_attribution(child(*events, measures=measures)))
    for measure, does, idle in (("alba", "a", "b"), ("bora", "b", "a")):
        made = means(found, measure)
        assert made["interaction", ""].effect == "none" and made["interaction", ""].mean == 0
        assert made["alone", idle].effect == made["left out", idle].effect == "none"
        assert made["alone", does].mean == made["left out", does].mean == made["total", ""].mean < 0


def test_an_event_without_effect_has_zero_for_mean_and_interval(child):
    idle = "  - {id: idle, year: 2012, why: w, price: {supplier: Sudor, factor: 1}}"
    made = means(attribute(plan_attribution(child(idle, closed("a", "Alba")))), "alba")
    for what in ("alone", "left out"):
        one = made[what, "idle"]
        assert (one.mean, one.mean_low, one.mean_high, one.same) == (0, 0, 0, 1)
    assert made["interaction", ""].effect == "none"
    assert made["alone", "a"].mean == made["total", ""].mean != 0


def test_the_same_event_twice_does_all_alone_and_nothing_on_top(child):
    found = attribute(plan_attribution(child(closed("a", "Alba"), closed("again", "Alba"))))
    made = means(found, "alba")
    total = made["total", ""].mean
    assert total < 0
    for name in ("a", "again"):
        assert made["alone", name].mean == total and made["left out", name].mean == 0
    assert made["interaction", ""].mean == pytest.approx(-total)


def test_all_changes_sum_to_the_whole_in_every_measure(child):
    more = "set: {price_sensitivity: 1.5}\ntenders: simulated\nrivals: permuted\n"
    events = closed("a", "Alba"), "  - remove: gone", closed("old", "Bora")
    plan = plan_attribution(child(*events, measures=(ALBA, BORA), more=more))
    assert [item.name for item in plan.items] == ["old", "gone", "a", "price_sensitivity", "rivals"]
    found = attribute(plan)
    assert [(one.measure.id, one.own) for one in found.measures] == [
        ("alba", True), ("bora", True), ("inherited", False),
    ]  # fmt: skip
    for one in found.measures:
        alone = sum(effect.alone.mean for effect in one.effects)
        assert alone + one.interaction.mean == pytest.approx(one.total.mean)


def test_with_all_changes_the_base_is_the_whole_and_with_none_the_parent(child):
    more = "set: {price_sensitivity: 1.5}\nparameters: central\n"
    whole = child(closed("a", "Alba"), "  - remove: gone", more=more)
    parent = parent_of(whole)
    changes = changes_between(parent, whole)
    assert with_changes(parent, whole, changes) == whole
    bare = with_changes(parent, whole, ())
    assert (bare.events, bare.settings, bare.parameters) == (
        parent.events, parent.settings, parent.parameters,
    )  # fmt: skip
    assert changes_between(whole, whole) == ()


def test_what_extends_nothing_is_held_against_itself_without_events(child, place):
    child(closed("a", "Alba"))
    plan = plan_attribution(load(place / "parent.yaml"))
    assert plan.against == "the same scenario without any event" and plan.base.events == ()
    own = plan_attribution(child(closed("a", "Alba"), more="set: {parity: 0.5}\n"),
                           without_events=True)  # fmt: skip
    assert own.against == "the same scenario without its own events"
    assert [event.id for event in own.base.events] == ["old", "gone"]
    assert [item.name for item in own.items] == ["a"]  # the parameter is the same on both sides
    with pytest.raises(NotComparableError, match="no event"):
        plan_attribution(replace(load(place / "parent.yaml"), events=()))
    with pytest.raises(NotComparableError, match="measures nothing"):
        plan_attribution(replace(load(place / "parent.yaml"), measures=()))


def test_what_changes_nothing_within_the_years_asked_is_not_run_again(child, monkeypatch):
    ran = []
    measured = attribution.measure_worlds

    def counted(case, *rest):
        ran.append(case.scenario.last_year)
        return measured(case, *rest)

    monkeypatch.setattr(attribution, "measure_worlds", counted)
    early = ALBA.replace("2010-2018", "2010-2014")
    whole = child(closed("a", "Alba", 2012), closed("late", "Alba", 2016), measures=(early,))
    plan, done = plan_attribution(replace(whole, measures=whole.measures[:1])), []
    found = attribute(plan, tick=done.append)
    assert ran == []  # the early event alone is the whole up to 2014, the late one alone the base
    assert sum(done) == plan.worlds
    made = means(found, "alba")
    assert made["alone", "late"].effect == "none" and made["alone", "a"].mean < 0


def test_many_changes_are_taken_together_by_what_they_name(child):
    events = [closed(f"a{i}", "Alba") for i in range(7)] + [
        closed(f"b{i}", "Bora") for i in range(7)
    ]
    plan = plan_attribution(child(*events))
    assert {item.name: len(item.changes) for item in plan.items} == {
        "Alba and Sudor (7 events)": 7, "Bora and Sudor (7 events)": 7,
    }  # fmt: skip
    changes = [change for item in plan.items for change in item.changes]
    assert len(items_of(changes, plan.theatre, most=None)) == 14
    by_kind = items_of(changes, plan.theatre, most=1)
    assert [item.name for item in by_kind] == ["embargo (14 events)"]


def test_threads_change_nothing(child):
    plan = plan_attribution(child(closed("a", "Alba")))
    one, two = (attribute(plan, threads) for threads in (1, 2))
    assert one.measures == two.measures
    assert (one.parting.first == two.parting.first).all()


def test_orders_part_in_the_year_of_the_change_at_the_buyer_that_it_names(child):
    plan = plan_attribution(child(closed("a", "Alba", 2013)))
    parting, theatre = attribute(plan).parting, plan.theatre
    assert parting.window == (2013, 2018) and parting.differ > 0
    first = parting.first
    alba = theatre.buyers.index("Alba")
    for world in first[(first < NEVER).any(axis=(1, 2))]:
        assert world[alba].min() == world.min()


def test_only_buyers_that_nothing_names_are_far(child):
    def near(*events, more=""):
        plan = plan_attribution(child(*events, more=more))
        changes = [change for item in plan.items for change in item.changes]
        return near_buyers(changes, plan.theatre), plan

    touched, plan = near(closed("a", "Alba"))
    assert touched == {"Alba"}
    assert near("  - remove: gone")[0] == {"Alba"}  # it named Alba before
    everyone = set(plan.theatre.buyers)
    dearer = "  - {id: dearer, year: 2012, why: w, price: {supplier: Sudor, factor: 2}}"
    assert near(dearer)[0] == near(closed("a", "Alba"), more="rivals: permuted\n")[0] == everyone


def test_far_pairs_are_beyond_chance_large_enough_and_not_named(child):
    """Of pairs that differ by 5, 5, 0.5 and 0 TIV a year on average, only one is far."""
    theatre = plan_attribution(child(closed("a", "Alba"))).theatre
    worlds, years = 40, 10
    shape = worlds, len(theatre.buyers), len(theatre.suppliers)
    wobble = np.linspace(-1, 1, worlds)
    base, other = np.full(shape, 100.0), np.full(shape, 100.0)
    alba, bora, cora = (theatre.buyers.index(name) for name in ("Alba", "Bora", "Cora"))
    for b, s, apart in ((alba, 0, 5.0), (bora, 1, 5.0), (bora, 2, 0.5), (cora, 1, 0.0)):
        other[:, b, s] += years * (apart + wobble)
    first = np.where(base != other, 0, NEVER)
    found = Parting(2010, base, other, base.sum(axis=0)[..., None] / years * np.ones(years), first)
    [pair] = far_pairs(found, frozenset({"Alba"}), theatre)
    assert (pair.buyer, pair.supplier, pair.worlds) == (bora, 1, tuple(range(worlds)))
    assert pair.difference == pytest.approx(5) and pair.base == pytest.approx(10)
    assert 0 < pair.low < 5 < pair.high
    assert len(far_pairs(found, frozenset(), theatre)) == 2
    assert far_pairs(found, frozenset(theatre.buyers), theatre) == ()
