"""A file of unknown making → lines of cells: its encoding, its line ends, what Excel did to it."""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.base.problems import InputError, Location, Problem
from sim.base.regular import read_bytes
from sim.base.sheets import is_workbook, text_of_table

LARGEST = 50_000_000  # bytes; the register since 1950 has less than ten million
WORKBOOK = "xlsx"  # in place of an encoding
_WESTERN = "cp1252"  # of Windows; but for a few marks the same as ISO-8859-1
_LONGEST_LINE = 100_000  # characters

Line = tuple[int, list[str]]  # number in the file, from 1, and its cells
Watch = Callable[[int], object]  # takes the number of characters of each line as it is read

_OTHER_BEGINNINGS = {
    b"PK": "is a workbook or an archive; name a workbook .xlsx, or save the sheet as CSV",
    b"\xd0\xcf\x11\xe0": "is an Excel workbook; save the sheet as CSV",
    b"%PDF": "is a PDF; download the table as CSV",
    b"{\\rtf": "is a text document (RTF); download the table as CSV",
    b"\x1f\x8b": "is compressed; unpack it first",
    b"PAR1": "is a Parquet file; save it as CSV",
}
_OTHER_TEXTS = {
    r"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])": "is JSON, the site's own answer; download the register or "
    "table as CSV",
    r"\s*<[!?a-zA-Z]": "is a web page or XML; download the register or table as CSV",
}


@dataclass(frozen=True)
class TextFile:
    """A text file as it was read: its ``lines`` have their line ends.

    The ``digest`` has 32 hex digits, BLAKE2b over all bytes.
    """

    path: Path
    encoding: str
    digest: str
    lines: list[str]


def refuse(file: str, line: int, message: str) -> InputError:
    """One problem at a place of a file, to be raised."""
    return InputError([Problem(Location(file, line, 1), message)])


def read_lines(path: Path) -> TextFile:
    """A text file in UTF-8, in UTF-16 if it begins so, or else in Windows-1252.

    Of a workbook, its first sheet as such a file has it.
    Of Windows-1252, the five bytes that mean nothing become the sign for an unknown letter.

    Raises:
        InputError: if the file cannot be read, is empty, too large or no text, or has a line that
            is far too long for a table.
    """
    data, file = read_bytes(path, LARGEST), str(path)
    if not data:
        raise refuse(file, 1, "the file is empty")
    if is_workbook(path):
        text = text_of_table(path, LARGEST)
        return TextFile(path, WORKBOOK, digest_of(data), list(io.StringIO(text, newline="")))
    for beginning, message in _OTHER_BEGINNINGS.items():
        if data.startswith(beginning):
            raise refuse(file, 1, message)
    text, encoding = _decoded(data, file)
    for pattern, message in _OTHER_TEXTS.items():
        if re.match(pattern, text):
            raise refuse(file, 1, message)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refuse(file, line, "is no text: it has a NUL character here")
    # As Python's csv and editors count lines: U+2028 within a cell begins none.
    lines = list(io.StringIO(text, newline=""))
    for number, one in enumerate(lines, 1):
        if len(one) >= _LONGEST_LINE:
            message = f"has more than {_LONGEST_LINE:,} characters; no row of a table has"
            raise refuse(file, number, message)
    return TextFile(path, encoding, digest_of(data), lines)


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    """The text and its encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            line = data[: error.start].decode("utf-16", "ignore").count("\n") + 1
            raise refuse(file, line, "cannot be read as UTF-16 text") from None
    try:
        return data.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError:
        return data.decode(_WESTERN, "replace"), _WESTERN


def digest_of(data: bytes) -> str:
    """Thirty-two hex digits over all bytes of a file."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def cells_of(text: str, delimiter: str) -> list[str]:
    """Cells of one line.

    Every line is read by itself, for a quotation mark in a comment must not swallow what follows.
    Excel leaves ``;;;;`` behind lines with commas, or puts a line into one quoted cell.
    """
    text = text.rstrip("\r\n")
    if delimiter == "," and text.endswith(";"):
        text = text.rstrip(";")
    cells = _split(text, delimiter)
    if len(cells) == 1 and delimiter in cells[0]:
        cells = _split(cells[0], delimiter)
    return cells


def _split(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    return next(csv.reader([text], delimiter=delimiter), [""])


def is_cut(text: str, delimiter: str) -> bool:
    """Whether a line stops within quotation marks, which swallow what would follow it."""
    return _split(text + delimiter + "|", delimiter)[-1] != "|"


def unpadded(cells: list[str], width: int) -> list[str]:
    """Cells without the empty ones that padding left behind the first ``width``."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def is_blank(cells: list[str]) -> bool:
    """Whether a line has nothing in it."""
    return not any(cell.strip() for cell in cells)
