"""Rows that are alike are kept once, and read as they were."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.case import build_case
from sim.experiment.packing import pack
from sim.model.grids import array_of, grid_of, shared_rows
from sim.model.world import X
from sim.scenario import load


@given(st.lists(st.integers(0, 5), min_size=12, max_size=12), st.integers(0, 5))
def test_rows_are_found_again_at_their_places(kinds, other):
    different = np.random.default_rng(1).random((6, 4))
    arrays = {
        X.CLOSED: different[kinds].reshape(2, 3, 2, 4),
        X.PATRON_OBJECTION: different[[other] * 6].reshape(2, 3, 4),
    }
    rows, places = shared_rows(arrays)
    for name, array in arrays.items():
        assert np.array_equal(rows[places[name].astype(int)], array)
    assert len(rows) == len(set(kinds)) + 1


def test_forcing_is_read_whole_and_cannot_be_written_to_by_mistake():
    case = build_case(load("history"))
    whole = {name: array_of(case.forcing, name) for name in X if name != X.ROWS}
    again = pack(whole, case.lengths)
    for name, array in whole.items():
        assert np.array_equal(array_of(again, name), array)
    assert grid_of(again, X.CLOSED).shape == whole[X.CLOSED].shape[:3]
    with pytest.raises(ValueError, match="read-only"):
        array_of(again, X.CLOSED)[0] = 1.0


def test_a_world_of_the_default_theatre_is_small():
    case = build_case(load("history"))
    assert case.empty_world().data.nbytes < 3e6
    assert case.forcing.data.nbytes < 1.1e6
