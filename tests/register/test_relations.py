"""Ties of states: the package's own, and a user's for others or instead."""

import json

import pytest

from sim.base.problems import InputError
from sim.experiment.market import price_levels, wealths
from sim.register.build import ImportOptions
from sim.theatre.load import load_theatre
from sim.theatre.names import states
from sim.theatre.records import PriceLevel

from .conftest import DEFAULT, imported
from .synthetic import yearly_text

TABLES = {
    "states.csv": "state,iso3,aliases,un_ideal_point\nAngola,AGO,Ngola,-0.7\nIndia,IND,,0.5\n",
    "spending.csv": "state,year,usd_bn_2024\nAngola,2010,4.1\nAngola,2015,3.2\n",
    "rivalries.csv": "state_a,state_b,first_year,last_year\nAngola,Zambia,1990,\n"
    "Pakistan,India,1947,2014\n",
    "defence_pacts.csv": "state_a,state_b,first_year,last_year\nAngola,Turkey,2001,\n",
    "embargoes.csv": "supplier,buyer,first_year,last_year,basis\nALL,Angola,1993,2002,own\n"
    "Russia,Pakistan,1990,,own\n",
    "prices.csv": "supplier,class,usd_m_per_tiv,ln_se\nAngola,land,1.9,0.3\nRussia,land,9,0\n",
    "wealth.csv": "state,year,wealth\nAngola,2008,-0.6\nAngola,2013,-0.1\n",
    "lead_times.csv": "supplier,class,relative_years\nAngola,land,0.7\n",
}


def write(folder, **changed):
    folder.mkdir()
    for name, text in {**TABLES, **changed}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ties_of(relations, name):
    return {(tie.state_a, tie.state_b, tie.last_year) for tie in relations
            if name in (tie.state_a, tie.state_b)}  # fmt: skip


def test_states_that_the_package_knows_have_its_relations(made_folder):
    theatre, default = load_theatre(made_folder), DEFAULT
    both = [name for name in theatre.buyers if name in default.buyers and name != "Rest of world"]
    assert both
    for name in both:
        for year in (theatre.start - 1, theatre.start, 2030):
            assert theatre.un_point(name, year) == default.un_point(name, year)
        assert theatre.spending.get(name) == default.spending.get(name)


def test_prices_wealth_and_lead_times_of_the_package_are_taken_by_name(made_folder):
    theatre = load_theatre(made_folder)
    assert {name for name, _ in theatre.prices} <= set(theatre.suppliers)
    for table in ("prices", "lead_times"):
        known = {
            who: one for who, one in getattr(DEFAULT, table).items() if who[0] in theatre.suppliers
        }
        assert getattr(theatre, table) == known != {}
    assert ("Other suppliers", "land") in theatre.prices
    for name, by_year in theatre.wealth.items():
        assert max(by_year) < theatre.start  # as known at the start, nothing later
        assert theatre.wealth_of(name) == DEFAULT.wealth[name][max(by_year)]


def test_who_has_no_price_is_like_all_others_and_named(tmp_path, invented):
    made = imported(yearly_text(invented), tmp_path / "all", ImportOptions(2013, None, None))
    theatre = load_theatre(tmp_path / "all")
    without = json.loads(made.files["import.json"])["without"]
    levels, place = price_levels(theatre), theatre.suppliers.index
    assert without["prices"] and "Russia" not in without["prices"]
    for name in without["prices"]:
        assert (levels.relative[:, place(name)] == 0.0).all()
    assert (levels.relative[:, place("Russia")] != 0.0).any()
    assert "Angola" in without["wealth"]
    assert wealths(theatre)[0][theatre.buyers.index("Angola")] == 0.0
    assert any(
        line.startswith("Prices: as measured on 1980-2012; missing for") for line in made.summary
    )


def test_embargoes_of_the_package_are_those_among_its_states(made_folder):
    theatre = load_theatre(made_folder)
    own = {(ban.supplier, ban.buyer, ban.first_year) for ban in theatre.embargoes}
    expected = {
        (ban.supplier, ban.buyer, ban.first_year) for ban in DEFAULT.embargoes
        if ban.buyer in theatre.buyers and ban.supplier in (None, *theatre.suppliers)
    }  # fmt: skip
    assert own == expected != set()


def test_states_without_are_named(tmp_path, invented):
    made = imported(yearly_text(invented), tmp_path / "all", ImportOptions(2013, None, None))
    without = json.loads(made.files["import.json"])["without"]
    single = {name for name in load_theatre(tmp_path / "all").by_name if name in states()}
    assert "Angola" in single and not single & {*without["rivalries"], *without["embargoes"]}
    assert set(without["UN votes"]) == {
        name for name in single if DEFAULT.un_votes.get(name) is None
    }


