"""A sweep's results folder → arrays, for all that reads it.

Axes: N points, D varied keys, W worlds. The worlds of all points have the same noise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.arrays import Bools, Floats, Integers
from sim.base.problems import listing, quote, suggest_or_list
from sim.experiment.damage import NotResultsError, check_files
from sim.experiment.older import under_present_names
from sim.experiment.store import read_manifest

OK = "ok"
POINTS = "points.parquet"
SWEEP = "sweep"  # the kind of manifest


class CannotTellError(Exception):
    """A sweep cannot bear what is asked of it; the message says which sweep can."""


@dataclass(frozen=True)
class Failure:
    """A point that has no results: at which stage it failed, and why."""

    point: int
    stage: str
    message: str


@dataclass(frozen=True)
class TopSuppliers:
    """Suppliers that are top anywhere, the most frequent first, and the shares of worlds.

    ``shares`` [N, S] are NaN at points that failed; what lacks to 1 are worlds in which the buyer
    bought nothing.
    """

    buyer: str
    window: str
    of: str
    suppliers: tuple[str, ...]
    shares: Floats

    def top(self) -> Integers:
        """The most frequent top supplier of each point [N], -1 where there is none."""
        filled = np.nan_to_num(self.shares)
        return np.where(filled.max(axis=1) > 0, filled.argmax(axis=1), -1)


@dataclass(frozen=True)
class Results:
    """Everything that a sweep measured.

    ``points`` [N, D] are the values of the varied keys; NaN leaves a key as the scenario has it.
    ``measured`` has for each measure its values [N, W]; NaN where it is undefined, and at points
    that failed. ``ends`` [D, 2] are the least and the largest value of each key.
    """

    plan: Mapping[str, Any]
    design: str
    options: Mapping[str, Any]
    keys: tuple[str, ...]
    ends: Floats
    points: Floats
    failures: tuple[Failure, ...]
    measured: Mapping[str, Floats]
    regimes: TopSuppliers | None

    @property
    def choices(self) -> Mapping[str, Sequence[str]]:
        """The words for values of keys that are no numbers; their values are places among these."""
        return self.plan.get("choices") or {}

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """Keys that the design moves together, by the name of the group."""
        return self.plan.get("groups") or {}

    @property
    def factors(self) -> tuple[str, ...]:
        """What the design moves by itself: groups, and keys of no group, in their order."""
        of = {key: name for name, keys in self.groups.items() for key in keys}
        return tuple(dict.fromkeys(of.get(key, key) for key in self.keys))

    @property
    def worlds(self) -> int:
        """Worlds at each point."""
        return int(self.plan["worlds"])

    @property
    def well(self) -> Bools:
        """Which points have results [N]."""
        return _well(len(self.points), self.failures)

    def column(self, key: str) -> int:
        """Place of a varied key.

        Raises:
            CannotTellError: if the sweep does not vary it.
        """
        if key not in self.keys:
            hint = suggest_or_list(key, self.keys)
            raise CannotTellError(f"this sweep does not vary {quote(key)}{hint}")
        return self.keys.index(key)

    def values(self, measure: str) -> Floats:
        """Values of a measure [N, W].

        Raises:
            CannotTellError: if the sweep does not have it.
        """
        if measure not in self.measured:
            hint = suggest_or_list(measure, self.measured)
            raise CannotTellError(f"this sweep has no measure {quote(measure)}{hint}")
        return self.measured[measure]


def complete(results: Results) -> None:
    """Refuse a sweep with points that failed.

    Raises:
        CannotTellError: naming them.
    """
    failed = results.failures
    if failed:
        rows = listing(str(failure.point) for failure in failed)
        first = failed[0]
        raise CannotTellError(
            f"{len(failed)} of {len(results.points)} points failed, and an incomplete design has "
            f"no such result. Points: {rows}. Point {first.point} at stage {first.stage}: "
            f"{first.message}"
        )


def read_results(folder: Path, plan: Mapping[str, Any] | None = None) -> Results:
    """Read the tables of a sweep; its plan is that of the manifest, unless it is given.

    Raises:
        NotResultsError: if the folder is not what ``sim sweep`` leaves.

    Example:
        >>> from sim.sweep import read_results, read_sweep, run_sweep
        >>> results = read_results(run_sweep(read_sweep("price_by_rivals", worlds=2)).folder)
        >>> results.keys
        ('price_sensitivity', 'rival_sales')
        >>> results.points.shape, results.values("pak-us-2013-17").shape
        ((99, 2), (99, 2))
    """
    if plan is None:
        plan = _plan_of(folder)
    keys = tuple(plan.get("keys") or plan["parameters"])
    try:
        table = under_present_names(pq.read_table(folder / POINTS))
        choices = plan.get("choices") or {}
        points = np.column_stack([_values(table[key], choices.get(key)) for key in keys])
        failures = tuple(
            Failure(row["point"], row["stage"] or "", row["message"] or "")
            for row in table.select(["point", "status", "stage", "message"]).to_pylist()
            if row["status"] != OK
        )
        worlds = int(plan["worlds"])
        well = _well(len(points), failures)
        names = [item["id"] for item in plan["measures"]]
        measured = _measured(
            pq.read_table(folder / "measures.parquet"), names, (len(points), worlds)
        )
        regimes = _regimes(folder / "regimes.parquet", plan.get("regimes"), worlds, well)
    except (OSError, KeyError, pa.ArrowInvalid) as error:
        raise NotResultsError(f"{folder} has no readable table of its sweep: {error}") from error
    design, options = _design(plan["design"])
    ends = np.array([_ends(plan["parameters"][k], points[:, i]) for i, k in enumerate(keys)])
    return Results(plan, design, options, keys, ends, points, failures, measured, regimes)


def _well(points: int, failures: Sequence[Failure]) -> Bools:
    found = np.ones(points, dtype=np.bool_)
    found[[failure.point for failure in failures]] = False
    return found


def _plan_of(folder: Path) -> Mapping[str, Any]:
    """The plan that a folder's manifest holds."""
    manifest = read_manifest(folder)
    if manifest is None or manifest.get("kind") != SWEEP:
        raise NotResultsError(f"{folder} is no folder of a sweep; 'sim sweep FILE' makes one")
    check_files(folder, manifest)
    plan: Mapping[str, Any] = manifest["sweep"]
    return plan


