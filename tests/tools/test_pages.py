"""Pages: what programs write in them is up to date, and every other number is a definition."""

import pytest

from tools.figures import KEPT, ROOT, made_with, rounded, stale
from tools.marked import names, rewritten
from tools.pages import fixed, listed, pages, percent, up_to_date
from tools.prose import phrases_of, strangers, unused
from tools.quoted import QUOTED, tipped

PAGES = {path.relative_to(ROOT).as_posix(): path for path in pages()}


def text_of(name):
    return PAGES[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_what_programs_write_in_a_page_is_up_to_date(name):
    assert up_to_date(text_of(name)) == text_of(name), "stale; run: python -m tools.pages"


@pytest.mark.slow
@pytest.mark.parametrize("name", QUOTED)
def test_kept_figures_are_of_the_model_the_data_and_the_scenario_of_today(name):
    changed = stale(QUOTED[name])
    assert not changed, f"{', '.join(changed)} changed; run: python -m tools.figures {name}"


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_page_is_generated_or_a_definition(name):
    assert strangers(text_of(name), phrases_of(name)) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_definition_of_a_page_is_still_there(name):
    assert unused(text_of(name), phrases_of(name)) == []


def test_every_template_fills_a_place_of_a_page():
    filled = {place for name in PAGES for place in names(text_of(name))}
    templates = {path.name.removesuffix(".md.j2") for path in KEPT.glob("*.md.j2")}
    assert templates <= filled


def test_every_kept_figure_has_a_row():
    assert {path.stem for path in KEPT.glob("*.json")} == set(QUOTED)


def test_a_number_in_prose_is_found_and_years_lists_code_and_phrases_are_not():
    page = "1. In 2013-2017 it is 0.785, about a quarter.\n\n`x = 7` and 90% bands, 0 to 1.\n"
    found = strangers(page, ["90% bands"])
    assert [one.partition(" in: ")[0] for one in found] == ["0.785", "quarter"]
    assert strangers("It is a quarter cheaper.\n", ())
    assert strangers("Four in ten get there.\n", ())
    assert not strangers("From 2013 to 2017, of 90% bands.\n", ["90%\nbands"])


def test_a_phrase_that_a_page_no_longer_has_is_told():
    assert unused("40 buyers and\nmore", ["40 buyers and more", "41 buyers"]) == ["41 buyers"]


def test_places_are_rewritten_and_the_rest_is_left_alone():
    begin, end = "<!-- begin a: python -m tools.pages -->\n", "<!-- end a -->"
    page = f"before\n{begin}stale\n{end}\nafter\n"
    assert rewritten(page, lambda name: f"made of {name}\n") == (
        f"before\n{begin}made of a\n{end}\nafter\n"
    )
    assert rewritten(rewritten(page, str.upper), str.upper) == rewritten(page, str.upper)


def test_a_place_that_nothing_writes_is_an_error():
    with pytest.raises(KeyError, match="weather"):
        up_to_date("<!-- begin weather: python -m tools.pages -->\n<!-- end weather -->\n")


def test_figures_name_what_they_were_made_with():
    made = made_with(QUOTED["tip"])
    assert made["command"].startswith("sim tip cheap_russian_arms ")
    assert len(made["scenario cheap_russian_arms"]) == 10


def test_numbers_are_kept_with_six_digits_and_written_as_people_do():
    assert rounded({"a": [1 / 3, 2, None, "x"]}) == {"a": [0.333333, 2, None, "x"]}
    assert (percent(0.657), percent(0.0096), percent(0.0)) == ("66%", "1.0%", "0%")
    assert fixed(-0.5) == "−0.50"
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("none", "a", "a, b and c")


@pytest.mark.slow
def test_a_row_takes_its_figures_from_what_the_command_leaves(tmp_path):
    """The cheapest of the rows, for real: the command runs and its folder has what is quoted."""
    from sim.cli.command import main

    asked = ["tip", "cheap_russian_arms", "--vary", "events.russia-sells-cheaper.factor=1:0.9"]
    until = ["--until", "pak-russia-orders >= 0.1", "--worlds", "2", "--out", str(tmp_path / "o")]
    assert main(asked + until) == 0
    assert {"outcome", "crossings", "worlds"} <= tipped(tmp_path / "o").keys()
