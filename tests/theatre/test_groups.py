"""Groups of states: members by year, those of a scenario's own, and words that mean a state."""

from dataclasses import replace

import pytest

from sim.theatre import groups, names
from sim.theatre.load import default_theatre


def test_the_table_names_states_by_their_present_names():
    for group, rows in groups.groups().items():
        for row in rows:
            assert row.state in names.states(), (group, row.state)
            assert row.last_year is None or row.last_year >= row.first_year


@pytest.mark.parametrize(
    ("group", "year", "number"),
    [("EU", 2003, 15), ("EU", 2004, 25), ("EU", 2019, 28), ("EU", 2020, 27), ("NATO", 1999, 19),
     ("NATO", 2024, 32), ("GCC", 1980, 0), ("GCC", 1981, 6), ("ASEAN", 1999, 10), ("CSTO", 2012, 6),
     ("SCO", 2001, 6), ("BRICS", 2024, 9)],
)  # fmt: skip
def test_members_by_year(group, year, number):
    assert len(groups.members(group, year)) == number


def test_a_state_may_leave_and_come_back():
    years = [y for y in range(1990, 2025) if "Uzbekistan" in groups.members("CSTO", y)]
    assert years == [*range(1994, 1999), *range(2006, 2012)]


def test_a_theatre_takes_of_a_group_whom_it_has():
    theatre = default_theatre()
    assert theatre.members("gcc", 2003) == (
        "Kuwait", "Qatar", "Saudi Arabia", "United Arab Emirates"
    )  # fmt: skip
    assert theatre.members("GCC", 1970) == ()
    assert theatre.members("UAE", 1900) == ("United Arab Emirates",)
    assert theatre.members("nobody", 2003) == ()
    assert theatre.listed("nobody", 2003) is None
    assert "did you mean 'NATO'?" in theatre.suggestion("NATOO")


def test_a_scenarios_own_group_may_name_one_of_the_table():
    own = {"Partners": ("India", "GCC"), "EU": ("France",)}
    theatre = replace(default_theatre(), own_groups=own)
    assert theatre.members("partners", 2003)[:2] == ("India", "Kuwait")
    assert theatre.members("EU", 2003) == ("France",)
