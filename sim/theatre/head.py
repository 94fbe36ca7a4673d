"""theatre.yaml: a theatre's title and first year, and what its tables are."""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from sim.base.problems import InputError, Location, Problem
from sim.document import tree
from sim.document.check import read
from sim.document.model import Model, Reading
from sim.document.tree import MapNode
from sim.document.types import Line200, Year, doc


class Head(Model):
    """What a theatre says of itself; the rest is for readers, and any content will do."""

    title: Line200 = doc("what the theatre is about; else the folder's name", "")
    start: Year = doc("the first simulated year")
    tender_years: Annotated[int, Field(ge=1, le=200)] = doc(
        "over how many years tenders were counted", 18
    )
    sources: Any = doc("where the figures are from", None)
    files: Any = doc("what each table is", None)
    guesses: Any = doc("which figures are guesses", None)


def read_head(path: Path) -> Head:
    """What a theatre says of itself.

    Raises:
        InputError: with every mistake in the file, each at its place.
    """
    problems: list[Problem] = []
    head = read(Head, _read(path), "a theatre", Reading(problems=problems))
    if problems or head is None:
        raise InputError(problems)
    return head if head.title else head.model_copy(update={"title": path.parent.name})


def _read(path: Path) -> MapNode:
    if not os.path.lexists(path):
        message = "a theatre needs this file, with at least title and start"
        raise InputError([Problem(Location(str(path), 1, 1), message)])
    problems: list[Problem] = []
    root = tree.read(path, problems)
    if root is None or problems:
        raise InputError(problems)
    return root
