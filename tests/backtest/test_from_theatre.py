"""A back-test of a theatre from the record in its own tables."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from sim.backtest.from_theatre import FromTheatre
from sim.backtest.opening import open_source
from sim.backtest.record import Windows
from sim.backtest.run import BacktestPlan, backtest
from sim.base.problems import InputError
from sim.cli.command import main
from sim.register.build import ImportOptions
from sim.theatre.load import default_theatre
from sim.theatre.theatre import DEFAULT_FOLDER

THEATRE = default_theatre()
SOURCE = FromTheatre(THEATRE)
PLAN = BacktestPlan((2003,), 5, SOURCE.cast, worlds=8, seed=1, strict=False)


def run(*words):
    return main(list(map(str, words)))


def outcomes_of(theatre, tmp_path):
    source = FromTheatre(theatre)
    known = source.prepare(PLAN, tmp_path)
    found = backtest(source, known, PLAN, {}, None, 2, lambda done: None)
    assert not found.ties  # its record has windows of years
    return found.outcomes


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("backtest") / "out"
    assert run("backtest", "default", "--worlds", 8, "--out", out) == 0
    return out


def test_the_shipped_theatre_leaves_tables_and_plots_of_real_figures(folder):
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "table.csv",
        "bands.csv",
        "buyers.csv",
        "forecast.csv",
        "backtest.json",
        "report.txt",
        "plots",
    }
    with (folder / "table.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    forecasters = [
        "model", "model, mean shares", "persistence", "world shares", "decayed history",
        "order book alone", "own past",
    ]  # fmt: skip
    assert [row["forecaster"] for row in rows] == forecasters * 2
    before, came = (
        (THEATRE.recorded["deliveries"].total("deliveries", window)[0]).sum(axis=2)[:-1]
        for window in ((1998, 2002), (2003, 2007))
    )
    with np.errstate(invalid="ignore"):  # who got nothing is left out below
        shares = [volume / volume.sum(axis=1, keepdims=True) for volume in (before, came)]
    known = np.isfinite(shares[0]).all(axis=1) & np.isfinite(shares[1]).all(axis=1)
    errors = np.abs(shares[0] - shares[1])[known].sum(axis=1) / 2
    with (folder / "buyers.csv").open(encoding="utf-8", newline="") as text:
        own = {
            row["buyer"]: float(row["tv"]) for row in csv.DictReader(text)
            if row["flow"] == "deliveries" and row["forecaster"] == "persistence"
        }  # fmt: skip
    buyers = np.array(THEATRE.buyers[:-1])[known]
    assert [own[name] for name in buyers] == pytest.approx(errors.tolist(), abs=1e-5)
    report = (folder / "report.txt").read_text(encoding="utf-8")
    assert "Not widened" in report and "volumes: own past" in report
    about = json.loads((folder / "backtest.json").read_text(encoding="utf-8"))
    assert about["buyers"] == 40 and about["suppliers"] == 17
    assert any("2012" in words for words in about["known too well"])


def test_what_happened_does_not_reach_the_forecast(tmp_path):
    """The record of 2003 and later may say anything: the forecast stays, its scores do not."""
    later = {}
    for ledger, flows in THEATRE.recorded.items():
        arrays = {}
        for name in ("deliveries", "orders"):
            array = getattr(flows, name)
            if array is not None:
                array = array.copy()
                for p, (first, _) in enumerate(flows.periods):
                    if first >= 2003:
                        array[..., p] = array[:, :, ::-1, :, p] + 1.0
                arrays[name] = array
        later[ledger] = replace(flows, **arrays)
    other = replace(
        THEATRE, recorded=later, recorded_packages={}, recorded_ordered={},
        rivalries=tuple(tie for tie in THEATRE.rivalries if tie.first_year < 2003),
        embargoes=tuple(ban for ban in THEATRE.embargoes if ban.first_year < 2003),
    )  # fmt: skip
    for one, two in zip(outcomes_of(THEATRE, tmp_path), outcomes_of(other, tmp_path), strict=True):
        rows = [two.buyers.index(name) for name in one.buyers]
        for name, shares in one.shares.items():
            assert np.array_equal(shares, two.shares[name][rows]), name
        assert np.array_equal(one.chance, two.chance[rows])
        assert not np.allclose(one.scores["model"]["tv"], two.scores["model"]["tv"][rows])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--origin", 2008), "starts in 2003 and knows no other origin"),
        (("--horizon", 3), "a horizon of 5 or 10 years, not 3"),
        (("--strict",), "as its tables have it"),
    ],
)
def test_what_a_theatre_cannot_do_is_refused(tmp_path, capsys, words, said):
    assert run("backtest", "default", *words, "--out", tmp_path / "out") == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_weights_are_refitted_on_orders_before_the_start_of_the_shipped_theatre_alone(tmp_path):
    own = FromTheatre(replace(THEATRE, folder=tmp_path))
    with pytest.raises(InputError, match="later ones only; give a register"):
        own.estimate(own.prepare(PLAN, tmp_path)[0], lambda done: None)


def test_a_theatre_without_a_record_is_refused():
    with pytest.raises(InputError, match="has no record of as many years before 2003"):
        FromTheatre(replace(THEATRE, recorded={})).check(PLAN)


def test_windows_say_what_they_lack():
    windows = Windows(THEATRE.recorded)
    assert windows.has("orders", 1993, 2002) and not windows.has("orders", 2000, 2002)
    with pytest.raises(ValueError, match="no record of orders from 2000 to 2002"):
        windows.over("orders", 2000, 2002)


def test_a_folder_of_tables_is_a_theatre_too(tmp_path):
    copied = tmp_path / "mine"
    copied.mkdir()
    for path in DEFAULT_FOLDER.iterdir():
        (copied / path.name).write_bytes(path.read_bytes())
    source = open_source([copied], ImportOptions(2013, 40, 18))
    source.check(PLAN)
    assert any(
        "may have counted the years that are forecast" in line for line in source.notes(PLAN)
    )
    assert source.record_of == f"theatre {THEATRE.title}"