def _design(given: Any) -> tuple[str, Mapping[str, Any]]:
    """Name and options of a design, which may be written as its name alone."""
    if isinstance(given, str):
        return given, {}
    [(name, options)] = given.items()
    return name, options or {}


def _ends(given: Any, column: Floats) -> tuple[float, float]:
    """Least and largest value of a key: of its range if it has one, else of the points."""
    if isinstance(given, Mapping) and {"from", "to"} <= given.keys():
        low, high = sorted((float(given["from"]), float(given["to"])))
        return low, high
    return float(np.nanmin(column)), float(np.nanmax(column))


def _measured(table: pa.Table, names: list[str], shape: tuple[int, int]) -> dict[str, Floats]:
    held = table["measure"].combine_chunks()
    if not isinstance(held, pa.DictionaryArray):
        held = held.dictionary_encode()
    place, words = held.indices.to_numpy(), held.dictionary.to_pylist()
    at = table["point"].to_numpy(), table["world"].to_numpy()
    value = _floats(table["value"])
    found = {}
    for name in names:
        found[name] = np.full(shape, np.nan)
        if name in words:
            rows = place == words.index(name)
            found[name][at[0][rows], at[1][rows]] = value[rows]
    return found


def _regimes(path: Path, plan: Any, worlds: int, well: Bools) -> TopSuppliers | None:
    if plan is None:
        return None
    table = pq.read_table(path, columns=["point", "supplier"]).drop_null()
    names = table["supplier"].cast(pa.string()).to_numpy()
    suppliers, place = np.unique(names.astype(str), return_inverse=True)
    shares = np.zeros((len(well), len(suppliers)))
    np.add.at(shares, (table["point"].to_numpy(), place), 1.0)
    shares /= worlds
    shares[~well] = np.nan
    order = np.argsort(-np.nansum(shares, axis=0), kind="stable")
    window, of = plan["window"], plan.get("of", "deliveries")
    found = tuple(suppliers[order].tolist())
    return TopSuppliers(plan["buyer"], window, of, found, shares[:, order])


def _values(column: pa.ChunkedArray, labels: Sequence[str] | None) -> Floats:
    """Values of a key: numbers, or places among labels."""
    if labels is None:
        return _floats(column)
    place = {label: float(i) for i, label in enumerate(labels)}
    return np.array([place.get(label, np.nan) for label in column.to_pylist()])


def _floats(column: pa.ChunkedArray) -> Floats:
    """Numbers; null becomes NaN."""
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)
