"""Events with a condition, a probability or a drawn year: what is right, and what is refused."""

from pathlib import Path

import pytest

from sim.scenario import InputError, Scenario, load

HEAD = "title: x\nyears: {from: 2003, to: 2020}\nevents:\n  - {id: e, why: w, "
BAN = "embargo: {supplier: A, buyer: B, closes: all}}\n"
ORDERS = "if: {order: {buyer: A, supplier: B}}, "
OTHER = "  - {id: other, why: w, year: 2005, lift: {supplier: A, buyer: B}}\n"


def event_of(tmp_path, text):
    file = Path(tmp_path) / "s.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    return load(file).events[0]


@pytest.mark.parametrize(
    "text",
    [
        "year: 2005, probability: 0.3, " + BAN,
        "year: 2005, latest: 2009, lasts: 3, " + BAN,
        "year: 2005, latest: 2009, until: 2012, " + BAN,
        "year: 1990, " + ORDERS + BAN,
        "year: 2005, until: 2010, lasts: 2, " + ORDERS + BAN,
        "year: 2005, until: 2010, over: 3, " + ORDERS + "price: {supplier: A, factor: 2}}\n",
        "year: 2005, until: 2010, "
        + ORDERS
        + "order: {buyer: A, supplier: B, class: land, tiv: 3}}\n",
        "year: 2005, if: {event: {id: other}, after: 4}, " + BAN + OTHER,
        "year: 2005, if: {share: {buyer: A, supplier: B, below: 0.4}}, " + BAN,
    ],
)
def test_it_differs_from_world_to_world_and_is_read_again_as_it_was(tmp_path, text):
    assert event_of(tmp_path, text).differs
    scenario = load(Path(tmp_path) / "s.yaml")
    assert Scenario.from_resolved(scenario.resolved()) == scenario


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("year: [2005, 2009], " + BAN, "[2005, 2009]", "say 'year: 2024' and 'latest: 2027'"),
        ("year: 2005, latest: 2004, " + BAN, "2004", "latest 2004 lies before the event's year"),
        ("year: 2005, latest: 2009, until: 2007, " + BAN, "2007", "before the latest year, 2009"),
        ("year: 2005, lasts: 3, " + BAN, "3, ", "say 'until' in place of 'lasts'"),
        ("year: 2005, latest: 2007, until: 2009, lasts: 3, " + BAN, "3, ", "either 'until' or"),
        ("year: 2005, latest: 2007, " + ORDERS + BAN, "2007", "'until' is the last year in which"),
        ("year: 1990, until: 2002, " + ORDERS + BAN, "2002", "nothing is left of the event"),
        ("year: 2005, probability: 1.2, " + BAN, "1.2", "a number from 0 to 1, not 1.2"),
        (
            "year: 2005, " + ORDERS + "capacity: {supplier: A, factor: 2}}\n",
            "{order",
            "cannot wait for something to happen; give it years, or a probability",
        ),
        ("year: 2005, if: {event: {id: othre}}, " + BAN + OTHER, "othre", "did you mean 'other'"),
        ("year: 2005, if: {event: {id: e}}, " + BAN, "e}}", "no other event 'e' to wait for"),
        (
            "year: 2005, if: {share: {buyer: A, supplier: B}}, " + BAN,
            "{buyer",
            "'above' or 'below'",
        ),
        ("year: 2005, if: {ordr: {buyer: A, supplier: B}}, " + BAN, "ordr", "ordr"),
        ("year: 2005, if: {order: {buyer: A, supplier: B}, after: 0}, " + BAN, "0}", "after"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_write(tmp_path, text, place, message):
    column = len(HEAD.splitlines()[-1]) + text.index(place) + 1
    with pytest.raises(InputError) as caught:
        event_of(tmp_path, text)
    told = str(caught.value)
    assert message in told
    assert f"s.yaml:4:{column}: " in told, told
