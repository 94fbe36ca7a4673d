"""Parts → the results folder: tidy tables in the order of points, written as they are read."""

import csv
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sim.base.arrays import Floats
from sim.base.files import naming, written
from sim.base.partial import FolderTakenError, partial_folder, taken
from sim.base.problems import RefusedError
from sim.experiment.case import build_case
from sim.experiment.columns import column
from sim.experiment.run import describe, made_before
from sim.experiment.store import Table, publish
from sim.score.asked import Tick
from sim.sweep.parts import in_order, parts_in
from sim.sweep.plan import Sweep
from sim.sweep.run import Campaign, Rows, alone, campaign_of, simulate
from sim.sweep.varied import ChoiceKey

Draw = Callable[[Path], object]


class RowsMissingError(RefusedError):
    """Some points are not simulated yet."""

    def __init__(self, rows: list[Rows]) -> None:
        """Name the rows."""
        named = ", ".join(f"{first}:{after}" for first, after in rows[:8])
        more = f" and {len(rows) - 8} more gaps" if len(rows) > 8 else ""
        count = sum(after - first for first, after in rows)
        super().__init__(f"{count} points are not simulated yet: rows {named}{more}")
        self.rows = rows


@dataclass(frozen=True)
class SweepResult:
    """A complete results folder; ``fresh`` is False if it was there before.

    ``failed`` counts the points that failed, by stage.
    """

    folder: Path
    points: int
    failed: Mapping[str, int]
    fresh: bool


def run_sweep(
    sweep: Sweep,
    out: Path | None = None,
    *,
    threads: int = 1,
    executor: Executor | None = None,
    tick: Tick = lambda worlds: None,
    draw: Draw | None = None,
) -> SweepResult:
    """Run a sweep, or go on with it, and leave a results folder.

    Args:
        sweep: from ``read_sweep``.
        out: the folder; by default ``results/NAME/ID``.
        threads: threads of this machine, if no executor is given.
        executor: any of ``concurrent.futures``, such as processes, or those of a cluster.
        tick: told how many more worlds are done.
        draw: draws the plots of the unpublished folder.

    Raises:
        FolderTakenError: if the folder exists and is not this sweep's own result.
        PointFailedError: if a point fails and the sweep stops then.

    Example:
        >>> from sim.sweep import read_sweep, run_sweep
        >>> done = run_sweep(read_sweep("price_by_rivals", worlds=2), threads=2)
        >>> done.points, dict(done.failed)
        (99, {})
    """
    campaign = campaign_of(sweep, out)
    done = finished(campaign)
    if done is not None:
        return done
    with alone(campaign):
        simulate(campaign, threads=threads, executor=executor, tick=tick)
        return gather(campaign, draw=draw)


def finished(campaign: Campaign) -> SweepResult | None:
    """The results of a sweep if they are there already.

    Raises:
        FolderTakenError: if the folder exists and is not this sweep's own result.
    """
    earlier = made_before(campaign.folder, campaign.identity)
    if earlier is not None:
        return SweepResult(
            campaign.folder, earlier["points"], earlier["failed_by_stage"], fresh=False
        )
    if os.path.lexists(campaign.folder):
        raise taken(campaign.folder)
    return None


def gather(campaign: Campaign, draw: Draw | None = None) -> SweepResult:
    """Write the results folder from all parts, and remove these.

    One part is in memory at a time.

    Raises:
        RowsMissingError: if some points are not simulated yet.
        FolderTakenError: as ``finished`` does.
        BrokenPartError: if a part cannot be read.
    """
    done = finished(campaign)
    if done is not None:
        return done
    lacking = campaign.missing()
    if lacking:
        raise RowsMissingError(lacking)
    began = time.perf_counter()
    with partial_folder(campaign.folder.parent, campaign.folder.name) as partial:
        failed = _write(campaign, partial)
        manifest = _manifest(campaign, failed)
        if draw is not None:
            draw(partial)
        manifest["seconds"] = {"gather": round(time.perf_counter() - began, 3)}
        try:
            publish(partial, campaign.folder, manifest)
        except FolderTakenError:
            done = finished(campaign)
            if done is None:
                raise
            return done
    shutil.rmtree(campaign.kept, ignore_errors=True)
    return SweepResult(campaign.folder, len(campaign.points), failed, fresh=True)


def _write(campaign: Campaign, folder: Path) -> Counter[str]:
    """Write all data files; returns how many points failed, by stage."""
    files: dict[str, Table] = {}
    failed, first_line = Counter[str](), True
    path = folder / "summary.csv"
    with naming(path), path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        for part, first in in_order(parts_in(campaign.kept)):
            tables = part.tables(first)
            status, summary = tables["points"], tables.pop("summary")
            failed.update(stage for stage in status["stage"].to_pylist() if stage is not None)
            keys = _keys(campaign, first, part.after)
            tables["points"] = _beside(status, keys)
            for name, rows in tables.items():
                files.setdefault(name, Table(folder / f"{name}.parquet")).add(rows)
            line = _beside(summary, keys)
            if first_line:
                lines.writerow(map(written, line.column_names))
                first_line = False
            columns = [column.to_pylist() for column in line.columns]
            lines.writerows(map(written, row) for row in zip(*columns, strict=True))
    for table in files.values():
        table.close()
    return failed


def _keys(campaign: Campaign, first: int, after: int) -> dict[str, pa.Array]:
    """Columns of the varied keys, for some rows."""
    columns = {}
    for i, key in enumerate(campaign.sweep.keys):
        values = np.ascontiguousarray(campaign.points[first:after, i])
        if isinstance(key, ChoiceKey):
            columns[key.name] = _labels(values, key)
            continue
        columns[key.name] = column(values.astype(np.int64) if key.whole else values)
    return columns


def _labels(places: Floats, key: ChoiceKey) -> pa.Array:
    """The words for places among choices; null where the key is as the scenario has it."""
    known = ~np.isnan(places)
    indices = pa.array(np.where(known, places, 0).astype(np.int16), mask=~known)
    return pa.DictionaryArray.from_arrays(indices, pa.array(key.labels))


def _beside(rows: pa.Table, keys: dict[str, pa.Array]) -> pa.Table:
    """A table with a row for each point, the keys behind its number."""
    own = dict(zip(rows.column_names, rows.columns, strict=True))
    return pa.table({"point": own.pop("point"), **keys, **own})


def _manifest(campaign: Campaign, failed: Counter[str]) -> dict[str, Any]:
    sweep = campaign.sweep
    case = build_case(sweep.scenario, sweep.theatre)
    found = describe(case, campaign.identity, threads=0)
    del found["threads"], found["scenario"]
    return {
        **found,
        "kind": "sweep",
        "sweep": sweep.resolved(),
        "points": len(campaign.points),
        "failed": failed.total(),
        "failed_by_stage": dict(failed),
    }
