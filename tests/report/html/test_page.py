"""The page: right HTML, nothing unescaped, pictures that open, the same bytes again."""

import base64
import io
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from PIL import Image

from sim.cli.command import main
from sim.compare.attribute import attribute
from sim.compare.attribution_plan import plan_attribution
from sim.report.compare.attribution_write import Told, write_attribution
from sim.report.html.page import LIMITS, page_of
from sim.report.html.run_page import open_run
from sim.scenario.file import Replay

from .conftest import HOSTILE

ROOT = Path(__file__).parents[3]
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def elements(page, *names):
    tree = html5lib.HTMLParser(strict=True).parse(page)
    return [item for item in tree.iter() if item.tag in {NAMESPACE + name for name in names}]


@pytest.fixture
def few_pictures(monkeypatch):
    """Pages without the plots of runs, which take a third of a second each to make small."""
    monkeypatch.setattr("sim.report.html.run_page.pictures", lambda *_: ())


@pytest.fixture(params=["one", "two"])
def page(request):
    return request.getfixturevalue(request.param)


def test_it_is_strictly_valid_and_its_headings_are_in_order(page):
    levels = [int(item.tag[-1]) for item in elements(page, "h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_needs_no_other_file_and_no_script(page):
    assert not elements(page, "script", "link", "iframe", "object")
    assert not re.search(r"""(src|href)=["'](?!data:|#)""", page)
    assert "url(" not in page and "@import" not in page
    ids = {item.get("id") for item in elements(page, "section")}
    links = {item.get("href")[1:] for item in elements(page, "a")}
    assert links <= ids and {"changed", "found", "chosen", "record", "limits", "again"} <= links


def test_every_picture_opens_and_says_in_words_what_it_shows(page):
    pictures = elements(page, "img")
    assert len(pictures) > 4
    for item in pictures:
        kind, data = item.get("src").split(",", 1)
        assert kind == "data:image/png;base64"
        with Image.open(io.BytesIO(base64.b64decode(data, validate=True))) as image:
            image.load()
            assert (str(image.width), str(image.height)) == (item.get("width"), item.get("height"))
        assert item.get("alt").startswith("Plot: ") and len(item.get("alt")) > 30


def test_words_of_a_scenario_are_escaped(two):
    assert "<script" not in two and "<b>ours" not in two and "<i>source" not in two
    [question] = [item for item in elements(two, "p") if item.get("class") == "question"]
    assert question.text == HOSTILE


def test_a_single_run_that_cannot_be_scored_says_why(one):
    assert "Not scored: This run has no scorecard." in one


def test_what_was_changed_has_its_reason_and_its_source(two):
    section = two.split('id="changed"')[1].split("</section>")[0]
    assert "A supposition, &lt;b&gt;ours&lt;/b&gt;" in section and "A &lt;i&gt;source" in section
    assert "not there" in section


def test_the_comparison_answers_at_the_top(two):
    [answer] = [item for item in elements(two, "p") if item.get("class") == "answer"]
    words = "".join(answer.itertext())
    assert words.startswith("‘Norden pays half’ against ‘t’. ") and "beyond chance" in words
    assert 'id="compared"' in two


def test_all_limits_are_told(page):
    told = {item.text for item in elements(page, "li")}
    assert set(LIMITS) <= told


def test_a_page_says_which_orders_are_told(folders, one, few_pictures):
    assert "never an order" not in one and "Orders among its events are given." in one
    run = open_run(folders[0])
    none = tuple(event for event in run.scenario.events if event.kind != "order")
    replayed = replace(run, scenario=replace(run.scenario, events=none, replay=Replay(until=2012)))
    words = " ".join(page_of([replayed]).split())
    assert "never an order" not in words and "told no order" not in words
    assert words.count("Orders up to 2012 are those on record.") >= 3
    assert "All other orders are the model’s own. It runs many times" in words
    alone = replace(run, scenario=replace(run.scenario, events=none))
    words = " ".join(page_of([alone]).split())
    assert "never an order. It runs many times" in words and "told no order" in words


def test_the_same_folders_give_the_same_bytes(folders, two):
    assert page_of([open_run(folder) for folder in folders]) == two


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_of_type_stand_out_from_their_grounds():
    style = (ROOT / "sim/report/templates/style.css").read_text(encoding="utf-8")
    colour = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    for ink in ("ink", "muted", "link"):
        for ground in ("#ffffff", colour["faint"]):
            dark, light = sorted((luminance(colour[ink]), luminance(ground)))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_the_command_writes_the_page(folders, tmp_path, capsys):
    out = tmp_path / "deep" / "page.html"
    assert main(["report", str(folders[0]), "--out", str(out), "--threads", "1"]) == 0
    assert f"Page: {out}" in capsys.readouterr().out
    assert elements(out.read_text(encoding="utf-8"), "h1")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["{run}", "--out", "{run}"], "is a folder; name a file with --out"),
        (["{run}/nowhere"], "no such folder"),
        (["{run}/plots"], "it has no manifest.json"),
        (["{run}", "{run}"], "two sides are one run"),
    ],
)
def test_what_cannot_be_shown_is_refused(folders, words, told, capsys):
    given = [word.format(run=folders[0]) for word in words]
    assert main(["report", *given, "--threads", "1"]) == 2
    assert told in capsys.readouterr().err


def test_what_did_it_is_told_where_compare_has_said_it(folders, tmp_path, few_pictures):
    folder = tmp_path / "results" / "other" / "id"
    shutil.copytree(folders[1], folder)
    run = open_run(folder)
    found = attribute(plan_attribution(run.scenario))
    write_attribution(tmp_path / "results" / "compared" / "other", Told(found, ()))
    page = page_of([run])
    assert "<h2>What did it?</h2>" in page and "added last, to all others" in page
    assert Told(found, ()).sentences[0].split(":")[0].replace("'", "&#39;") in page
    levels = [int(item.tag[-1]) for item in elements(page, "h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    shown = [item.get("alt") for item in elements(page, "img")]
    assert any(words.startswith("Plot: What did it?") for words in shown)
