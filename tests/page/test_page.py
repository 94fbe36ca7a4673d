"""What a page is told, and that it is one safe file."""

import json
from html.parser import HTMLParser

import numpy as np
import pytest

from sim.base.parameters import PARAMETERS
from sim.cli import main
from sim.experiment.case import build_case
from sim.page import page as pages
from sim.page.event_facts import event_facts
from sim.page.page import PageTooLargeError, page_of, part_of
from sim.page.terms import terms
from sim.scenario import load
from tests.model.test_plain_agrees import EVERYTHING_HAPPENS, small_scenario
from tests.report.html.conftest import HOSTILE, folders

__all__ = ["folders"]  # a fixture


class Outside(HTMLParser):
    """Addresses that a browser would fetch."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("src", "href", "data", "poster") and not value.startswith(("#", "data:")):
                self.found.append(value)


def test_it_is_one_small_file_that_asks_for_nothing(page_file):
    page = page_file.read_text(encoding="utf-8")
    parser = Outside()
    parser.feed(page)
    assert parser.found == []
    assert len(page.encode()) < 3_000_000
    assert "default-src 'none'" in page


def test_the_same_scenario_gives_the_same_bytes(part, case, page_file):
    again = page_of([part_of(case, threads=1)])
    assert again == page_file.read_text(encoding="utf-8")


def test_words_of_a_user_stay_words(tmp_path):
    small_scenario(tmp_path, events=EVERYTHING_HAPPENS)
    path = tmp_path / "hostile.yaml"
    told = json.dumps(HOSTILE)
    path.write_text(f"title: {told}\nextends: scenario.yaml\nquestion: {told}\nworlds: 2\n")
    part = part_of(build_case(load(path)))
    page = page_of([part])
    assert part.meta["question"] == HOSTILE
    assert "<script>alert" not in page
    assert part.meta["own_theatre"]
    assert "Whoever made the" in page
    assert "© SIPRI" not in page


def test_too_large_a_page_is_refused(part, monkeypatch):
    monkeypatch.setattr(pages, "LARGEST", 100_000)
    with pytest.raises(PageTooLargeError, match="name fewer scenarios"):
        page_of([part])


def test_sliders_hold_what_worlds_draw(part):
    rows = {row["name"]: row for row in part.meta["parameters"]}
    assert rows.keys() == PARAMETERS.keys()
    for row in rows.values():
        assert row["low"] <= row["drawn"][0] <= row["drawn"][-1] <= row["high"], row["name"]
        assert row["off"] is None or row["low"] <= row["off"] <= row["high"], row["name"]
    assert 8 <= sum(row["main"] for row in rows.values()) <= 16


def test_an_event_keeps_its_bounds_at_any_size(case):
    for event in case.scenario.events:
        facts = event_facts(event, case)
        if facts["sizes"] is None:
            assert facts["scaled"] == []
            continue
        written = event.written()
        for way, how in facts["scaled"]:
            value = written
            for key in way:
                value = value[key]
            largest = value ** facts["sizes"][1] if how == "power" else value * facts["sizes"][1]
            assert how == "power" or "usd_m" in way or abs(largest) <= 1
            assert np.isfinite(largest)


def test_terms_are_those_of_the_glossary():
    found = {term["word"]: term["meaning"] for term in terms()}
    assert "word" not in found
    assert found["median"] == "the middle value of all worlds"
    assert found["buyer"] == found["supplier"]


def test_the_command_writes_a_page_and_tells_its_size(tmp_path, monkeypatch, capsys):
    small_scenario(tmp_path, events=EVERYTHING_HAPPENS)
    monkeypatch.chdir(tmp_path)
    assert main(["page", "scenario.yaml"]) == 0
    assert "Page: scenario.html" in capsys.readouterr().out
    assert (tmp_path / "scenario.html").is_file()
    assert main(["page", "scenario.yaml", "scenario.yaml"]) == 2
    assert "two scenarios are called 'scenario'" in capsys.readouterr().err


def test_a_report_links_to_a_page_beside_it(folders, tmp_path, monkeypatch):
    links = []

    def report(runs, unscored, processes, tick, link):
        links.append(link)
        return "a report\n"

    monkeypatch.setattr("sim.report.html.page.page_of", report)
    monkeypatch.setattr("sim.cli.report._score", lambda run, threads: "")
    out = tmp_path / "told.html"
    assert main(["report", str(folders[0]), "--page", "--out", str(out)]) == 0
    assert main(["report", str(folders[0]), "--out", str(tmp_path / "alone.html")]) == 0
    assert links == ["told-model.html", ""]
    assert 'data-what="bundle"' in (tmp_path / "told-model.html").read_text(encoding="utf-8")
