"""What a scenario extends, asked as the scenario is."""

from dataclasses import replace
from pathlib import Path

from sim.scenario import Scenario, load
from sim.scenario.parent import parent_of

from .conftest import EXAMPLE, HISTORY


def test_a_parent_has_its_own_events_in_the_years_and_worlds_of_the_child(here: Path):
    (here / "history.yaml").write_text(HISTORY)
    (here / "s.yaml").write_text(EXAMPLE)
    child, alone = load("s.yaml"), load("history.yaml")
    parent = parent_of(child)
    assert parent is not None and parent.name == "history"
    assert parent.title == alone.title != child.title
    assert (parent.events, parent.settings, parent.measures) == (
        alone.events, alone.settings, alone.measures,
    )  # fmt: skip
    assert parent.events != child.events and parent.settings != child.settings
    for name in ("first_year", "last_year", "worlds", "seed", "theatre"):
        assert getattr(parent, name) == getattr(child, name)


def test_there_is_none_of_what_extends_nothing_or_was_read_from_results(here: Path):
    (here / "history.yaml").write_text(HISTORY)
    (here / "s.yaml").write_text(EXAMPLE)
    assert parent_of(load("history.yaml")) is None
    assert parent_of(Scenario.from_resolved(load("s.yaml").resolved())) is None


def test_events_beyond_the_years_of_the_child_are_in_neither(here: Path):
    (here / "history.yaml").write_text(HISTORY)
    (here / "s.yaml").write_text(EXAMPLE)
    child = load("s.yaml")
    for last in (2010, 2014):
        shorter = replace(child, last_year=last)
        parent = parent_of(shorter)
        assert parent is not None and parent.last_year == last
        assert all(event.year <= last for event in parent.events)


def test_a_parent_that_is_several_is_called_by_their_titles(here: Path):
    for name in ("a", "b"):
        (here / f"{name}.yaml").write_text(
            HISTORY.replace("title:", f"title: {name.upper()} of", 1)
        )
    (here / "s.yaml").write_text("title: S\nextends: [a.yaml, b.yaml]\n")
    parent = parent_of(load("s.yaml"))
    titles = [load(f"{name}.yaml").title for name in ("a", "b")]
    assert parent is not None and parent.title == " and ".join(titles)
    assert parent.name == "a and b"
