"""Many named arrays in one block of memory.

A compiled function that takes forty arrays is slow to compile and slow to call, for each array is
passed as a dozen numbers. Here a bundle of arrays is one flat array of floats and a table of where
each named array begins, so a whole world is passed, copied or kept at the price of one array.

An array is declared by its name and axes, one letter an axis: ``STOCK = "BK"``. A behaviour begins
by naming the arrays that it touches: ``stock = grid2(world, W.STOCK)``.

Where most rows of an array are alike, its last axis is declared by a small letter, ``CLOSED =
"YBKs"``: the bundle has each different row once, in the array ROWS, and here only the place of the
row: ``closed = row_of(forcing, grid3(forcing, X.CLOSED)[t, b, k])``.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, Protocol, TypeVar, cast

import numpy as np
from numba import types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from sim.base.arrays import Floats, Integers
from sim.model.compiled import inlined

_MOST_AXES = 4
_LOOKED_FOR = 2  # rows


class Arrays(IntEnum):
    """Names of the arrays of a bundle, in order; the value given is the axes."""

    axes: str
    rows: bool  # whether its last axis lies in ROWS

    def __new__(cls, axes: str) -> "Arrays":
        """Number the members from 0 and keep their axes."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.axes = axes.upper()
        member.rows = axes[-1:].islower()
        return member

    @property
    def own_axes(self) -> str:
        """The axes but for one that lies in ROWS."""
        return self.axes[:-1] if self.rows else self.axes


class Bundle(Protocol):
    """Anything that holds named arrays."""

    @property
    def data(self) -> Floats:
        """All arrays, one after another."""

    @property
    def layout(self) -> Integers:
        """Row by array: first element, then the length of each axis."""


AnyArrays = TypeVar("AnyArrays", bound=Arrays)


def lay_out(names: type[Arrays], sizes: Mapping[str, int]) -> tuple[Floats, Integers]:
    """Memory, all zero, and layout for the arrays of a bundle, given the length of each axis."""
    layout = np.zeros((len(names), 1 + _MOST_AXES), dtype=np.int64)
    place = 0
    for name in names:
        lengths = [sizes[axis] for axis in name.own_axes]
        layout[name, 0] = place
        layout[name, 1 : 1 + len(lengths)] = lengths
        place += int(np.prod(lengths))
    return np.zeros(place), layout


def array_of(bundle: Bundle, name: Arrays) -> Floats:
    """One array of a bundle as a NumPy view: writing to it writes to the bundle.

    One with rows elsewhere is put together anew, and cannot be written to.
    """
    if not name.rows:
        return grid_of(bundle, name)
    places = grid_of(bundle, name).astype(np.intp)
    whole: Floats = grid_of(bundle, type(name)["ROWS"])[places]
    whole.flags.writeable = False
    return whole


def row_of(bundle: Bundle, name: Arrays, *place: int) -> Floats:
    """A row over suppliers [S] of an array with rows elsewhere, without making the whole array."""
    row: Floats = grid_of(bundle, type(name)["ROWS"])[int(grid_of(bundle, name)[place])]
    return row


def grid_of(bundle: Bundle, name: Arrays) -> Floats:
    """One array of a bundle as it lies in memory, as a view: of rows elsewhere, their places."""
    first, *lengths = bundle.layout[name, : 1 + len(name.own_axes)].tolist()
    return bundle.data[first : first + int(np.prod(lengths))].reshape(lengths)


def shared_rows(arrays: Mapping[Arrays, Floats]) -> tuple[Floats, dict[Arrays, Floats]]:
    """The different rows of some arrays [D, S], and for each array the places of its rows in them.

    Most rows are like the first one or the first that differs from it, so these are looked for
    before the others are sorted.
    """
    found: list[Floats] = []
    places: dict[Arrays, Floats] = {}
    for name, array in arrays.items():
        rows = array.reshape(-1, array.shape[-1])
        at, left = np.zeros(len(rows)), np.arange(len(rows))
        for _ in range(_LOOKED_FOR):
            if len(left):
                row = rows[left[:1]]
                differs = (rows[left] != row).any(axis=1)
                at[left[~differs]] = sum(map(len, found))
                left = left[differs]
                found.append(row)
        different, place = np.unique(rows[left], axis=0, return_inverse=True)
        at[left] = sum(map(len, found)) + place.ravel()
        found.append(different)
        places[name] = at.reshape(array.shape[:-1])
    return np.concatenate(found), places


def _grid(axes: int) -> Callable[[Bundle, Arrays], Floats]:
    """A compiled function that gives one array of a bundle; it costs nothing once compiled."""

    @intrinsic  # type: ignore[untyped-decorator]
    def grid(typing_context: Any, bundle: Any, name: Any) -> Any:
        result = types.Array(types.float64, axes, "C")

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            fields, number = arguments
            data, layout = (
                make_array(kind)(context, builder, builder.extract_value(fields, place))
                for place, kind in enumerate(signature.args[0].types[:2])
            )
            array = make_array(result)(context, builder)
            row = builder.mul(number, _whole(context, 1 + _MOST_AXES))
            first, *sizes = (
                _never_written(
                    builder,
                    builder.load(builder.gep(layout.data, [builder.add(row, _whole(context, i))])),
                )
                for i in range(1 + axes)
            )
            step = _whole(context, 8)
            strides: list[Any] = []
            for size in reversed(sizes):
                strides.insert(0, step)
                step = builder.mul(step, size)
            populate_array(
                array,
                data=builder.gep(data.data, [first]),
                shape=sizes,
                strides=strides,
                itemsize=_whole(context, 8),
                meminfo=None,  # the bundle owns the memory and outlives every call
            )
            return array._getvalue()

        return result(bundle, types.intp), generate

    return cast(Callable[[Bundle, Arrays], Floats], grid)


@inlined
def beginning(bundle: Bundle, name: Arrays) -> int:
    """Place in ``data`` of the first element of an array, in compiled code."""
    return int(bundle.layout[name.value, 0])


def _never_written(builder: Any, loaded: Any) -> Any:
    """Tell the compiler that nothing changes what it loads: a layout is made once, and read.

    It would else read the layout again after each write to any array.
    """
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


def _whole(context: Any, number: int) -> Any:
    return context.get_constant(types.intp, number)


grid1, grid2, grid3, grid4 = (_grid(axes) for axes in (1, 2, 3, 4))
