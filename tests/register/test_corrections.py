"""A register beside a table of volumes, and what of it the aggregates have."""

import pytest

from sim.register.cast import choose_cast
from sim.register.corrections import comparison_lines, side_by_side
from sim.register.outside import aggregate_lines
from sim.register.read import read_register

from .test_join import by_year

ROWS = (
    (1, "Russia", "India", "A", 2008, 2010, 200),
    (2, "Russia", "Algeria", "B", 2008, 2011, 100.4),
    (3, "France", "Norway", "C", 2008, 2011, 70),
    (4, "France", "Hill rebels*", "D", 2008, 2011, 3),
)
TABLE = (
    "TIV of arms exports from Russia, 2010-2011,,,\n,2010,2011,Total\n"
    "Algeria,,{algeria},100\nIndia,{india},,200\nTotal,200,100,300\n"
)


def read(folder, table):
    files = folder / "register.csv", folder / "table.csv"
    files[0].write_text(by_year(*ROWS), encoding="utf-8")
    files[1].write_text(table, encoding="utf-8")
    return read_register(files)


def test_a_register_that_adds_up_to_a_table_is_said_to(tmp_path):
    register = read(tmp_path, TABLE.format(algeria=100, india=200))
    [line] = comparison_lines(register.tables[0], register.deals, 0.0)
    assert line.startswith("2010-2011: 300 TIV in the table, 300 in the register")
    assert "agree but for rounding" in line


def test_where_a_register_does_not_is_told_in_numbers(tmp_path):
    register = read(tmp_path, TABLE.format(algeria=100, india=260))
    _, here, there = side_by_side(register.tables[0], register.deals)
    assert (here["India", 2010], there["India", 2010]) == (260, 200)
    totals, differ, most, dropped = comparison_lines(register.tables[0], register.deals, 55.0)
    assert "360 TIV in the table, 300 in the register (-59.6, -16.6%)" in totals
    assert "1 of 4 states and years differ: 60 TIV are missing in the register there" in differ
    assert "India 2010: 260 in the table, 200 in the register" in most
    assert "55 TIV are dropped" in dropped


def test_a_state_that_the_table_lacks_differs_by_all_of_its_volume(tmp_path):
    register = read(tmp_path, TABLE.replace("Algeria,,{algeria},100\n", "").format(india=200))
    years, here, there = side_by_side(register.tables[0], register.deals)
    assert years == [2010, 2011] and ("Algeria", 2011) not in here
    assert there["Algeria", 2011] == pytest.approx(100.4)


def test_who_is_in_the_aggregates_is_told_by_volume(tmp_path):
    deals = read(tmp_path, TABLE.format(algeria=100, india=200)).deals
    buyers, suppliers = aggregate_lines(deals, choose_cast(deals, 2013, 2, 1))
    assert "73 of 373 TIV delivered in 1995-2012 (19.6%)" in buyers
    assert "states that are not chosen (1) 70 TIV, most of it Norway 70" in buyers
    assert "rebels (1) 3 TIV" in buyers
    assert "states that are not chosen (1) 73 TIV, most of it France 73" in suppliers
