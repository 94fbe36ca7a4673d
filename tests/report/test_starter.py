"""A scenario about a buyer: right as it stands, and with each of its examples made an event."""

import re

import pytest

from sim.cli import main
from sim.experiment.case import build_case
from sim.scenario import load
from sim.scenario.events import KINDS
from tests.theatres import write_small_theatre


@pytest.fixture(scope="module")
def egypt(tmp_path_factory):
    file = tmp_path_factory.mktemp("new") / "egypt.yaml"
    assert main(["new", str(file), "--buyer", "EGY"]) == 0
    return file


@pytest.fixture
def small(tmp_path):
    write_small_theatre(tmp_path / "mine")
    file = tmp_path / "alba.yaml"
    words = ["--buyer", "Alba", "--theatre", str(tmp_path / "mine")]
    assert main(["new", str(file), *words]) == 0
    return file


def test_it_tells_the_record_its_largest_changes_and_what_history_tells(egypt):
    text = egypt.read_text(encoding="utf-8")
    assert "United States          89%      65%      42%      24%" in text
    assert "France: 0% in 2008–12, 35% in 2013–17" in text
    assert (
        "2017: US threatens buyers of Russian arms (CAATSA) (caatsa)" in text
        and "pakistan" not in text.casefold()
    )


def test_it_asks_about_the_suppliers_that_matter_and_nobody_else(egypt):
    scenario = load(egypt)
    build_case(scenario)
    assert scenario.buyers_asked == {"Egypt"} and scenario.plot_buyers == ("Egypt",)
    assert {"France", "Russia", "United States"} == scenario.suppliers_asked
    assert "caatsa" in [event.id for event in scenario.events]


@pytest.mark.parametrize("of", ["egypt", "small"])
def test_every_kind_of_event_has_an_example_that_is_right(of, request, tmp_path):
    file = request.getfixturevalue(of)
    text, made = re.subn(r"(?m)^  # (- \{id: my-)", r"  \1", file.read_text(encoding="utf-8"))
    assert made == len(KINDS)
    file.with_name("all.yaml").write_text(text, encoding="utf-8")
    scenario = load(file.with_name("all.yaml"))
    build_case(scenario)
    assert {event.kind for event in scenario.events if event.id.startswith("my-")} == set(KINDS)


@pytest.mark.parametrize("word", ["Atlantis", "United States of Europe", "Russia"])
def test_who_buys_nothing_is_refused(word, tmp_path, capsys):
    assert main(["new", str(tmp_path / "x.yaml"), "--buyer", word]) == 2
    assert "is no single buyer" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_theatre_needs_a_buyer(tmp_path, capsys):
    assert main(["new", str(tmp_path / "x.yaml"), "--theatre", str(tmp_path)]) == 2
    assert "--theatre needs --buyer" in capsys.readouterr().err
