"""A file is known by its header row, whatever stands above it and however it was saved."""

import pytest

from sim.problems import InputError
from sim.register import lines
from sim.register.read import read_register
from sim.register.recognise import recognise

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
    assert (source.form, source.encoding, source.header_line) == (form, encoding, header_line)


def test_a_register_without_preamble_or_in_utf_16_is_recognised(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    bare, wide = tmp_path / "bare.csv", tmp_path / "wide.csv"
    bare.write_text(text[text.index("SIPRI AT") :], encoding="utf-8")
    wide.write_text(text, encoding="utf-16")
    assert recognise(bare).header_line == 1
    assert (recognise(wide).form, recognise(wide).encoding) == ("yearly deals", "utf-16")


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [(b"", 1, "empty"), (b"PK\x03\x04sheet", 1, "save the sheet as CSV"), (b"%PDF-1.4", 1, "PDF"),
     (b"a,b\nc,\0d\n", 2, "NUL"), (b"name,age\nAda,36\n", 1, "no header row"),
     (b"<html><body>Error</body></html>", 1, "no header row"),
     (b"x\nRecipient,Supplier,Year of order,Weapon description,status,Comments\n", 2, "lacks"),
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
    with pytest.raises(InputError, match="is a folder; name the files in it"):
        recognise(tmp_path)


def test_the_columns_that_a_header_lacks_are_named(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file = tmp_path / "lacking.csv"
    file.write_text(text.replace("TIV delivery values", "TIV"), encoding="utf-8")
    with pytest.raises(InputError, match=r":12:1: .*lacks the columns: tiv delivery values"):
        recognise(file)


def test_a_file_beyond_the_stated_size_is_refused(monkeypatch):
    monkeypatch.setattr(lines, "LARGEST", 1000)
    with pytest.raises(InputError, match="at most 0 MB are read"):
        recognise(FILES / "yearly.csv")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        recognise(tmp_path / "nowhere.csv")
