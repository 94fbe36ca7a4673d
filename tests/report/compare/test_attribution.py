"""What did it, in words, on a plot, in files and on the page: no surer than the numbers are."""

import shutil
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.compare.attribute import (
    Attribution,
    ItemEffect,
    MeasureEffects,
    attribute,
)
from sim.compare.attribution_plan import plan_attribution
from sim.compare.contrast import contrast
from sim.compare.items import Item, ScenarioChange
from sim.compare.parting import FarPair
from sim.experiment.run import run_scenario
from sim.explain.paths import Cause, FarPath, Turn, WorldPath
from sim.plots.frame import Caption
from sim.report.compare.attribution_figure import ROWS, attribution_figure, tick_words
from sim.report.compare.attribution_words import MOST_TOLD, item_words, rows_of, told
from sim.report.compare.attribution_write import Told, write_attribution
from sim.report.compare.path_words import nothing_far, path_words
from sim.report.html.attribution import attributed
from sim.report.html.run_page import open_run
from sim.scenario import Event, Measure, load
from sim.theatre.load import default_theatre
from tests.theatres import write_small_theatre

SHARE = Measure(id="m", share={"buyer": ("India",), "supplier": ("Russia",), "window": "2008-2012"})
YEARS = Measure(id="y", first_order={"buyer": ("India",), "supplier": ("Russia",)})
BASE = np.linspace(0.2, 0.6, 40)
WAVE = np.where(np.arange(40) % 2, 0.01, -0.01)
THEATRE = default_theatre()


def item(name, year=2010):
    event = Event(
        id=name, title=f"The {name}", year=year, why="w",
        grant={"supplier": ("Russia",), "buyer": ("India",), "usd_m": 1.0},
    )  # fmt: skip
    return Item(name, (ScenarioChange("event", name, None, event),))


def effects(total, *items, measure=SHARE, base=BASE):
    """A measure's effects: each item is its name, what it brings alone, and on top of all."""

    def over(less, more):
        return contrast(less, more, "paired")

    whole = base + total
    summed = base + sum((alone for _, alone, _ in items), np.zeros(40))
    made = tuple(
        ItemEffect(item(name), over(base, base + alone), over(whole - last, whole))
        for name, alone, last in items
    )
    return MeasureEffects(measure, True, over(base, whole), made, over(summed, whole))


def attribution(*measures):
    scenario = SimpleNamespace(name="mine", title="Mine", worlds=40, first_year=2003, seed=1)
    plan = SimpleNamespace(whole=scenario, against="history", theatre=THEATRE, items=())
    parting = SimpleNamespace(window=(2010, 2020), differ=40)
    return Attribution(plan, measures, (), parting, frozenset({"India"}), ())


def words(found):
    return told(found, attribution(found).plan)


def test_the_largest_comes_first_and_more_than_the_sum_is_said():
    found = effects(0.21 + WAVE, ("us-ban", 0.1 + WAVE, 0.1 + WAVE), ("credit", 0.05, 0.05))
    said = words(found)
    assert said.startswith(
        "Russia's share of India's imports, 2008–12: the median is 40% without the changes"
    )
    assert (
        "Of the mean difference of +21.0 (+20.7 to +21.3) points, ‘The us-ban’ alone brings" in said
    )
    assert said.index("‘The us-ban’ alone") < said.index("‘The credit’ alone brings +5")
    assert "Together they do more than the sum: the interaction is +6.0" in said


@pytest.mark.parametrize(
    ("total", "alone", "expected"),
    [
        (0.05, 0.05, "Together they do less than the sum: the interaction is −5.0"),
        (-0.05, 0.05, "Together they turn the sum round: the interaction is −15"),
        (0.10, 0.05, "Together they do just the sum of what each does alone, in every world."),
        (0.10 + 10 * WAVE, 0.05, "What they do together beyond the sum may be chance"),
    ],
)
def test_what_all_do_together_is_said_by_its_sign(total, alone, expected):
    assert expected in words(effects(total, ("a", alone, 0.0), ("b", alone, 0.0)))


