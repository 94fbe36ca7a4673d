"""The table and the answer: no surer than the numbers are."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from sim.compare.compare import ComparedSide, Comparison
from sim.compare.contrast import contrast
from sim.compare.gains import gains_between
from sim.compare.inputs import Difference
from sim.compare.shortfalls import Shortfall
from sim.measure.bands import VerdictTally, band_of, verdict
from sim.report.compare.answers import answer
from sim.report.compare.table import comparison_table
from sim.scenario import Measure

SHARE = Measure(id="m", share={"buyer": ("India",), "supplier": ("Russia",), "window": "2008-2012"})
INPUTS = (
    Difference("events", "ban", "", "year 2014", "absent"),
    Difference("measures", "n", "", "absent", "share {}"),
)


def comparison(one, two, way="paired", moved=0.0):
    scenario = SimpleNamespace(
        title="A title", question="Why?", worlds=40, seed=1, parameters="prior"
    )
    theatre = SimpleNamespace(aggregates=frozenset())
    base, other = (
        SimpleNamespace(
            label=name, title=name, named=f"‘{name}’", scenario=scenario, theatre=theatre
        )
        for name in ("base", "other")
    )
    zero = np.zeros((40, 1, 1))
    made = contrast(one, two, way)
    scaled = contrast(one / 0.5, two / 0.5, way)
    gains = gains_between(("India",), ("Russia",), (2010, 2014), zero, zero + moved, "paired")
    verdicts = {}
    if way == "record":
        verdicts["m"] = verdict(float(two[0]), "share", band_of(one))
    against = ComparedSide(other, way, 40, INPUTS, {"m": made}, {"m": scaled}, verdicts, (), gains)
    shortfalls = (
        Shortfall("other", "measure", "n", "why"),
        Shortfall("other", "measure", "o", "why"),
    )
    return Comparison((base, other), (2010, 2014), ("India",), (SHARE,), shortfalls, (against,))


WORLDS = np.linspace(0.2, 0.6, 40)
WAVE = np.where(np.arange(40) % 2, 0.01, -0.01)


def test_what_moves_beyond_chance_is_told_with_its_interval():
    found = comparison(WORLDS, WORLDS + 0.1 + WAVE, moved=7.0)
    words = answer(found, found.against[0])
    assert words.startswith(
        "Russia's share of India's imports, 2008–12: higher in 100% of worlds, by 10.0 points in "
        "the mean (9.7 to 10.3"
    )
    assert words.endswith(
        "From 2010 to 2014, in millions of TIV a year, Russia delivers 7.0 more to India."
    )


def test_what_is_small_or_unsure_is_not_said_to_move():
    found = comparison(WORLDS, WORLDS + WAVE)
    words = answer(found, found.against[0])
    assert words == (
        "Russia's share of India's imports, 2008–12: a negligible change (median 40%, then 40%). "
        "From 2010 to 2014, no supplier's gain or loss in deliveries to a single buyer "
        "is beyond chance, allowing for a comparison of 1 pairs at once."
    )
    found = comparison(WORLDS, WORLDS + 30 * WAVE)
    assert "inconclusive (" in answer(found, found.against[0])
    found = comparison(WORLDS, WORLDS + 0.002)
    assert "a negligible change" in answer(found, found.against[0])


def test_where_no_measure_is_compared_none_is_said_to_stay():
    found = comparison(WORLDS, WORLDS)
    against = replace(found.against[0], contrasts={}, scaled={})
    assert answer(found, against).startswith("No measure can be compared. ")


def test_the_record_is_inside_or_outside():
    found = comparison(WORLDS, np.array([0.9]), way="record")
    words = answer(found, found.against[0])
    assert words.startswith(
        "The record is outside the 90% band of the only measure. Outside: Russia's"
    )


def test_what_is_asked_about_is_told():
    found = comparison(WORLDS, WORLDS + 0.1 + WAVE, moved=7.0)
    words = answer(found, found.against[0], asked=("m",), only="more")
    assert words == (
        "Russia's share of India's imports, 2008–12: higher in 100% of worlds, by 10.0 points in "
        "the mean (9.7 to 10.3; median 40%, then 50%). From 2010 to 2014, in millions of TIV a "
        "year, only Russia delivers 7.0 more to India."
    )
    assert answer(found, found.against[0], only="less").endswith(
        "no supplier's loss in deliveries to a single buyer is beyond chance, allowing for a "
        "comparison of 1 pairs at once."
    )
    for moved, told in ((0.0, "the same in every world"), (WAVE, "a negligible change"),
                        (30 * WAVE, "inconclusive")):  # fmt: skip
        found = comparison(WORLDS, WORLDS + moved)
        assert told in answer(found, found.against[0], asked=("m",))
    found = comparison(WORLDS, WORLDS - 0.1 - WAVE)
    words = answer(found, found.against[0], asked=("m",))
    assert "lower in 100% of worlds, by 10.0 points in the mean (9.7 to 10.3" in words


def test_a_band_that_says_nothing_is_told_from_one_that_holds():
    [against] = comparison(WORLDS, np.array([0.3]), way="record").against
    assert against.tally == VerdictTally(1, 0, 0)
    wide = np.linspace(0.0, 0.9, 40)
    found = comparison(wide, np.array([0.3]), way="record")
    assert found.against[0].tally == VerdictTally(0, 0, 1)
    assert "too wide for the record to test it" in answer(found, found.against[0])


def test_the_table_has_inputs_then_lacks_then_measures(monkeypatch):
    monkeypatch.setattr("sim.report.compare.table.meaning", lambda base, other: "A meaning.")
    text = comparison_table(comparison(WORLDS, WORLDS + 0.1 + WAVE))
    parts = [
        "event ban: year 2014 → absent",
        "measures that only ‘other’ asks for: n",
        "other: n, o (why)",
        "‘other’ less ‘base’:",
        "40 paired worlds",
        "▲ more",
        "sign: A meaning.",
        "In short, ‘other’: Russia's share",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    same = comparison_table(comparison(WORLDS, WORLDS))
    assert "equal in every world: Russia's share of India's imports, 2008–12" in same


def test_what_people_are_told_of_an_event_is_no_input(monkeypatch):
    monkeypatch.setattr("sim.report.compare.table.meaning", lambda base, other: "A meaning.")
    told = [Difference("events", "ban", field, "a", "b").only_words for field in ("why", "year")]
    assert told == [True, False]
    found = comparison(WORLDS, WORLDS)
    differs = (*INPUTS, Difference("events", "ban", "why", "an old reason", "a new one"))
    [against] = found.against
    text = comparison_table(replace(found, against=(replace(against, inputs=differs),)))
    assert "event ban: year 2014 → absent" in text and "reason" not in text
