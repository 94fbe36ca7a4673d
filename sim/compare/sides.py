"""The sides of a comparison: results folders, scenarios that are run if need be, the record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.problems import InputError, Problem, RefusedError, listing
from sim.experiment.case import build_case, find_theatre
from sim.experiment.reproduce import open_results
from sim.model.version import MODEL_VERSION
from sim.scenario import Scenario
from sim.theatre.newcomers import made_alike
from sim.theatre.theatre import Theatre

RECORD = "record"


class NotComparableError(RefusedError):
    """What was named cannot stand side by side; the message says why."""


@dataclass(frozen=True)
class Run:
    """A side that was simulated.

    ``label`` is what files call it, unlike any other; people are shown ``title`` for a heading and
    ``named`` within a sentence. ``shares_title`` is whether another side has the same title.
    """

    label: str
    folder: Path
    scenario: Scenario
    manifest: dict[str, Any]
    theatre: Theatre
    shares_title: bool = False

    @property
    def title(self) -> str:
        """The title of its scenario, with the label where another side has the same."""
        plain = " ".join(self.scenario.title.split())
        return f"{plain} ({self.label})" if self.shares_title else plain

    @property
    def named(self) -> str:
        """Its title in quotes."""
        return f"‘{self.title}’"


@dataclass(frozen=True)
class RecordSide:
    """The side of what happened, as the theatre of the runs has it on record."""

    theatre: Theatre
    label: str = RECORD
    title: str = "The record"
    named: str = "the record"


Side = Run | RecordSide


def open_sides(
    words: Sequence[str], read: Callable[[str], Scenario], run: Callable[[Scenario], Path]
) -> tuple[Side, ...]:
    """Open what a user names: a results folder, the word ``record``, else a scenario.

    Nothing is run before all words are known to be right and their theatres to fit each other.

    Args:
        words: at least two; the first is the base.
        read: loads a scenario from its file or name.
        run: gives the results folder of a scenario, which it runs if there is none.

    Raises:
        NotComparableError: if the sides have no ground in common, or are one and the same.
        NotResultsError: if a folder is not what a run leaves.
        InputError: with every mistake in all scenarios that are named.
    """
    if len(words) < 2:
        raise NotComparableError("name two sides or more; the first is what others are held to")
    if words.count(RECORD) > 1 or len(words) == words.count(RECORD):
        raise NotComparableError(f"'{RECORD}' is one side, and there must be a run beside it")
    asked = _read_all([word for word in words if word != RECORD], read)
    alike = made_alike([find_theatre(found) for found in asked.values()])
    theatres = dict(zip(asked, alike, strict=True))
    _same_ground(theatres)
    folders = [None if word == RECORD else _folder(word, asked[word], run) for word in words]
    return _labelled(folders, [theatres.get(word, alike[0]) for word in words])


def stale(run: Run) -> list[str]:
    """What of model and theatre has changed since a run was made, in words."""
    changed = [] if run.manifest["model_version"] == MODEL_VERSION else ["the model"]
    if run.manifest["theatre"].get("hash") != run.theatre.data_hash:
        changed.append("the theatre")
    return changed


def _read_all(words: Sequence[str], read: Callable[[str], Scenario]) -> dict[str, Scenario]:
    """The scenario of each word; all mistakes of all scenarios are collected."""
    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for word in words:
        try:
            if Path(word).is_dir():
                found[word] = open_results(Path(word))[0]
            else:
                found[word] = read(word)
                build_case(found[word])
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def _same_ground(theatres: dict[str, Theatre]) -> None:
    (base, ground), *others = theatres.items()
    for word, theatre in others:
        apart = set(ground.suppliers) ^ set(theatre.suppliers)
        if apart:
            raise NotComparableError(
                f"{base} and {word} have other theatres, whose suppliers differ "
                f"({listing(sorted(apart))}): shares of what a buyer gets would not mean the same"
            )
        if not set(ground.buyers) & set(theatre.buyers):
            raise NotComparableError(f"the theatres of {base} and {word} have no buyer in common")


def _folder(word: str, scenario: Scenario, run: Callable[[Scenario], Path]) -> Path:
    return Path(word) if Path(word).is_dir() else run(scenario)


def _labelled(folders: Sequence[Path | None], theatres: Sequence[Theatre]) -> tuple[Side, ...]:
    """Sides by the names of their scenarios; those that share one carry the run's id as well."""
    opened = [None if folder is None else (folder, *open_results(folder)) for folder in folders]
    names = [RECORD if found is None else found[1].name for found in opened]
    titles = [" ".join(found[1].title.split()) for found in opened if found is not None]
    seen: dict[str, Path] = {}
    sides: list[Side] = []
    for found, name, theatre in zip(opened, names, theatres, strict=True):
        if found is None:
            sides.append(RecordSide(theatre))
            continue
        folder, scenario, manifest = found
        identity = manifest["id"]
        if identity in seen:
            same = f"{seen[identity]} and {folder}" if seen[identity] != folder else str(folder)
            raise NotComparableError(f"two sides are one run ({same}): there is nothing to compare")
        seen[identity] = folder
        label = name if names.count(name) == 1 else f"{name} {identity}"
        shared = titles.count(" ".join(scenario.title.split())) > 1
        sides.append(Run(label, folder, scenario, manifest, theatre, shared))
    return tuple(sides)