def test_what_may_be_chance_and_what_does_nothing_is_not_said_to_bring_anything():
    said = words(effects(10 * WAVE, ("maybe", 10 * WAVE, 0.0), ("idle", 0.0, 0.0)))
    assert "The mean difference is 0 (−2.7 to +2.7) points and may be chance." in said
    assert "What ‘The maybe’ would do alone may be chance." in said
    assert "‘The idle’ alone changes nothing in any world." in said and "brings" not in said


def test_an_event_of_before_the_start_says_why_it_does_nothing():
    found = effects(0.1, ("does", 0.1, 0.1), ("old", 0.0, 0.0))
    early = replace(found.effects[1], item=item("old", 1979))
    said = words(replace(found, effects=(found.effects[0], early)))
    assert (
        "‘The old’ (in force before 2003, so that the start has it already) alone changes" in said
    )


def test_a_measure_that_is_the_same_everywhere_is_told_in_one_sentence():
    assert words(effects(0.0, ("a", 0.0, 0.0))).endswith("the same in every world (median 40%).")


def test_one_change_is_told_once():
    said = words(effects(0.1 + WAVE, ("a", 0.1 + WAVE, 0.1 + WAVE)))
    assert (
        "‘The a’ brings +10.0 (+9.7 to +10.3) points in the mean." in said
        and "Together" not in said
    )


def test_worlds_in_which_a_measure_is_undefined_are_left_out_and_counted():
    gone = np.where(np.arange(40) < 3, np.nan, BASE)
    said = words(effects(0.1 + WAVE, ("a", 0.1, 0.1), base=gone))
    assert said.endswith(
        "3 worlds are left out, in which it is undefined in one of the scenarios run."
    )


def test_changes_are_called_by_what_they_change():
    event = item("us-ban").changes[0].after
    assert item_words(item("us-ban"), THEATRE) == "The us-ban"
    bare = event.model_copy(update={"title": None})
    bare = Item("us-ban", (ScenarioChange("event", "us-ban", None, bare),))
    assert item_words(bare, THEATRE) == "Russia pays for India's arms, 2010"
    gone = Item("us-ban", (ScenarioChange("event", "us-ban", event, None),))
    assert item_words(gone, THEATRE) == "‘The us-ban’ taken out"
    assert item_words(
        Item("x", (ScenarioChange("setting", "rivals", "recorded", "permuted"),)), THEATRE
    ) == ("rivals: permuted")


def test_rows_have_both_ways_to_add_and_zero_where_nothing_differs():
    found = effects(0.1 + WAVE, ("a", 0.1 + WAVE, 0.1 + WAVE), ("idle", 0.0, 0.0))
    rows = rows_of(found, attribution(found).plan)
    assert rows[0][1:] == ("added alone", "added last")
    assert [row[0].strip() for row in rows[1:]] == [
        "The a",
        "The idle",
        "Interaction",
        "All together",
    ]
    assert rows[2][1:] == ("0", "0")


def figure_of(*measures):
    caption = Caption("A title", "Why?", "Simulated: scenario mine, 40 worlds, seed 1.", 40)
    return attribution_figure(attribution(*measures), caption)


def test_a_page_has_measures_of_one_unit_and_says_the_worlds():
    share = effects(0.1 + WAVE, ("a", 0.1 + WAVE, 0.1), ("b", 0.02, 0.02))
    first = effects(1.0, ("a", 1.0, 1.0), ("b", 0.0, 0.0), measure=YEARS, base=BASE + 2009)
    [page] = figure_of(share, share)
    assert page.get_label() == "What did it? Each change alone, and on top of all others"
    assert page.axes[0].get_xlabel() == "mean difference over worlds, percentage points"
    assert any("40 worlds" in text.get_text() for text in page.texts)
    labels = [page.axes[0].get_xlabel() for page in figure_of(share, first)]
    assert len(labels) == 2 and labels[0] != labels[1]
    assert "part 2 of 2" in figure_of(share, first)[1].get_label()


