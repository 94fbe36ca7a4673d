"""Plots inside the page: all pages of a long one, no wider than is read, each in its own words."""

from sim.plots.drawing import save_whole
from sim.plots.style import blank_figure
from sim.report.html.images import WIDTH, pictures


def test_all_pages_of_a_plot_are_shown_in_words_too(tmp_path):
    pages = [blank_figure(12.0, 2.0) for _ in range(2)]
    for part, figure in enumerate(pages, start=1):
        figure.set_label(f"A forest (part {part} of 2)")
    save_whole(pages, tmp_path / "score_forest.png")
    first, second = pictures(tmp_path / "score_forest.png", "A run.")
    assert first.width == second.width == WIDTH
    assert first.words.startswith("Plot: A forest (part 1 of 2). A run. Each row")
    assert second.words.startswith("Plot: A forest (part 2 of 2). A run. Each row")


def test_a_plot_that_is_not_there_is_not_shown(tmp_path):
    assert pictures(tmp_path / "score_forest.png") == ()
