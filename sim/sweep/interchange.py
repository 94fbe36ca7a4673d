"""A sweep's results folder in the forms that other tools take.

pandas comes with this package; xarray does not: it is installed from the checkout, by
``.venv/bin/pip install -e '.[xarray]'``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.experiment.older import under_present_names
from sim.sweep.results import POINTS, Results, read_results

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Statistic = Callable[[Floats], float]


def as_pandas(folder: Path | str) -> "pd.DataFrame":
    """A row for each world of each point: the varied keys and the measures are columns.

    The index is (point, world). Points that failed have no rows; what is undefined is NaN.

    Raises:
        NotResultsError: if the folder is no sweep's results.

    Example:
        >>> from sim.sweep import as_pandas, read_sweep, run_sweep
        >>> done = run_sweep(read_sweep("price_by_rivals", worlds=2))
        >>> as_pandas(done.folder).groupby("price_sensitivity").median().shape
        (11, 4)
    """
    import pandas as pd

    results = read_results(Path(folder))
    points = np.flatnonzero(results.well)
    index = pd.MultiIndex.from_product([points, range(results.worlds)], names=["point", "world"])
    keys = _keys(Path(folder), results).loc[points.repeat(results.worlds)].set_axis(index)
    values = {name: found[points].ravel() for name, found in results.measured.items()}
    return keys.join(pd.DataFrame(values, index=index))


def as_xarray(folder: Path | str) -> "xr.Dataset":
    """Each measure as an array with named axes, the last of which is ``world``.

    A grid has an axis for each key, with its values as coordinates; any other design has the axis
    ``point``, with the keys as coordinates along it. What is undefined, and every world of a point
    that failed, is NaN.

    Raises:
        NotResultsError: if the folder is no sweep's results.
        ImportError: if xarray is not installed.

    Example:
        >>> from sim.sweep import as_xarray, read_sweep, run_sweep
        >>> done = run_sweep(read_sweep("price_by_rivals", worlds=2))
        >>> dict(as_xarray(done.folder).sizes)
        {'price_sensitivity': 11, 'rival_sales': 9, 'world': 2}
    """
    try:
        import xarray as xr
    except ImportError:
        message = (
            "as_xarray needs xarray; in the checkout of sim, with the Python that runs it: "
            "python -m pip install -e '.[xarray]'"
        )
        raise ImportError(message) from None

    results = read_results(Path(folder))
    keys, world = _keys(Path(folder), results), np.arange(results.worlds)
    if results.design == "grid":
        axes = {key: keys[key].unique() for key in keys}  # in the grid's order
        shape = (*map(len, axes.values()), len(world))
        grids = {
            name: ((*axes, "world"), values.reshape(shape))
            for name, values in results.measured.items()
        }
        return xr.Dataset(grids, {**axes, "world": world})
    along = {key: ("point", keys[key].to_numpy()) for key in keys}
    rows = {name: (("point", "world"), values) for name, values in results.measured.items()}
    return xr.Dataset(rows, {"point": keys.index.to_numpy(), "world": world, **along})


def as_experiments(
    folder: Path | str, statistic: Statistic = np.median
) -> "tuple[pd.DataFrame, dict[str, Floats]]":
    """The pair (experiments, outcomes) that EMA Workbench's scenario discovery takes.

    An experiment is a point that did not fail: its keys are a row of ``experiments``, and
    ``outcomes`` has for each measure one number a point [N], the ``statistic`` over the worlds in
    which it is defined; NaN where there are none.

    Raises:
        NotResultsError: if the folder is no sweep's results.

    Example:
        >>> from sim.sweep import as_experiments, read_sweep, run_sweep
        >>> done = run_sweep(read_sweep("price_by_rivals", worlds=2))
        >>> experiments, outcomes = as_experiments(done.folder)
        >>> len(experiments), list(outcomes)
        (99, ['pak-china-2013-17', 'pak-us-2013-17', 'india-russia-2013-17'])
    """
    results = read_results(Path(folder))
    points = np.flatnonzero(results.well)
    outcomes = {
        name: np.array([_over(worlds, statistic) for worlds in values[points]])
        for name, values in results.measured.items()
    }
    return _keys(Path(folder), results).loc[points].reset_index(drop=True), outcomes


def _over(worlds: Floats, statistic: Statistic) -> float:
    known = worlds[~np.isnan(worlds)]
    return float(statistic(known)) if len(known) else float("nan")


def _keys(folder: Path, results: Results) -> "pd.DataFrame":
    """The varied keys by point; years stay whole numbers."""
    table = under_present_names(pq.read_table(folder / POINTS)).to_pandas()
    return table.set_index("point")[list(results.keys)]
