"""Drawing in one process and in several: the same files, and no error is lost."""

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.plots.drawing import Plot, draw_all, pages_at, save_whole
from sim.plots.style import blank_figure

SPOILT = 9.0  # inches


@pytest.fixture(autouse=True)
def _in_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unlike in all other tests."""
    monkeypatch.setattr("sim.plots.processes.MOST", 2)


def square(side: float) -> Figure:
    """A figure that any process can make; that of one width fails."""
    if side == SPOILT:
        message = "spoilt"
        raise ValueError(message)
    figure = blank_figure(side, side)
    figure.text(0.5, 0.5, f"{side:.0f}")
    return figure


def pages(number: int) -> list[Figure]:
    """A figure of so many pages, each with its part in its title."""
    made = [square(1.0) for _ in range(number)]
    for part, figure in enumerate(made, start=1):
        figure.set_label(f"A plot (part {part} of {number})")
    return made


def _plots(folder: Path, sides: list[float]) -> list[Plot]:
    folder.mkdir()
    return [Plot(folder / f"{side:.0f}.png", square, (side,)) for side in sides]


def test_files_do_not_depend_on_the_number_of_processes(tmp_path):
    alone = draw_all(_plots(tmp_path / "alone", [1.0, 2.0, 3.0, 4.0]))
    together = draw_all(_plots(tmp_path / "together", [1.0, 2.0, 3.0, 4.0]), processes=2)
    assert [path.name for path in together] == ["1.png", "2.png", "3.png", "4.png"]
    assert [path.read_bytes() for path in alone] == [path.read_bytes() for path in together]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_long_figure_has_a_file_for_each_page(tmp_path, processes):
    plots = [Plot(tmp_path / "long.png", pages, (3,)), Plot(tmp_path / "short.png", square, (1.0,))]
    names = [path.name for path in draw_all(plots, processes)]
    assert names == ["long.png", "long_2.png", "long_3.png", "short.png"]
    assert [path.name for path in pages_at(tmp_path / "long.png")] == names[:3]
    assert pages_at(tmp_path / "short.png") == [tmp_path / "short.png"]
    assert pages_at(tmp_path / "none.png") == []


def test_a_plot_that_is_called_like_a_page_is_none(tmp_path):
    save_whole(square(1.0), tmp_path / "land.png")
    save_whole(square(2.0), tmp_path / "land_2.png")  # of another buyer
    assert pages_at(tmp_path / "land.png") == [tmp_path / "land.png"]


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_of_any_process_is_raised(tmp_path, processes):
    with pytest.raises(ValueError, match="spoilt"):
        draw_all(_plots(tmp_path / "plots", [1.0, SPOILT, SPOILT]), processes)


def test_an_error_of_the_data_ends_all(tmp_path):
    def plots():
        yield from _plots(tmp_path / "plots", [1.0])
        message = "no data"
        raise LookupError(message)

    with pytest.raises(LookupError, match="no data"):
        draw_all(plots(), processes=2)
