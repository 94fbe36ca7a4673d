"""A register becomes a theatre that loads, describes itself and knows nothing of its future."""

import csv
from dataclasses import replace

import numpy as np
import pytest
import yaml

from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.experiment.run import run_scenario
from sim.register.build import (
    ACCOUNT,
    RECORD,
    SCENARIO,
    FolderTakenError,
    ImportOptions,
    make_theatre,
    write_theatre,
)
from sim.register.read import read_register
from sim.scenario import load
from sim.theatre.load import default_theatre, load_theatre

from .conftest import CHOICE, DEFAULT, FILES, imported
from .synthetic import deals, yearly_text

START = CHOICE.start
LATER = {*RECORD, SCENARIO, ACCOUNT}


@pytest.fixture(scope="module")
def theatre(made_folder):
    return load_theatre(made_folder)


def test_the_theatre_has_the_asked_size_and_two_aggregates(theatre):
    assert len(theatre.buyers) == 7 and theatre.buyers[-1] == "Rest of world"
    assert len(theatre.suppliers) == 6 and theatre.suppliers[-1] == "Other suppliers"
    assert theatre.start == START and theatre.tender_years == 18
    assert theatre.aggregates == {"Rest of world", "Other suppliers"}


def test_all_that_was_delivered_is_on_record(theatre, invented):
    flows = theatre.recorded["deliveries"]
    placed = [deal for deal in invented if deal.category != "Satellites"]
    for first, last in flows.periods:
        volume = sum(
            deal.unit * number
            for deal in placed for year, number in deal.delivered if first <= year <= last
        )  # fmt: skip
        assert flows.total("deliveries", (first, last)).sum() == pytest.approx(volume, rel=1e-4)
    assert theatre.recorded["by_year"].periods_in((START, 2022)) is not None


def test_orders_by_year_are_those_of_the_record_by_window(theatre):
    first, last = theatre.recorded["orders"].periods[-1]
    dated = sum(order.tiv for order in theatre.dated_orders if first <= order.year <= last)
    recorded = theatre.recorded["orders"].total("orders", (first, last)).sum()
    assert dated == pytest.approx(recorded, rel=1e-4)
    packages = sum(order.packages for order in theatre.dated_orders)
    assert packages == sum(counts.sum() for counts in theatre.recorded_packages.values())


def test_windows_of_which_a_part_is_not_on_record_are_left_out_and_told(tmp_path, invented):
    late = [
        replace(deal, delivered=tuple(row for row in deal.delivered if row[0] >= 2005))
        for deal in invented
    ]
    table = tmp_path / "table.csv"
    table.write_text("TIV of arms exports from Russia\n,2003,2004,2005,Total\nIndia,5,6,7,18\n")
    made = imported(yearly_text(late), tmp_path / "late", others=[table])
    theatre = load_theatre(tmp_path / "late")
    for flow in ("deliveries", "orders"):
        assert [span[0] for span in theatre.recorded[flow].periods] == [2008, 2013, 2018]
    assert min(first for first, _ in theatre.recorded["by_year"].periods) == 2005
    assert any("Not all of 2003-2007 is recorded" in line for line in made.summary)
    whole = imported(yearly_text(invented), tmp_path / "whole")
    assert not any("Not all of" in line for line in whole.summary)
    soon = imported(yearly_text(late), tmp_path / "soon", ImportOptions(2006, 6, 5))
    assert any("Not all of 1996-2000, 2001-2005 is recorded" in line for line in soon.summary)
    first = load_theatre(tmp_path / "soon").recorded["orders"].periods[0]
    assert first == (2006, 2010)


def test_every_table_and_column_is_described(made_folder):
    head = yaml.safe_load((made_folder / "theatre.yaml").read_text(encoding="utf-8"))
    tables = {path.name: path for path in made_folder.glob("*.csv")}
    assert set(head["files"]) == set(tables)
    for name, path in tables.items():
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        named = list(head["files"][name]["columns"])
        assert named == header, name
        for column in head["files"][name]["columns"].values():
            assert column["source"] in head["sources"]
            assert "2003" not in column["means"] and "1998" not in column["means"]
        assert "2003" not in head["files"][name]["what"]


def same_but_for_the_record(one, other):
    names = set(one) - LATER
    assert names == set(other) - LATER
    for name in sorted(names):
        assert one[name] == other[name], name
    assert any(one[name] != other[name] for name in RECORD)


def test_deals_from_the_start_on_change_only_what_is_on_record(tmp_path, invented):
    before = [deal for deal in invented if deal.order < START]
    after = [deal for deal in invented if deal.order >= START]
    turned = [replace(deal, seller=deal.buyer, buyer=deal.seller, unit=9 * deal.unit)
              for deal in after]  # fmt: skip
    one = imported(yearly_text(before + after), tmp_path / "one")
    other = imported(yearly_text(before + turned), tmp_path / "other")
    none = imported(yearly_text(before), tmp_path / "none")
    same_but_for_the_record(one.files, other.files)
    same_but_for_the_record(one.files, none.files)


def test_years_of_delivery_from_the_start_on_change_only_what_is_on_record(tmp_path, invented):
    def later(deal):
        return replace(deal, delivered=tuple(
            (year + 2 if year >= START else year, number) for year, number in deal.delivered
        ))  # fmt: skip

    one = imported(yearly_text(invented), tmp_path / "one")
    other = imported(yearly_text([later(deal) for deal in invented]), tmp_path / "other")
    same_but_for_the_record(one.files, other.files)


