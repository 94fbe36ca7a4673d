"""Files of any size and any number of mistakes: an answer comes at once, and can be read."""

import os
from pathlib import Path

import pytest

from sim.base.problems import MOST_TOLD, InputError
from sim.scenario import load


def test_of_very_many_mistakes_the_first_are_told_and_all_are_counted(here):
    (here / "s.yaml").write_text("title: x\nset:\n" + "".join(f"  p{i}: 1\n" for i in range(5000)))
    with pytest.raises(InputError) as caught:
        load("s.yaml")
    lines = str(caught.value).splitlines()
    assert len(lines) == MOST_TOLD + 1
    assert lines[0].startswith("s.yaml:3:3: unknown parameter 'p0'")
    assert lines[-1] == "… and 4,980 more, 5,000 problems in all"


def test_a_file_far_too_large_is_refused_unread(here, monkeypatch):
    (here / "s.yaml").touch()
    os.truncate("s.yaml", 3_000_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it is read"))
    with pytest.raises(InputError, match=r"s\.yaml:1:1: the file is larger than 1,000,000 bytes"):
        load("s.yaml")


def test_long_lists_of_entries_are_merged_by_their_ids(here):
    event = "  - {{id: e{}, year: 2010, why: {}, lift: {{supplier: A, buyer: B}}}}\n"
    head, count = "title: x\nevents:\n", 800
    (here / "p.yaml").write_text(head + "".join(event.format(i, "x") for i in range(count)))
    removed = "".join(f"  - remove: e{i}\n" for i in range(0, count, 2))
    again = "".join(event.format(i, "y") for i in range(1, count, 2))
    (here / "s.yaml").write_text(f"extends: p.yaml\nevents:\n{removed}{again}")
    found = load("s.yaml").events
    assert [event.id for event in found] == [f"e{i}" for i in range(1, count, 2)]
    assert {event.why for event in found} == {"y"}


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_a_separator_that_would_shift_all_lines_below_is_refused(here, separator):
    (here / "s.yaml").write_text(f"title: 'a{separator}b'\nworlds: many\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"s\.yaml:1:10: the line separator U\+[0-9A-F]{4} cannot"):
        load("s.yaml")
