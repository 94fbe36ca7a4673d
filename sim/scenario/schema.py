"""A scenario: one question to the model, complete and checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from sim.base.distributions import Distribution
from sim.base.problems import InputError, Location, Problem, suggest
from sim.scenario import reach, shipped, tree
from sim.scenario.events import EVENTS, Event
from sim.scenario.fields import Mapped, OneOf, Text, Whole
from sim.scenario.frozen import FrozenMap
from sim.scenario.marks import Marks
from sim.scenario.measures import MEASURES, Measure
from sim.scenario.merge import EXTENDS, Merged, lay_over, read_merged
from sim.scenario.names import Names
from sim.scenario.omitted import Omitted
from sim.scenario.reading import Field, Reading, plain_fields, read_fields
from sim.scenario.settings import ParameterSource, Settings
from sim.scenario.tree import Entry, MapNode
from sim.scenario.years import Year

_YEARS = FrozenMap({"from": 2003, "to": 2030})
_PLOTS: FrozenMap[tuple[str, ...]] = FrozenMap({"buyers": ()})


_IS_SWEEP = "this is a sweep, not a scenario; 'sim sweep {}' runs it"


def _optional(name: str, kind: Any, default: object, doc: str) -> Field:
    return Field(name, kind, doc, required=False, default=default)


_YEAR_FIELDS = (
    _optional("from", Year(within=False), _YEARS["from"], "the first year simulated"),
    _optional("to", Year(within=False), _YEARS["to"], "the last year simulated"),
)
_PLOT_FIELDS = (
    _optional(
        "buyers", Names("a state", least=0), _PLOTS["buyers"], "buyers shown; else the two largest"
    ),
)
_REPLAY_FIELDS = (Field("until", Year(), "the last year whose orders are those on record"),)

FIELDS = (
    Field("title", Text(200), "what the scenario supposes, as a statement"),
    _optional("question", Text(500, lines=True, shortest=0), "", "what it is to answer"),
    _optional(EXTENDS, Text(500), None, "the scenario from which this one differs"),
    _optional("theatre", Text(500), "default", "a theatre's name, or a path to its folder"),
    _optional("years", Mapped(_YEAR_FIELDS), _YEARS, "the years simulated"),
    _optional("worlds", Whole(1, 10_000_000), 200, "how many worlds to simulate"),
    _optional("seed", Whole(0, 2**32 - 1), 1, "where the random draws start"),
    _optional(
        "tenders",
        OneOf(("simulated", "recorded")),
        "simulated",
        "the model's own tenders or those on record",
    ),
    _optional(
        "replay",
        Mapped(_REPLAY_FIELDS),
        None,
        "orders as on record up to a year, in a theatre that has them; then the model's own",
    ),
    _optional(
        "rivals",
        OneOf(("recorded", "permuted")),
        "recorded",
        "each buyer's own rivals, or for a placebo those of another buyer",
    ),
    _optional(
        "parameters",
        ParameterSource(),
        "posterior",
        "drawn from what the evidence leaves of them (in a theatre of your own, unless you say so, "
        "from their priors), from their priors, or at their centre",
    ),
    _optional("set", Settings(), FrozenMap({}), "parameters with a value or prior of their own"),
    _optional("events", EVENTS, (), "what happens"),
    _optional("measures", MEASURES, (), "what is measured"),
    _optional("plots", Mapped(_PLOT_FIELDS), _PLOTS, "what is drawn"),
    _optional("look_for", Text(2000, lines=True, shortest=0), "", "what to look at in the plots"),
)


@dataclass(frozen=True)
class Scenario:
    """A scenario as the model needs it. Equal scenarios ask the same, wherever they are written.

    ``omitted`` tells which inherited events and measures it does without, and why.
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
    replay: Mapping[str, int] | None = None

    @property
    def replay_until(self) -> int | None:
        """The last year whose orders are those on record; None where all are the model's own."""
        return None if self.replay is None else self.replay["until"]

    @property
    def own_from(self) -> int:
        """The first year whose orders are the model's own, after the last year if none are."""
        return self.first_year if self.replay_until is None else self.replay_until + 1

    def resolved(self) -> dict[str, object]:
        """Return the whole scenario as plain data, with all defaults and without ``extends``.

        The same content gives the same data, in the same order, however its files are arranged.
        """
        values = {item.name: getattr(self, item.name, None) for item in FIELDS}
        values["years"] = {"from": self.first_year, "to": self.last_year}
        values["set"] = self.settings
        values["plots"] = {"buyers": self.plot_buyers}
        return {"name": self.name, **plain_fields(FIELDS, values)}

    @classmethod
    def from_resolved(cls, data: Mapping[str, object]) -> "Scenario":
        """Rebuild a scenario from ``resolved()``; ``path`` is then only its name.

        Raises InputError if the data is no scenario, TypeError if it is no plain data.
        """
        name = str(data.get("name", "unnamed"))
        mark = Location(f"resolved {name}", 1, 1)
        root = tree.from_plain({k: v for k, v in data.items() if k != "name"}, mark)
        assert isinstance(root, MapNode)
        return _build(Merged(root, complete=True), Path(name), name, [])