def test_of_many_changes_the_largest_are_drawn():
    many = [(f"e{i}", 0.001 * (i + 1), 0.0) for i in range(ROWS + 3)]
    [page] = figure_of(effects(0.2, *many))
    drawn = {text.get_text() for text in page.texts}
    assert f"The e{ROWS + 2}" in drawn and "The e0" not in drawn
    assert any("Only the" in text for text in drawn)


def test_only_so_many_measures_are_told_and_the_rest_is_counted():
    one = effects(0.1 + WAVE, ("a", 0.1 + WAVE, 0.1))
    found = attribution(*(replace(one, measure=SHARE.model_copy(update={"id": f"m{i}"}))
                          for i in range(MOST_TOLD + 2)))  # fmt: skip
    sentences = Told(found, ()).sentences
    assert len(sentences) == MOST_TOLD + 1
    assert sentences[-1].startswith("Of 2 other measures 2 differ beyond chance: ")


def test_a_path_says_where_it_begins_what_became_decisive_and_in_which_share():
    buyers, suppliers = THEATRE.buyers, THEATRE.suppliers
    india, saudi = buyers.index("India"), buyers.index("Saudi Arabia")
    us, russia = suppliers.index("United States"), suppliers.index("Russia")
    begins = Turn(india, 0, 2013, us, russia, (Cause("withheld", "embargo", us),))
    dear = Turn(saudi, 0, 2016, russia, us, (Cause("valued", "price_sensitivity", russia),))
    halted = Turn(saudi, 0, 2015, russia, us, (Cause("stopped", "", russia, india),))
    pair = FarPair(saudi, russia, 80.0, -8.0, -13.0, -3.0, tuple(range(12)))
    worlds = tuple(WorldPath(w, begins, dear if w < 3 else halted) for w in range(4))
    said = path_words(FarPath(pair, worlds), attribution())
    assert said.startswith(
        "Far from what was changed, Saudi Arabia orders 8 TIV a year less (3 to 13) from Russia, "
        "where history has 80 (means of 2010–2020). These orders differ in 12 of 40 worlds; the "
        "first 4 of them by number were played again on both sides."
    )
    assert "is India's in 100% of these; what turned it: in 100% the United States does not" in said
    assert (
        "comes 3 years later (median); what became decisive: in 75% price (price to be paid) in"
        in said
    )
    assert "in 25% India has Russia's deal stopped, as its larger customer." in said


def test_where_nothing_is_far_the_reason_is_said():
    assert "orders 1 TIV a year more or less" in nothing_far(attribution())
    everyone = replace(attribution(), near=frozenset(THEATRE.buyers))
    assert nothing_far(everyone).startswith("All buyers are touched")


SCENARIO = """\
title: Norden closes
theatre: ./small
years: {from: 2010, to: 2014}
worlds: 4
measures:
  - {id: a, share: {buyer: Alba, supplier: Norden, window: 2010-2014}}
events:
  - id: shut
    year: 2011
    why: <b>w</b>
    embargo: {supplier: Norden, buyer: Alba, closes: all}
"""


def test_the_page_of_a_run_takes_up_its_own_attribution_and_no_other(tmp_path):
    write_small_theatre(tmp_path / "small")
    (tmp_path / "s.yaml").write_text(SCENARIO, encoding="utf-8")
    scenario = load(tmp_path / "s.yaml")
    folder = run_scenario(scenario, tmp_path / "results" / "s" / "id").folder
    assert attributed(open_run(folder)) is None
    kept = tmp_path / "results" / "compared" / "s"
    write_attribution(kept, Told(attribute(plan_attribution(scenario)), ()))
    found = attributed(open_run(folder))
    assert found.against == "the same scenario without any event" and len(found.pictures) == 1
    assert "Norden" in found.sentences[0]
    other = attribute(plan_attribution(replace(scenario, worlds=3)))
    write_attribution(kept, Told(other, ()))
    assert attributed(open_run(folder)) is None
    shutil.rmtree(kept)
    assert attributed(open_run(folder)) is None


def test_ticks_are_written_as_numbers_are():
    assert [tick_words(tick) for tick in (1600.0, 0.0, -0.25)] == ["+1,600", "0", "−0.25"]
