"""``sim backtest``: from a register, or a theatre made of it, to tables and plots."""

import csv
import json
from dataclasses import replace

import pytest

from sim.backtest.from_register import FromRegister
from sim.backtest.opening import imported_from
from sim.backtest.run import BacktestPlan
from sim.cli.command import main

from ..register.synthetic import yearly_text
from .conftest import CHOICE, HORIZON, ORIGIN

pytestmark = pytest.mark.slow

DATA = (
    "table.csv", "bands.csv", "ties.csv", "buyers.csv", "forecast.csv", "backtest.json",
    "report.txt",
)  # fmt: skip
# Satellites, a fifth of the invented volume, belong to no class.
IMPORT = ("import", "--accept-loss", "--buyers", 4, "--suppliers", 4)
FEW = ("--horizon", HORIZON, "--worlds", 12)


def run(*words):
    return main(list(map(str, words)))


@pytest.fixture(scope="module")
def file(tmp_path_factory, invented):
    path = tmp_path_factory.mktemp("register") / "register.csv"
    path.write_text(yearly_text(invented), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(file):
    """What two commands leave: an import, and a back-test of it."""
    mine, out = file.with_name("mine"), file.with_name("out")
    cast = ("--buyers", CHOICE.buyers, "--suppliers", CHOICE.suppliers)
    assert run("import", "--accept-loss", file, "--out", mine, *cast) == 0
    assert run("backtest", mine, *FEW, "--threads", 2, "--out", out) == 0
    return out


def rows(path):
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_tables_plots_and_the_theatre_are_there(folder):
    names = {path.name for path in folder.iterdir()}
    assert names == {*DATA, "plots", f"theatre_{ORIGIN}"}
    theatre = folder / f"theatre_{ORIGIN}"
    assert f"sim run theatre_{ORIGIN}/history.yaml" in (theatre / "history.yaml").read_text("utf-8")
    plots = {path.name for path in (folder / "plots").iterdir()}
    assert plots == {"skill_by_buyer.png", "reliability.png", "misses.png"}


def test_the_table_has_every_forecaster_in_each_flow(folder):
    table = rows(folder / "table.csv")
    assert [row["flow"] for row in table].count("orders") == 8
    assert [row["flow"] for row in table].count("deliveries") == 9
    for row in table:
        assert 0 <= float(row["tv plain"]) <= 1
        assert (row["tv plain gap"] == "") == (row["forecaster"] == "model")
        if row["forecaster"] != "model":
            model = next(
                r for r in table if r["flow"] == row["flow"] and r["forecaster"] == "model"
            )
            gap = float(model["tv plain"]) - float(row["tv plain"])
            assert gap == pytest.approx(float(row["tv plain gap"]), abs=1e-4)


def test_the_report_says_where_the_model_does_not_lead(folder):
    text = (folder / "report.txt").read_text(encoding="utf-8")
    assert "model against it" in text and "80% bands hold" in text and "Intervals are in" in text
    about = json.loads((folder / "backtest.json").read_text(encoding="utf-8"))
    assert about["origins"] == [ORIGIN] and about["buyers"] == CHOICE.buyers
    assert about["parameters"] == "priors of the table"


def test_bands_of_shares_and_volumes_are_widened_by_earlier_errors(folder):
    found = {(row["flow"], row["of"], row["forecaster"]): row for row in rows(folder / "bands.csv")}
    assert len(found) == 2 * 2 * 3
    for flow in ("deliveries", "orders"):
        for of in ("shares", "volumes"):
            raw, wide = (found[flow, of, name] for name in ("model", "model, widened"))
            assert raw["factors"] == "" and 0.5 <= float(wide["factors"]) <= 4
            order = float(wide["factors"]) - 1, float(wide["width 80%"]) - float(raw["width 80%"])
            assert order[0] * order[1] >= 0  # wider where the factor is above 1
            assert float(raw["interval score 80%"]) >= float(raw["width 80%"])
    assert found["orders", "volumes", "model"]["number"] == str(CHOICE.buyers)


def test_ties_are_those_of_all_ordered_pairs_in_the_first_year(folder):
    with (folder / f"theatre_{ORIGIN}" / "states.csv").open(encoding="utf-8") as text:
        states = [row for row in csv.DictReader(text) if row["aggregate"] != "1"]
    buyers = [row["state"] for row in states if row["buyer"] == "1"]
    sellers = [row["state"] for row in states if row["supplier"] == "1"]
    found = {(row["among"], row["forecaster"]): row for row in rows(folder / "ties.csv")}
    assert {name for _, name in found} == {
        "model", "ties of the last year", "decayed ties", "logit on lags",
        "logit on lags and orders placed",
    }  # fmt: skip
    pairs = [(b, s) for b in buyers for s in sellers if b != s]
    assert int(found["all", "model"]["pairs"]) == len(pairs)
    new, repeated = (int(found[among, "model"]["ties"]) for among in ("new", "repeated"))
    assert new + repeated == int(found["all", "model"]["ties"])
    brier = {name: float(row["brier"]) for (among, name), row in found.items() if among == "all"}
    assert all(0 <= score <= 1 for score in brier.values())


def test_shares_of_a_forecast_add_up(folder):
    sums = {}
    for row in rows(folder / "forecast.csv"):
        key = row["flow"], row["buyer"]
        share, recorded = sums.get(key, (0.0, 0.0))
        sums[key] = share + float(row["forecast_share"]), recorded + float(row["recorded_share"])
    for share, recorded in sums.values():
        assert share == pytest.approx(1, abs=1e-4) and recorded == pytest.approx(1, abs=1e-4)


def test_the_register_itself_gives_the_same_bytes_on_one_thread(folder, file, tmp_path):
    out = tmp_path / "again"
    asked = ("--buyers", CHOICE.buyers, "--suppliers", 5, "--threads", 1)
    assert run("backtest", file, *FEW, *asked, "--out", out) == 0
    for name in DATA:
        assert (out / name).read_bytes() == (folder / name).read_bytes(), name


def test_several_origins_estimated_before_each(file, tmp_path, capsys):
    out = tmp_path / "two"
    words = ("--origin", 1997, 2000, "--estimate", "--buyers", 5, "--suppliers", 4)
    assert run("backtest", file, *FEW, *words, "--out", out) == 0
    told = capsys.readouterr().out
    assert "Weights before 1997" in told and "know the record" not in told
    assert {row["origin"] for row in rows(out / "buyers.csv")} == {"1997", "2000"}
    about = json.loads((out / "backtest.json").read_text(encoding="utf-8"))
    assert set(about["estimated priors"]) == {"1997", "2000"}
    assert "habit_class" in about["estimated priors"]["2000"]
    assert "Not widened: not every origin" in told  # 1997 has none, 2000 has 1997


def test_an_order_book_of_survivors_is_told_and_left_alone_where_it_is_none(register):
    plan = BacktestPlan((2013,), HORIZON, CHOICE, 1, 1, strict=False)
    yearly = FromRegister(register, CHOICE)
    assert any("that of survivors" in line for line in yearly.notes(plan))
    assert any("that of survivors" in line for line in yearly.hindsight(plan))
    whole = [replace(account, form="deals") for account in register.accounts]
    for source, asked in (
        (yearly, replace(plan, strict=True)),  # no order counts of which nothing had arrived
        (FromRegister(replace(register, accounts=(*whole,)), CHOICE), plan),
    ):
        assert not any("survivors" in line for line in source.notes(asked))
        assert not any("survivors" in line for line in source.hindsight(asked))


def test_a_short_past_is_told(register):
    notes = FromRegister(register, CHOICE).notes(
        BacktestPlan((1990,), HORIZON, CHOICE, 1, 1, strict=False)
    )
    assert [line for line in notes if "of the 10 years before 1990 the register knows" in line]
    late = FromRegister(register, CHOICE).notes(
        BacktestPlan((2013,), HORIZON, CHOICE, 1, 1, strict=False)
    )
    assert not [line for line in late if "the register knows" in line]


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--origin", "2022"), "origins can be 1987 to 2021"),
     (("--origin", "1950", "2013"), "not 1950"),
     (("--horizon", "30", "--origin", "2013"), "origins can be 1987 to 1994")],
)  # fmt: skip
def test_origins_beyond_the_record_are_refused(file, tmp_path, capsys, words, said):
    out = tmp_path / "out"
    assert run("backtest", file, "--horizon", 3, *words, "--out", out) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_options_of_a_register_are_refused_for_a_theatre(folder, tmp_path, capsys):
    mine = folder.with_name("mine")
    asked = ("--buyers", 3, "--relations", tmp_path / "none")
    assert run("backtest", mine, *asked, "--out", tmp_path / "out") == 2
    assert "--buyers, --relations can be said of a register only" in capsys.readouterr().err


