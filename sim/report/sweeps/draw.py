"""All plots that a sweep's design bears, and its table of indices."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.files import csv_text, write_whole
from sim.plots.drawing import Pages, Plot, draw_all
from sim.report.sweeps.error_figure import error_figure
from sim.report.sweeps.heatmap_figure import heatmap_figure
from sim.report.sweeps.morris_figure import morris_figure
from sim.report.sweeps.regimes_figure import (
    RegimeLine,
    RegimeMap,
    RegimeWords,
    regime_lines_figure,
    regime_map_figure,
)
from sim.report.sweeps.response_figure import response_figure
from sim.report.sweeps.sobol_figure import sobol_figure
from sim.report.sweeps.subject import SweptMeasure, subjects_of
from sim.report.sweeps.tornado_figure import tornado_figure
from sim.sensitivity.error import LEAST_WORLDS, MonteCarloError, monte_carlo_error
from sim.sensitivity.indices import MorrisIndex, SobolIndex, morris_indices, sobol_indices
from sim.sensitivity.layout import grid_of, spokes
from sim.sensitivity.regimes import shares_by_value, top_suppliers
from sim.sensitivity.response import response, surface
from sim.sensitivity.tornado import Tornado, tornado
from sim.sweep.results import CannotTellError, Results, read_results

MOST_PAIRS = 6  # of keys, that have a map each
MOST_LINES = 6  # keys with a panel of top suppliers
TABLE = "sensitivity.csv"

Plots = Iterator[tuple[str, Callable[..., Pages], tuple[Any, ...]]]
Indices = dict[str, "list[SobolIndex] | list[MorrisIndex] | Tornado"]


@dataclass(frozen=True)
class Drawing:
    """Files that were written, and for what could not be told, why."""

    paths: tuple[Path, ...]
    left_out: tuple[str, ...]


def draw_sweep(
    folder: Path, processes: int = 1, plan: Mapping[str, Any] | None = None
) -> Drawing:  # fmt: skip
    """Draw what the design of a sweep bears into ``plots``; write indices into a table, if any.

    The same tables give the same bytes under the same versions of Matplotlib and SALib.

    Args:
        folder: of the sweep.
        processes: that draw side by side; more than one only under a guarded main module.
        plan: the resolved sweep, for a folder that has no manifest yet.

    Raises:
        NotResultsError: if the folder is not what ``sim sweep`` leaves.
    """
    results = read_results(folder, plan)
    left_out: list[str] = []
    indices = _indices(results, left_out)
    plots = folder / "plots"
    plots.mkdir(exist_ok=True)
    drawn = (
        Plot(plots / f"{name}.png", figure, parts)
        for name, figure, parts in _all(results, indices, left_out)
    )
    paths = draw_all(drawn, processes)
    rows = [row for measure, found in indices.items() for row in _rows(measure, found, results)]
    if rows:
        header = ["measure", "key", "index", "value", "low", "high"]
        write_whole(folder / TABLE, csv_text(header, rows))
        paths.append(folder / TABLE)
    return Drawing(tuple(paths), tuple(dict.fromkeys(left_out)))


def _indices(results: Results, left_out: list[str]) -> Indices:
    """What the design tells of each key, measure by measure."""
    by_design: dict[str, Callable[[Results, str], Any]] = {
        "sobol": sobol_indices,
        "morris": morris_indices,
    }
    analyse = by_design.get(results.design)
    if analyse is None and len(results.keys) > 1 and (_is_grid(results) or spokes(results)):
        analyse = tornado
    found: Indices = {}
    for measure in results.measured if analyse is not None else ():
        try:
            assert analyse is not None
            found[measure] = analyse(results, measure)
        except CannotTellError as refusal:
            left_out.append(str(refusal))
    return found


def _all(results: Results, indices: Indices, left_out: list[str]) -> Plots:
    subjects = subjects_of(results)
    for measure, plain in subjects.items():
        name, error = _safe(measure), _error(results, measure, left_out)
        subject = replace(plain, error=error)
        found = indices.get(measure)
        if isinstance(found, Tornado):
            yield f"tornado_{name}", tornado_figure, (found, subject)
        elif found and isinstance(found[0], SobolIndex):
            yield f"sobol_{name}", sobol_figure, (found, subject)
        elif found:
            yield f"morris_{name}", morris_figure, (found, subject)
        yield from _responses(results, measure, subject, left_out)
        yield from _maps(results, measure, subject)
        if error is not None:
            yield f"error_{name}", error_figure, (error, subject)
    if results.regimes is not None and subjects:
        yield from _regimes(results, next(iter(subjects.values())), left_out)


def _error(results: Results, measure: str, left_out: list[str]) -> MonteCarloError | None:
    """The Monte Carlo error, where there are worlds and points enough to tell it."""
    if results.worlds < LEAST_WORLDS or results.well.sum() < 2:
        return None
    try:
        return monte_carlo_error(results, measure)
    except CannotTellError as refusal:
        left_out.append(str(refusal))
        return None


def _responses(
    results: Results, measure: str, subject: SweptMeasure, left_out: list[str]
) -> Plots:  # fmt: skip
    """Curves for all designs but Morris's, whose few values of many keys say little each."""
    curves = []
    for key in results.keys if results.design != "morris" else ():
        try:
            curves.append(response(results, measure, key))
        except CannotTellError as refusal:
            left_out.append(str(refusal))
    if any(not np.isnan(one.median).all() for one in curves):
        told = [one for one in curves if not np.isnan(one.median).all()]
        yield f"response_{_safe(measure)}", response_figure, (told, subject)


