"""A sweep, read from its file: which scenario, what varies and how, what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sim.base.arrays import Floats
from sim.base.problems import InputError, Location, Problem, quote, suggest
from sim.base.regular import read_text
from sim.document import tree
from sim.document.check import read
from sim.document.model import Reading
from sim.document.tree import ListNode, MapNode, Node, ScalarNode
from sim.experiment.case import build_case
from sim.scenario import Scenario, load, shipped
from sim.scenario.renamed import with_present_names
from sim.sweep.designs import DesignEntry
from sim.sweep.file import SweepFile, SweepReading, SweptScenario, TopSupplierPlan
from sim.sweep.ranges import Range
from sim.sweep.varied import Key
from sim.theatre.theatre import Theatre

_OF_SWEEPS = (shipped.DESIGN, "scenario", "regimes", "thresholds", "keep", "on_failure")
_IS_SCENARIO = "this is a scenario, not a sweep; 'sim run {}' runs it"
_LAID_OVER = ("years", "measures")  # what a sweep may say of its scenario


@dataclass(frozen=True)
class Sweep:
    """A sweep, complete and checked.

    ``scenario`` has the sweep's own years, seed, worlds and measures; ``ranges`` are in the order
    of the file.
    """

    name: str
    title: str
    question: str
    look_for: str
    scenario: Scenario
    theatre: Theatre
    design: DesignEntry
    ranges: tuple[Range, ...]
    regimes: TopSupplierPlan | None
    thresholds: Mapping[str, float]
    keep: Literal["measures", "deliveries", "orders"]
    on_failure: Literal["record", "stop"]

    @property
    def keys(self) -> tuple[Key, ...]:
        """What varies."""
        return tuple(item.key for item in self.ranges)

    @property
    def size(self) -> int:
        """How many points there are."""
        return self.design.design.count(self.ranges)

    def points(self) -> Floats:
        """Values of the keys at every point [N, D]."""
        return self.design.design.points(self.ranges, self.scenario.seed)

    def resolved(self) -> dict[str, object]:
        """The whole sweep as plain data, with all defaults."""
        return {
            "name": self.name,
            "title": self.title,
            "question": self.question,
            "look_for": self.look_for,
            "scenario": self.scenario.resolved(),
            "design": self.design.written(),
            "keys": [key.name for key in self.keys],  # their order, which a mapping may lose
            "parameters": {item.key.name: item.plain() for item in self.ranges},
            "worlds": self.scenario.worlds,
            "seed": self.scenario.seed,
            "measures": [item.written() for item in self.scenario.measures],
            "regimes": None if self.regimes is None else self.regimes.written(),
            "thresholds": dict(self.thresholds),
            "keep": self.keep,
            "on_failure": self.on_failure,
        }


def is_sweep(path_or_name: str) -> bool:
    """Whether a file, or what is shipped by this name, is a sweep and no scenario."""
    path = shipped.find(path_or_name)
    if path is None:
        return shipped.find(path_or_name, shipped.SWEEPS) is not None
    try:
        written = shipped.DESIGN in read_text(path, tree.LARGEST_FILE)
    except InputError:
        return False  # it is told when the file is read
    root = tree.read(path, []) if written else None
    return root is not None and shipped.DESIGN in root.entries


def read_sweep(
    path_or_name: str | Path, worlds: int | None = None, seed: int | None = None
) -> Sweep:
    """Read a sweep from a file, or a shipped one by its name.

    Args:
        path_or_name: the file.
        worlds: worlds of each point, in place of what the file says.
        seed: seed of all noise, in place of what the file says.

    Raises:
        InputError: with every mistake in the file, and in its scenario.
    """
    path = _find(str(path_or_name))
    problems: list[Problem] = []
    root = tree.read(path, problems)
    if root is None:
        raise InputError(problems)
    if not any(key in root.entries for key in _OF_SWEEPS):
        raise InputError([Problem(root.mark, _IS_SCENARIO.format(path_or_name))])
    asked = _asked(root, path, problems)
    years = (asked.scenario.first_year, asked.scenario.last_year) if asked else Reading().years
    reading = SweepReading(years, problems=problems, swept=asked)
    file = read(SweepFile, with_present_names(root, "parameters", problems), "a sweep", reading)
    if problems or asked is None or file is None:
        raise InputError(problems)
    scenario = replace(
        asked.scenario,
        measures=file.measures or asked.scenario.measures,
        worlds=file.worlds if worlds is None else worlds,
        seed=next(x for x in (seed, file.seed, asked.scenario.seed) if x is not None),
    )
    return Sweep(
        path.stem, file.title, file.question, file.look_for, scenario, asked.theatre, file.design,
        file.ranges, file.regimes, file.thresholds, file.keep, file.on_failure,
    )  # fmt: skip


def _find(given: str) -> Path:
    path = shipped.find(given, shipped.SWEEPS)
    if path is None and shipped.find(given) is not None:
        raise InputError([Problem(Location(given, 1, 1), _IS_SCENARIO.format(given))])
    if path is None:
        names = shipped.shipped_names(shipped.SWEEPS)
        message = "there is no such file and no shipped sweep of this name"
        hint = suggest(Path(given).stem, names)
        raise InputError([Problem(Location(given, 1, 1), message + hint)])
    return path


def _asked(root: MapNode, path: Path, problems: list[Problem]) -> SweptScenario | None:
    """The scenario with what the sweep says of it; None if it cannot be used.

    Where what the sweep says is wrong, it is the scenario without that, so that the rest of the
    file can be looked at.
    """
    entry = root.entries.get("scenario")
    name = "history" if entry is None else _word(entry.node)
    if name is None:
        return None  # reported when the field is read
    beside = path.parent / shipped.with_suffix(name)
    file = beside if shipped.is_file(beside) else name
    said = {key: root.entries[key] for key in _LAID_OVER if key in root.entries}
    if "measures" in said:
        said["measures"] = replace(said["measures"], node=_written_out(said["measures"].node))
    found: list[Problem] = []
    for dropped in range(len(said) + 1):
        kept = dict(list(said.items())[: len(said) - dropped])
        try:
            scenario = load(file, MapNode(root.mark, kept))
            case = build_case(scenario)
            asked = SweptScenario(scenario, case.theatre, case.posterior, whole=not found)
        except InputError as error:
            found = found or list(error.problems)
        else:
            problems += found
            return asked
    problems += [_at(entry.node, name, item) if entry else item for item in found]
    return None


def _word(node: Node) -> str | None:
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else None


def _written_out(node: Node) -> ListNode:
    """The measures that are written out, not named by their id."""
    items = node.items if isinstance(node, ListNode) else ()
    return ListNode(node.mark, tuple(item for item in items if isinstance(item, MapNode)))


def _at(node: Node, name: str, problem: Problem) -> Problem:
    """What is wrong with a scenario that is not there, at the place that names it."""
    if problem.mark != Location(name, 1, 1):
        return problem
    return Problem(node.mark, f"{quote(name)}: {problem.message}")