def test_no_posterior_that_may_know_the_record(file, tmp_path, capsys):
    from sim.experiment.posterior import SHIPPED

    assert run("backtest", file, "--parameters", SHIPPED, "--out", tmp_path / "out") == 2
    assert "knows the record" in capsys.readouterr().err


def test_a_folder_that_no_import_made_is_refused(tmp_path, capsys):
    (tmp_path / "some").mkdir()
    assert run("backtest", tmp_path / "some", "--out", tmp_path / "out") == 2
    assert "no import made this folder" in capsys.readouterr().err


NOWHERE = {"file": "/nowhere/a.csv", "path": "/nowhere/a.csv", "blake2b": "00"}


def test_a_register_that_has_changed_since_the_import_is_refused(file, tmp_path, capsys):
    mine, own = tmp_path / "mine", tmp_path / "own.csv"
    own.write_bytes(file.read_bytes())
    assert run(*IMPORT, "--out", mine, own) == 0
    lines = own.read_text(encoding="utf-8").splitlines(keepends=True)
    own.write_text("".join(lines[:-1]), encoding="utf-8")
    assert run("backtest", mine, "--out", tmp_path / "out") == 2
    assert f"has changed since {mine} was made of it" in capsys.readouterr().err


def test_another_file_of_the_same_name_is_not_taken_for_the_register(file, tmp_path, monkeypatch):
    """The path of the import is as it was typed: elsewhere it may mean another file."""
    there, here = tmp_path / "there", tmp_path / "here"
    for folder in (there, here):
        folder.mkdir()
    (there / "own.csv").write_bytes(file.read_bytes())
    monkeypatch.chdir(there)
    assert run(*IMPORT, "--out", "mine", "own.csv") == 0
    monkeypatch.chdir(here)
    (here / "own.csv").write_text("nothing of the kind\n", encoding="utf-8")
    files, choice = imported_from(there / "mine")
    assert files == [there / "own.csv"] and choice.buyers == 4


def test_a_theatre_whose_register_is_gone_is_refused(tmp_path, capsys):
    told = {"start": 2013, "buyers": "all", "suppliers": 5, "files": [NOWHERE]}
    (tmp_path / "import.json").write_text(json.dumps(told), encoding="utf-8")
    assert run("backtest", tmp_path, "--out", tmp_path / "out") == 2
    assert "was made of /nowhere/a.csv" in capsys.readouterr().err
    (tmp_path / "import.json").write_text("{}", encoding="utf-8")
    assert run("backtest", tmp_path, "--out", tmp_path / "out") == 2
    assert "not as an import writes it" in capsys.readouterr().err


def test_what_is_there_stays(file, tmp_path, capsys):
    assert run("backtest", file, "--out", tmp_path) == 2
    assert "exists and stays as it is" in capsys.readouterr().err


def test_help_teaches(capsys):
    with pytest.raises(SystemExit):
        run("backtest", "--help")
    text = capsys.readouterr().out
    assert "sim import register.csv --out mine" in text and "--strict" in text
