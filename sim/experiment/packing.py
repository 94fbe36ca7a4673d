"""Arrays of a forcing, laid into one block of memory: shared rows, or whole and to be painted."""

from collections.abc import Mapping

import numpy as np

from sim.base.arrays import Floats
from sim.model.grids import grid_of, lay_out, shared_rows
from sim.model.world import Forcing, X
from sim.scenario.effects import Place


def pack(arrays: Mapping[X, Floats], lengths: Mapping[str, int]) -> Forcing:
    """Forcing of all arrays, whole; rows over suppliers that are alike are kept once."""
    rows, places = shared_rows({name: array for name, array in arrays.items() if name.rows})
    forcing = Forcing(*lay_out(X, {**lengths, "D": len(rows)}))
    for name, array in {**arrays, X.ROWS: rows}.items():
        grid_of(forcing, name)[...] = places[name] if name.rows else array
    return forcing


def lay_whole(arrays: Mapping[X, Floats], lengths: Mapping[str, int]) -> Forcing:
    """Forcing of all arrays, whole; each row over suppliers lies by itself and can be painted."""
    ends = np.cumsum([np.prod(a.shape[:-1]) if name.rows else 0 for name, a in arrays.items()])
    forcing = Forcing(*lay_out(X, {**lengths, "D": int(ends[-1])}))
    for (name, array), end in zip(arrays.items(), ends.tolist(), strict=True):
        grid = grid_of(forcing, name)
        if name.rows:
            grid[...] = np.arange(end - grid.size, end).reshape(grid.shape)
            grid = grid_of(forcing, X.ROWS)[end - grid.size : end].reshape(array.shape)
        grid[...] = array
    return forcing


def address_of(forcing: Forcing, name: X, place: Place) -> tuple[int, int]:
    """Of a place of an array that lies whole: number of its first year, step to the next year."""
    grid = grid_of(forcing, name)
    step = grid[0].size
    if not name.rows:
        return int(forcing.layout[name, 0] + np.ravel_multi_index(place, grid.shape[1:])), step
    suppliers = int(forcing.layout[X.ROWS, 2])
    row = int(grid[(0, *place[:-1])])
    return int(forcing.layout[X.ROWS, 0]) + row * suppliers + place[-1], step * suppliers
