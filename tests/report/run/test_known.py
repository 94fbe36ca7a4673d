"""Where what is known ends, after which plots are shaded."""

from dataclasses import replace

from sim.report.run.record import known_of
from sim.theatre.load import default_theatre


def test_it_is_the_last_year_on_record_of_anybody():
    theatre = default_theatre()
    known = known_of(theatre)
    ends = {last for flows in theatre.recorded.values() for _, last in flows.periods}
    assert known.last == max(ends) > theatre.start
    assert f"years after {known.last}" in known.words
    assert "UN votes to 2024 and military spending to" in known.words


def test_a_theatre_without_a_record_has_no_such_year():
    assert known_of(replace(default_theatre(), recorded={})) is None


def test_relations_that_nobody_knows_are_not_told():
    bare = replace(default_theatre(), un_votes={}, spending={})
    assert known_of(bare).words.endswith("record ends.")
