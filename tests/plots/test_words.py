"""What events are called."""

import pytest
import yaml

from sim.plots.frame import Caption
from sim.plots.kind_words import _WORDS
from sim.plots.words import names_of, words_of, years_of
from sim.report.run.read import read_buyers
from sim.report.run.record import record_of
from sim.report.run.shares import shares_data
from sim.report.run.shares_figure import shares_figure
from sim.scenario import Scenario, load
from sim.scenario.conditions import Condition
from sim.scenario.event_kinds import KINDS
from sim.scenario.shipped import shipped_names
from sim.theatre.load import default_theatre

THEATRE = default_theatre()


@pytest.fixture(scope="module")
def events():
    """Every event of every shipped scenario, once."""
    shipped = [event for name in shipped_names() for event in load(name).events]
    return list({repr(event): event for event in shipped}.values())


def _made(kind, **values):
    """An event of a kind, from its own example, with other values and without a title."""
    example = KINDS[kind].example.partition(": ")[2]
    return _read({kind: yaml.safe_load(example) | values})


def _read(fields):
    """An event as a scenario file has it."""
    event = {"id": "e", "year": 2014, "why": "A reason", **fields}
    data = {**load("politics").resolved(), "events": [event]}
    [read] = Scenario.from_resolved(data).events
    return read


def test_each_kind_of_event_has_words():
    assert _WORDS.keys() == KINDS.keys()
    told = {kind: words_of(_made(kind), THEATRE) for kind in KINDS}
    assert told["lift"] == "Russia lifts its embargo on Pakistan"
    assert told["order"] == "Pakistan orders naval arms from China"
    assert told["suspend"] == "US holds back aircraft and missiles that Egypt has ordered"
    assert told["component"] == "Sweden relies on UK engines for aircraft"
    for words in told.values():
        assert words[0].isupper() and "_" not in words and "(" not in words
    assert len(set(told.values())) == len(told)


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("embargo", {"closes": {"all": 0}}, "Germany lifts its embargo on Saudi Arabia"),
        ("embargo", {"supplier": ["EU", "United States"]}, "EU and US refuse arms to Saudi Arabia"),
        ("alignment", {"shift": -0.5}, "India and US drift apart"),
        ("grant", {"usd_m": 0}, "US no longer pays for Pakistan's arms"),
        ("grant", {"payer": "Saudi Arabia"}, "Saudi Arabia pays for Pakistan's arms from US"),
        ("credit", {"buyer": ["Egypt", "Iraq", "Oman"]},
         "France lends money for the arms of Egypt and 2 others"),
        ("price", {"factor": 2, "classes": ["aircraft"]}, "Russia's prices of aircraft rise"),
        ("stocks", {"from": "Germany", "share": 0.1}, "Germany hands land arms on to Poland"),
        ("capacity", {"factor": 0.5}, "China makes fewer aircraft for export"),
        ("withhold", {"share": 0},
         "US no longer keeps its better aircraft from India"),
    ],
)  # fmt: skip
def test_words_say_which_way_and_to_whom(kind, values, words):
    assert words_of(_made(kind, **values), THEATRE) == words


def test_a_title_comes_first_and_shipped_events_have_one_or_need_none(events):
    event = _made("price").model_copy(update={"title": "A sale"})
    assert words_of(event, THEATRE) == "A sale"
    bare = [event.id for event in events if event.title is None]
    assert set(bare) <= {"russia-withholds-from-pakistan", "china-withholds-from-pakistan"}


def test_an_event_that_is_waited_for_is_called_as_it_is_elsewhere():
    waits = _made("need").model_copy(update={"condition": _waiting_for("a")})
    untitled = _made("need").model_copy(update={"id": "a"})
    titled = untitled.model_copy(update={"title": "War of 2012-2013 begins"})
    for first, called in (
        (titled, "War of 2012–2013 begins"),
        (untitled, words_of(untitled, THEATRE)),
    ):
        names = names_of([waits, first], THEATRE)
        assert years_of(waits, names) == f"2014 (if ‘{called}’ has begun)"


def _waiting_for(other):
    return Condition.model_validate({"event": {"id": other}})


def test_a_condition_names_its_classes_as_one_writes_them():
    waits = {"order": {"buyer": "Turkiye", "supplier": "Russia", "class": "land"}}
    event = _read({"if": waits, "alignment": {"between": ["India", "China"], "shift": 1}})
    assert years_of(event, {}) == "2014 (if Turkiye orders land arms from Russia)"


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
