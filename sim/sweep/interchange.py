"""A sweep's results folder in the forms that other tools take.

pandas comes with this package; xarray does not: it is installed from the checkout, by
``.venv/bin/pip install -e '.[xarray]'``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.base.problems import InputError, Location, Problem
from sim.experiment.damage import check_files
from sim.experiment.older import under_present_names
from sim.experiment.store import read_manifest

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Statistic = Callable[[Floats], float]


def as_pandas(folder: Path | str) -> "pd.DataFrame":
    """A row for each world of each point: the varied keys and the measures are columns.

    The index is (point, world). Points that failed have no rows; what is undefined is NaN.

    Raises:
        InputError: if the folder is no sweep's results.
    """
    import pandas as pd

    found = _read(folder)
    worlds = found.values.shape[1]
    index = pd.MultiIndex.from_product([found.ok, range(worlds)], names=["point", "world"])
    keys = found.points.loc[found.ok.repeat(worlds)].set_axis(index)
    values = found.values[found.ok].reshape(len(index), -1)
    return keys.join(pd.DataFrame(values, index=index, columns=found.names))


def as_xarray(folder: Path | str) -> "xr.Dataset":
    """Each measure as an array with named axes, the last of which is ``world``.

    A grid has an axis for each key, with its values as coordinates; any other design has the axis
    ``point``, with the keys as coordinates along it. What is undefined, and every world of a point
    that failed, is NaN.

    Raises:
        InputError: if the folder is no sweep's results.
        ImportError: if xarray is not installed.
    """
    try:
        import xarray as xr
    except ImportError:
        message = (
            "as_xarray needs xarray; in the checkout of sim, with the Python that runs it: "
            "python -m pip install -e '.[xarray]'"
        )
        raise ImportError(message) from None

    found = _read(folder)
    world = np.arange(found.values.shape[1])
    if found.grid:
        axes = {key: found.points[key].unique() for key in found.points}  # in the grid's order
        shape = (*map(len, axes.values()), len(world))
        values = {
            name: ((*axes, "world"), found.values[..., i].reshape(shape))
            for i, name in enumerate(found.names)
        }
        return xr.Dataset(values, {**axes, "world": world})
    along = {key: ("point", found.points[key].to_numpy()) for key in found.points}
    values = {
        name: (("point", "world"), found.values[..., i]) for i, name in enumerate(found.names)
    }
    return xr.Dataset(values, {"point": found.points.index.to_numpy(), "world": world, **along})


def as_experiments(
    folder: Path | str, statistic: Statistic = np.median
) -> "tuple[pd.DataFrame, dict[str, Floats]]":
    """The pair (experiments, outcomes) that EMA Workbench's scenario discovery takes.

    An experiment is a point that did not fail: its keys are a row of ``experiments``, and
    ``outcomes`` has for each measure one number a point [N], the ``statistic`` over the worlds in
    which it is defined; NaN where there are none.

    Raises:
        InputError: if the folder is no sweep's results.
    """
    found = _read(folder)
    outcomes = {
        name: np.array([_over(found.values[point, :, i], statistic) for point in found.ok])
        for i, name in enumerate(found.names)
    }
    return found.points.loc[found.ok].reset_index(drop=True), outcomes


def _over(worlds: Floats, statistic: Statistic) -> float:
    known = worlds[~np.isnan(worlds)]
    return float(statistic(known)) if len(known) else float("nan")


@dataclass(frozen=True)
class _Found:
    """What is in a folder: keys by point, numbers of the points that are ok, values [N, W, M]."""

    points: "pd.DataFrame"
    ok: npt.NDArray[np.intp]
    names: list[str]  # of the measures
    values: Floats
    grid: bool


def _read(folder: Path | str) -> _Found:
    manifest = read_manifest(Path(folder))
    if manifest is None or manifest.get("kind") != "sweep":
        here = Location(str(folder), 1, 1)
        raise InputError([Problem(here, "is no results folder of a sweep; 'sim sweep' makes one")])
    check_files(Path(folder), manifest)
    sweep = manifest["sweep"]
    table = under_present_names(pq.read_table(Path(folder) / "points.parquet"))
    points = table.to_pandas().set_index("point")
    names = [item["id"] for item in sweep["measures"]]
    ok = np.flatnonzero(points["status"] == "ok")
    values = np.full((len(points), sweep["worlds"], len(names)), np.nan)
    column = pq.read_table(Path(folder) / "measures.parquet", columns=["value"])["value"]
    values[ok] = column.to_numpy().reshape(len(ok), *values.shape[1:])
    keys = points[sweep["keys"]]
    return _Found(keys, ok, names, values, "grid" in sweep["design"])