def test_the_package_knows_the_politics_of_all_states(tmp_path, invented):
    imported(yearly_text(invented), tmp_path / "all", ImportOptions(2013, None, None))
    theatre = load_theatre(tmp_path / "all")
    assert ("Chad", "Angola", None) in ties_of(theatre.defence_pacts, "Angola")
    path = theatre.un_votes["Angola"]
    assert min(path) == 2012 and path.items() <= DEFAULT.un_votes["Angola"].items()


def test_a_users_tables_add_and_replace(tmp_path, invented):
    own = write(tmp_path / "own")
    made = imported(yearly_text(invented), tmp_path / "all", ImportOptions(2013, None, None, own))
    theatre = load_theatre(tmp_path / "all")
    assert theatre.by_name["Angola"].un_ideal_point == -0.7
    assert theatre.by_name["India"].un_ideal_point == 0.5
    assert theatre.find("Ngola") == theatre.find("AGO") == "Angola"
    assert theatre.spending["Angola"] == {2010: 4.1, 2015: 3.2}
    assert ("Angola", "Zambia", None) in ties_of(theatre.rivalries, "Angola")
    assert ties_of(theatre.rivalries, "Pakistan") == {("Pakistan", "India", 2014)} | {
        tie for tie in ties_of(DEFAULT.rivalries, "Pakistan")
        if "India" not in tie and set(tie[:2]) <= {state.name for state in theatre.states}
    }  # fmt: skip
    assert ("Angola", "Turkiye", None) in ties_of(theatre.defence_pacts, "Angola")
    assert theatre.wealth_of("Angola") == -0.6  # not yet that of the start's own year
    of_russia = {weapon: one for (name, weapon), one in theatre.prices.items() if name == "Russia"}
    assert of_russia == {"land": PriceLevel(9.0, 0.0)}
    bans = {(ban.supplier, ban.buyer): ban for ban in theatre.embargoes}
    assert bans[None, "Angola"].last_year == 2002 and bans["Russia", "Pakistan"].basis == "own"
    assert ("United States", "Pakistan") not in bans  # the user's rows of a buyer replace all
    without = json.loads(made.files["import.json"])["without"]
    assert all("Angola" not in lacking for lacking in without.values())


def test_states_that_are_not_there_are_named_and_words_of_ones_own_are_known(tmp_path, invented):
    own = write(
        tmp_path / "own",
        **{"spending.csv": "state,year,usd_bn_2024\nAngolla,2010,3\nNgola,2010,4\nAGO,2011,5\n"},
    )
    made = imported(yearly_text(invented), tmp_path / "all", ImportOptions(2013, None, None, own))
    [line] = [line for line in made.summary if line.startswith("Your tables name")]
    assert "Angolla; did you mean 'Angola'?" in line and "Ngola" not in line
    assert load_theatre(tmp_path / "all").spending["Angola"] == {2010: 4.0, 2011: 5.0}
    text = (tmp_path / "all" / "theatre.yaml").read_text(encoding="utf-8")
    assert "rows of the user's own spending.csv" in " ".join(text.split())


@pytest.mark.parametrize(
    ("file", "row", "words"),
    [
        ("rivalries.csv", "Angola,Ngola,1990,", "no tie with itself"),
        ("rivalries.csv", "Angola,Zambia,2000,1990", "lies before first_year"),
        ("embargoes.csv", "ALL,Angola,2000,1990,own", "lies before first_year"),
        ("states.csv", "Angola,AGO,Ngola,99", "between -5 and 5"),
    ],
)
def test_nonsense_is_refused_at_its_line(tmp_path, invented, file, row, words):
    head = TABLES[file].splitlines()[0]
    own = write(tmp_path / "own", **{"states.csv": TABLES["states.csv"], file: f"{head}\n{row}\n"})
    with pytest.raises(InputError) as caught:
        imported(yearly_text(invented), tmp_path / "all", ImportOptions(2013, 4, 4, own))
    [problem] = caught.value.problems
    assert problem.mark.line == 2 and words in problem.message


def test_wrong_tables_are_told_line_by_line(tmp_path, invented):
    own = write(tmp_path / "own", **{"rivalry.csv": "a,b\n"})
    with pytest.raises(InputError, match=r"rivalry\.csv.*did you mean 'rivalries\.csv'"):
        imported(yearly_text(invented), tmp_path / "all", ImportOptions(2013, 4, 4, own))
    (own / "rivalry.csv").unlink()
    (own / "spending.csv").write_text("state,year,usd_bn_2024\nIndia,2010,much\n", "utf-8")
    with pytest.raises(InputError, match=r"spending\.csv:2:1: usd_bn_2024: must be a number"):
        imported(yearly_text(invented), tmp_path / "all", ImportOptions(2013, 4, 4, own))
    with pytest.raises(InputError, match="no such folder"):
        imported(
            yearly_text(invented), tmp_path / "all", ImportOptions(2013, 4, 4, tmp_path / "none")
        )
    assert not (tmp_path / "all").exists()
