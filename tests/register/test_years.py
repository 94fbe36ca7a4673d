"""Years in all spellings of a file, and what is said of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.register.read import read_register
from sim.register.tallies import RowError
from sim.register.years import ESTIMATE, RANGE, year_of, years_of

from .synthetic import SINGLE_HEADER


@pytest.mark.parametrize(
    ("cell", "year", "doubt"),
    [("2011", 2011, ""), (" 2011.0 ", 2011, ""), ("2011-05-03", 2011, ""), ("3/5/2011", 2011, ""),
     ("(2011)", 2011, ESTIMATE), ("[2011]", 2011, ESTIMATE), ("2011?", 2011, ESTIMATE),
     ("c. 2011", 2011, ESTIMATE), ("ca. 2011", 2011, ESTIMATE), ("~2011", 2011, ESTIMATE),
     ("2004-2006", 2004, RANGE), ("2004–06", 2004, RANGE), ("(2004-2006)", 2004, RANGE),
     ("2004-(2006)", 2004, RANGE), ("2004/2005", 2004, RANGE), ("2004 or 2005", 2004, RANGE),
     ("1998-02", 1998, RANGE), ("2011-05", 2011, RANGE)],
)  # fmt: skip
def test_a_year_and_what_makes_it_doubtful(cell, year, doubt):
    assert year_of(cell, "order year") == (year, doubt)


@pytest.mark.parametrize("cell", ["", "11", "20111", "2006-2004", "1850", "2004-2006-2008", "soon"])
def test_what_is_no_year(cell):
    with pytest.raises(RowError, match="has no order year that can be read"):
        year_of(cell, "order year")


@pytest.mark.parametrize(
    ("cell", "years"),
    [("", ()), ("2000;2001; 2002", (2000, 2001, 2002)), ("2000-2003", (2000, 2001, 2002, 2003)),
     ("(2010); 2012;", (2010, 2012)), ("2004/2006", (2004, 2006)), ("2001, 2001", (2001,)),
     ("2004-05; 2008", (2004, 2005, 2008))],
)  # fmt: skip
def test_years_of_delivery(cell, years):
    assert years_of(cell) == years


@given(st.text(alphabet="0123456789 -–/;,()?c.", max_size=20))
def test_any_cell_is_years_or_a_reason(cell):
    try:
        years = years_of(cell)
    except RowError:
        return
    assert list(years) == sorted(set(years))
    assert all(1900 <= year <= 2200 for year in years)


def test_deals_of_doubtful_years_are_used_and_counted(tmp_path):
    row = "Norway,France,{},,10,,Alpha,frigate,10,,2012,New,,100,1000,1000"
    file = tmp_path / "brackets.csv"
    rows = [row.format(year) for year in ("(2011)", "(2010)", "2004-2006", "2011")]
    file.write_text("\n".join([SINGLE_HEADER, *rows, ""]), encoding="utf-8")
    register = read_register([file])
    [account] = register.accounts
    assert sorted(register.deals.order_year) == [2004, 2010, 2011, 2011]
    assert account.notes[f"order year {ESTIMATE}"].rows == 2
    assert account.notes[f"order year {RANGE}"].lines == [4]
