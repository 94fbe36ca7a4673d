"""theatre.yaml: a theatre's title and first year, and what its tables are."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.problems import InputError, Location, Problem
from sim.scenario import tree
from sim.scenario.fields import Text, Whole
from sim.scenario.reading import Field, Reading, read_fields
from sim.scenario.tree import MapNode
from sim.scenario.years import Year

DESCRIPTIONS = ("sources", "files", "guesses")  # for readers; any content will do
_MOST_YEARS = 200

_FIELDS = (
    Field("title", Text(200), "what the theatre is about", required=False),
    Field("start", Year(within=False), "the first simulated year"),
    Field(
        "tender_years",
        Whole(1, _MOST_YEARS),
        "over how many years tenders were counted",
        required=False,
        default=18,
    ),
)


@dataclass(frozen=True)
class Head:
    """What a theatre says of itself."""

    title: str
    start: int
    tender_years: int


def read_head(path: Path) -> Head:
    """Title (by default the folder's name), first year, and years over which tenders were counted.

    Raises:
        InputError: with every mistake in the file, each at its place.
    """
    problems: list[Problem] = []
    values = read_fields(
        _read(path), _FIELDS, "a theatre", Reading(problems=problems), also=DESCRIPTIONS
    )
    if problems or values is None:
        raise InputError(problems)
    title = path.parent.name if values["title"] is None else values["title"]
    return Head(title, values["start"], values["tender_years"])


def read_description(path: Path) -> Any:
    """All of the file as plain data.

    Raises:
        InputError: if it is no YAML as scenarios are.
    """
    return tree.to_plain(_read(path))


def _read(path: Path) -> MapNode:
    if not os.path.lexists(path):
        message = "a theatre needs this file, with at least title and start"
        raise InputError([Problem(Location(str(path), 1, 1), message)])
    problems: list[Problem] = []
    root = tree.read(path, problems)
    if root is None or problems:
        raise InputError(problems)
    return root
