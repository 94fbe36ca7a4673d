"""A scenario: one question to the model, complete and checked."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from sim.base.distributions import Distribution
from sim.base.problems import InputError, Location, Problem, suggest
from sim.document import tree
from sim.document.check import read
from sim.document.entries import words_of
from sim.document.marks import Marks
from sim.document.model import Reading
from sim.document.overrides import Override, read_override
from sim.document.tree import ListNode, MapEntry, MapNode
from sim.measure.measures import Measure
from sim.scenario import reach, shipped
from sim.scenario.events import Event
from sim.scenario.file import Played, Plots, Replay, ScenarioFile, Years
from sim.scenario.lists_by_id import OFF
from sim.scenario.merge import Merged, lay_over, read_merged
from sim.scenario.omitted import Omitted
from sim.scenario.paths import overridden, steps_to
from sim.scenario.questions import buyers_asked, events_of, named_in
from sim.scenario.renamed import with_present_names

_LONGEST_TITLE = 200
_DEEPEST = 4  # steps to a value: events, which one, its kind, its field
_IS_SWEEP = "this is a sweep, not a scenario; 'sim sweep {}' runs it"


@dataclass(frozen=True)
class Scenario:
    """A scenario as the model needs it. Equal scenarios ask the same, wherever they are written.

    ``omitted`` tells which inherited events and measures it does without, and why; ``switched_off``
    are events that are written and do not happen, which a sweep may switch on. ``overrides`` are
    the words with which a command line changed it.
    """

    name: str
    title: str
    question: str
    theatre: str
    first_year: int
    last_year: int
    worlds: int
    seed: int
    tenders: Literal["simulated", "recorded"]
    rivals: Literal["recorded", "permuted"]
    parameters: str
    settings: Mapping[str, Distribution]
    events: tuple[Event, ...]
    measures: tuple[Measure, ...]
    plot_buyers: tuple[str, ...]
    look_for: str
    path: Path = field(compare=False)
    marks: Marks = field(compare=False, repr=False)
    omitted: tuple[Omitted, ...] = field(default=(), compare=False, repr=False)
    replay: Replay | None = None
    groups: Mapping[str, tuple[str, ...]] | None = None
    claims: Literal["all"] | None = None
    game: Played | None = None
    switched_off: tuple[Event, ...] = ()
    overrides: tuple[str, ...] = field(default=(), compare=False)

    @property
    def replay_until(self) -> int | None:
        """The last year whose orders are those on record; None where all are the model's own."""
        return None if self.replay is None else self.replay.until

    @property
    def differs(self) -> bool:
        """Whether some event differs from world to world."""
        return any(event.differs for event in self.events)

    @property
    def buyers_asked(self) -> frozenset[str]:
        """The buyers that measures and plots name, as they are written."""
        return named_in(self.measures, "buyer") | frozenset(self.plot_buyers)

    @property
    def suppliers_asked(self) -> frozenset[str]:
        """The suppliers that measures name, as they are written."""
        return named_in(self.measures, "supplier")

    @property
    def own_from(self) -> int:
        """The first year whose orders are the model's own, after the last year if none are."""
        return self.first_year if self.replay_until is None else self.replay_until + 1

    def resolved(self) -> dict[str, object]:
        """Return the whole scenario as plain data, with all defaults and without ``extends``.

        The same content gives the same data, in the same order, however its files are arranged.
        """
        values = {name: getattr(self, name, None) for name in ScenarioFile.model_fields}
        values["years"] = Years.model_construct(first=self.first_year, last=self.last_year)
        values["events"] = (*self.events, *self.switched_off)
        values["plots"] = Plots.model_construct(buyers=self.plot_buyers)
        return {"name": self.name, **ScenarioFile.model_construct(**values).written()}

    @classmethod
    def from_resolved(cls, data: Mapping[str, object]) -> "Scenario":
        """Rebuild a scenario from ``resolved()``; ``path`` is then only its name.

        Raises InputError if the data is no scenario, TypeError if it is no plain data.
        """
        name, root = _resolved_tree(data)
        problems: list[Problem] = []
        root = with_present_names(root, "set", problems)
        return _build(Merged(root, complete=True), Path(name), name, problems)

    def with_values(self, values: Mapping[str, object]) -> "Scenario":
        """The same with plain values at some paths, such as ``events.ID.supplier``.

        Raises:
            InputError: for a path that leads nowhere, or what makes no sense with these values.
        """
        name, root = _resolved_tree(self.resolved())
        problems: list[Problem] = []
        put = [
            Override(path, tree.from_plain(value, Location.said(f"{path}={value}")))
            for path, value in values.items()
        ]
        root = overridden(root, put, words_of(ScenarioFile), problems)
        return _build(Merged(root, complete=True), self.path, name, problems)

    def has(self, path: str) -> bool:
        """Whether a path leads to a value that the scenario has or could have, whole."""
        _, root = _resolved_tree(self.resolved())
        steps = steps_to(path, root, words_of(ScenarioFile))
        return not isinstance(steps, str) and len(steps) <= _DEEPEST