def test_the_order_of_rows_changes_sums_by_rounding_only(tmp_path, invented):
    one = imported(yearly_text(invented), tmp_path / "one")
    same = imported(yearly_text(invented), tmp_path / "same")
    other = imported(yearly_text(invented[::-1]), tmp_path / "other")
    assert {k: v for k, v in one.files.items() if k != SCENARIO} == {
        k: v for k, v in same.files.items() if k != SCENARIO
    }
    for name in ("history.csv", "order_book.csv", "delivery_years.csv", "dated_orders.csv"):
        rows, others = (list(csv.reader(made.files[name].splitlines())) for made in (one, other))
        assert len(rows) == len(others)
        for row, twin in zip(rows[1:], others[1:], strict=True):
            for cell, again in zip(row, twin, strict=True):
                assert cell == again or float(cell) == pytest.approx(float(again), rel=1e-4)


@pytest.mark.parametrize(("start", "wanted"), [(1970, "1982 to 2024"), (2030, "1982 to 2024")])
def test_a_start_that_the_record_does_not_reach_is_refused(tmp_path, invented, start, wanted):
    with pytest.raises(InputError, match=f"can start from {wanted}"):
        imported(yearly_text(invented), tmp_path / "never", ImportOptions(start, 5, 5))
    assert not (tmp_path / "never").exists()


def test_a_start_that_another_option_names_is_refused_by_its_name(tmp_path):
    register = read_register([FILES / "yearly.csv"])
    early = ImportOptions(1970, 5, 5)
    with pytest.raises(InputError, match=r"not in 1970 \(--origin\)"):
        make_theatre(register, early, tmp_path, DEFAULT, option="--origin")
    with pytest.raises(InputError, match=r"not in 1970 \(--start\)"):
        make_theatre(register, early, tmp_path, DEFAULT)


def test_before_1992_the_supplier_is_the_soviet_union(tmp_path, invented):
    imported(yearly_text(invented), tmp_path / "early", ImportOptions(1990, 5, 5))
    theatre = load_theatre(tmp_path / "early")
    assert "Soviet Union" in theatre.suppliers and "Russia" not in theatre.suppliers
    assert theatre.find("Russia") == "Soviet Union"


def test_all_states_are_the_cast_if_one_asks(tmp_path, invented):
    imported(yearly_text(invented), tmp_path / "all", ImportOptions(START, None, None))
    theatre = load_theatre(tmp_path / "all")
    assert "Nepal" in theatre.buyers and "Poland" in theatre.suppliers
    assert not any("NATO" in name or "rebels" in name for name in theatre.buyers)


def test_a_folder_that_exists_stays_as_it_is(tmp_path):
    made = imported(yearly_text(deals(400)), tmp_path / "mine", ImportOptions(START, 3, 3))
    before = sorted(path.name for path in (tmp_path / "mine").iterdir())
    with pytest.raises(FolderTakenError):
        write_theatre(made, tmp_path / "mine")
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == before
    assert not list(tmp_path.glob(".*"))


def test_nothing_is_left_of_a_folder_that_could_not_be_written(tmp_path):
    made = imported(yearly_text(deals(400)), tmp_path / "mine", ImportOptions(START, 3, 3))
    spoilt = replace(made, files={**made.files, "no/such/folder.csv": ""})
    with pytest.raises(OSError, match="no/such"):
        write_theatre(spoilt, tmp_path / "other")
    assert not list(tmp_path.glob("*other*")) and not list(tmp_path.glob(".*other*"))


def test_the_scenario_beside_it_runs(made_folder, tmp_path):
    scenario = replace(load(made_folder / SCENARIO), worlds=2, last_year=2017, measures=())
    assert scenario.parameters == "prior"  # a posterior knows what happened after the start
    assert scenario.plot_buyers and len(scenario.plot_buyers) == 3
    result = run_scenario(scenario, tmp_path / "run")
    assert (result.folder / "orders.parquet").is_file()


def test_a_scenario_in_the_folder_is_no_part_of_the_theatre(made_folder):
    before = load_theatre(made_folder).data_hash
    (made_folder / "what_if.yaml").write_text("title: Another\n", encoding="utf-8")
    assert load_theatre(made_folder).data_hash == before
    states = made_folder / "states.csv"
    states.write_bytes(states.read_bytes().replace(b"\n", b"\r\n"))  # as on Windows
    assert load_theatre(made_folder).data_hash == before


def test_the_small_fixtures_make_theatres_too(tmp_path):
    for name in ("yearly.csv", "single.csv", "single_excel.csv"):
        folder = tmp_path / name.removesuffix(".csv")
        text = (FILES / name).read_text(encoding="iso-8859-1")
        made = imported(text, folder, ImportOptions(START, 2, 3))
        build_case(load(folder / SCENARIO))
        assert any("the default theatre" in line for line in made.summary)
        assert np.isfinite(load_theatre(folder).years_delivered).all()


@pytest.mark.parametrize(
    ("register", "said"), [("yearly.csv", "is left aside"), ("single.csv", "corrects the recorded")]
)
def test_a_table_corrects_volumes_that_were_spread_and_leaves_exact_ones(tmp_path, register, said):
    recorded = []
    for name, files in (("alone", [register]), ("beside", [register, "table_new.csv"])):
        read = read_register([FILES / file for file in files])
        made = make_theatre(read, ImportOptions(2013, 2, 2), tmp_path / name, default_theatre())
        recorded.append(made.files["recorded_deliveries_by_year.csv"])
    [line] = [line for line in made.summary if "table_new.csv" in line]
    assert said in line and any("TIV in the table" in one for one in made.summary)
    assert (recorded[0] == recorded[1]) == (register == "yearly.csv")
