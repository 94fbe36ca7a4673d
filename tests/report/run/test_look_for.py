"""What to look for, in plain words."""

import pytest

from sim.experiment.case import find_theatre
from sim.report.run.figures import plot_buyers
from sim.report.run.look_for import in_plain_words
from sim.scenario import load
from sim.scenario.shipped import shipped_names

BUYERS = ("Turkiye", "United Arab Emirates")


def test_plots_are_called_by_what_they_show():
    assert in_plain_words(
        "See shares_turkiye.png. export_shares.png rises\n in 2008-2010", BUYERS
    ) == ("See the plot of who arms Turkiye. The plot of who sells to the world rises in 2008–2010")
    words = in_plain_words("(orders_and_deliveries_united_arab_emirates.png)", BUYERS)
    assert words == "(the plot of the United Arab Emirates' orders and deliveries)"


def test_a_file_that_is_no_plot_stays():
    assert (
        in_plain_words("See mine.png, shares_peru.png", BUYERS) == "See mine.png, shares_peru.png"
    )


@pytest.mark.parametrize("name", shipped_names())
def test_no_shipped_scenario_names_a_file_that_it_does_not_draw(name):
    scenario = load(name)
    words = in_plain_words(scenario.look_for, plot_buyers(scenario, find_theatre(scenario)))
    assert ".png" not in words
