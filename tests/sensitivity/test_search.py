"""A search for a tipping point, read from words."""

import pytest

from sim.base.problems import InputError
from sim.scenario import load
from sim.sensitivity.search import read_search
from sim.sensitivity.tip import HALVINGS

from .test_trial import FILE


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "short.yaml"
    path.write_text(FILE, encoding="utf-8")
    return load(path)


def test_its_folder_is_named_by_all_that_is_looked_for(scenario):
    asked = [
        ("veto=0:1", "india-russia > 0.5"),
        ("veto=1:0", "india-russia > 0.5"),
        ("veto=0:2", "india-russia > 0.5"),
        ("parity=0:1", "india-russia > 0.5"),
        ("veto=0:1", "india-russia >= 0.5"),
        ("veto=0:1", "india-russia > 0.6"),
    ]
    folders = [read_search(scenario, vary, until).folder for vary, until in asked]
    assert len({*folders}) == len(asked) and folders[0].parts[:2] == ("results", "short")
    assert read_search(scenario, " veto = 0:1 ", "india-russia>0.5").folder == folders[0]


def test_it_says_how_many_worlds_it_will_run(scenario):
    years = read_search(scenario, "events.cheap.year=2004:2007", "india-russia > 0.5")
    assert years.worlds == (4 + HALVINGS) * 6


def test_the_mistakes_of_both_are_told_together(scenario):
    with pytest.raises(InputError) as error:
        read_search(scenario, "vetoo=0:1", "india-rusia < half")
    files = [problem.mark.file for problem in error.value.problems]
    assert files == ["--until", "--until", "--vary"]
