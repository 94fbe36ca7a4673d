"""The plots of a run: which there are, and what each is made of."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.base.phrases import with_dashes
from sim.experiment.names import Places
from sim.measure.flows import Window
from sim.plots.drawing import Pages, Plot, draw_all, draw_with
from sim.plots.frame import Caption
from sim.plots.marks import (
    dyad_marks,
    dyads_of,
    export_marks,
    need_marks,
    pair_marks,
    price_marks,
    states_in,
)
from sim.plots.processes import Team
from sim.plots.series import SPAN
from sim.report.run.announcements import announcements_data
from sim.report.run.announcements_figure import announcements_figure
from sim.report.run.balance import balance_data, rival_pairs
from sim.report.run.balance_figure import balance_figure
from sim.report.run.collectors import Deliveries, WindowShares
from sim.report.run.happened import as_it_mostly_happened
from sim.report.run.ledger_figure import ledger_figure
from sim.report.run.matrix import Matrix, MatrixHalf, matrix_data, matrix_figure
from sim.report.run.orders_deliveries import ledger_data
from sim.report.run.prices import prices_data
from sim.report.run.prices_figure import prices_figure
from sim.report.run.read import BuyerRun, read_buyers
from sim.report.run.record import (
    known_of,
    record_of,
    record_of_all,
    recorded_shares,
    recorded_window,
    simulated_line,
    source_line,
)
from sim.report.run.shares import exports_data, shares_data
from sim.report.run.shares_figure import exports_figure, shares_figure
from sim.scenario import Scenario
from sim.scenario.questions import FEW, dyads_asked
from sim.theatre.theatre import Theatre

# Name of the file without its ending, the function that makes the figure, what this takes.
Plots = Iterator[tuple[str, Callable[..., Pages], tuple[Any, ...]]]

TOGETHER = 4  # buyers read in one pass over the tables, so that memory does not grow with buyers


def draw_figures(
    folder: Path, scenario: Scenario, theatre: Theatre, drawers: int | Team = 1
) -> list[Path]:
    """Draw the plots of a results folder into its subfolder ``plots``.

    The same tables give the same bytes under the same version of Matplotlib.

    Args:
        folder: of the run.
        scenario: of the run.
        theatre: of the run.
        drawers: processes that draw side by side, a team or how many: more than one only under a
            guarded main module.

    Returns:
        Paths of the files: those of each plot buyer, of rivals among them, of the world.
    """
    plots = folder / "plots"
    plots.mkdir(exist_ok=True)
    drawn = (
        Plot(plots / f"{name}.png", figure, parts)
        for name, figure, parts in _all(folder, scenario, theatre)
    )
    return draw_all(drawn, drawers) if isinstance(drawers, int) else draw_with(drawers, drawn)


def plot_buyers(scenario: Scenario, theatre: Theatre) -> tuple[str, ...]:
    """The theatre's own names of the buyers to plot, each once; if none are named, the two largest.

    The largest are the single states that ordered most before the start.
    """
    asked = Places(theatre, scenario.last_year).named(scenario.plot_buyers, theatre.buyers)
    named = tuple(name for name in asked if name in theatre.buyers)
    if named:
        return named
    by_volume = np.argsort(-theatre.ordered.sum(axis=1), kind="stable")
    single = [theatre.buyers[b] for b in by_volume if theatre.buyers[b] not in theatre.aggregates]
    return tuple(single[:2])


def suppliers_named(buyer: str, scenario: Scenario, theatre: Theatre) -> set[str]:
    """Suppliers that a measure names with a buyer, or an event that touches few states with it."""
    asked = {
        theatre.find(supplier)
        for one, supplier in dyads_asked(scenario.measures)
        if theatre.find(one) == buyer
    }
    for event in scenario.events:
        touched = {s for b, s in dyads_of(event, theatre) if b == buyer}
        if len(states_in(event, theatre)) <= FEW and buyer in states_in(event, theatre):
            asked |= touched
    return {name for name in asked if name in theatre.suppliers}


def file_names(buyers: tuple[str, ...]) -> dict[str, str]:
    """Part of a file name for each buyer: small letters and digits, ``united_kingdom``."""
    names: dict[str, str] = {}
    for buyer in buyers:
        words = "".join(c if c.isalnum() else " " for c in buyer.casefold()).split()
        name = plain = "_".join(words) or "buyer"
        number = 2
        while name in names.values():
            name, number = f"{plain}_{number}", number + 1
        names[buyer] = name
    return names


def _all(folder: Path, scenario: Scenario, theatre: Theatre) -> Plots:
    scenario = as_it_mostly_happened(scenario, folder)
    source = source_line(scenario, theatre)
    known = known_of(theatre)
    caption = Caption(scenario.title, scenario.question, source, scenario.worlds, known=known)
    names = file_names(plot_buyers(scenario, theatre))
    exports = Deliveries(scenario, theatre)
    shares = WindowShares(scenario, theatre, _window(scenario, theatre))
    totals: dict[str, Floats] = {}
    buyers = list(names)
    for i in range(0, max(len(buyers), 1), TOGETHER):
        also = (exports, shares) if i == 0 else ()
        for run in read_buyers(folder, scenario, theatre, buyers[i : i + TOGETHER], also):
            totals[run.buyer] = run.deliveries.sum(axis=1)
            for kind, figure, parts in _of_buyer(run, scenario, theatre, caption):
                yield f"{kind}_{names[run.buyer]}", figure, parts
    yield from _of_rivals(totals, names, scenario, theatre, caption)
    data = exports_data(exports.tiv, scenario.first_year, theatre, record_of_all(theatre))
    marks = export_marks(scenario, theatre, data.suppliers)
    yield "export_shares", exports_figure, (data, marks, caption)
    yield "who_supplies_whom", matrix_figure, (_matrix(shares, theatre), caption)


def _of_buyer(run: BuyerRun, scenario: Scenario, theatre: Theatre, caption: Caption) -> Plots:
    record = record_of(theatre, run.buyer)
    shares = shares_data(run, record, named=suppliers_named(run.buyer, scenario, theatre))
    marks = dyad_marks(scenario, theatre, run.buyer, shares.suppliers)
    guided = replace(caption, guide=with_dashes(scenario.look_for))
    yield "shares", shares_figure, (shares, marks, guided)
    marks = need_marks(scenario, theatre, run.buyer)
    yield "orders_and_deliveries", ledger_figure, (ledger_data(run, record), marks, caption)
    prices = prices_data(run, theatre, own_from=scenario.own_from)
    marks = price_marks(scenario, theatre, prices.buyer, prices.suppliers)
    unrecorded = replace(caption, source=simulated_line(scenario))  # of neither is there a record
    yield "prices_paid", prices_figure, (prices, marks, unrecorded)
    if run.announced is not None and scenario.own_from <= scenario.last_year:
        own_from = scenario.own_from
        talks = announcements_data(run, run.announced, theatre.aggregates, own_from=own_from)
        late = tuple(event for event in scenario.events if event.year >= own_from)
        marks = dyad_marks(replace(scenario, events=late), theatre, run.buyer, talks.suppliers)
        yield "announcements", announcements_figure, (talks, marks, unrecorded)


def _of_rivals(
    totals: dict[str, Floats], names: dict[str, str], scenario: Scenario, theatre: Theatre,
    caption: Caption,
) -> Plots:  # fmt: skip
    """A plot for each pair of plot buyers that are rivals; only several carry names in theirs."""
    pairs = rival_pairs(scenario, theatre, list(totals))
    for one, other in pairs:
        records = record_of(theatre, one), record_of(theatre, other)
        volumes = totals[one], totals[other]
        data = balance_data((one, other), scenario.first_year, volumes, records)
        marks = pair_marks(scenario, theatre, (one, other))
        name = "rival_balance" + (f"_{names[one]}_{names[other]}" if len(pairs) > 1 else "")
        yield name, balance_figure, (data, marks, caption)


def _window(scenario: Scenario, theatre: Theatre) -> Window:
    """Years of the matrix: the last ones on record, or of the run."""
    return recorded_window(theatre, scenario) or (
        max(scenario.first_year, scenario.last_year - SPAN + 1),
        scenario.last_year,
    )


def _matrix(simulated: WindowShares, theatre: Theatre) -> Matrix:
    window, flows = simulated.window, theatre.recorded.get("deliveries")
    sides = [MatrixHalf("Simulated", *simulated.result())]
    if flows is not None and window in flows.periods:
        sides.append(MatrixHalf("Recorded", *recorded_shares(theatre, window)))
    axes = theatre.buyers, theatre.suppliers, theatre.aggregates
    return matrix_data(window, *axes, tuple(sides))
