"""``sim refresh``: downloads are known by their columns, and laid over what is known."""

import openpyxl
import pytest

from sim.base.problems import InputError
from sim.cli.command import main
from sim.register.downloads import read_download
from sim.register.refresh import refreshed, who_in
from sim.register.user_tables import read_user_tables
from sim.theatre.load import load_theatre

from .conftest import DEFAULT

VOTES = (
    '"ccode","session","IdealPointAll","IdealPointFP"\n750,79,-0.5,-0.45\n750,80,-0.4,NA\n'
    "365,80,-2.1,-2\n9999,80,1,1\n"
)
ATOP = (
    "dyad,mem1,mem2,year,atopally,defense\n1,2,20,2018,1,1\n1,2,20,2019,1,1\n1,2,20,2020,1,1\n"
    "2,2,750,2020,0,0\n3,710,731,2018,1,1\n3,710,731,2019,1,1\n3,710,731,2020,1,0\n"
)
RIVALS = "rivalry,ccode1,ccode2,start,end\na,770,750,1947,2022\nb,710,750,1947,2010\n"


@pytest.fixture
def files(tmp_path):
    """One download of each kind."""
    book = openpyxl.Workbook()
    book.active.append(["Country", 2024])  # the front page is no table of constant dollars
    book.active.append(["India", 1])
    sheet = book.create_sheet("Constant (2025) US$")
    for row in (
        ["Military expenditure by country"], ["Country", "Notes", 2023, 2024, 2025], ["Africa"],
        ["Algeria", None, "...", 21000.5, "xxx"], ["India", None, 82000, 84000, 86000],
        ["Atlantis", None, 1, 2, 3],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "one.xlsx")
    for name, text in (("two.csv", VOTES), ("three.csv", ATOP), ("four.csv", RIVALS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in ("one.xlsx", "two.csv", "three.csv", "four.csv")]


def read(path):
    return read_download(path, who_in(DEFAULT))


def test_each_file_is_known_by_its_columns_and_states_by_their_codes(files):
    spending, votes, pacts, rivals = map(read, files)
    assert spending.paths == {
        "Algeria": {2024: 21.0005},
        "India": {2023: 82.0, 2024: 84.0, 2025: 86.0},
    }
    assert votes.paths == {"India": {2024: -0.45}, "Russia": {2025: -2.0}}  # final passage, session
    assert votes.empty == 1
    # What lasts to the last year of a file goes on.
    assert pacts.spans == {
        ("Canada", "United States"): [(2018, None)],
        ("China", "North Korea"): [(2018, 2019)],
    }
    assert rivals.spans == {
        ("India", "Pakistan"): [(1947, None)],
        ("China", "India"): [(1947, 2010)],
    }


def test_what_names_nobody_is_told_with_its_line(files):
    lines = "\n".join(refreshed(DEFAULT, files).lines)
    assert "'Atlantis' (line 6, 1 row" in lines and "'9999' (line 5, 1 row)" in lines
    assert "sheet 'Constant (2025) US$'" in lines
    assert "spending.csv: as they were, for no file has them: Afghanistan (to" in lines


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "2 rows|known by its columns"),
        ("state,year,ideal_point\nIndia,soon,1\n", "has no row of UN ideal points"),
    ],
)
def test_what_is_no_table_of_relations_is_refused(tmp_path, text, words):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read(tmp_path / "x.csv")


def test_what_was_known_of_years_outside_a_file_stays(files):
    tables = refreshed(DEFAULT, files).tables
    pacts = tables["defence_pacts.csv"].splitlines()
    begins = min(
        one.first_year for one in DEFAULT.defence_pacts
        if {one.state_a, one.state_b} == {"Canada", "United States"}
    )  # fmt: skip
    assert begins < 2018 and f"Canada,United States,{begins},\n" in tables["defence_pacts.csv"]
    assert "Finland,United States,2023," in pacts  # after the file's last year, and not in it
    assert "China,India,1947,2010" in tables["rivalries.csv"].splitlines()
    india = [line for line in tables["spending.csv"].splitlines() if line.startswith("India,")]
    assert india == ["India,2023,82", "India,2024,84", "India,2025,86"]  # editions do not mix


def test_tables_of_all_states_serve_an_import(files, tmp_path, capsys):
    out = tmp_path / "relations"
    assert main(["refresh", "--from", *map(str, files), "--out", str(out)]) == 0
    assert f"Next: sim import REGISTER --relations {out}" in capsys.readouterr().out
    user = read_user_tables(out, 2026)
    assert user.un_votes["Russia"][2025] == -2.0
    assert len(user.un_votes) > 150 and len(user.defence_pacts) > 1000
    assert main(["refresh", "--from", str(files[1]), "--out", str(out)]) == 2  # stays as it is


def test_a_theatre_is_copied_with_its_tables_brought_up_to_date(files, made_folder, tmp_path):
    out = tmp_path / "fresh"
    given = ["refresh", str(made_folder), "--from", *map(str, files), "--out", str(out)]
    assert main(given) == 0
    before, after = load_theatre(made_folder), load_theatre(out)
    assert after.un_votes["Russia"] == {2025: -2.0} != before.un_votes["Russia"]
    assert after.buyers == before.buyers
    same = {path.name for path in made_folder.iterdir()}
    assert {path.name for path in out.iterdir()} == same
    assert "brought up to date from two.csv (BLAKE2b" in " ".join(
        (out / "theatre.yaml").read_text(encoding="utf-8").split()
    )


def test_a_folder_that_is_no_theatre_is_named(tmp_path, files, capsys):
    given = ["refresh", str(tmp_path), "--from", str(files[1]), "--out", str(tmp_path / "x")]
    assert main(given) == 2
    assert "is no theatre: it has no theatre.yaml" in capsys.readouterr().err
