"""``--format``: other tools read what the tables hold, and run none of it as a formula."""

import csv
from pathlib import Path

import networkx as nx
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.cli import main
from sim.experiment import TABLES
from sim.experiment.case import find_theatre
from sim.experiment.damage import NotResultsError
from sim.experiment.reproduce import open_results, reproduce
from sim.experiment.rows import COLUMNS
from sim.experiment.run import run_scenario
from sim.report.interchange import FORMATS
from sim.report.interchange.iamc import iamc_rows
from sim.report.interchange.tables import write_csv_tables, write_workbook
from sim.report.interchange.write import write_formats
from sim.report.run.read import read_buyers
from sim.scenario import load
from tests.theatres import write_small_theatre

SCENARIO = """\
title: A small scenario
theatre: {theatre}
years: {{from: 2010, to: 2014}}
worlds: 6
measures:
  - {{id: alba-sudor, share: {{buyer: Alba, supplier: Sudor, window: 2011-2014, of: orders}}}}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    place = tmp_path_factory.mktemp("interchange")
    theatre = write_small_theatre(place / "theatre")
    (place / "small.yaml").write_text(SCENARIO.format(theatre=theatre), encoding="utf-8")
    return place / "small.yaml"


@pytest.fixture(scope="module")
def folder(file):
    return run_scenario(load(file), file.parent / "run").folder


@pytest.fixture(scope="module")
def written(folder):
    scenario, _ = open_results(folder)
    return write_formats(folder, FORMATS, scenario)


def test_the_run_stays_what_it_was_with_files_beside_it(folder, written):
    assert {path.name for path in written} == {
        *(f"{name}.csv" for name in TABLES), "tables.xlsx", "iamc.csv", "who_supplies_whom.graphml",
    }  # fmt: skip
    assert reproduce(folder).identical
    scenario, _ = open_results(folder)
    assert write_formats(folder, ["iamc"], scenario) == [folder / "iamc.csv"]  # once more


def test_csv_has_the_rows_and_all_digits_of_the_tables(folder, written):
    for name in TABLES:
        table = pq.read_table(folder / f"{name}.parquet")
        with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        assert header == table.column_names and len(rows) == table.num_rows
    orders = pq.read_table(folder / "orders.parquet")
    with (folder / "orders.csv").open(newline="", encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    assert [float(row["tiv"]) for row in rows] == orders["tiv"].to_pylist()
    assert [row["buyer"] for row in rows] == orders["buyer"].to_pylist()


def test_a_workbook_has_a_sheet_for_each_table(folder, written):
    book = openpyxl.load_workbook(folder / "tables.xlsx", read_only=True)
    assert set(book.sheetnames) == {*TABLES, "summary"}
    rows = [*book["orders"].iter_rows(values_only=True)]
    table = pq.read_table(folder / "orders.parquet")
    assert list(rows[0]) == table.column_names
    assert [row[8] for row in rows[1:]] == pytest.approx(table["tiv"].to_pylist(), rel=1e-14)


def test_words_that_a_spreadsheet_would_run_are_escaped(tmp_path):
    danger = '=HYPERLINK("http://x")'
    columns = {
        "name": pa.array([danger, None, "fair"]),
        "state": pa.array([danger, "fair", "fair"]).dictionary_encode(),
        "value": pa.array([1.0, None, 0.0]),
    }
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    pq.write_table(pa.table(columns), tmp_path / "in" / "t.parquet")
    write_csv_tables(tmp_path / "in", tmp_path / "out")
    write_workbook(tmp_path / "in", tmp_path / "out")
    with (tmp_path / "out" / "t.csv").open(newline="", encoding="utf-8") as file:
        assert [*csv.reader(file)][1:] == [
            [f"'{danger}", f"'{danger}", "1"], ["", "fair", ""], ["fair", "fair", "0"],
        ]  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx")["t"]
    assert sheet["A2"].value == f"'{danger}" and sheet["A2"].data_type == "s"
    assert [cell.value for cell in sheet[3]] == [None, "fair", None]


def test_the_long_table_keeps_the_rules_by_which_pyam_reads_it(folder, written):
    pd = pytest.importorskip("pandas")
    table = pd.read_csv(folder / "iamc.csv")
    index = ["model", "scenario", "region", "variable", "unit", "year"]
    assert [*table.columns] == [*index, "value"]
    assert not table.isna().any().any() and not table.duplicated(index).any()
    assert table["year"].dtype == np.int64 and set(table["year"]) == set(range(2010, 2015))
    try:
        import pyam
    except ImportError:
        return
    assert set(pyam.IamDataFrame(table).region) == set(table["region"])


def test_the_long_table_says_what_the_tables_say(folder):
    scenario, _ = open_results(folder)
    theatre = find_theatre(scenario)
    rows = {row[2:6]: row[6] for row in iamc_rows(folder, scenario, theatre)}
    [alba] = read_buyers(folder, scenario, theatre, ["Alba"])
    found = {}
    for (region, variable, unit, year), value in rows.items():
        assert unit == "million TIV"
        if region == "Alba" and year == 2012:
            found[variable] = value
    at, place = 2012 - 2010, theatre.suppliers.index("Sudor")
    assert found["Arms Orders"] == pytest.approx(alba.orders[:, :, at].sum(axis=1).mean())
    parts = [value for name, value in found.items() if name.startswith("Arms Orders|")]
    assert sum(parts) == pytest.approx(found["Arms Orders"])
    median = found["Arms Deliveries Median|Sudor"]
    assert median == pytest.approx(np.median(alba.deliveries[:, place, at]))


def test_the_network_says_who_supplies_whom(folder, written):
    graph = nx.read_graphml(folder / "who_supplies_whom.graphml")
    scenario, _ = open_results(folder)
    theatre = find_theatre(scenario)
    assert graph.is_directed() and set(graph) == {*theatre.buyers, *theatre.suppliers}
    assert graph.nodes["Alba"]["buyer"] is True
    [alba] = read_buyers(folder, scenario, theatre, ["Alba"])
    volumes = alba.deliveries[:, theatre.suppliers.index("Sudor")].sum(axis=1)
    edge = graph.edges["Sudor", "Alba"]
    assert edge["weight"] == edge["tiv_2010_2014"] == pytest.approx(np.median(volumes))
    assert edge["worlds"] == edge["worlds_2010_2014"] == pytest.approx((volumes > 0).mean())


def test_tables_may_be_left_out_and_are_missed_in_one_line(file, folder):
    small = run_scenario(load(file), file.parent / "small", tables=["orders", "measures"]).folder
    assert {path.stem for path in small.glob("*.parquet")} == {"orders", "measures"}
    assert (small / "orders.parquet").read_bytes() == (folder / "orders.parquet").read_bytes()
    scenario, manifest = open_results(small)
    assert manifest["id"] != open_results(folder)[1]["id"]
    assert reproduce(small).identical
    with pytest.raises(NotResultsError) as refused:
        write_formats(small, ["graphml"], scenario)
    assert str(refused.value) == (
        f"{small} was made without its table 'deliveries'; 'sim run' without --tables makes a run "
        "that has it"
    )


def test_the_command_writes_forms_and_plots_without_keeping_all_tables(
    file, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(file.parent)
    out = tmp_path / "out"
    words = ["small.yaml", "--worlds", "3", "--set", "price_sensitivity=1", "--out", str(out)]
    assert main(["run", *words, "--tables", "orders,measures", "--format", "csv"]) == 0
    told = capsys.readouterr().out
    assert "A small scenario (with price_sensitivity=1)" in told and "orders.csv" in told
    assert {path.name for path in out.glob("*.parquet")} == {"orders.parquet", "measures.parquet"}
    assert [*Path(out / "plots").glob("shares_*.png")]


@pytest.mark.parametrize("option", ["--format", "--tables"])
def test_an_unknown_form_or_table_is_refused(option, capsys):
    with pytest.raises(SystemExit):
        main(["run", "history", option, "csw"])
    assert "must be of: " in capsys.readouterr().err


def test_columns_are_of_the_tables():
    assert [*COLUMNS] == [*TABLES, "events"]  # which is there where events differ
