"""Who supplies whom, as GraphML: an edge from each supplier to each buyer that it ever supplies."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import numpy as np

from sim.base.files import write_whole
from sim.measure.flows import Window
from sim.report.interchange.volumes import buyers_of
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

FILE = "who_supplies_whom.graphml"
SPAN = 5  # years of a window


def write_network(folder: Path, out: Path, scenario: Scenario, theatre: Theatre) -> None:
    """Write the network of a run into a folder."""
    lines = nx.generate_graphml(network_of(folder, scenario, theatre))
    write_whole(out / FILE, "\n".join(lines) + "\n")


def network_of(folder: Path, scenario: Scenario, theatre: Theatre) -> "nx.DiGraph[str]":
    """States and their deliveries.

    Nodes say whether a state is a ``buyer``, a ``supplier`` or an ``aggregate`` of many, and where
    it stands by its votes in the United Nations at the start, if that is known (``un_point``).
    Edges have for each window of five years the median over worlds of the deliveries in it, TIV
    (millions) in all its years (``tiv_2003_2007``), and the share of worlds in which there are any
    (``worlds_2003_2007``); ``weight`` and ``worlds`` are the same of all years.
    """
    graph: nx.DiGraph[str] = nx.DiGraph(scenario=scenario.name, worlds=scenario.worlds)
    for name in sorted({*theatre.buyers, *theatre.suppliers}):
        point = theatre.un_point(name, theatre.start)
        graph.add_node(
            name, buyer=name in theatre.buyers, supplier=name in theatre.suppliers,
            aggregate=name in theatre.aggregates, **({} if point is None else {"un_point": point}),
        )  # fmt: skip
    windows = list(_windows(scenario))
    for run in buyers_of(folder, scenario, theatre):
        for at, supplier in enumerate(run.suppliers):
            volumes = run.deliveries[:, at]
            if not volumes.any():
                continue
            whole = volumes.sum(axis=1)
            attributes = {"weight": float(np.median(whole)), "worlds": float((whole > 0).mean())}
            for first, last in windows:
                within = volumes[:, first - scenario.first_year : last - scenario.first_year + 1]
                total = within.sum(axis=1)
                attributes[f"tiv_{first}_{last}"] = float(np.median(total))
                attributes[f"worlds_{first}_{last}"] = float((total > 0).mean())
            graph.add_edge(supplier, run.buyer, **attributes)
    return graph


def _windows(scenario: Scenario) -> Iterator[Window]:
    for first in range(scenario.first_year, scenario.last_year + 1, SPAN):
        yield first, min(first + SPAN - 1, scenario.last_year)
