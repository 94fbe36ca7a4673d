"""A calibration's plan, read from its file: what is free, and what it is fitted to, in stages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sim.base.problems import InputError, Location, Problem, quote
from sim.claims import load_ledger
from sim.claims.claims import FITTED, known_word
from sim.document import tree
from sim.document.check import read
from sim.document.model import Model, Reading
from sim.document.tree import ListNode, MapNode
from sim.document.types import (
    Id,
    Line200,
    Line500,
    Seed,
    Window,
    Year,
    different,
    doc,
    one_or_list,
    text,
)
from sim.scenario import Scenario, load
from sim.scenario.renamed import with_present_names
from sim.scenario.settings import ParameterName

LAST_FITTED = 2017  # nothing after it may enter

Windows = Annotated[tuple[Window, ...], one_or_list, different]
Target = Annotated[str, known_word("a target")]


class Stage(Model):
    """One round of worlds: their tenders and last year, and the figures that they are held to."""

    id: Id = doc("a name for this stage")
    tenders: Literal["simulated", "recorded"] = doc("the model's own or those on record")
    last_year: Year = doc(f"the last year, at most {LAST_FITTED}", key="to")
    worlds: Annotated[int, Field(ge=100, le=10_000_000)] = doc("how many worlds to simulate")
    orders_by_dyad: Windows = doc("windows of years", ())
    deliveries_by_dyad: Windows = doc("windows of years", ())
    claims: Annotated[tuple[Target, ...], one_or_list, different] = doc("targets by id", ())


class PlanFile(Model):
    """What a file says of a calibration."""

    title: Line200 = doc("what is fitted to what")
    scenario: Line500 = doc("the scenario whose parameters are fitted")
    seed: Seed = doc("where the random draws start")
    size: Annotated[int, Field(ge=10, le=100_000)] = doc("rows of the posterior sample")
    free: Annotated[Mapping[ParameterName, Annotated[str, text(300)]], Field(min_length=1)] = doc(
        "free parameters, each with the reason"
    )
    stages: Annotated[tuple[Stage, ...], one_or_list, Field(min_length=1)] = doc(
        "rounds of worlds, one after the other"
    )


@dataclass(frozen=True)
class CalibrationPlan:
    """A calibration. ``free`` gives for each free parameter the reason why it is.

    ``marks`` are the places where the stages are written.
    """

    title: str
    scenario: Scenario
    seed: int
    size: int
    free: Mapping[str, str]
    stages: tuple[Stage, ...]
    path: Path
    marks: tuple[Location, ...]

    def mark_of(self, stage: Stage) -> Location:
        """Where a stage is written."""
        return self.marks[self.stages.index(stage)]


def read_plan(path: Path) -> CalibrationPlan:
    """Read a plan.

    Raises InputError with every mistake in the file.
    """
    problems: list[Problem] = []
    root = tree.read(path, problems)
    if root is None:
        raise InputError(problems)
    ledger = load_ledger()
    targets = [claim.id for role in FITTED for claim in ledger.with_role(role)]
    reading = Reading(problems=problems, known={"a target": targets})
    file = read(PlanFile, with_present_names(root, "free", problems), "a calibration", reading)
    if problems or file is None:
        raise InputError(problems)
    beside = path.parent / file.scenario
    scenario = load(beside if beside.is_file() else file.scenario)
    node = root.entries["stages"].node
    items = node.items if isinstance(node, ListNode) else (node,)
    for place, (item, stage) in enumerate(zip(items, file.stages, strict=True)):
        assert isinstance(item, MapNode)
        if stage.id in (earlier.id for earlier in file.stages[:place]):
            message = f"another stage is called {quote(stage.id)} as well; give it another id"
            reading.wrong(item.entries["id"].node, message)
        _check_years(stage, item, scenario, reading)
        if not (stage.orders_by_dyad or stage.deliveries_by_dyad or stage.claims):
            message = "a stage needs orders_by_dyad, deliveries_by_dyad or claims to be fitted to"
            reading.wrong(item, message)
    if problems:
        raise InputError(problems)
    return CalibrationPlan(
        file.title, replace(scenario, parameters="prior"), file.seed, file.size, file.free,
        file.stages, path, tuple(item.mark for item in items),
    )  # fmt: skip


def _check_years(stage: Stage, item: MapNode, scenario: Scenario, reading: Reading) -> None:
    first, last = scenario.first_year, stage.last_year
    to = item.entries["to"].node
    if last > LAST_FITTED:
        message = f"a stage may not look beyond {LAST_FITTED}: later years are held out"
        reading.wrong(to, message)
    elif not first <= last <= scenario.last_year:
        message = f"to must lie within the scenario's years, {first}-{scenario.last_year}"
        reading.wrong(to, message)
    for name in ("orders_by_dyad", "deliveries_by_dyad"):
        for begins, ends in getattr(stage, name):
            if begins < first or ends > last:
                message = f"{begins}-{ends} is not within the stage's years, {first}-{last}"
                reading.wrong(item.entries[name].node, message)