def _resolved_tree(data: Mapping[str, object]) -> tuple[str, MapNode]:
    name = str(data.get("name", "unnamed"))
    mark = Location(f"resolved {name}", 1, 1)
    root = tree.from_plain({k: v for k, v in data.items() if k != "name"}, mark)
    assert isinstance(root, MapNode)
    return name, root


def load(
    path_or_name: str | Path,
    over: MapNode | None = None,
    without: Collection[str] = (),
    put: Sequence[str] = (),
) -> Scenario:
    """Load a scenario from a file, or a shipped one by its name.

    ``over`` has headings of another file that are laid over it, as if that file extended it;
    ``without`` are headings that are left out of the file itself, not of what it extends.
    ``put`` are values such as ``events.ID.year=2010``, which are put over all of it and named in
    its title.

    Raises InputError with every mistake in the file and the files it extends.

    >>> history = load("history")
    >>> history.first_year, history.last_year, history.events[0].kind
    (2003, 2030, 'embargo')
    """
    given = str(path_or_name)
    path = shipped.find(given)
    if path is None and shipped.find(given, shipped.SWEEPS) is not None:
        raise InputError([Problem(Location(given, 1, 1), _IS_SWEEP.format(given))])
    if path is None:
        hint = suggest(Path(given).stem, shipped.shipped_names())
        message = "there is no such file and no shipped scenario of this name" + hint
        raise InputError([Problem(Location(given, 1, 1), message)])
    problems: list[Problem] = []
    merged = read_merged(path, problems, without)
    if merged is None:
        raise InputError(problems)
    if shipped.DESIGN in merged.root.entries:
        mark = merged.root.entries[shipped.DESIGN].key_mark
        raise InputError([Problem(mark, _IS_SWEEP.format(given))])
    if over is not None:
        merged = lay_over(merged, over, problems)
    overrides = [item for text in put if (item := read_override(text, problems)) is not None]
    root = overridden(merged.root, overrides, words_of(ScenarioFile), problems)
    files = (*(item.mark.file for item in overrides), *merged.files)
    merged = replace(merged, root=root, files=files)
    scenario = _build(merged, path, path.stem, problems)
    problems += _unknown_events(scenario)
    if problems:
        raise InputError(problems)
    titled = any(item.path == "title" for item in overrides)
    return replace(
        scenario,
        title=scenario.title if titled else with_overrides(scenario.title, put),
        overrides=tuple(put),
        theatre=_beside(scenario.theatre, merged.root.entries.get("theatre")),
        parameters=_beside(scenario.parameters, merged.root.entries.get("parameters")),
    )


def with_overrides(title: str, put: Sequence[str]) -> str:
    """A title that says what the command line changed, so that no plot passes for the file's."""
    if not put:
        return title
    said = f"{title} (with {', '.join(put)})"
    return said if len(said) <= _LONGEST_TITLE else said[: _LONGEST_TITLE - 2] + "…)"


