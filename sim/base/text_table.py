"""Tables of plain text: columns as wide as their widest cell."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

Row = Sequence[str] | str


def text_table(rows: Iterable[Row], align: str, gap: int = 2) -> list[str]:
    """Rows of cells as lines, without spaces at their ends.

    Args:
        rows: cells, of which a row may have fewer than others; a row that is one string is a line
            of its own, as it stands, and widens no column.
        align: a letter for each column: ``<`` sets it left, ``>`` right.
        gap: spaces between columns.
    """
    kept = list(rows)
    cells = [row for row in kept if not isinstance(row, str)]
    columns = zip_longest(*cells, fillvalue="")
    widths = [max(map(len, column)) for column in columns]
    return [row if isinstance(row, str) else _line(row, align, widths, gap) for row in kept]


def _line(row: Sequence[str], align: str, widths: Sequence[int], gap: int) -> str:
    cells = (f"{cell:{align[i]}{widths[i]}}" for i, cell in enumerate(row))
    return (" " * gap).join(cells).rstrip()
