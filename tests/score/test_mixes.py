"""Supplier mixes: distances of known mixes, and bands that hold what they should."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.measure.flows import Flows
from sim.score.mixes import MixBook, _coverage
from sim.theatre.load import default_theatre

THEATRE = default_theatre()
WINDOW = (2008, 2012)


def simulated(volumes):
    """A block of worlds with the same deliveries [W, B, S] in the window."""
    flows = Flows(
        THEATRE.buyers, THEATRE.suppliers, ("all",), (WINDOW,), deliveries=volumes[..., None, None],
        aggregates=THEATRE.aggregates,
    )  # fmt: skip
    return SimpleNamespace(flows=flows, worlds=len(volumes))


def book_of(*windows):
    """A book of nothing but the deliveries of these windows."""
    book = MixBook(THEATRE, 2003, 2017)
    book.windows = [("deliveries", window) for window in windows]
    return book


def on_record():
    total = THEATRE.recorded["deliveries"].total("deliveries", WINDOW)
    return total.sum(axis=3)


def test_it_looks_at_every_window_that_record_and_run_have():
    found = set(MixBook(THEATRE, 2003, 2014).windows)
    assert ("deliveries", (2008, 2012)) in found and ("orders", (2008, 2012)) in found
    assert ("deliveries", (2013, 2017)) not in found
    assert ("deliveries", (1998, 2002)) not in found


def test_worlds_that_are_the_record_are_no_distance_from_it():
    book = book_of(WINDOW)
    book.add(book.of(simulated(on_record())))
    book.add(book.of(simulated(np.repeat(3 * on_record(), 4, axis=0))))
    [mix] = book.finish()
    assert mix.apart == pytest.approx(0) and mix.by_volume == pytest.approx(0)
    assert (mix.inside, mix.width) == (1.0, pytest.approx(0))
    assert mix.decayed_history > 0.1 and mix.before > 0.1
    assert mix.buyers == 40


def test_worlds_with_other_suppliers_are_at_distance_one():
    volumes = on_record()
    turned = np.where(volumes > 0, 0.0, 1.0)
    book = book_of(WINDOW)
    book.add(book.of(simulated(turned)))
    [mix] = book.finish()
    assert mix.apart == pytest.approx(1) and mix.by_volume == pytest.approx(1)
    assert mix.inside == 0


def test_the_mean_of_worlds_is_compared_and_not_each_world():
    everything_from_one = np.zeros((2, *on_record().shape[1:]))
    everything_from_one[0, :, 0] = everything_from_one[1, :, 1] = 1.0
    book = book_of(WINDOW)
    book.theatre = replace(THEATRE, recorded={"deliveries": _half_and_half()})
    book.add(book.of(simulated(everything_from_one)))
    [mix] = book.finish()
    assert mix.apart == pytest.approx(0) and mix.before is None
    assert mix.width == pytest.approx(0.9)


def _half_and_half():
    volumes = np.zeros((1, *on_record().shape[1:], 1, 1))
    volumes[:, :, :2] = 50.0
    return Flows(THEATRE.buyers, THEATRE.suppliers, ("all",), (WINDOW,), deliveries=volumes)


def test_only_pairs_with_a_large_predicted_share_are_counted():
    worlds = np.array([[[0.95, 0.05]], [[0.93, 0.07]], [[0.91, 0.09]]])
    record = np.array([[0.5, 0.5]])
    assert _coverage(worlds, worlds.mean(axis=0), record) == (
        1,
        0.0,
        pytest.approx(0.036),
        pytest.approx(8.276),
    )


def test_a_window_in_which_nobody_bought_is_left_out():
    book = book_of(WINDOW)
    book.add(book.of(simulated(np.zeros((2, len(THEATRE.buyers), len(THEATRE.suppliers))))))
    assert book.finish() == []
