"""Tables as CSV: no cell is a formula, and what is read back is what was written."""

import csv
import errno
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.files import csv_text, naming, unwritten, write_whole, written


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1+1", "-2+3|cmd", "@SUM(A1)", "\t=1+1", "'=1", "''-x", "＝1+1"]
)
def test_a_formula_becomes_text(text):
    assert written(text) == f"'{text}" and unwritten(f"'{text}") == text


@pytest.mark.parametrize("value", ["-0.5", "+3", "-1.2e-07", "-inf", "-", "2010", "India", "'s"])
def test_numbers_and_names_stay_as_they_are(value):
    assert written(value) == value == unwritten(value)


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r")


@given(st.lists(st.text(LETTERS, min_size=1), min_size=1))
def test_a_row_comes_back_as_it_was(cells):
    text = csv_text(["a"] * len(cells), [cells])
    *_, row = csv.reader(io.StringIO(text, newline=""))
    assert [unwritten(cell) for cell in row] == cells


def test_numbers_are_numbers_and_nothing_is_nothing():
    assert csv_text(["a", "b", "c"], [[-1.5, None, -2]]) == "a,b,c\n-1.5,,-2\n"


def test_a_full_disk_names_the_file_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "there.txt").write_text("as it was", encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.write_text", full)
    for path in (tmp_path / "there.txt", tmp_path / "a" / "new.txt"):
        with pytest.raises(OSError, match="No space left") as caught:
            write_whole(path, "new")
        assert caught.value.filename == str(path)
    assert (tmp_path / "there.txt").read_text(encoding="utf-8") == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["there.txt"]


def test_an_error_that_names_a_file_keeps_it(tmp_path):
    with pytest.raises(FileNotFoundError) as caught, naming(tmp_path / "other"):
        (tmp_path / "gone").read_bytes()
    assert caught.value.filename == str(tmp_path / "gone")
