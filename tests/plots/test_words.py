"""Ids of events as words: small letters but for names."""

import pytest

from sim.plots.frame import Caption
from sim.plots.words import words_of
from sim.report.run.read import read_buyers
from sim.report.run.record import record_of
from sim.report.run.shares import shares_data
from sim.report.run.shares_figure import shares_figure
from sim.theatre.load import default_theatre

THEATRE = default_theatre()


def _event(scenario, name, why="a reason"):
    return scenario.events[0].model_copy(update={"id": name, "why": why})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("musharraf-in-moscow", "Musharraf in Moscow"),
        ("us-grants-to-pakistan", "US grants to Pakistan"),
        ("us-india-framework", "US–India framework"),
        ("russia-bans-pakistan", "Russia bans Pakistan"),
        ("saudi-arabia_buys-in-south-korea", "Saudi Arabia buys in South Korea"),
        ("drawdown-from-afghanistan", "Drawdown from Afghanistan"),
        ("caatsa", "CAATSA"),
        ("india-vetoes-russian-sales", "India vetoes Russian sales"),
        ("war", "War"),
        ("can-sell", "Can sell"),  # CAN is Canada's code
        ("-", "-"),
    ],
)
def test_states_and_places_have_capitals(scenario, name, words):
    assert words_of(_event(scenario, name), THEATRE) == words


def test_names_are_written_as_in_the_reason(scenario):
    why = "The visit of president Zardari in the F-16 affair. Cooperation ends; the cold war too."
    event = _event(scenario, "end-of-zardari-cooperation-and-cold-war", why)
    assert words_of(event, THEATRE) == "End of Zardari cooperation and cold war"


def test_hyphens_of_the_reason_stay(scenario):
    event = _event(scenario, "india-leaves-non-alignment", "less bound to non-alignment")
    assert words_of(event, THEATRE) == "India leaves non-alignment"


def test_a_word_that_is_also_written_small_is_no_name(scenario):
    event = _event(scenario, "the-accord", "Russia signs an Accord, the accord of Moscow")
    assert words_of(event, THEATRE) == "The accord"


def test_the_guide_stands_under_the_events_of_shares(results, scenario, theatre):
    [run] = read_buyers(
        results([(0, "Aland", "China", 2006, 1.0)]), scenario, theatre, ["Aland"]
    )  # fmt: skip
    data = shares_data(run, record_of(theatre, "Aland"))
    for guide in ("Look at China. " * 20, ""):
        caption = Caption("A title", "A question?", "A source.", 4, guide)
        words = [text.get_text() for text in shares_figure(data, (), caption).texts]
        assert ("What to look for" in words) == bool(guide)
        assert guide.strip() in " ".join(words)
