"""What no data gives: every guessed column and rule of a theatre.

Guessed parameters are marked in ``sim.model.parameters``.
"""

from dataclasses import dataclass
from typing import Any

from sim.theatre.head import read_description
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class Guess:
    """Something that a theatre supposes, and how."""

    what: str
    how: str


def guessed(theatre: Theatre) -> list[Guess]:
    """Guessed columns of a theatre's files, then its other guesses, as theatre.yaml has them."""
    head: Any = read_description(theatre.folder / "theatre.yaml")
    columns = [
        Guess(f"{file}: {name}", str(column.get("why", column["means"])).strip())
        for file, table in head.get("files", {}).items()
        for name, column in table["columns"].items()
        if column["mark"] == "guess"
    ]
    rules = [Guess(item["what"], item["rule"].strip()) for item in head.get("guesses", [])]
    return columns + rules
