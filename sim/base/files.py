"""Files that are there whole or not at all, and tables as CSV."""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.base.partial import partial_folder

# A spreadsheet takes text that begins so for a formula, and runs it.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n].", re.DOTALL)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|[+-]?inf", re.IGNORECASE)


def write_whole(path: Path, content: str) -> None:
    """Write a text file in a private folder first, so that it is there whole or as it was."""
    with partial_folder(path.parent, path.name) as partial:
        made = partial / path.name
        with naming(made):
            made.write_text(content, encoding="utf-8", newline="")
        made.replace(path)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name the file in an error that does not, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise OSError(error.errno, error.strerror or str(error), str(path)) from None
        raise


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV; None is an empty cell, a number has six digits, and text is no formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(written, header))
    writer.writerows(map(written, row) for row in rows)
    return text.getvalue()


def written(value: object) -> object:
    """A value as a cell of CSV has it: text that a spreadsheet would run is set behind a ``'``."""
    if isinstance(value, float):
        return written_number(value)
    if not isinstance(value, str):
        return value
    text = re.sub("\r\n?", "\n", value)  # Python's csv would write a lone one as it is
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unwritten(cell: str) -> str:
    """The text of a cell that ``written`` may have set behind a ``'``."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def written_number(value: float | None) -> str:
    """A number with six digits; nothing for None."""
    return "" if value is None else f"{value:.6g}"


def rounded(value: Any) -> Any:
    """The same with numbers of nine digits, so that a processor's last bit changes no byte."""
    if isinstance(value, float):
        return float(f"{value:.9g}") if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    return value
