"""``parameters: points.csv`` — a table of points: a column for each key, a row for each point."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sim.base.files import unwritten
from sim.base.problems import InputError, Location, Problem, quote
from sim.base.sheets import SUFFIX_OF_SHEETS
from sim.document.tree import ListNode, MapEntry, MapNode, ScalarNode, resolve_plain
from sim.theatre.tables import csv_rows

_HEADING = "parameters"
_SUFFIXES = (".csv", SUFFIX_OF_SHEETS)
_LIST = "list"

Row = tuple[Location, Sequence[str]]


def with_points(root: MapNode, path: Path, problems: list[Problem]) -> MapNode:
    """The same sweep with the table that it names written out, each value with its own place."""
    entry = root.entries.get(_HEADING)
    word = entry.node.value if entry is not None and isinstance(entry.node, ScalarNode) else None
    if entry is None or not isinstance(word, str) or not word.endswith(_SUFFIXES):
        return root
    design = root.entries.get("design")
    if design is not None and (
        not isinstance(design.node, ScalarNode) or design.node.value != _LIST
    ):
        message = f"a table of points is a design by itself: write 'design: {_LIST}'"
        problems.append(Problem(design.node.mark, message))
    try:
        keys = _columns(list(_rows(path.parent / word)), path.parent / word)
    except InputError as error:
        missing = not (path.parent / word).exists()
        at = entry.node.mark
        problems += [
            Problem(at, f"{quote(word)}: {item.message}") if missing else item
            for item in error.problems
        ]
        keys = MapNode(entry.node.mark, {})
    return replace(root, entries={**root.entries, _HEADING: replace(entry, node=keys)})


def _rows(path: Path) -> Iterator[Row]:
    """Rows in which anything is written."""
    return (row for row in csv_rows(path) if any(cell.strip() for cell in row[1]))


def _columns(rows: list[Row], path: Path) -> MapNode:
    """A list of values for each column.

    Raises:
        InputError: with every cell that is no value.
    """
    start = Location(str(path), 1, 1)
    if not rows:
        raise InputError([Problem(start, "the table is empty")])
    (mark, names), *lines = rows
    problems = [
        Problem(mark, f"the column {quote(name)} stands twice" if name else "a column has no name")
        for place, name in enumerate(names)
        if not name.strip() or name in names[:place]
    ]
    if not lines:
        problems.append(Problem(start, "the table has no points, only the names of its columns"))
    for at, cells in lines:
        if len(cells) != len(names):
            problems.append(Problem(at, f"this row has {len(cells)} cells, not {len(names)}"))
            continue
        problems += [
            Problem(at, f"{name} is empty; write its value in every row")
            for name, cell in zip(names, cells, strict=True)
            if not cell.strip()
        ]
    if problems:
        raise InputError(problems)
    entries = {}
    for column, name in enumerate(names):
        items = tuple(
            ScalarNode(at, resolve_plain(unwritten(cells[column]).strip())) for at, cells in lines
        )
        entries[unwritten(name).strip()] = MapEntry(mark, ListNode(mark, items))
    return MapNode(start, entries)
