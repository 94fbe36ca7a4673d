"""Tables of plain text."""

from sim.base.text_table import text_table


def test_columns_are_as_wide_as_their_widest_cell():
    rows = [["name", "n"], ["a", "1"], ["longer name", "1,000"]]
    assert text_table(rows, "<>") == [
        "name             n",
        "a                1",
        "longer name  1,000",
    ]


def test_rows_may_be_short_and_lines_stand_as_they_are():
    rows = [["a", "b", "c"], "a line wider than any column", ["x"], ["y", "", "z"]]
    assert text_table(rows, "<><", gap=1) == [
        "a b c",
        "a line wider than any column",
        "x",
        "y   z",
    ]
    assert text_table([], "<") == [] and text_table(["only"], "") == ["only"]
