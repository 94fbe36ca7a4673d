"""A sweep, read from its file: which scenario, what varies and how, what is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sim.base.arrays import Floats
from sim.base.parameters import present_name
from sim.base.problems import InputError, Location, Problem, quote, suggest
from sim.base.regular import read_text
from sim.document import tree
from sim.document.check import read
from sim.document.model import Reading
from sim.document.overrides import OPTION
from sim.document.tree import ListNode, MapNode, Node, ScalarNode
from sim.experiment.case import build_case
from sim.scenario import Scenario, load, shipped
from sim.scenario.renamed import with_present_names
from sim.scenario.schema import with_overrides
from sim.sweep.designs import DesignEntry
from sim.sweep.file import SweepFile, TopSupplierPlan
from sim.sweep.point_table import with_points
from sim.sweep.ranges import Range
from sim.sweep.swept import SweepReading, SweptScenario
from sim.sweep.varied import ChoiceKey, Key
from sim.theatre.theatre import Theatre

_OF_SWEEPS = (shipped.DESIGN, "scenario", "regimes", "thresholds", "keep", "on_failure")
_IS_SCENARIO = "this is a scenario, not a sweep; 'sim run {}' runs it"
_LAID_OVER = ("years", "measures")  # what a sweep may say of its scenario


@dataclass(frozen=True)
class Sweep:
    """A sweep, complete and checked.

    ``scenario`` has the sweep's own years, seed, worlds and measures; so have the ``others`` that
    are simulated beside it. ``ranges`` are in the order of the file.
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
    others: tuple[Scenario, ...] = ()

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
            **self._more(),
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

    def _more(self) -> dict[str, object]:
        """What only some sweeps have."""
        choices = {
            item.key.name: list(item.key.labels)
            for item in self.ranges
            if isinstance(item.key, ChoiceKey)
        }
        groups: dict[str, list[str]] = {}
        for item in self.ranges:
            if item.group:
                groups.setdefault(item.group, []).append(item.key.name)
        others = [item.resolved() for item in self.others]
        return {
            name: found
            for name, found in (("choices", choices), ("groups", groups), ("others", others))
            if found
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
    path_or_name: str | Path,
    worlds: int | None = None,
    seed: int | None = None,
    put: Sequence[str] = (),
) -> Sweep:
    """Read a sweep from a file, or a shipped one by its name.

    Args:
        path_or_name: the file.
        worlds: worlds of each point, in place of what the file says.
        seed: seed of all noise, in place of what the file says.
        put: values put over the scenario, such as ``events.ID.year=2010``.

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
    root = with_points(root, path, problems)
    asked = _asked(root, path, problems, put)
    years = (asked.scenario.first_year, asked.scenario.last_year) if asked else Reading().years
    reading = SweepReading(years, problems=problems, swept=asked)
    file = read(SweepFile, with_present_names(root, "parameters", problems), "a sweep", reading)
    if not problems and file is not None:
        problems += _set_and_varied(file, put)
    if problems or asked is None or file is None:
        raise InputError(problems)
    scenario, *others = (
        replace(
            item,
            measures=file.measures or asked.scenario.measures,
            worlds=file.worlds if worlds is None else worlds,
            seed=next(x for x in (seed, file.seed, asked.scenario.seed) if x is not None),
        )
        for item in (asked.scenario, *asked.others)
    )
    return Sweep(
        path.stem, with_overrides(file.title, put), file.question, file.look_for, scenario,
        asked.theatre, file.design, file.grouped(), file.regimes, file.thresholds, file.keep,
        file.on_failure, tuple(others),
    )  # fmt: skip


def _set_and_varied(file: SweepFile, put: Sequence[str]) -> Iterator[Problem]:
    """A value that is put in place once and for all cannot vary too."""
    varied = {item.key.name for item in file.ranges}
    for text in put:
        if present_name(text.partition("=")[0].strip()) in varied:
            message = "this varies in the sweep; leave one of the two out"
            yield Problem(Location.said(f"{OPTION} {text}"), message)


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


def _asked(
    root: MapNode, path: Path, problems: list[Problem], put: Sequence[str]
) -> SweptScenario | None:
    """The scenarios with what the sweep says of them; None if they cannot be used.

    Where what the sweep says is wrong, it is the scenario without that, so that the rest of the
    file can be looked at.
    """
    named = _named(root, problems)
    said = {key: root.entries[key] for key in _LAID_OVER if key in root.entries}
    if "measures" in said:
        said["measures"] = replace(said["measures"], node=_written_out(said["measures"].node))
    asked: list[SweptScenario] = []
    for name, node in named:
        found = _swept(name, path, MapNode(root.mark, said), put, problems, node)
        if found is None:
            return None
        asked.append(found)
    if not asked:
        return None
    first, *others = asked
    for (name, node), other in zip(named[1:], others, strict=True):
        if (why := _apart(first, other)) is not None and node is not None:
            problems.append(Problem(node.mark, f"{quote(name)} {why}"))
    names = [item.scenario.name for item in asked]
    for place, (name, node) in enumerate(named):
        if names[place] in names[:place] and node is not None:
            problems.append(Problem(node.mark, f"a scenario called {quote(name)} stands twice"))
    return replace(first, others=tuple(item.scenario for item in others))


def _named(root: MapNode, problems: list[Problem]) -> list[tuple[str, Node | None]]:
    """Scenarios as the file names them; what is no name is reported when the field is read."""
    one, several = root.entries.get("scenario"), root.entries.get("scenarios")
    if one is not None and several is not None:
        message = "give either 'scenario' or 'scenarios'"
        problems.append(Problem(several.key_mark, message))
    if several is not None:
        items = several.node.items if isinstance(several.node, ListNode) else ()
        return [(name, item) for item in items if (name := _word(item)) is not None]
    if one is None:
        return [("history", None)]
    return [] if (name := _word(one.node)) is None else [(name, one.node)]


def _swept(
    name: str, path: Path, said: MapNode, put: Sequence[str], problems: list[Problem],
    node: Node | None,
) -> SweptScenario | None:  # fmt: skip
    """One scenario with what the sweep says of it, or with as much of that as is right."""
    beside = path.parent / shipped.with_suffix(name)
    file = beside if shipped.is_file(beside) else name
    found: list[Problem] = []
    for dropped in range(len(said.entries) + 1):
        kept = dict(list(said.entries.items())[: len(said.entries) - dropped])
        try:
            scenario = load(file, MapNode(said.mark, kept), put=put)
            case = build_case(scenario)
            asked = SweptScenario(scenario, case.theatre, case.posterior, whole=not found)
        except InputError as error:
            found = found or list(error.problems)
        else:
            problems += found
            return asked
    problems += [_at(node, name, item) if node else item for item in found]
    return None


def _apart(one: SweptScenario, other: SweptScenario) -> str | None:
    """Why two scenarios cannot be values of one axis; None if they can."""
    if one.theatre.data_hash != other.theatre.data_hash:
        return f"has another theatre than {quote(one.scenario.name)}"
    years = [(item.scenario.first_year, item.scenario.last_year) for item in (one, other)]
    if years[0] != years[1]:
        (first, last), own = years
        return f"runs from {own[0]} to {own[1]}, not {first} to {last}; say 'years' in the sweep"
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
