"""Rows of a design → what came out there: the work that threads, processes and machines share.

``run_rows`` is given plain data and gives bytes, so any executor can take it anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isnan

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.base.arrays import Floats, Short
from sim.base.problems import InputError, RefusedError
from sim.experiment.case import Case, build_case
from sim.experiment.rows import flow_rows
from sim.experiment.run import measure_block
from sim.experiment.worlds import Block, map_worlds
from sim.model.block import TooManyTendersError
from sim.sweep.file import TopSupplierPlan
from sim.sweep.job import SharedInputs, SweptVariant, prepare
from sim.sweep.parts import pack
from sim.sweep.tables import NOBODY, Tables, tables_of, tables_of_failure
from sim.sweep.varied import Key, ParameterKey, ScenarioKey, changed

Point = tuple[float, ...]


class PointFailedError(RefusedError):
    """A point of a sweep that stops at failures has failed."""

    def __init__(self, point: int, stage: str, message: str) -> None:
        """Name the point, and say in which stage it failed and why."""
        super().__init__(point, stage, message)  # what pickle hands back

    def __str__(self) -> str:
        """Say which point failed, where and why."""
        point, stage, message = self.args
        return f"point {point} failed in stage '{stage}': {message}"


class _StageError(Exception):
    """A point has failed in a stage."""

    def __init__(self, stage: str, message: str) -> None:
        super().__init__(stage, message)


def _in_words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def run_rows(job: str, first: int, points: tuple[Point, ...], threads: int = 1) -> bytes:
    """Simulate consecutive points of a sweep.

    Args:
        job: the sweep, from ``job_of``.
        first: number of the first point.
        points: values of the keys at each point.
        threads: threads that share the worlds of a point out.

    Returns:
        The tables of these points, as ``parts.unpack`` reads them.

    Raises:
        PointFailedError: if a point fails and the sweep stops then.
        OtherModelError: as ``prepare`` does.
    """
    shared = prepare(job)
    found: list[Tables] = []
    for number, point in enumerate(points, start=first):
        values = dict(zip(shared.keys, point, strict=True))
        try:
            variant = _variant(shared, values)
            case = _case(job, tuple(value for key, value in values.items() if key.builds))
            case = replace(case, given=_given(variant, values), posterior=variant.posterior)
            found.append(_simulate(shared, case, number, threads))
        except _StageError as error:
            stage, message = error.args
            if shared.stops:
                raise PointFailedError(number, stage, message) from None
            found.append(tables_of_failure(shared, number, stage, message))
    return pack({name: pa.concat_tables(rows[name] for rows in found) for name in found[0]})


@lru_cache(maxsize=8)
def _case(job: str, values: Point) -> Case:
    """Arrays for some values of the keys that need arrays of their own; neighbours share them."""
    shared = prepare(job)
    keys = [key for key in shared.keys if key.builds]
    try:
        given = dict(zip(keys, values, strict=True))
        return build_case(*changed(_variant(shared, given).scenario, shared.theatre, given))
    except InputError as error:
        messages = "; ".join(problem.message for problem in error.problems)
        raise _StageError("build", messages) from None
    except (ArithmeticError, MemoryError) as error:
        raise _StageError("build", _in_words(error)) from None


def _variant(shared: SharedInputs, values: Mapping[Key, float]) -> SweptVariant:
    """The scenario of a point: the first, unless the sweep has an axis of them."""
    at = next((int(at) for key, at in values.items() if isinstance(key, ScenarioKey)), 0)
    return shared.variants[at]


def _given(variant: SweptVariant, values: Mapping[Key, float]) -> "npt.NDArray[np.void]":
    """Parameters by world: as drawn, but for those that vary."""
    given = variant.drawn.copy()
    for key, value in values.items():
        if isinstance(key, ParameterKey) and not isnan(value):
            given[key.name] = value
    return given


@dataclass(frozen=True)
class _BlockResults:
    """What is kept of a block of worlds: values [M, w], top suppliers [w], rows of flows."""

    values: Floats
    top: Short
    flows: pa.Table | None


def _simulate(shared: SharedInputs, case: Case, point: int, threads: int) -> Tables:
    def take(block: Block) -> _BlockResults:
        try:
            return _results_of(shared, case, block)
        except ArithmeticError as error:
            raise _StageError("measure", _in_words(error)) from None

    worlds = case.scenario.worlds
    try:
        blocks = list(map_worlds(take, case, 0, worlds, threads, ledgers=shared.ledgers))
    except (TooManyTendersError, ArithmeticError, MemoryError) as error:
        raise _StageError("simulate", _in_words(error)) from None
    values = np.concatenate([part.values for part in blocks], axis=1)
    top = np.concatenate([part.top for part in blocks])
    flows = [part.flows for part in blocks if part.flows is not None]
    return tables_of(shared, point, values, top, flows)


def _results_of(shared: SharedInputs, case: Case, block: Block) -> _BlockResults:
    values = np.stack(list(measure_block(block, shared.measures).values()))
    top, flows = np.zeros(0, dtype=np.int16), None
    if shared.regimes is not None:
        top = top_suppliers(shared.regimes, block)
    if shared.keep != "measures":
        flows = flow_rows(case, block, shared.keep)
    return _BlockResults(values, top, flows)


def top_suppliers(regimes: TopSupplierPlan, block: Block) -> Short:
    """Place of the supplier from whom a buyer got most in each world [w], or NOBODY.

    Aggregates stand in no ranking; of equals the first in the theatre's order is taken.
    """
    flows = block.flows
    buyer = flows.buyers.index(regimes.buyer)
    total = flows.total(regimes.of, regimes.window, [buyer])
    assert total is not None
    volume = total.sum(axis=(1, 3))
    single = np.array([name not in flows.aggregates for name in flows.suppliers])
    volume = np.where(single, volume, 0.0)
    return np.where(volume.max(axis=1) > 0, volume.argmax(axis=1), NOBODY).astype(np.int16)
