"""Volumes in all spellings of a file: one number, or a refusal that names both."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.problems import InputError
from sim.register.recognise import recognise
from sim.register.tallies import RowError
from sim.register.volumes import NumberMarks, marks_of, volume_of, written

from .synthetic import YEARLY_HEADER


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1500", 1500), ("0.75", 0.75), ("0,75", 0.75), (".5", 0.5), ("4.", 4), ("1.500,00", 1500),
     ("1,500.00", 1500), ("1 500,00", 1500), ("1\u00a0500,5", 1500.5), ("1\u202f500.5", 1500.5),
     ("1'500.25", 1500.25), ("1’500", 1500), ("1.500.000", 1_500_000), ("1,50,000.5", 150_000.5),
     ("0.125", 0.125), ("0,125", 0.125), ("1234.500", 1234.5), ("1.5E+03", 1500), ("1,5e3", 1500),
     (" 12 ", 12)],
)  # fmt: skip
def test_what_one_cell_alone_tells(cell, value):
    for decimal in ".,":
        for delimiter in ",;":
            assert volume_of(cell, marks=NumberMarks(decimal, delimiter)) == value


@pytest.mark.parametrize(
    "cell", ["", "x", "-5", "−5", "nan", "inf", "1e999", "1_000", "1 50", "12,34.5", "1..5", ".",
             "1.50.00", "0x10", "1 500 m", "١٥"],
)  # fmt: skip
def test_what_is_no_volume(cell):
    with pytest.raises(RowError, match="no volume"):
        volume_of(cell)


def test_an_empty_cell_and_a_dash_mean_what_the_form_says():
    assert [volume_of(cell, 0.0) for cell in ("", " ", "-", "–", "0 ")] == [0.0] * 5


@pytest.mark.parametrize(
    ("cells", "delimiter", "cell", "value"),
    [(["0,75"], ";", "1.500", 1500), (["0.75"], ";", "1.500", 1.5), (["0.75"], ";", "1,500", 1500),
     (["1.500.000"], ";", "1,500", 1.5), (["1 500,25"], "\t", "2.125", 2125),
     ([], ",", "1.500", 1.5), (["0,75"], ",", "1.500", 1500), (["4.5"], ",", "1,500", 1500)],
)  # fmt: skip
def test_the_other_volumes_of_a_file_tell_which_mark_is_decimal(cells, delimiter, cell, value):
    assert volume_of(cell, marks=marks_of(cells, delimiter)) == value


def yearly(folder, delimiter, *volumes):
    """A register by year with these volumes."""
    rows = [
        f"{i},France,Norway,Alpha,frigate,Ships,2010,No,3,No,2011,No,New,5,5,VOLUME,No"
        for i in range(len(volumes))
    ]
    lines = [line.replace(",", delimiter) for line in (YEARLY_HEADER, *rows)]
    for i, volume in enumerate(volumes, 1):
        lines[i] = lines[i].replace("VOLUME", f'"{volume}"' if delimiter in volume else volume)
    file = folder / "volumes.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return recognise(file)


@pytest.mark.parametrize(
    ("delimiter", "volumes", "line"),
    [(";", ("12", "1.500"), 3), (";", ("1.500", "0,5", "0.5"), 2), (",", ("3", "1,500"), 3),
     ("\t", ("1,500", "20"), 2)],
)  # fmt: skip
def test_a_file_that_leaves_it_open_is_refused_with_line_and_both_readings(
    delimiter, volumes, line, tmp_path
):
    with pytest.raises(InputError) as caught:
        _ = yearly(tmp_path, delimiter, *volumes).marks
    [problem] = caught.value.problems
    assert problem.mark.line == line
    assert "may be 1,500 or 1.5 TIV" in problem.message


def test_a_file_that_tells_it_in_any_row_is_read(tmp_path):
    assert yearly(tmp_path, ";", "1.500", "0,75").marks.decimal == ","


@given(st.text(alphabet="0123456789.,' eE-+\u00a0", max_size=12), st.sampled_from(["", ".", ","]))
def test_any_cell_is_a_volume_or_a_reason(cell, decimal):
    marks = NumberMarks(decimal, ";")
    try:
        volume = volume_of(cell, marks=marks)
    except RowError:
        assert not math.isfinite(marks.read(written(cell)))
    else:
        assert math.isfinite(volume) and volume >= 0


@given(st.integers(0, 10**7), st.integers(0, 99), st.sampled_from([",.", ".,", " ,", "' .", "  ."]))
def test_a_volume_that_is_written_out_is_read_back(whole, cents, marks):
    text = f"{whole:,}".replace(",", marks[0]) + f"{marks[-1]}{cents:02}"
    assert volume_of(text, marks=NumberMarks("", ";")) == pytest.approx(whole + cents / 100)
