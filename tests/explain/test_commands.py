"""The commands explain and story: what they print, leave and refuse."""

import csv
import json
import shutil

import pytest

from sim.cli.command import main
from sim.experiment.run import run_scenario
from sim.scenario import load
from tests.damaged import rewrite_manifest
from tests.theatres import write_small_theatre


@pytest.fixture
def run(results, tmp_path, monkeypatch):
    folder = tmp_path / "run"
    shutil.copytree(results, folder)
    monkeypatch.chdir(tmp_path)
    return folder


def test_a_year_is_explained_in_print_tables_and_plots(run, capsys):
    ask = ["explain", str(run), "--buyer", "Old Alba", "--year", "2012", "--world", "0"]
    assert main(ask) == 0
    printed = capsys.readouterr().out
    assert "World 0 of 6.\nAlba, 2012" in printed  # behind the notice of a first compile
    assert "What would have flipped it to" in printed and "Did not offer:" in printed
    rows = list(csv.DictReader((run / "explain_alba_2012_world0.csv").open(encoding="utf-8")))
    for row in rows:
        parts = [float(value) for name, value in row.items() if name.startswith("part_")]
        assert sum(parts) == pytest.approx(float(row["utility"]), abs=2e-5)  # six digits each
    about = json.loads((run / "explain_alba_2012_world0.json").read_text(encoding="utf-8"))
    assert about["buyer"] == "Alba" and about["world"] == 0 and about["tenders"]
    for tender in about["tenders"]:
        for supplier in tender["suppliers"]:
            assert sum(supplier["parts"].values()) == pytest.approx(supplier["utility"], abs=1e-9)
    assert list((run / "plots").glob("explain_alba_2012_world0_*.png"))
    assert not list(run.rglob("*.partial"))

    kept = {path: path.read_bytes() for path in run.rglob("explain_*")}
    assert main([*ask, "--out", "elsewhere"]) == 0
    for path, content in kept.items():
        assert (run.parent / "elsewhere" / path.relative_to(run)).read_bytes() == content


def test_the_typical_world_is_the_default(run, capsys):
    for more in ([], ["--typical"]):
        assert main(["explain", str(run), "--buyer", "Bora", "--year", "2012", *more]) == 0
        assert "is the most typical of 6" in capsys.readouterr().out


def test_without_a_year_decisive_reasons_are_counted(run, capsys):
    assert main(["explain", str(run), "--buyer", "Bora", "--class", "land", "--worlds", "2"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Bora, land: the first 2 of 6 worlds")
    with (run / "explain_bora_land.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for by in ("orders", "tiv"):
        for year in {row["year"] for row in rows if float(row["orders"]) > 0}:
            chosen = [row for row in rows if row["year"] == year and row["counted_by"] == by]
            assert sum(float(row["credited"]) for row in chosen) == pytest.approx(1.0, abs=1e-4)
    assert (run / "plots" / "explain_bora_land.png").is_file()


def test_a_year_without_tenders_says_which_years_have_some(run, capsys):
    # Cora's need ends in 2015
    assert main(["explain", str(run), "--buyer", "Cora", "--year", "2020", "--world", "1"]) == 0
    printed = capsys.readouterr().out
    assert "Cora puts nothing out to tender in 2020 in this world." in printed
    assert "It does in 201" in printed and not list(run.glob("explain_*"))


DATED = """\
buyer,supplier,class,order_year,kind,packages,tiv,first_delivery,last_delivery
Alba,Sudor,land,2010,imported,2,50,2011,2012
Alba,Norden,aircraft,2011,licensed,1,80,2012,2019
"""


@pytest.fixture(scope="module")
def replaying(tmp_path_factory):
    """Runs of orders on record up to a year, by that year; the second has no others."""
    folder = tmp_path_factory.mktemp("replaying")
    write_small_theatre(folder / "small")
    (folder / "small" / "dated_orders.csv").write_text(DATED, encoding="utf-8")
    runs = {}
    for last in (2015, 2011):
        file = folder / f"to_{last}.yaml"
        file.write_text(
            "title: t\ntheatre: ./small\nworlds: 2\nplots: {buyers: [Alba]}\n"
            f"years: {{from: 2010, to: {last}}}\nreplay: {{until: 2011}}\n",
            encoding="utf-8",
        )
        runs[last] = str(run_scenario(load(file), folder / f"to_{last}").folder)
    return runs


def test_a_replayed_year_is_said_to_be_on_record(replaying, capsys):
    ask = ["explain", replaying[2015], "--buyer", "Alba", "--world", "0", "--year", "2011"]
    assert main(ask) == 0
    printed = capsys.readouterr().out
    assert "Orders up to 2011 are those on record. Alba chooses nothing of its own" in printed
    assert "out to tender" not in printed and "It does in 201" in printed
    assert main(["story", replaying[2015], "--world", "0", "--to", "2011"]) == 0
    assert "As on record, **Alba** orders from **Norden**" in capsys.readouterr().out


def test_an_overview_counts_from_the_first_choice_and_says_so(replaying, tmp_path, capsys):
    ask = ["explain", "--buyer", "Alba", "--out", str(tmp_path)]
    assert main([*ask, replaying[2015]]) == 0
    printed = capsys.readouterr().out
    assert "Orders up to 2011 are those on record." in printed and "choices from 2012 on" in printed
    with (tmp_path / "explain_alba.csv").open(encoding="utf-8") as file:
        assert {row["year"] for row in csv.DictReader(file)} == {"2012", "2013", "2014", "2015"}
    assert main([*ask, replaying[2011]]) == 2
    assert "None is a choice to explain" in capsys.readouterr().err


def test_a_story_is_printed_or_written(run, capsys):
    ask = ["story", str(run), "--world", "2", "--from", "2012", "--to", "2014"]
    assert main(ask) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# t\n\nThe arms of Alba, 2012–2014\n")  # the plotted buyer
    assert main([*ask, "--out", "story.md"]) == 0
    told, seal = (run.parent / "story.md").read_text(encoding="utf-8").split("<!-- ")
    assert told == printed and "Written by 'sim story'" in seal
    assert main([*ask, "--out", "story.md"]) == 0  # its own file is replaced
    assert main([*ask, "--out", str(run)]) == 2
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--buyer", "Albo"], "no state 'Albo' in the theatre; did you mean 'Alba'?"),
        (["--buyer", "Norden"], "Norden buys nothing"),
        (["--buyer", "Alba", "--class", "lend"], "no class 'lend'; did you mean 'land'?"),
        (["--buyer", "Alba", "--year", "2031"], "the run has the years 2010 to 2024"),
        (["--buyer", "Alba", "--year", "2012", "--world", "6"], "the run has worlds 0 to 5"),
        (["--buyer", "Alba", "--world", "1"], "without --year"),
        (["--buyer", "Alba", "--year", "2012", "--worlds", "3"], "--worlds is for the overview"),
        (["--buyer", "Alba", "--out", "run/summary.csv"], "is a file"),
    ],
)
def test_what_the_run_does_not_have_is_refused(run, capsys, words, why):
    assert main(["explain", str(run), *words]) == 2
    assert why in capsys.readouterr().err


def test_a_folder_that_is_stale_or_no_run_is_refused(run, capsys):
    assert main(["story", str(run / "plots"), "--world", "0"]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert main(["story", str(run), "--from", "2014", "--to", "2012"]) == 2
    assert "lies before the first" in capsys.readouterr().err
    rewrite_manifest(run, model_version="another")
    assert main(["explain", str(run), "--buyer", "Alba"]) == 2
    assert "made by another model" in capsys.readouterr().err
