"""A first scenario file for someone to change: right as it stands, each part explained."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.files import write_whole
from sim.base.problems import RefusedError
from sim.document.yaml_text import comment, word
from sim.measure.measures import MEASURE_KINDS
from sim.scenario import shipped
from sim.scenario.events import KINDS
from sim.scenario.schema import Scenario

_COLUMN = 34
_TEXT = """\
# Change what you like. Then:
#   sim check {file}    is it right?
#   sim show {file}     with all that it inherits
#   sim run {file}      tables and plots

# What you suppose, as a statement, and what it is to answer.
title: {title}
question: {question}

# Whatever is not said below is as in this scenario.
extends: {extends}

# Parameters with a value or a prior of their own; all others are drawn as always.
set:
  price_sensitivity: {{triangular: {{from: 0.5, mode: 1, to: 2}}}}  # or just a number

events:
  # An inherited event is switched off by its id. An event with its id would take its place.
  # - {{id: {removable}, off: true}}
  - id: half-price <> a name of your own
    year: {year} <> the first year in which it holds
    over: 3 <> optional: years until it is there in full; else at once
    # until: {until} <> optional: the last year in which it holds; not with 'over'
    # probability: 0.5 <> optional: it happens in that share of worlds
    # latest: {until} <> optional: it begins in a year drawn up to this one; 'lasts: 3' ends it
    # if: {{order: {{buyer: {buyer}, supplier: {supplier}}}, after: 2}} <> optional: only after that
    why: A loan programme <> the reason, for readers
    source: Supposed here <> optional: where it is recorded
    price: <> the kind of event, one for each event
      supplier: {supplier}
      factor: 0.5 <> times the price so far
      # classes: [{weapon_class}] <> optional: only these weapon classes; else all

measures:
  - id: share-of-the-supplier
    share: <> the kind of measure, one for each measure
      buyer: {buyer}
      supplier: {supplier}
      window: {window}
      of: orders <> or deliveries, which come years after the order

# There is more: years, worlds, seed, plots and look_for; {events} other kinds of event and
# {measures} of measure; docs/reference lists them. An editor completes and explains them with the
# schema that 'sim schema > scenario.schema.json' writes, if this is the first line of the file:
#   # yaml-language-server: $schema=scenario.schema.json
"""


@dataclass(frozen=True)
class Example:
    """What the starter's example speaks of: names and years that the parent's theatre has."""

    buyer: str
    supplier: str
    weapon_class: str
    years: tuple[int, int]
    inherited_event: str


def example_of(
    parent: Scenario, buyers: Sequence[str], suppliers: Sequence[str], weapon_class: str
) -> Example:
    """Pakistan and China if the theatre of the parent has them, else the first that it has."""
    buyer = "Pakistan" if "Pakistan" in buyers else next(iter(buyers), "")
    others = [name for name in suppliers if name != buyer]
    return Example(
        buyer=buyer,
        supplier="China" if "China" in others else next(iter(others), ""),
        weapon_class=weapon_class,
        years=(parent.first_year, parent.last_year),
        inherited_event=parent.events[0].id if parent.events else "its-id",
    )


class CannotWriteError(RefusedError):
    """A new file cannot be written where it is wanted."""


def starter(file: Path, parent: Path, example: Example) -> str:
    """Write the text of a starter that is to lie at ``file`` and to extend ``parent``."""
    first, last = example.years
    year = min(first + 7, last)
    text = _TEXT.format(
        file=comment(str(file)),
        title=word(f"{example.supplier} sells its arms at half the price from {year}"),
        question=word(f"Does {example.buyer} order more from {example.supplier}?"),
        extends=word(name_of_parent(file, parent)),
        removable=word(example.inherited_event),
        year=year,
        until=min(year + 5, last),
        supplier=word(example.supplier),
        buyer=word(example.buyer),
        weapon_class=word(example.weapon_class, in_flow=True),
        events=len(KINDS) - 1,
        measures=len(MEASURE_KINDS) - 1,
        window=f"{min(year + 3, last)}-{min(year + 7, last)}",
    )
    return "\n".join(map(_aligned, text.split("\n")))


def _aligned(line: str) -> str:
    """Put the comment of a line, which the template has behind ``<>``, into its column."""
    before, behind, text = line.partition(" <> ")
    return f"{before:{_COLUMN}}  # {text}" if behind else line


def name_of_parent(file: Path, parent: Path) -> str:
    """Return the name by which a scenario at ``file`` finds ``parent``.

    A shipped scenario goes by its bare name, which holds wherever the file is taken, unless
    another file of that name lies beside it.
    """
    beside = file.parent / parent.name
    ships = (shipped.folder() / parent.name).resolve() == parent.resolve()
    if ships and (not beside.exists() or beside.resolve() == parent.resolve()):
        return parent.name
    try:
        return Path(os.path.relpath(parent.resolve(), file.parent.resolve())).as_posix()
    except ValueError:  # no relative path leads to another drive
        return parent.resolve().as_posix()


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet, complete or not at all.

    Raises:
        CannotWriteError: if something is there already, or the folder takes no file.
    """
    try:
        if file.exists() or file.is_symlink():
            raise CannotWriteError(f"{file} exists and stays as it is; name another file")
        if not file.parent.is_dir():
            raise CannotWriteError(f"cannot write {file}: there is no folder {file.parent}")
        write_whole(file, text)
    except OSError as error:
        raise CannotWriteError(f"cannot write {file}: {error.strerror or error}") from error
    except ValueError as error:  # a NUL byte in the name
        raise CannotWriteError(f"this cannot be the name of a file: {error}") from error
