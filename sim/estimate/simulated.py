"""Orders of a run as if they were recorded: do its own weights come back?"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.base.problems import InputError, Location, Problem
from sim.estimate.recorded import RecordedChoices, Tick, joined, recorded_choices
from sim.estimate.transfer import weights_used
from sim.experiment.case import Case, build_case
from sim.experiment.reproduce import open_results
from sim.scenario.file import Replay
from sim.theatre.records import DatedOrder


def case_of_run(folder: Path) -> Case:
    """The case that a results folder was made of.

    Raises:
        NotResultsError: if the folder is damaged.
        InputError: if its theatre is not there any more, or if all its orders are recorded ones.
    """
    scenario, _ = open_results(folder)
    until = scenario.replay_until
    if until is not None and until >= scenario.last_year:
        message = (
            f"replays recorded orders up to {until}, its last year, so none is a choice of "
            "its own; estimate from its theatre instead, or from a run that goes on after 'replay'"
        )
        raise InputError([Problem(Location(str(folder), 1, 1), message)])
    return build_case(scenario)


def simulated_choices(
    folder: Path, case: Case, worlds: int, tick: Tick | None = None
) -> tuple[RecordedChoices, Floats]:
    """Orders of the first worlds of a run, and the mean weights [R] that they were made with.

    Orders that the run itself replayed are no choices of it: they are left out, but remain the past
    of those that came after them.

    Args:
        folder: of the run.
        case: that it was made of.
        worlds: how many to read.
        tick: counts years as they are done.
    """
    parts = []
    for number in range(worlds):
        orders = orders_of_world(folder, number, case.theatre.start)
        theatre = replace(case.theatre, dated_orders=orders)
        last = max((order.year for order in orders), default=case.theatre.start)
        scenario = replace(
            case.scenario,
            last_year=last,
            replay=Replay(until=last),
            events=tuple(event for event in case.scenario.events if event.kind != "order"),
        )
        parts.append(recorded_choices(build_case(scenario, theatre), tick))
    until, p = case.scenario.replay_until, case.parameters(0, worlds)
    used = np.mean([weights_used(row, recorded=True) for row in p], axis=0)
    found = joined(parts)
    return (found if until is None else found.since(until + 1)), used


def orders_of_world(folder: Path, number: int, start: int) -> tuple[DatedOrder, ...]:
    """What a world of a run ordered from its first year on."""
    filters = (pc.field("world") == number) & (pc.field("order_year") >= start)
    table = pq.read_table(folder / "orders.parquet", filters=filters)
    return tuple(
        DatedOrder(
            row["buyer"], row["supplier"], row["class"], row["order_year"],
            "licensed" if row["licensed"] else "imported", 1, row["tiv"],
            None
            if row["first_delivery"] is None
            else (row["first_delivery"], row["last_delivery"]),
        )
        for row in table.to_pylist()
    )  # fmt: skip
