"""Files that are there whole or not at all, and tables as CSV."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


def write_whole(path: Path, content: str) -> None:
    """Write a text file under another name first, so that it is there whole or as it was."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(content, encoding="utf-8", newline="")
    partial.replace(path)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV; None is an empty cell, and a number has six digits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    return written_number(value) if isinstance(value, float) else value


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
