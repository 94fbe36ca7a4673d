"""A scenario: one question to the model, complete and checked."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

from sim.base.distributions import Distribution
from sim.base.problems import InputError, Location, Problem, suggest
from sim.document import tree
from sim.document.check import read
from sim.document.marks import Marks
from sim.document.model import Model, Reading
from sim.document.tree import MapEntry, MapNode
from sim.document.types import (
    AnyStates,
    Line200,
    Line500,
    OwnYear,
    Seed,
    Worlds,
    Year,
    doc,
    text,
)
from sim.measure.measures import Measure
from sim.scenario import reach, shipped
from sim.scenario.events import Event
from sim.scenario.merge import Merged, lay_over, read_merged
from sim.scenario.omitted import Omitted
from sim.scenario.renamed import with_present_names
from sim.scenario.settings import ParameterSource, Settings

_IS_SWEEP = "this is a sweep, not a scenario; 'sim sweep {}' runs it"


class Years(Model):
    """The years simulated."""

    first: Year = doc("the first year simulated", 2003, key="from")
    last: Year = doc("the last year simulated", 2030, key="to")


class Replay(Model):
    """Orders on record."""

    until: OwnYear = doc("the last year whose orders are those on record")


class Plots(Model):
    """What is drawn."""

    buyers: AnyStates = doc("buyers shown; else the two largest", ())


class ScenarioFile(Model):
    """One question to the model: the years, the political events, the measures."""

    title: Line200 = doc("what the scenario supposes, as a statement")
    question: Annotated[str, text(500, shortest=0)] = doc("what it is to answer", "")
    extends: Line500 | None = doc("the scenario from which this one differs", None)
    theatre: Line500 = doc("a theatre's name, or a path to its folder", "default")
    years: Years = doc("the years simulated", Years())
    worlds: Worlds = doc("how many worlds to simulate", 200)
    seed: Seed = doc("where the random draws start", 1)
    tenders: Literal["simulated", "recorded"] = doc(
        "the model's own tenders or those on record", "simulated"
    )
    replay: Replay | None = doc(
        "orders as on record up to a year, in a theatre that has them; then the model's own", None
    )
    rivals: Literal["recorded", "permuted"] = doc(
        "each buyer's own rivals, or for a placebo those of another buyer", "recorded"
    )
    parameters: ParameterSource = doc(
        "drawn from the posterior (in a theatre of your own, unless you say so, "
        "from their priors), from their priors, or at their centre",
        "posterior",
    )
    settings: Settings = doc(
        "parameters with a value or prior of their own", {}, key="set", validate_default=True
    )
    events: tuple[Event, ...] = doc("what happens", ())
    measures: tuple[Measure, ...] = doc("what is measured", ())
    plots: Plots = doc("what is drawn", Plots())
    look_for: Annotated[str, text(2000, shortest=0)] = doc("what to look at in the plots", "")


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
    replay: Replay | None = None

    @property
    def replay_until(self) -> int | None:
        """The last year whose orders are those on record; None where all are the model's own."""
        return None if self.replay is None else self.replay.until

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
        values["plots"] = Plots.model_construct(buyers=self.plot_buyers)
        return {"name": self.name, **ScenarioFile.model_construct(**values).written()}

    @classmethod
    def from_resolved(cls, data: Mapping[str, object]) -> "Scenario":
        """Rebuild a scenario from ``resolved()``; ``path`` is then only its name.

        Raises InputError if the data is no scenario, TypeError if it is no plain data.
        """
        name = str(data.get("name", "unnamed"))
        mark = Location(f"resolved {name}", 1, 1)
        root = tree.from_plain({k: v for k, v in data.items() if k != "name"}, mark)
        assert isinstance(root, MapNode)
        problems: list[Problem] = []
        root = with_present_names(root, "set", problems)
        return _build(Merged(root, complete=True), Path(name), name, problems)


def load(
    path_or_name: str | Path, over: MapNode | None = None, without: Collection[str] = ()
) -> Scenario:
    """Load a scenario from a file, or a shipped one by its name.

    ``over`` has headings of another file that are laid over it, as if that file extended it;
    ``without`` are headings that are left out of the file itself, not of what it extends.

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
    anywhen = Reading(complete=False, problems=problems)
    read(ScenarioFile, beyond, "a scenario", anywhen)
    file = read(ScenarioFile, root, "a scenario", reading)
    if problems or file is None:
        raise InputError(problems)
    parameters = file.parameters
    if "parameters" not in root.entries and file.theatre != "default":
        parameters = "prior"  # the shipped posterior was learnt in the default theatre
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
        events=file.events,
        measures=file.measures,
        plot_buyers=file.plots.buyers,
        look_for=file.look_for,
        path=path,
        marks=Marks(root),
        omitted=(*merged.omitted, *unreached),
        replay=file.replay,
    )


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
    folder = Path(entry.node.mark.file).parent
    path = os.path.normpath(folder / name)
    # A slash keeps a path from passing for a name.
    return path if "/" in path or path in (".", "..") else f"./{path}"
