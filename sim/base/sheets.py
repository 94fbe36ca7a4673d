"""Tables that users write: CSV, or the first sheet of an Excel workbook, read as the same text.

Workbooks need openpyxl, which is installed with the extra ``xlsx``. No formula is evaluated: a cell
that holds one has the value that the spreadsheet stored when it was last saved.
"""

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

from sim.base.problems import InputError, Location, Problem, RefusedError
from sim.base.regular import read_bytes, read_text

SUFFIX_OF_SHEETS = ".xlsx"

_UNPACKED = 20  # times the bytes allowed for a text: XML is long
_NOT_INSTALLED = (
    "{what} needs openpyxl, which is not installed: pip install -e '.[xlsx]' in the checkout of "
    "sim; or save the table as CSV"
)


def is_workbook(path: Path) -> bool:
    """Whether a file is read as a workbook, by its name."""
    return path.suffix.lower() == SUFFIX_OF_SHEETS


def text_of_table(path: Path, most: int) -> str:
    """The text of a CSV file of at most ``most`` bytes, or of a workbook's first sheet as CSV.

    A row of the sheet is a line of the text, empty ones too, so that places are right in both.

    Raises:
        InputError: if the file cannot be read, is too large, or is no workbook.
    """
    return _as_csv(path, most) if is_workbook(path) else read_text(path, most)


def openpyxl_for(what: str) -> None:
    """Refuse in one line where the library for workbooks is not installed.

    Raises:
        RefusedError: naming the extra.
    """
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise RefusedError(_NOT_INSTALLED.format(what=what)) from None


def sheets_of(path: Path, most: int) -> dict[str, str]:
    """All sheets of a workbook by name, in their order, each as CSV; as ``text_of_table``.

    Raises:
        InputError: as ``text_of_table``.
    """
    return dict(_sheets(path, most, first_only=False))


def _as_csv(path: Path, most: int) -> str:
    return _sheets(path, most, first_only=True)[0][1]


def _sheets(path: Path, most: int, *, first_only: bool) -> list[tuple[str, str]]:
    """Names and texts of sheets."""
    start = Location(str(path), 1, 1)

    def refused(message: str) -> InputError:
        return InputError([Problem(start, message)])

    data = read_bytes(path, most)
    try:
        import openpyxl
    except ImportError:
        raise refused(_NOT_INSTALLED.format(what="a workbook")) from None
    try:
        # A small archive may hold gigabytes; its own table says so before any of it is unpacked.
        unpacked = sum(item.file_size for item in zipfile.ZipFile(io.BytesIO(data)).infolist())
        if unpacked > most * _UNPACKED:
            raise refused(f"the workbook unpacks to more than {most * _UNPACKED:,} bytes")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        found, size = list[tuple[str, str]](), 0
        for sheet in book.worksheets[: 1 if first_only else None]:
            text = io.StringIO(newline="")
            writer = csv.writer(text, lineterminator="\n")
            for cells in sheet.iter_rows(values_only=True):
                words = [_word(cell) for cell in cells]
                while words and not words[-1]:
                    words.pop()
                size += sum(map(len, words))
                if size > most:
                    raise refused(f"the sheet has more than {most:,} characters")
                writer.writerow(words)
            found.append((sheet.title, text.getvalue()))
    except InputError:
        raise
    except Exception as error:  # openpyxl lets any error of zip and XML through
        why = " ".join(str(error).split()) or type(error).__name__
        raise refused(f"this is no workbook that can be read: {why}") from None
    return found


def _word(cell: object) -> str:
    """A cell as a CSV file would have it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return " ".join(str(cell).split("\n")) if "\n" in str(cell) else str(cell)
