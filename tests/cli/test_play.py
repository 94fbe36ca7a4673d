"""``sim play`` at the terminal: lines in, turns out."""

import io
from dataclasses import replace

import pytest

from sim.cli import main
from sim.experiment.case import build_case
from sim.explain.chronicle import chronicle
from sim.report.explain.story import story_of
from sim.scenario import load


@pytest.fixture
def say(monkeypatch, capsys):
    """Play with some lines; returns what is printed."""

    def play(lines, *words, expect=0):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert main(["play", *map(str, words)]) == expect
        printed = capsys.readouterr()
        return printed.out + printed.err

    return play


def test_a_game_of_a_year_ends_beside_the_record_and_is_kept(say, tmp_path):
    file = tmp_path / "mine.yaml"
    told = say(
        ["?", "99", "1", "none", "end"], "--seat", "Pakistan", "--to", "2003", "--save", file
    )
    assert "━━ 2003 ━━" in told and "Pakistan. 1 of 3: aircraft, 390 TIV. " in told
    assert "offers are numbered from 1 to" in told and "leave this tender to the model" in told
    assert "Pakistan, 2003" in told and "model alone" in told and f"Game: {file}" in told
    assert f"Plot: {tmp_path / 'mine' / 'pakistan.png'}" in told and f"sim story {file}" in told
    assert (tmp_path / "mine" / "pakistan.png").is_file()
    game = load(file).game
    assert (game.year, game.seats, game.world) == (2004, ("Pakistan",), 0)
    assert "━━ 2004 ━━" in say(["end", "quit"], file)
    assert load(file).game.year == 2005  # a game that goes on is kept where it was
    file.write_text(file.read_text() + "# mine\n")
    assert "name another file with --save" in say([], file, expect=2)


def test_seats_take_turns_suppliers_first_and_may_take_back(say):
    lines = ["price 0.5", "wrong", "undo", "", "nonsense", "all", "n 1 price", "undo", "quit"]
    told = say(lines, "--seat", "Pakistan", "--seat", "China")
    assert told.index("China sells.") < told.index("Pakistan. 1 of 3")
    assert "China asks 0.5 times the price so far." in told and told.count("Taken back.") == 2
    assert "'wrong' is no decision" in told and "'nonsense' is no decision" in told


def test_all_offers_of_a_tender_stay_in_sight_once_they_are_asked_for(say):
    told = say(["all", "quit"], "--seat", "Pakistan")
    few, every = told.split("> ")[:2]
    assert "that are valued less" in few and "that are valued less" not in every
    assert "India" in every


def test_talks_licences_and_a_story_of_the_game_are_told_in_plain_words(say, tmp_path):
    file = tmp_path / "mine.yaml"
    lines = ["talk Russia", "talk Atlantis", "n 1 licence", "2", "end"]
    told = say(lines, "--seat", "Pakistan", "--to", "2003", "--save", file)
    assert "The world hears that Pakistan talks with Russia about aircraft." in told
    assert "no state 'Atlantis'" in told and "licences" in told
    story = _story(file)
    assert "By the player's choice, **Pakistan** orders from" in story
    assert "Where the player leaves the choice to the model, **Pakistan** orders from" in story
    assert "A player decides what" not in story and "As the scenario has it" not in story


def _story(file):
    case = build_case(replace(load(file), last_year=2004))
    b = case.theatre.buyers.index("Pakistan")
    kinds = range(len(case.theatre.classes))
    return story_of(chronicle(case, 0, [b], kinds, range(2003, 2004)), case, [b], kinds, "World 0.")


def test_advice_is_for_who_asked_for_it(say):
    assert "begin it with --advice" in say(["advice", "quit"], "--seat", "Pakistan")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "say who you are"),
        (["--seat", "Atlantis"], "no state 'Atlantis'"),
        (["--seat", "Pakistan", "--to", "1999"], "--to must lie between 2003 and 2030"),
        (["recorded_tenders", "--seat", "India"], "on record"),
    ],
)
def test_what_cannot_be_played_is_said_in_a_line(say, words, message):
    assert message in say([], *words, expect=2)


def test_a_facilitators_events_come_in_their_year(say, tmp_path):
    injects = tmp_path / "injects.yaml"
    injects.write_text(
        "events:\n"
        "  - id: china-closes\n    year: 2003\n    why: A quarrel nobody saw coming\n"
        "    embargo: {supplier: China, buyer: Pakistan, closes: all}\n"
    )
    file = tmp_path / "mine.yaml"
    told = say(["quit"], "--seat", "Pakistan", "--injects", injects, "--save", file, "--secret")
    assert "A quarrel nobody saw coming." in told and "China" not in told.split("1 of")[1]
    assert "china-closes" in {event.id for event in load(file).events}


def test_briefs_say_where_a_state_stands(say, tmp_path):
    say([], "--seat", "Pakistan", "--seat", "Russia", "--brief", tmp_path / "briefs")
    pakistan = (tmp_path / "briefs" / "pakistan.md").read_text()
    assert "**Your rivals:** Afghanistan and India." in pakistan and "China" in pakistan
    assert "## Who has bought from you" in (tmp_path / "briefs" / "russia.md").read_text()
