"""Class of a weapon: by the user's file, SIPRI's category, the package's table, or words."""

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
from sim.register.lines import cells_of, is_blank, read_lines, refuse, unpadded

SHIPPED = Path(__file__).parent / "data" / "weapon_descriptions.csv"
NONE = "none"  # in a file: belongs to no class, on purpose
_HEADERS = (["description", "class"], ["description", "category"])

ClassTable = Mapping[str, str | None]
"""Descriptions in plain words → classes, None for what has none on purpose."""


@dataclass(frozen=True)
class WeaponClass:
    """A class, or None, and whether only words of the description tell it (or fail to)."""

    weapon: str | None
    guessed: bool = False


@dataclass(frozen=True)
class Classes:
    """How a register's rows get their classes; ``own`` are those of the user's file."""

    own: ClassTable = field(default_factory=dict)

    def of(self, category: str, description: str) -> WeaponClass:
        """Class of a row; ``category`` is empty where a file has none."""
        plain = plain_words(description)
        if plain in self.own:
            return WeaponClass(self.own[plain])
        if is_category(category):
            return WeaponClass(class_by_category(category, description))
        table = shipped_classes()
        if plain in table:
            return WeaponClass(table[plain])
        return WeaponClass(class_by_words(description), guessed=True)


@cache
def shipped_classes() -> ClassTable:
    """The package's table of descriptions."""
    return read_classes(SHIPPED)


def classes_of(file: Path | None) -> Classes:
    """The classes as a user's file has them, or as the package does.

    Raises:
        InputError: if the file is wrong.
    """
    return Classes() if file is None else Classes(read_classes(file))


def read_classes(path: Path) -> ClassTable:
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
    table: dict[str, str | None] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for line, cells in rows:
        try:
            plain, weapon = _entry(cells, by_category=header[1] == "category")
            if table.setdefault(plain, weapon) != weapon:
                raise ValueError(f"{cells[0]!r} has another class in line {lines[plain]}")
            lines.setdefault(plain, line)
        except ValueError as error:
            problems.append(Problem(Location(str(path), line, 1), str(error)))
    if problems:
        raise InputError(problems)
    if not table:
        raise refuse(str(path), line, "there are no rows below this header")
    return table


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Lines that are neither blank nor remarks, cut at commas, semicolons or tabs."""
    delimiter = ""
    for number, text in enumerate(read_lines(path).lines, 1):
        if text.startswith("#"):
            continue
        delimiter = delimiter or next((mark for mark in ",;\t" if mark in text), ",")
        cells = [cell.strip() for cell in cells_of(text, delimiter)]
        if not is_blank(cells):
            yield number, unpadded(cells, len(_HEADERS[0]))


def _entry(cells: list[str], *, by_category: bool) -> tuple[str, str | None]:
    """A description in plain words, and its class.

    Raises:
        ValueError: if a row is none.
    """
    if len(cells) != len(_HEADERS[0]):
        raise ValueError(f"has {len(cells)} cells where the header has {len(_HEADERS[0])}")
    description, word = cells
    plain, name = plain_words(description), word.casefold()
    if not plain:
        raise ValueError("names no description")
    if by_category:
        if not is_category(word):
            hint = suggest_or_list(word, CATEGORIES)
            raise ValueError(f"{word!r} is no armament category that tells a class{hint}")
        return plain, class_by_category(word, description)
    if name not in (*CLASSES, NONE):
        raise ValueError(f"{word!r} is no class of arms{suggest_or_list(word, (*CLASSES, NONE))}")
    return plain, None if name == NONE else name
