"""What ``sim show`` prints is the scenario itself, and says of every value who wrote it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario import load
from sim.scenario.show import show

from .conftest import EXAMPLE, HISTORY
from .test_any_input import relaxed, scenarios

YEARS = "title: x\nyears: {from: 2003, to: 2030}\n"


@pytest.fixture
def family(here: Path) -> Path:
    (here / "history.yaml").write_text(HISTORY)
    (here / "s.yaml").write_text(EXAMPLE)
    return here


def content(name):
    resolved = load(name).resolved()
    del resolved["name"]
    return json.dumps(resolved)


def assert_shown_is_the_same(name):
    Path("shown.yaml").write_text(show(load(name)), encoding="utf-8")
    assert content("shown.yaml") == content(name)


def commented(text, start):
    """Comment of the one line that begins so."""
    [line] = [line for line in text.splitlines() if line.strip().startswith(start)]
    return line.partition("  # ")[2]


def test_what_is_printed_loads_as_the_same_scenario(family):
    assert_shown_is_the_same("s.yaml")


def test_what_is_printed_needs_no_parent(family):
    printed = show(load("s.yaml"))
    (family / "history.yaml").unlink()
    (family / "alone.yaml").write_text(printed)
    assert [event.id for event in load("alone.yaml").events] == ["us-ends-grants", "china-grows"]


@relaxed
@given(scenarios)
def test_any_scenario_is_printed_without_loss(data):
    Path("s.yaml").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert_shown_is_the_same("s.yaml")


odd = st.text(st.sampled_from("a '\"#:-{}[],&*!|>%@`~\\?\t\n\u00a0\u0085\u2028\ufeff\U0001f600é1"))


@relaxed
@given(odd.filter(str.strip), odd.filter(str.strip))
def test_any_text_is_printed_without_loss(why, question):
    entry = {"id": "e", "year": 2010, "why": why, "lift": {"supplier": "A", "buyer": "B"}}
    data = {"title": "x", "question": question, "events": [entry]}
    # JSON writes a character beyond 16 bits as two, which YAML does not know.
    text = json.dumps(data).replace("\\ud83d\\ude00", "\U0001f600")
    Path("s.yaml").write_text(text, encoding="utf-8")
    assert_shown_is_the_same("s.yaml")


@pytest.mark.parametrize("word", ["NO", "yes", "null", "~", "1e5", "0x1F", "2010", "a: b", "a #b"])
def test_words_that_could_be_taken_for_something_else_stand_in_quotes(loaded, word):
    printed = show(loaded(f'title: "{word}"\nplots: {{buyers: ["{word}"]}}\n'))
    assert f'title: "{word}"' in printed
    assert_shown_is_the_same("s.yaml")


def test_every_value_names_the_file_and_line_that_wrote_it(family):
    printed = show(load("s.yaml"))
    assert commented(printed, "title:") == "s.yaml:1"
    assert commented(printed, "worlds:") == "s.yaml:5"
    assert commented(printed, "parity:") == "history.yaml:5"
    assert commented(printed, "price_sensitivity:") == "s.yaml:8"
    assert commented(printed, "- id: china-grows") == "history.yaml:16"
    assert commented(printed, "tenders:") == "default"


def test_defaults_within_a_line_are_named(family):
    printed = show(load("s.yaml"))
    assert commented(printed, "capacity:") == "history.yaml:20; default: classes"
    assert commented(printed, "grant:") == "s.yaml:14"


def test_values_of_one_mapping_from_two_files_stand_on_lines_of_their_own(here, loaded):
    (here / "p.yaml").write_text("title: x\nyears: {from: 2004}\n")
    printed = show(loaded("extends: p.yaml\nyears: {to: 2020}\n"))
    assert commented(printed, "from: 2004") == "p.yaml:2"
    assert commented(printed, "to: 2020") == "s.yaml:2"


def test_inherited_events_that_are_removed_or_replaced_are_listed(family):
    lines = show(load("s.yaml")).splitlines()
    assert "  #   russia-lifts-ban (history.yaml:8): removed by s.yaml:10" in lines
    assert "  #   us-ends-grants (history.yaml:12): replaced by s.yaml:11" in lines


def test_an_event_that_parent_and_child_replace_is_listed_twice(family, loaded):
    entry = "{id: us-ends-grants, year: 2020, why: z, lift: {supplier: A, buyer: B}}"
    (family / "mid.yaml").write_text(f"extends: history\nevents:\n  - {entry}\n")
    printed = show(loaded(f"extends: mid\nevents:\n  - {entry}\n"))
    assert "us-ends-grants (history.yaml:12): replaced by mid.yaml:3" in printed
    assert "us-ends-grants (mid.yaml:3): replaced by s.yaml:3" in printed


def test_inherited_entries_that_are_not_reached_are_listed(family, loaded):
    printed = show(loaded("extends: history\nyears: {to: 2012}\n"))
    told = "russia-lifts-ban, 2014 (history.yaml:8): not reached within the years of s.yaml:2"
    assert told in printed


def test_two_files_of_one_name_are_told_apart(here, loaded):
    (here / "deep").mkdir()
    (here / "deep" / "s.yaml").write_text("title: x\nseed: 4\n")
    printed = show(loaded("extends: deep/s.yaml\nworlds: 3\n"))
    assert commented(printed, "seed:") == "deep/s.yaml:2"
    assert commented(printed, "worlds:") == "s.yaml:2"


def test_origins_stand_in_one_column(family):
    lines = show(load("s.yaml")).splitlines()
    top = [line.index("  # ") for line in lines if line.startswith(("title:", "worlds:", "seed:"))]
    assert len(set(top)) == 1
