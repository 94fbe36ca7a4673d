"""What tells a weapon's class: the user's file, SIPRI's category, the package's table, or words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sim.base.problems import InputError, Location, Problem, suggest_or_list
from sim.register.classes import (
    CATEGORIES,
    CLASSES,
    class_by_category,
    class_by_words,
    is_category,
    plain_words,
)
from sim.register.lines import cells_of, encoding_of, is_blank, physical_lines, refuse

SHIPPED = Path(__file__).parent / "data" / "weapon_descriptions.csv"
NONE = "none"  # in a file: belongs to no class, on purpose
_HEADERS = (["description", "class"], ["description", "category"])

Known = Mapping[str, str | None]
"""Descriptions in plain words → classes, None for what has none on purpose."""


@dataclass(frozen=True)
class Told:
    """A class, or None, and whether only words of the description tell it (or fail to)."""

    weapon: str | None
    guessed: bool = False


@dataclass(frozen=True)
class Classes:
    """How a register's rows get their classes; ``own`` are those of the user's file."""

    own: Known = field(default_factory=dict)

    def of(self, category: str, description: str) -> Told:
        """Class of a row; ``category`` is empty where a file has none."""
        plain = plain_words(description)
        if plain in self.own:
            return Told(self.own[plain])
        if is_category(category):
            return Told(class_by_category(category, description))
        known = shipped()
        if plain in known:
            return Told(known[plain])
        return Told(class_by_words(description), guessed=True)


@cache
def shipped() -> Known:
    """The package's table of descriptions."""
    return read_descriptions(SHIPPED)


def classes_of(file: Path | None) -> Classes:
    """The classes as a user's file has them, or as the package does.

    Raises:
        InputError: if the file is wrong.
    """
    return Classes() if file is None else Classes(read_descriptions(file))


def read_descriptions(path: Path) -> Known:
    """Read a table ``description,class`` or ``description,category``, strictly.

    Lines that begin with ``#`` are left aside.

    Raises:
        InputError: with every wrong line.
    """
    rows = _rows(path)
    line, header = next(rows, (1, []))
    header = [cell.casefold() for cell in header]
    if header not in _HEADERS:
        message = (
            f"the header must be 'description,class' or 'description,category', not "
            f"{','.join(header)!r}"
        )
        raise refuse(str(path), line, message)
    known: dict[str, str | None] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for line, cells in rows:
        try:
            plain, weapon = _entry(cells, by_category=header[1] == "category")
        except ValueError as error:
            problems.append(Problem(Location(str(path), line, 1), str(error)))
            continue
        if known.setdefault(plain, weapon) != weapon:
            message = f"{cells[0]!r} has another class in line {lines[plain]}"
            problems.append(Problem(Location(str(path), line, 1), message))
        lines.setdefault(plain, line)
    if problems:
        raise InputError(problems)
    if not known:
        raise refuse(str(path), line, "there are no rows below this header")
    return known


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Lines that are neither blank nor remarks, cut at commas, semicolons or tabs."""
    delimiter = ""
    for number, text in physical_lines(path, encoding_of(path)):
        if text.startswith("#"):
            continue
        delimiter = delimiter or next((mark for mark in ",;\t" if mark in text), ",")
        cells = [cell.strip() for cell in cells_of(text, delimiter)]
        while len(cells) > len(_HEADERS[0]) and not cells[-1]:
            cells.pop()
        if not is_blank(cells):
            yield number, cells


def _entry(cells: list[str], *, by_category: bool) -> tuple[str, str | None]:
    """A description in plain words, and its class.

    Raises:
        ValueError: if a row is none.
    """
    if len(cells) != len(_HEADERS[0]):
        raise ValueError(f"has {len(cells)} cells where the header has {len(_HEADERS[0])}")
    description, word = cells
    plain = plain_words(description)
    if not plain:
        raise ValueError("names no description")
    if by_category:
        if not is_category(word):
            raise ValueError(
                f"{word!r} is no armament category that tells a class"
                f"{suggest_or_list(word, CATEGORIES)}"
            )
        return plain, class_by_category(word, description)
    name = word.casefold()
    if name not in (*CLASSES, NONE):
        raise ValueError(f"{word!r} is no class of arms{suggest_or_list(word, (*CLASSES, NONE))}")
    return plain, None if name == NONE else name
