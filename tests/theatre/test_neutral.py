"""Whom tables of wealth, prices and lead times lack is named, with what stands in."""

from dataclasses import replace

from sim.theatre.load import default_theatre
from sim.theatre.neutral import lacking, neutral_at, neutral_lines

THEATRE = default_theatre()
WITHOUT = replace(
    THEATRE,
    wealth={name: path for name, path in THEATRE.wealth.items() if name != "Poland"},
    prices={who: one for who, one in THEATRE.prices.items() if who != ("France", "naval")},
)


def test_who_is_in_no_table_is_found_with_the_classes_that_it_makes():
    found = lacking(WITHOUT)
    before = lacking(THEATRE)
    assert set(found["wealth"]) - set(before["wealth"]) == {"Poland"}
    assert found["prices"] == {"France": ("naval",)} and not before["prices"]
    makes_none = replace(THEATRE, prices={who: one for who, one in THEATRE.prices.items()
                                          if who[0] != "Switzerland"})  # fmt: skip
    assert "naval" not in lacking(makes_none)["prices"]["Switzerland"]


def test_wealth_that_became_known_after_the_start_is_not_known():
    late = replace(THEATRE, wealth={**THEATRE.wealth, "Poland": {THEATRE.start: 0.5}})
    assert "Poland" in lacking(late)["wealth"]


def test_the_lines_say_what_stands_in():
    lines = neutral_lines(WITHOUT)
    assert any("wealth of " in line and "(taken for middling)" in line for line in lines)
    assert any("level of price of France" in line and "what others ask" in line for line in lines)
    assert not any("level of price" in line for line in neutral_lines(THEATRE))


def test_of_a_tender_only_those_who_deal_in_the_class_are_named():
    line = neutral_at(WITHOUT, "Poland", ["France", "Germany"], "naval")
    assert "wealth of Poland" in line and "level of price of France" in line
    assert "France" not in neutral_at(WITHOUT, "Poland", ["France", "Germany"], "land")
    assert neutral_at(THEATRE, "Poland", ["France", "Germany"], "naval") == ""
