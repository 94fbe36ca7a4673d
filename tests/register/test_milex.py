"""SIPRI's own table of military expenditure, as its users save it."""

import pytest

from sim.base.problems import InputError
from sim.register.milex import read_milex
from sim.register.user_tables import read_user_tables

SHEET = """Military expenditure by country,,,,
"Figures are in US$ m., at constant 2024 prices",,,,
Country,,Notes,1998,1999
Africa,,,,
Algeria,,2,"2,500.5",2600
South Sudan,,,xxx,...
Turkey,,,17000,. .
"""


def test_the_sheet_is_read_by_state_and_year_in_billions(tmp_path):
    (tmp_path / "milex.csv").write_text(SHEET, encoding="utf-8")
    assert read_milex(tmp_path / "milex.csv") == {
        "Algeria": {1998: 2.5005, 1999: 2.6},
        "Turkiye": {1998: 17.0},
    }
    assert read_milex(tmp_path / "none.csv") == {}


def test_a_users_own_rows_of_a_state_stand_in_its_place(tmp_path):
    (tmp_path / "milex.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "spending.csv").write_text("state,year,usd_bn_2024\nDZA,2000,3\n", encoding="utf-8")
    assert read_user_tables(tmp_path, 2013).spending == {
        "Algeria": {2000: 3.0},
        "Turkiye": {1998: 17.0},
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SHEET.replace("Country", "State"), "save the sheet of constant US"),
        (SHEET.replace("2600", "many"), r"milex\.csv:5:1: 1999: must be a number"),
    ],
)
def test_what_is_no_such_sheet_is_refused(tmp_path, text, words):
    (tmp_path / "milex.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_milex(tmp_path / "milex.csv")
