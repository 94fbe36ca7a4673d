"""The table of names: every word leads to one state, in any year."""

import pytest
import yaml

from sim.register.summary import KNOWN_FOR
from sim.theatre import names
from sim.theatre.load import default_theatre
from sim.theatre.theatre import DEFAULT_FOLDER

TABLE = names.states()
YEARS = range(1945, 2031)


def test_every_spelling_is_of_one_state():
    # Were two states to share one, it would lead away from one of them.
    assert all(names.spelt(word) == state.name for state in TABLE.values()
               for word in state.spellings)  # fmt: skip


def test_codes_lead_to_a_state_of_the_time():
    for state in TABLE.values():
        for code in state.cow_codes:
            year = state.last_year or 2020
            assert names.as_of(names.find(code), year) == state.name, code
    iso = [state.iso3 for state in TABLE.values() if state.iso3]
    assert len(iso) == len(set(iso)) and all(len(code) == 3 for code in iso)
    assert names.find("9999") is None and names.spelt("750") is None


def test_a_name_means_one_state_in_every_year():
    for name in TABLE:
        for year in YEARS:
            then = names.as_of(name, year)
            assert then in TABLE and names.as_of(then, year) == then
            if TABLE[name].exists(year):
                assert then == name
            assert TABLE[then].last_year is None or year <= TABLE[then].last_year


def test_successors_are_in_the_table_and_outlive():
    for state in TABLE.values():
        assert (state.last_year is None) == (not state.successors)
        for heir in state.successors:
            assert TABLE[heir].last_year is None


@pytest.mark.parametrize(
    ("name", "year", "then"),
    [("Soviet Union", 1992, "Russia"), ("Russia", 1991, "Soviet Union"),
     ("Czechoslovakia", 1992, "Czechoslovakia"), ("Czechoslovakia", 2003, "Czechia"),
     ("Slovakia", 1985, "Slovakia"), ("East Germany (GDR)", 1989, "East Germany (GDR)"),
     ("East Germany (GDR)", 2003, "Germany"), ("Germany", 1985, "Germany"),
     ("Yugoslavia", 2003, "Serbia"), ("Serbia", 1985, "Yugoslavia"),
     ("North Yemen", 1991, "Yemen"), ("Yemen", 1985, "North Yemen"),
     ("South Vietnam", 1980, "Viet Nam"), ("Nowhere", 1980, "Nowhere")],
)  # fmt: skip
def test_a_successor_stands_for_a_state_after_its_end(name, year, then):
    assert names.as_of(name, year) == then


def test_ties_of_an_absorbed_state_are_nobody_elses():
    assert names.continued("East Germany (GDR)", 2003) == "East Germany (GDR)"
    assert names.continued("Soviet Union", 2003) == "Russia"
    assert names.continued("Russia", 1985) == "Soviet Union"
    assert names.continued("Czechoslovakia", 2003) == "Czechia"


@pytest.mark.parametrize(
    ("word", "name"),
    [("Republic of Korea", "South Korea"), ("korea,  south", "South Korea"), ("IND", "India"),
     ("750", "India"), ("365", "Russia"), ("SUN", "Russia"), ("Côte d’Ivoire", None),
     ("Türkiye", "Turkiye"), ("TURKIYE", "Turkiye"), ("Peru", None), ("Nowhere", None)],
)  # fmt: skip
def test_scenarios_may_use_every_spelling_and_code(word, name):
    assert default_theatre().find(word) == name


def test_who_is_not_there_is_told_from_who_is_misspelt():
    theatre = default_theatre()
    assert theatre.suggestion("Perú") == ": this theatre does not have it as a single state"
    assert theatre.suggestion("PER") == " (Peru): this theatre does not have it as a single state"
    assert theatre.suggestion("Turkei") == "; did you mean 'Turkiye'?"
    assert theatre.suggestion("xyzzy") == ""


def test_the_packages_knowledge_is_of_the_years_that_its_description_has():
    head = yaml.safe_load((DEFAULT_FOLDER / "theatre.yaml").read_text(encoding="utf-8"))
    theatre = default_theatre()
    votes = {year for path in theatre.un_votes.values() for year in path}
    assert (min(votes), max(votes)) == KNOWN_FOR["UN votes"]
    assert head["sources"]["rivalries"]["name"].endswith(f"to {KNOWN_FOR['rivalries'][1]}")
    assert head["sources"]["atop"]["name"].endswith("-".join(map(str, KNOWN_FOR["defence pacts"])))
    bans = [year for ban in theatre.embargoes for year in (ban.first_year, ban.last_year) if year]
    assert max(bans) == KNOWN_FOR["embargoes"][1]
    assert f"since {KNOWN_FOR['embargoes'][0]}" in head["files"]["embargoes.csv"]["what"]
    assert all((tie.last_year or 2020) >= KNOWN_FOR["rivalries"][0] for tie in theatre.rivalries)


def test_the_politics_of_all_states_are_by_names_of_the_table():
    theatre = default_theatre()
    named = {*theatre.un_votes, *theatre.spending}
    for tie in (*theatre.rivalries, *theatre.defence_pacts):
        named |= {tie.state_a, tie.state_b}
    for ban in theatre.embargoes:
        named |= {ban.buyer, *([] if ban.supplier is None else [ban.supplier])}
    assert named <= set(TABLE) and len(theatre.un_votes) > 180 and len(theatre.spending) > 160
