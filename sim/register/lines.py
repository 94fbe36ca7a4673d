"""A file of unknown making → lines of cells: its encoding, its line ends, what Excel did to it."""

import codecs
import csv
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from sim.base.problems import InputError, Location, Problem

LARGEST = 50_000_000  # bytes; the whole register since 1950 has less than ten million
_CHUNK = 1 << 20
_WESTERN = "cp1252"  # of Windows; but for a few marks the same as ISO-8859-1
_LONGEST_LINE = 100_000  # characters

Line = tuple[int, list[str]]  # number in the file, from 1, and its cells
Watch = Callable[[int], object]  # is told of characters as they are read

_WRONG_KINDS = {
    b"PK": "is a workbook or an archive; save the sheet as CSV",
    b"\xd0\xcf\x11\xe0": "is an Excel workbook; save the sheet as CSV",
    b"%PDF": "is a PDF; download the table as CSV",
    b"{\\rtf": "is a text document (RTF); download the table as CSV",
    b"\x1f\x8b": "is compressed; unpack it first",
    b"PAR1": "is a Parquet file; save it as CSV",
}
_MARKUP = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)
_JSON = re.compile(r"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])")
_HEAD = 512  # bytes that tell the kind of a file


def refuse(file: str, line: int, message: str, column: int = 1) -> InputError:
    """One problem at a place of a file, to be raised."""
    return InputError([Problem(Location(file, line, column), message)])


def encoding_of(path: Path) -> str:
    """Encoding of a text file: UTF-8, UTF-16 if it says so at its beginning, else Windows-1252.

    Raises:
        InputError: if the file is missing, empty, too large or no text.
    """
    file = str(path)
    if path.is_dir():
        raise refuse(file, 1, "is a folder; name the files in it")
    if not path.exists():
        link = "is a link to a file that is not there" if path.is_symlink() else ""
        raise refuse(file, 1, link or "there is no such file")
    if not path.is_file():
        raise refuse(file, 1, "is no file that can be read twice (a pipe or device); save it first")
    size = path.stat().st_size
    if size == 0:
        raise refuse(file, 1, "the file is empty")
    if size > LARGEST:
        raise refuse(
            file, 1, f"has {size / 1e6:,.0f} MB; at most {LARGEST / 1e6:,.0f} MB are read, "
            "several times the whole register"
        )  # fmt: skip
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        for magic, message in _WRONG_KINDS.items():
            if head.startswith(magic):
                raise refuse(file, 1, message)
        wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        _refuse_markup(head.decode("utf-16" if wide else "utf-8-sig", "replace"), file)
        if wide:
            return "utf-16"
        stream.seek(0)
        return _encoding_of_bytes(iter(lambda: stream.read(_CHUNK), b""), file)


def _refuse_markup(head: str, file: str) -> None:
    if _JSON.match(head):
        message = "is JSON, the site's own answer; download the register or table as CSV"
        raise refuse(file, 1, message)
    if _MARKUP.match(head):
        raise refuse(file, 1, "is a web page or XML; download the register or table as CSV")


def _encoding_of_bytes(chunks: Iterator[bytes], file: str) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, line = True, 1
    for chunk in chunks:
        if b"\0" in chunk:
            line += chunk[: chunk.index(b"\0")].count(b"\n")
            raise refuse(file, line, "is no text: it has a NUL byte here")
        line += chunk.count(b"\n")
        if utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                utf8 = False
    if utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    return "utf-8-sig" if utf8 else _WESTERN


def digest_of(path: Path) -> str:
    """Thirty-two hex digits over all bytes of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def physical_lines(
    path: Path, encoding: str, watch: Watch | None = None
) -> Iterator[tuple[int, str]]:
    """Lines of a file with their numbers, with their line ends.

    Of Windows-1252, the five bytes that mean nothing become the sign for an unknown letter.

    Raises:
        InputError: at a line that cannot be decoded or is far too long for a table.
    """
    errors = "replace" if encoding == _WESTERN else "strict"
    with path.open(encoding=encoding, errors=errors, newline="") as stream:
        number = 0
        while True:
            number += 1
            try:
                text = stream.readline(_LONGEST_LINE)
            except UnicodeError:
                raise refuse(str(path), number, "cannot be read as UTF-16 text") from None
            if not text:
                return
            if "\0" in text:
                raise refuse(str(path), number, "is no text: it has a NUL character here")
            if len(text) == _LONGEST_LINE:
                message = f"has more than {_LONGEST_LINE:,} characters; no row of a table has"
                raise refuse(str(path), number, message)
            if watch is not None:
                watch(len(text))
            yield number, text


def cells_of(text: str, delimiter: str) -> list[str]:
    """Cells of one line.

    Every line is read by itself, for a quotation mark in a comment must not swallow what follows.
    Excel leaves ``;;;;`` behind lines with commas, or puts a whole line into one quoted cell.
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
