"""The plots of a run: which there are, and how they are saved."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from sim.measure.flows import Window
from sim.report.ledger import ledger_data
from sim.report.ledger_figure import ledger_figure
from sim.report.marks import dyad_marks, need_marks
from sim.report.matrix import Side, matrix_data, matrix_figure
from sim.report.page import Caption
from sim.report.read import read_buyer, read_shares
from sim.report.record import record_of, recorded_shares, recorded_window, source_line
from sim.report.series import SPAN
from sim.report.shares import shares_data
from sim.report.shares_figure import shares_figure
from sim.report.style import DPI, house
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre


def draw_figures(folder: Path, scenario: Scenario, theatre: Theatre) -> list[Path]:
    """Draw the plots of a results folder into its subfolder ``plots``.

    The same tables give the same bytes under the same version of Matplotlib.

    Returns:
        Paths of the files, in the order of the scenario's plot buyers, the matrix last.
    """
    plots = folder / "plots"
    plots.mkdir(exist_ok=True)
    caption = Caption(
        scenario.title, scenario.question, source_line(scenario, theatre), scenario.worlds
    )
    paths = []
    for buyer, name in file_names(plot_buyers(scenario, theatre)).items():
        for kind, figure in _of_buyer(folder, scenario, theatre, buyer, caption):
            paths.append(save(figure, plots / f"{kind}_{name}.png"))
    figure = _of_all(folder, scenario, theatre, caption)
    paths.append(save(figure, plots / "who_supplies_whom.png"))
    return paths


@house()
def save(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG, without the name of the software or a date in it."""
    figure.savefig(path, dpi=DPI, format="png", metadata={"Software": None})
    return path


def plot_buyers(scenario: Scenario, theatre: Theatre) -> tuple[str, ...]:
    """The theatre's own names of the buyers to plot, each once; if none are named, the two largest.

    The largest are the single states that ordered most before the start.
    """
    found = (theatre.find(word) for word in scenario.plot_buyers)
    named = tuple(dict.fromkeys(name for name in found if name in theatre.buyers and name))
    if named:
        return named
    by_volume = np.argsort(-theatre.ordered.sum(axis=1), kind="stable")
    single = [theatre.buyers[b] for b in by_volume if theatre.buyers[b] not in theatre.aggregates]
    return tuple(single[:2])


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


def _of_buyer(
    folder: Path, scenario: Scenario, theatre: Theatre, buyer: str, caption: Caption
) -> Iterator[tuple[str, Figure]]:
    run, record = read_buyer(folder, scenario, theatre, buyer), record_of(theatre, buyer)
    shares = shares_data(run, record)
    marks = dyad_marks(scenario, theatre, buyer, shares.suppliers)
    yield "shares", shares_figure(shares, marks, caption)
    marks = need_marks(scenario, theatre, buyer)
    yield "orders_and_deliveries", ledger_figure(ledger_data(run, record), marks, caption)


def _of_all(folder: Path, scenario: Scenario, theatre: Theatre, caption: Caption) -> Figure:
    recorded = recorded_window(theatre, scenario)
    window: Window = recorded or (
        max(scenario.first_year, scenario.last_year - SPAN + 1),
        scenario.last_year,
    )
    sides = [Side("Simulated", *read_shares(folder, scenario, theatre, window))]
    if recorded is not None:
        sides.append(Side("Recorded", *recorded_shares(theatre, recorded)))
    axes = theatre.buyers, theatre.suppliers, theatre.aggregates
    return matrix_figure(matrix_data(window, *axes, tuple(sides)), caption)
