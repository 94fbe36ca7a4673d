"""A calibration's plan, read from its file: what is free, and what it is fitted to, in stages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sim.base.parameters import PARAMETERS
from sim.base.problems import InputError, Location, Problem, quote, suggest
from sim.claims import Claims, load_ledger
from sim.claims.fields import Many
from sim.scenario import Scenario, load, tree
from sim.scenario.fields import Id, Mapped, OneOf, Text, Whole
from sim.scenario.reading import Field, FieldType, Reading, read_fields
from sim.scenario.renamed import under_present_names
from sim.scenario.tree import ListNode, MapNode, Node
from sim.scenario.years import Window, Year

FITTED = ("target",)  # roles of claims that parameters may be fitted to
LAST_FITTED = 2017  # nothing after it may enter


@dataclass(frozen=True)
class Stage:
    """One round of worlds: their tenders and last year, and the figures that they are held to."""

    id: str
    tenders: Literal["simulated", "recorded"]
    last_year: int
    worlds: int
    orders_by_dyad: tuple[tuple[int, int], ...]
    deliveries_by_dyad: tuple[tuple[int, int], ...]
    claims: tuple[str, ...]
    mark: Location  # where it is written


@dataclass(frozen=True)
class CalibrationPlan:
    """A calibration. ``free`` gives for each free parameter the reason why it is."""

    title: str
    scenario: Scenario
    seed: int
    size: int
    free: Mapping[str, str]
    stages: tuple[Stage, ...]
    path: Path


@dataclass(frozen=True)
class Reasons(FieldType):
    """A mapping from parameters to the reason why each is free."""

    @property
    def expected(self) -> str:
        """Show what a line is."""
        return "a mapping from parameter to the reason why it is free"

    def read(self, node: Node, name: str, reading: Reading) -> Mapping[str, str] | None:
        """Return the reasons by parameter."""
        if not isinstance(node, MapNode) or not node.entries:
            self.refuse(node, name, reading)
            return None
        reasons = {}
        for key, entry in under_present_names(node, reading.problems).entries.items():
            if key not in PARAMETERS:
                message = f"unknown parameter {quote(key)}" + suggest(key, PARAMETERS)
                reading.problems.append(Problem(entry.key_mark, message))
            why = Text(300, lines=True).read(entry.node, f"the reason for {quote(key)}", reading)
            if why is not None:
                reasons[key] = why
        return reasons


def _stage_fields(ledger: Claims) -> tuple[Field, ...]:
    fitted = tuple(claim.id for role in FITTED for claim in ledger.with_role(role))
    windows = Many(Window(within=False))
    return (
        Field("id", Id(), "a name for this stage"),
        Field("tenders", OneOf(("simulated", "recorded")), "the model's own or those on record"),
        Field("to", Year(within=False), f"the last year, at most {LAST_FITTED}"),
        Field("worlds", Whole(100, 10_000_000), "how many worlds to simulate"),
        Field("orders_by_dyad", windows, "windows of years", required=False, default=()),
        Field("deliveries_by_dyad", windows, "windows of years", required=False, default=()),
        Field("claims", Many(OneOf(fitted)), "targets by id", required=False, default=()),
    )


def read_plan(path: Path) -> CalibrationPlan:
    """Read a plan.

    Raises InputError with every mistake in the file.
    """
    problems: list[Problem] = []
    root = tree.read(path, problems)
    if root is None:
        raise InputError(problems)
    reading = Reading(problems=problems)
    stage = Mapped(_stage_fields(load_ledger()))
    fields = (
        Field("title", Text(200), "what is fitted to what"),
        Field("scenario", Text(500), "the scenario whose parameters are fitted"),
        Field("seed", Whole(0, 2**32 - 1), "where the random draws start"),
        Field("size", Whole(10, 100_000), "rows of the posterior sample"),
        Field("free", Reasons(), "free parameters, each with the reason"),
        Field("stages", Many(stage), "rounds of worlds, one after the other"),
    )
    values = read_fields(root, fields, "a calibration", reading)
    if problems or values is None:
        raise InputError(problems)
    beside = path.parent / values["scenario"]
    scenario = load(beside if beside.is_file() else values["scenario"])
    stages = _stages(values, root, scenario, reading)
    if problems:
        raise InputError(problems)
    scenario = replace(scenario, parameters="prior")
    return CalibrationPlan(
        values["title"], scenario, values["seed"], values["size"], values["free"], stages, path
    )


def _stages(
    values: Mapping[str, Any], root: MapNode, scenario: Scenario, reading: Reading
) -> tuple[Stage, ...]:
    """The stages; those that look beyond the fitted years, or at nothing, are reported."""
    node = root.entries["stages"].node
    assert isinstance(node, ListNode)
    if not values["stages"]:
        reading.wrong(node, "a calibration needs one stage at least")
    stages: list[Stage] = []
    for item, given in zip(node.items, values["stages"], strict=True):
        assert isinstance(item, MapNode)
        stage = Stage(
            given["id"],
            given["tenders"],
            given["to"],
            given["worlds"],
            given["orders_by_dyad"],
            given["deliveries_by_dyad"],
            given["claims"],
            item.mark,
        )
        if stage.id in (earlier.id for earlier in stages):
            message = f"another stage is called {quote(stage.id)} as well; give it another id"
            reading.wrong(item.entries["id"].node, message)
        _check_years(stage, item, scenario, reading)
        if not (stage.orders_by_dyad or stage.deliveries_by_dyad or stage.claims):
            message = "a stage needs orders_by_dyad, deliveries_by_dyad or claims to be fitted to"
            reading.wrong(item, message)
        stages.append(stage)
    return tuple(stages)


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