def load(path_or_name: str | Path, over: MapNode | None = None) -> Scenario:
    """Load a scenario from a file, or a shipped one by its name.

    ``over`` has headings of another file that are laid over it, as if that file extended it.

    Raises InputError with every mistake in the file and the files it extends.
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
    merged = read_merged(path, problems)
    if merged is None:
        raise InputError(problems)
    if shipped.DESIGN in merged.root.entries:
        mark = merged.root.entries[shipped.DESIGN].key_mark
        raise InputError([Problem(mark, _IS_SWEEP.format(given))])
    if over is not None:
        merged = lay_over(merged, over, problems)
    scenario = _build(merged, path, path.stem, problems)
    return replace(
        scenario,
        theatre=_beside(scenario.theatre, merged.root.entries.get("theatre")),
        parameters=_beside(scenario.parameters, merged.root.entries.get("parameters")),
    )


def _build(merged: Merged, path: Path, name: str, problems: list[Problem]) -> Scenario:
    within = _years(merged, problems)
    reading = Reading(within, merged.complete, problems)
    root, beyond, unreached = reach.split(merged.root, within, merged.files)
    # What is not reached must be right all the same, but for its years.
    for part, entries in (("events", EVENTS), ("measures", MEASURES)):
        if part in beyond.entries:
            anywhen = Reading(complete=merged.complete, problems=problems)
            entries.read(beyond.entries[part].node, part, anywhen)
    # What a parent that cannot be read may say is not lacking.
    fields = [replace(item, required=item.required and merged.complete) for item in FIELDS]
    values = read_fields(root, fields, "a scenario", reading)
    if problems or values is None:
        raise InputError(problems)
    if "parameters" not in root.entries and values["theatre"] != "default":
        values["parameters"] = "prior"  # the shipped posterior was learnt in the default theatre
    years, plots = values.pop("years"), values.pop("plots")
    del values[EXTENDS]
    return Scenario(
        name=name,
        first_year=years["from"],
        last_year=years["to"],
        settings=values.pop("set"),
        plot_buyers=plots["buyers"],
        path=path,
        marks=Marks(root),
        omitted=(*merged.omitted, *unreached),
        **values,
    )


def _years(merged: Merged, problems: list[Problem]) -> tuple[int, int]:
    """Return the scenario's years, wide open where they are wrong or a parent may hold them."""
    entry = merged.root.entries.get("years")
    if entry is None:
        return (_YEARS["from"], _YEARS["to"]) if merged.complete else Reading().years
    # Mistakes within are reported when the field is read with all others.
    years = Mapped(_YEAR_FIELDS).read(entry.node, "years", Reading())
    if years is None:
        return Reading().years
    if years["to"] < years["from"]:
        message = f"years end in {years['to']}, before they begin in {years['from']}"
        problems.append(Problem(entry.node.mark, message))
        return Reading().years
    return years["from"], years["to"]


def _beside(name: str, entry: Entry | None) -> str:
    """Resolve a path against the folder of the file that says it; leave a name alone."""
    if entry is None or not ("/" in name or name in (".", "..") or name.endswith(".parquet")):
        return name
    folder = Path(entry.node.mark.file).parent
    path = os.path.normpath(folder / name)
    # A slash keeps a path from passing for a name.
    return path if "/" in path or path in (".", "..") else f"./{path}"
