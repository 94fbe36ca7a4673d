"""A file is known by its header row, whatever stands above it and however it was saved."""

import os

import pytest

from sim.base.problems import InputError
from sim.register.read import read_register
from sim.register.recognise import form_of, recognise

from .conftest import FILES


@pytest.mark.parametrize(
    ("file", "form", "encoding", "header_line"),
    [("yearly.csv", "yearly deals", "utf-8-sig", 12), ("single.csv", "deals", "cp1252", 12),
     ("single_bom.csv", "deals", "utf-8-sig", 1), ("single_excel.csv", "deals", "cp1252", 12),
     ("old.csv", "yearly deals", "utf-8-sig", 1), ("table_new.csv", "table", "utf-8-sig", 10),
     ("table_old.csv", "table", "utf-8-sig", 11)],
)  # fmt: skip
def test_each_shape_is_recognised(file, form, encoding, header_line):
    source = recognise(FILES / file)
    assert (source.form, source.text.encoding, source.header_line) == (form, encoding, header_line)


def test_a_register_without_preamble_or_in_utf_16_is_recognised(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    bare, wide = tmp_path / "bare.csv", tmp_path / "wide.csv"
    bare.write_text(text[text.index("SIPRI AT") :], encoding="utf-8")
    wide.write_text(text, encoding="utf-16")
    assert recognise(bare).header_line == 1
    assert (recognise(wide).form, recognise(wide).text.encoding) == ("yearly deals", "utf-16")


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [(b"", 1, "empty"), (b"PK\x03\x04sheet", 1, "save the sheet as CSV"), (b"%PDF-1.4", 1, "PDF"),
     (b"a,b\nc,\0d\n", 2, "NUL"), (b"name,age\nAda,36\n", 1, "no header row"),
     (b"<html><body>Error</body></html>", 1, "web page"), (b"\n<?xml version='1.0'?>", 1, "XML"),
     (b'{"data": []}', 1, "JSON"), (b'\xef\xbb\xbf [ {"a": 1}]', 1, "JSON"),
     ('[["a", 1]]'.encode("utf-16"), 1, "JSON"), (b"PAR1\0", 1, "Parquet"),
     ("a,b\nc\0,d\n".encode("utf-16"), 2, "NUL"),
     (b"x\nRecipient,Supplier,Year of order,Weapon description,status,Comments\n", 2, "without"),
     (b"\xff\xfea", 1, "UTF-16"), (b"x" * 200_001, 1, "characters")],
)  # fmt: skip
def test_what_is_no_register_is_refused_with_its_line(tmp_path, content, line, word):
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        recognise(file)
    [problem] = caught.value.problems
    assert problem.mark.line == line
    assert word in problem.message


def test_the_marks_of_windows_are_read_and_bytes_that_mean_nothing_are_no_error(tmp_path):
    """An apostrophe of Windows is 0x92; 0x81 is nothing in its code."""
    head = (FILES / "yearly.csv").read_bytes().split(b"\n")[11]
    row = b"7,France,C\xf4te d\x92Ivoire,X\x81,tank,Ships,2008,No,1,No,2011,No,New,3,3,3,No\n"
    file = tmp_path / "windows.csv"
    file.write_bytes(head + b"\n" + row)
    register = read_register([file])
    assert register.deals.names == ("Cote d'Ivoire", "France")
    assert next(register.accounts[0].lines()).endswith("Windows-1252")


def test_a_column_that_is_named_twice_is_refused(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file = tmp_path / "twice.csv"
    file.write_text(text.replace("Numbers delivered,", "TIV delivery values,", 1), "utf-8")
    with pytest.raises(InputError, match="names a column twice: 'tiv delivery values'"):
        recognise(file)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="it is a folder"):
        recognise(tmp_path)


def test_the_columns_that_a_header_lacks_are_named(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file = tmp_path / "lacking.csv"
    file.write_text(text.replace("TIV delivery values", "TIV"), encoding="utf-8")
    with pytest.raises(InputError, match=r":12:1: .*without the columns: tiv delivery values"):
        recognise(file)


def test_a_file_beyond_the_stated_size_is_refused_without_reading_it(tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(3_000_000_000)  # a hole, which takes no place
    with pytest.raises(InputError, match="larger than 50,000,000 bytes"):
        recognise(file)


def test_a_pipe_and_a_link_to_nothing_are_told_at_once(tmp_path):
    pipe, link = tmp_path / "pipe.csv", tmp_path / "link.csv"
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "gone.csv")
    with pytest.raises(InputError, match=r"pipe.csv:1:1: .*a pipe or a device"):
        recognise(pipe)
    with pytest.raises(InputError, match=r"link.csv:1:1: .*a link that leads to nothing"):
        recognise(link)


TABLE_HEADERS = (
    "Recipient,2011,2012,2011-2012,Percentage of total,Sum total year",
    "Exports by,2011,2012,2011–12,Percent,Sum total years",
    "Supplier,2011,2012,Total 2011-2012,Share (%),Grand total",
    ",2011,2012,Total,Percentage",
    "Imports by,2011,2012,(2011-2012),% of total,Sum",
)


@pytest.mark.parametrize("header", TABLE_HEADERS)
def test_sums_and_shares_beside_the_years_of_a_table_are_left_aside(header):
    assert form_of(header.split(",")) == ("table", {2011: 1, 2012: 2})


def test_a_line_separator_within_a_cell_begins_no_line(tmp_path):
    """As U+2028 that somebody pasted, or a vertical tab of a word processor."""
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file = tmp_path / "separated.csv"
    file.write_text(text.replace("Rotor-2", "Rotor\u2028-\v2\x85"), encoding="utf-8")
    told, plain = read_register([file]), read_register([FILES / "yearly.csv"])
    assert told.accounts[0].dropped == plain.accounts[0].dropped


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        recognise(tmp_path / "nowhere.csv")