def _is_grid(results: Results) -> bool:
    return grid_of(results) is not None


def _pairs(results: Results) -> list[tuple[str, str]]:
    """Pairs of keys that a grid maps, the first upwards."""
    if len(results.keys) < 2 or not _is_grid(results):
        return []
    return list(combinations(results.keys, 2))[:MOST_PAIRS]


def _pair_name(kind: str, pair: tuple[str, str], results: Results, measure: str = "") -> str:
    parts = [kind, *([measure] if measure else []), *(pair if len(results.keys) > 2 else ())]
    return "_".join(_safe(part) for part in parts)


def _maps(results: Results, measure: str, subject: SweptMeasure) -> Plots:
    for pair in _pairs(results):
        name = _pair_name("heatmap", pair, results, measure)
        yield name, heatmap_figure, (surface(results, measure, pair), subject)


def _regimes(results: Results, subject: SweptMeasure, left_out: list[str]) -> Plots:
    found = top_suppliers(results)
    words = RegimeWords(
        found.buyer,
        found.window,
        found.of,
        subject.keys,
        subject.whole,
        subject.caption,
        subject.labels,
    )
    if not found.suppliers:
        left_out.append(f"{found.buyer} buys nothing in any world, so nobody is its top supplier")
        return
    for pair in _pairs(results):
        yield _pair_name("regimes", pair, results), regime_map_figure, (
            _regime_map(results, found.shares, found.suppliers, pair), words,
        )  # fmt: skip
    lines = []
    for key in results.keys[:MOST_LINES] if results.design != "morris" else ():
        try:
            values, shares = shares_by_value(results, found, key)
            lines.append(RegimeLine(key, values, found.suppliers, shares))
        except CannotTellError as refusal:
            left_out.append(str(refusal))
    if lines:
        yield "regimes_by_value", regime_lines_figure, (lines, words)


def _regime_map(
    results: Results, shares: Any, suppliers: tuple[str, ...], pair: tuple[str, str]
) -> RegimeMap:
    axes = grid_of(results)
    assert axes is not None
    one, other = (results.keys.index(key) for key in pair)
    cells = np.full((len(axes[one]), len(axes[other]), len(suppliers)), np.nan)
    for row, up in enumerate(axes[one]):
        for column, right in enumerate(axes[other]):
            here = (results.points[:, one] == up) & (results.points[:, other] == right)
            held = shares[here & results.well]
            if len(held):
                cells[row, column] = held.mean(axis=0)
    return RegimeMap(pair, axes[one], axes[other], suppliers, cells)


def _rows(measure: str, found: Any, results: Results) -> Iterator[list[object]]:
    """Lines of the table: every index with its 90% interval, empty where there is none."""
    if isinstance(found, Tornado):
        for bar in found.bars:
            for name, end in (("low", bar.low), ("high", bar.high)):
                labels = results.choices.get(bar.key)
                value = f"{end.value:.6g}" if labels is None else labels[int(end.value)]
                yield [measure, bar.key, f"at {name} ({value})", end.measure, *end.ends]
        return
    for index in found:
        if isinstance(index, SobolIndex):
            yield [measure, index.key, "S1", index.first, *index.first_ends]
            yield [measure, index.key, "ST", index.total, *index.total_ends]
        else:
            yield [measure, index.key, "mu_star", index.size, *index.size_ends]
            if index.key in results.groups:
                continue
            yield [measure, index.key, "mu", index.mean, None, None]
            yield [measure, index.key, "sigma", index.spread, None, None]


def _safe(name: str) -> str:
    """Part of a file name."""
    return re.sub(r"[^\w-]+", "_", name)
