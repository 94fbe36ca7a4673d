"""A calibration's plan, read from its file: what is fitted to which orders and which targets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sim.base.distributions import Constant, Distribution
from sim.base.parameters import PARAMETERS, Parameter
from sim.base.problems import InputError, Location, Problem
from sim.claims import load_ledger
from sim.claims.claims import FITTED, known_word
from sim.document import tree
from sim.document.check import read
from sim.document.frozen import FrozenMap
from sim.document.model import Model, Reading
from sim.document.tree import MapNode
from sim.document.types import Line200, Line500, Positive, Seed, Year, different, doc, one_or_list
from sim.scenario import Scenario, load
from sim.scenario.renamed import with_present_names
from sim.scenario.settings import Prior, Settings

LAST_FITTED = 2017  # nothing after it may enter

Target = Annotated[str, known_word("a target")]


class OrdersFitted(Model):
    """Stage A: the orders on record that choices are fitted to."""

    last_year: Year = doc("year of the last order", key="to")
    cap: Positive = doc("TIV up to which an order counts by its volume, where volumes count")
    count: Literal["alike", "by volume"] = doc("how orders count toward the posterior")


class Targets(Model):
    """Stage B: the claims that the posterior of stage A is drawn toward."""

    last_year: Year = doc(f"the last year simulated, at most {LAST_FITTED}", key="to")
    worlds: Annotated[int, Field(ge=20, le=1_000_000)] = doc("worlds of each look at the targets")
    nats: Annotated[float, Field(ge=0, le=100)] = doc(
        "how far the posterior may go from that of stage A: their divergence, in nats"
    )
    claims: Annotated[tuple[Target, ...], one_or_list, different, Field(min_length=1)] = doc(
        "targets by id"
    )


class PlanFile(Model):
    """What a file says of a calibration."""

    title: Line200 = doc("what is fitted to what")
    scenario: Line500 = doc("the scenario whose parameters are fitted")
    seed: Seed = doc("where the random draws start")
    size: Annotated[int, Field(ge=10, le=100_000)] = doc("rows of the posterior sample")
    settings: Settings = doc(
        "parameters that are not asked for, or whose priors are others", {}, key="set",
        validate_default=True,
    )  # fmt: skip
    weak: Prior = doc(
        "prior of the weights that the table has from a register: it knew the same orders"
    )
    orders: OrdersFitted = doc("orders on record that choices are fitted to")
    targets: Targets | None = doc("claims that the posterior is then drawn toward", None)


@dataclass(frozen=True)
class CalibrationPlan:
    """A calibration: ``priors`` of all parameters that are asked for; the scenario sets others.

    ``mark`` is where the targets are written, or the whole plan.
    """

    title: str
    scenario: Scenario
    seed: int
    size: int
    priors: Mapping[str, Distribution]
    orders: OrdersFitted
    targets: Targets | None
    path: Path
    mark: Location


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
    file = read(PlanFile, with_present_names(root, "set", problems), "a calibration", reading)
    if problems or file is None:
        raise InputError(problems)
    beside = path.parent / file.scenario
    scenario = load(beside if beside.is_file() else file.scenario)
    for part, years in (("orders", file.orders), ("targets", file.targets)):
        if years is not None:
            _check_last(years.last_year, root.entries[part].node, scenario, reading)
    if problems:
        raise InputError(problems)
    settings = FrozenMap({**scenario.settings, **file.settings})
    fixed = FrozenMap({name: one for name, one in settings.items() if isinstance(one, Constant)})
    mark = (root.entries.get("targets") or root.entries["orders"]).node.mark
    return CalibrationPlan(
        file.title, replace(scenario, parameters="prior", settings=fixed), file.seed, file.size,
        free_priors(settings, file.weak), file.orders, file.targets, path, mark,
    )  # fmt: skip


def free_priors(
    settings: Mapping[str, Distribution], weak: Distribution
) -> dict[str, Distribution]:
    """Priors of all parameters that have more than one value.

    A weight that the table has from a register's orders gets the weak prior: the orders that it
    was measured on are those that it is fitted to here, and must not count twice.
    """
    priors = {
        name: settings.get(name, weak if _measured_on_orders(row) else row.prior)
        for name, row in PARAMETERS.items()
    }
    return {name: prior for name, prior in priors.items() if not isinstance(prior, Constant)}


def _measured_on_orders(row: Parameter) -> bool:
    return row.evidence == "†" and row.on_record and bool(row.reason)


def _check_last(last: int, node: tree.Node, scenario: Scenario, reading: Reading) -> None:
    assert isinstance(node, MapNode)
    to, first = node.entries["to"].node, scenario.first_year
    if last > LAST_FITTED:
        reading.wrong(to, f"nothing after {LAST_FITTED} may be looked at: it is held out")
    elif not first <= last <= scenario.last_year:
        reading.wrong(to, f"to must lie within the scenario's years, {first}-{scenario.last_year}")