def _build(merged: Merged, path: Path, name: str, problems: list[Problem]) -> Scenario:
    within = _years(merged, problems)
    reading = Reading(within, merged.complete, problems)
    root, beyond, unreached = reach.split(_off_last(merged.root), within, merged.files)
    # What is not reached must be right all the same, but for its years.
    anywhen = Reading(complete=False, problems=problems)
    read(ScenarioFile, beyond, "a scenario", anywhen)
    file = read(ScenarioFile, root, "a scenario", reading)
    if problems or file is None:
        raise InputError(problems)
    parameters = file.parameters
    if "parameters" not in root.entries and file.theatre != "default":
        parameters = "prior"  # the shipped posterior was learnt in the default theatre
    marks = Marks(root)
    buyers = file.plots.buyers
    if marks.written("plots", "buyers") is None:
        events = root.entries.get("events")
        own = events_of(file.events, None if events is None else events.node, merged.asking)
        buyers = buyers_asked(file.measures, own)
    return Scenario(
        name=name,
        title=file.title,
        question=file.question,
        theatre=file.theatre,
        first_year=file.years.first,
        last_year=file.years.last,
        worlds=file.worlds,
        seed=file.seed,
        tenders=file.tenders,
        rivals=file.rivals,
        parameters=parameters,
        settings=file.settings,
        events=tuple(event for event in file.events if not event.off),
        switched_off=tuple(event for event in file.events if event.off),
        measures=file.measures,
        plot_buyers=buyers,
        look_for=file.look_for,
        path=path,
        marks=marks,
        omitted=(*merged.omitted, *unreached),
        replay=file.replay,
        groups=file.groups,
        claims=file.claims,
        game=file.game,
    )


def _unknown_events(scenario: Scenario) -> Iterator[Problem]:
    """Events that wait for one that the scenario does not have, or for themselves."""
    ids = [event.id for event in (*scenario.events, *scenario.switched_off)]
    for i, event in enumerate(scenario.events):
        other = None if event.condition is None else event.condition.values.get("id")
        if other is not None and (other == event.id or other not in ids):
            hint = "" if other == event.id else suggest(str(other), ids)
            message = f"there is no other event '{other}' to wait for{hint}"
            yield Problem(scenario.marks.at("events", i, "if", "event", "id"), message)


def _off_last(root: MapNode) -> MapNode:
    """The same tree with the events that are off behind the others, as ``resolved`` has them."""
    entry = root.entries.get("events")
    if entry is None or not isinstance(entry.node, ListNode):
        return root
    items = tuple(sorted(entry.node.items, key=lambda item: tree.to_plain_at(item, OFF) is True))
    node = ListNode(entry.node.mark, items)
    return replace(root, entries={**root.entries, "events": replace(entry, node=node)})


def _years(merged: Merged, problems: list[Problem]) -> tuple[int, int]:
    """Return the scenario's years, wide open where they are wrong or a parent may hold them."""
    entry = merged.root.entries.get("years")
    if entry is None:
        usual = Years()
        return (usual.first, usual.last) if merged.complete else Reading().years
    # Mistakes within are reported when the field is read with all others.
    years = read(Years, entry.node, "years", Reading())
    if years is None:
        return Reading().years
    if years.last < years.first:
        message = f"years end in {years.last}, before they begin in {years.first}"
        problems.append(Problem(entry.node.mark, message))
        return Reading().years
    return years.first, years.last


def _beside(name: str, entry: MapEntry | None) -> str:
    """Resolve a path against the folder of the file that says it; leave a name alone."""
    if entry is None or not ("/" in name or name in (".", "..") or name.endswith(".parquet")):
        return name
    mark = entry.node.mark
    folder = Path(mark.file).parent if mark.in_file else Path()  # a command line's own: from here
    path = os.path.normpath(folder / name)
    # A slash keeps a path from passing for a name.
    return path if "/" in path or path in (".", "..") else f"./{path}"
