"""Work shared out among processes: in order, and none of them is left behind."""

import multiprocessing

import pytest

from sim.plots.processes import team


@pytest.fixture(autouse=True)
def _two(monkeypatch):
    monkeypatch.setattr("sim.plots.processes.MOST", 2)


def test_what_is_made_comes_in_the_order_of_the_items():
    for processes in (1, 2):
        with team(processes, "math") as workers:
            assert workers.do(abs, iter([-3, 2, -1])) == [3, 2, 1]


def test_those_who_had_nothing_to_do_are_stopped():
    with team(2, "math"):
        assert len(multiprocessing.active_children()) == 1
    assert multiprocessing.active_children() == []


def test_those_who_wait_are_stopped_by_an_error_elsewhere():
    with pytest.raises(LookupError), team(2, "math"):
        raise LookupError
    assert multiprocessing.active_children() == []


def test_a_module_that_is_not_there_is_an_error_of_the_work():
    with pytest.raises(ModuleNotFoundError), team(2, "no_such_module") as workers:
        workers.do(abs, [1, 2])
