"""Workbooks read as the CSV that their first sheet would be saved as."""

import builtins
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sim.base.problems import InputError
from sim.base.sheets import text_of_table
from sim.register.lines import cells_of, read_lines
from sim.register.user_tables import read_user_tables
from sim.theatre.tables import csv_rows

ROWS = [["state", "year", "usd"], ["Türkiye", 2004, 1.5], [], ["a, b", 2005.0, None, "x"]]


def book(path: Path, rows: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.create_sheet("second").append(["not read"])
    made.save(path)
    return path


def refused(path: Path, most: int = 100_000) -> str:
    with pytest.raises(InputError) as caught:
        text_of_table(path, most)
    [problem] = caught.value.problems
    assert problem.mark.line == 1
    return problem.message


def test_a_sheet_is_read_as_the_csv_that_it_would_be(tmp_path):
    file = book(tmp_path / "t.xlsx", ROWS)
    assert text_of_table(file, 10_000) == ('state,year,usd\nTürkiye,2004,1.5\n\n"a, b",2005,,x\n')
    assert [mark.line for mark, _ in csv_rows(file)] == [1, 2, 3, 4]


def test_truths_days_and_breaks_stay_on_their_line(tmp_path):
    file = book(tmp_path / "t.xlsx", [[True, date(2004, 5, 6), "two\nlines"]])
    assert text_of_table(file, 10_000) == "true,2004-05-06,two lines\n"


def test_formulas_are_not_evaluated(tmp_path):
    file = book(tmp_path / "t.xlsx", [["a", "b"], ["=1+1", '=HYPERLINK("http://x")']])
    assert text_of_table(file, 10_000) == "a,b\n\n"  # nothing was stored for them


def test_what_is_no_workbook_or_too_large_is_refused(tmp_path):
    (tmp_path / "t.xlsx").write_text("state,year\n")
    assert refused(tmp_path / "t.xlsx").startswith("this is no workbook that can be read: ")
    (tmp_path / "zip.xlsx").write_bytes(_zipped(b"x"))
    assert refused(tmp_path / "zip.xlsx").startswith("this is no workbook that can be read: ")
    assert refused(tmp_path / "nothing.xlsx") == "cannot read this file: No such file or directory"
    file = book(tmp_path / "large.xlsx", [["x" * 30_000] * 10])
    assert refused(file) == "the sheet has more than 100,000 characters"
    assert refused(file, 1000) == "the file is larger than 1,000 bytes"


def test_an_archive_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(tmp_path):
    (tmp_path / "bomb.xlsx").write_bytes(_zipped(b"0" * 3_000_000))
    assert refused(tmp_path / "bomb.xlsx") == "the workbook unpacks to more than 2,000,000 bytes"


def _zipped(content: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", content)
    return data.getvalue()


def test_without_the_library_one_line_says_how_to_get_it(tmp_path, monkeypatch):
    file = book(tmp_path / "t.xlsx", ROWS)
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("openpyxl"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert refused(file).startswith("a workbook needs openpyxl, which is not installed: pip ")


def test_a_register_and_a_users_tables_may_be_workbooks(tmp_path):
    file = book(tmp_path / "register.xlsx", ROWS)
    text = read_lines(file)
    assert (text.encoding, cells_of(text.lines[1], ",")) == ("xlsx", ["Türkiye", "2004", "1.5"])
    own = tmp_path / "own"
    own.mkdir()
    rows = [["state", "year", "usd_bn_2024"], ["India", 2003, 20.5], ["India", 2004, "many"]]
    book(own / "spending.xlsx", rows)
    with pytest.raises(InputError) as caught:
        read_user_tables(own, 2003)
    assert str(caught.value).startswith(f"{own / 'spending.xlsx'}:")
    book(own / "spending.xlsx", rows[:2])
    assert read_user_tables(own, 2003).spending["India"] == {2003: 20.5}
