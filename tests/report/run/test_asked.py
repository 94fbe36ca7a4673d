"""A measure beside the record, in words."""

import pytest

from sim.measure.bands import WorldBand
from sim.measure.measures import range_in_words
from sim.report.run.asked import AskedMeasure
from sim.scenario import Measure

SHARE = Measure(id="a", share={"buyer": ("Egypt",), "supplier": ("France",), "window": "2013-2017"})
BAND = WorldBand(0.05, 0.1, 0.2, 0.25, 0.3)


@pytest.mark.parametrize(
    ("recorded", "ends", "words"),
    [
        (0.29, 2017, "the record, 29%, lies inside the 90% band"),
        (0.35, 2017, "the record, 35%, lies above the 90% band"),
        (0.0, 2017, "the record, 0%, lies below the 90% band"),
        (None, 2012, "the years run past the record, which ends in 2012"),
        (None, 2020, "the record does not tell"),
        (None, None, "nothing of the kind is on record"),
    ],
)
def test_where_the_record_lies_is_said_in_words(recorded, ends, words):
    assert AskedMeasure(SHARE, 100, 0, BAND, recorded, ends).beside == words


def test_a_wide_band_tests_nothing_and_a_sentence_says_all():
    asked = AskedMeasure(SHARE, 100, 3, WorldBand(0.05, 0.1, 0.2, 0.4, 0.9), 0.3, 2017)
    assert asked.sentence == (
        "France's share of Egypt's imports, 2013–17: 20% in the median world, 5.0–90% in 90% of "
        "worlds (it has no value in 3 of 100 worlds); the record, 30%, lies inside the 90% band, "
        "which is too wide to test anything."
    )
    undefined = AskedMeasure(SHARE, 9, 9, None, None, 2012)
    assert "undefined in every world" in undefined.sentence


@pytest.mark.parametrize(
    ("kind", "low", "high", "words"),
    [
        ("share", 0.1, 0.9, "10–90%"), ("first_order", 2003.0, 2020.95, "2003–2021"),
        ("change", -0.2, 0.5, "−20% to +50%"), ("volume", 1200.0, 3400.0, "1,200–3,400"),
        ("hhi", 0.2, 0.4, "0.2–0.4"),
    ],
)  # fmt: skip
def test_a_range_is_written_as_prose_has_it(kind, low, high, words):
    assert range_in_words(kind, low, high) == words
