"""The default theatre's figures: each has a source and a licence, and says what is known of it."""

import csv

import pytest
import yaml

from sim.theatre.load import default_theatre
from sim.theatre.theatre import DEFAULT_FOLDER

HEAD = yaml.safe_load((DEFAULT_FOLDER / "theatre.yaml").read_text(encoding="utf-8"))
TABLES = sorted(path.name for path in DEFAULT_FOLDER.glob("*.csv"))
THEATRE = default_theatre()


def columns_of(file):
    named = []
    for name in HEAD["files"][file]["columns"]:
        if name == "y0-y15":
            named += [f"y{i}" for i in range(16)]
        else:
            named.append(name)
    return named


def test_every_table_is_described_and_every_description_has_a_table():
    assert sorted(HEAD["files"]) == TABLES


@pytest.mark.parametrize("file", TABLES)
def test_every_column_has_meaning_unit_mark_and_a_source_with_a_licence(file):
    with (DEFAULT_FOLDER / file).open(encoding="utf-8", newline="") as table:
        header = next(csv.reader(table))
    assert columns_of(file) == header
    for column in HEAD["files"][file]["columns"].values():
        assert column["means"] and column["unit"]
        assert column["mark"] in ("measured", "rule", "guess")
        source = HEAD["sources"][column["source"]]
        assert source["name"] and source["publisher"] and source["licence"]
        assert column["mark"] != "guess" or column["why"]


def test_the_theatre_has_the_size_that_it_promises():
    assert len(THEATRE.buyers) == 41 and "Rest of world" in THEATRE.buyers
    assert len(THEATRE.suppliers) == 18 and "Other suppliers" in THEATRE.suppliers
    assert len(THEATRE.classes) == 7
    assert THEATRE.start == 2003


def test_no_embargo_ends_before_it_began_and_each_has_its_basis():
    for ban in THEATRE.embargoes:
        assert ban.last_year is None or ban.first_year <= ban.last_year
        assert ban.basis


def test_shares_of_a_class_add_up_to_one():
    assert THEATRE.world_shares.sum(axis=0) == pytest.approx(1.0, abs=0.01)


def test_the_record_holds_the_two_headline_shifts():
    record = THEATRE.recorded["deliveries"]
    b, s = THEATRE.buyers.index, THEATRE.suppliers.index

    def delivered(buyer, window):
        return record.total("deliveries", window)[0, b(buyer), s("United States"), 0]

    pakistan = delivered("Pakistan", (2013, 2017)) / delivered("Pakistan", (2008, 2012)) - 1
    india = delivered("India", (2013, 2017)) / delivered("India", (2008, 2012)) - 1
    assert pakistan == pytest.approx(-0.76, abs=0.01)
    assert india == pytest.approx(5.55, abs=0.05)


@pytest.mark.parametrize(
    ("word", "name"),
    [("USA", "United States"), ("pak", "Pakistan"), ("Turkey", "Turkiye"),
     ("UAE", "United Arab Emirates"),
     ("Vietnam", "Viet Nam"), ("ROW", "Rest of world")],
)  # fmt: skip
def test_states_go_by_name_alias_and_iso_code(word, name):
    assert THEATRE.find(word) == name


def test_names_and_aliases_mean_one_state_each():
    spoken = [
        name.casefold()
        for state in THEATRE.states
        for name in (state.name, state.iso3, *state.aliases)
        if name
    ]
    assert len(spoken) == len(set(spoken))
