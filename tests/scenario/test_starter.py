"""A starter is right as it stands, teaches each part, and overwrites nothing."""

from pathlib import Path

import pytest

from sim.document.entries import words_of
from sim.scenario import load
from sim.scenario.events import KINDS, Event
from sim.scenario.starter import CannotWriteError, Example, name_of_parent, starter, write_new

EXAMPLE = Example("Pakistan", "China", "aircraft", (2003, 2030), "first-event")


def test_a_starter_loads_and_asks_one_question(ship, here: Path):
    parent = ship("history.yaml", "title: x\nseed: 9\n")
    (here / "mine.yaml").write_text(starter(Path("mine.yaml"), parent, EXAMPLE))
    scenario = load("mine.yaml")
    assert scenario.question.endswith("?")
    assert scenario.seed == 9
    assert [event.kind for event in scenario.events] == ["price"]
    assert [measure.kind for measure in scenario.measures] == ["share"]
    assert list(scenario.settings) == ["price_sensitivity"]


@pytest.mark.parametrize("years", [(2003, 2030), (2003, 2005), (2010, 2010), (1990, 2200)])
def test_a_starter_stays_within_the_years_of_its_parent(here: Path, years):
    parent = here / "p.yaml"
    parent.write_text(f"title: x\nyears: {{from: {years[0]}, to: {years[1]}}}\n")
    example = Example("NO", "C: or #", "a, b", years, "e")
    (here / "mine.yaml").write_text(starter(Path("mine.yaml"), parent, example))
    assert load("mine.yaml").events[0].values["supplier"] == ("C: or #",)


def test_a_starter_names_every_key_of_an_event_and_where_to_find_more(here: Path):
    text = starter(Path("mine.yaml"), here / "p.yaml", EXAMPLE)
    for word in (*words_of(Event), *words_of(KINDS["price"])):
        assert f"{word}: " in text, word
    for more in (
        "sim schema",
        "docs/reference",
        "sim check mine.yaml",
        "yaml-language-server",
        "off: true",
    ):
        assert more in text


def test_a_shipped_parent_goes_by_its_bare_name(ship, here: Path):
    parent = ship("history.yaml", "title: x\n")
    assert name_of_parent(here / "deep" / "mine.yaml", parent) == "history.yaml"


def test_a_neighbour_of_the_same_name_does_not_take_the_parents_place(ship, here: Path):
    parent = ship("history.yaml", "title: shipped\n")
    (here / "history.yaml").write_text("title: beside\n")
    name = name_of_parent(here / "mine.yaml", parent)
    (here / "mine.yaml").write_text(f"extends: {name}\n")
    assert load("mine.yaml").title == "shipped"


def test_any_other_parent_goes_by_its_path_from_the_file(here: Path):
    (here / "deep").mkdir()
    (here / "p.yaml").write_text("title: above\n")
    name = name_of_parent(Path("deep/mine.yaml"), Path("p.yaml"))
    assert name == "../p.yaml"
    (here / "deep" / "mine.yaml").write_text(f"extends: {name}\n")
    assert load("deep/mine.yaml").title == "above"


def test_what_is_there_is_not_overwritten(here: Path):
    (here / "mine.yaml").write_text("my thesis")
    with pytest.raises(CannotWriteError, match="exists and stays as it is"):
        write_new(Path("mine.yaml"), "new")
    assert (here / "mine.yaml").read_text() == "my thesis"


def test_a_new_file_leaves_no_other_behind(here: Path):
    write_new(Path("mine.yaml"), "new")
    assert [path.name for path in here.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize("name", ["nowhere/mine.yaml", "a\0b.yaml", "x" * 300])
def test_what_cannot_be_written_is_told(name):
    with pytest.raises(CannotWriteError):
        write_new(Path(name), "new")
