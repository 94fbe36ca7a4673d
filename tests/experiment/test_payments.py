"""Who pays: the table of payments of a run, and the words for it."""

import pyarrow.parquet as pq
import pytest

from sim.experiment.case import build_case
from sim.experiment.payments import money_of
from sim.experiment.run import run_scenario
from sim.report.run.payments import payments_of
from sim.report.run.table import summary_table
from sim.scenario import load
from tests.theatres import START, write_small_theatre

WORLDS = 30
PAYS = "grant: {supplier: Norden, buyer: Bora, usd_m: 200, payer: Alba}"
SURE, MAYBE = f"until: 2015, {PAYS}", f"probability: 0.5, until: 2015, {PAYS}"


@pytest.fixture(scope="module")
def run_of(tmp_path_factory):
    folder = tmp_path_factory.mktemp("payments")
    write_small_theatre(folder / "theatre")

    def run(event):
        file = folder / "s.yaml"
        file.write_text(
            f"title: t\ntheatre: ./theatre\nparameters: central\nworlds: {WORLDS}\n"
            f"years: {{from: {START}, to: 2020}}\n"
            f"measures: [{{id: m, volume: {{buyer: Bora, window: 2012-2015}}}}]\n"
            f"events:\n  - {{id: e, year: 2012, why: w, {event}}}\n"
            "  - {id: own, year: 2014, why: w, "
            "credit: {supplier: Norden, buyer: Bora, usd_m: 50}}\n",
            encoding="utf-8",
        )
        case = build_case(load(file))
        return case, run_scenario(case.scenario, folder / f"run {len(event)}").folder

    return run


def table(folder, name):
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


@pytest.mark.parametrize("event", [SURE, MAYBE])
def test_each_order_is_paid_for_in_its_world_and_year_by_its_share(run_of, event):
    case, folder = run_of(event)
    money, t = money_of(case), case.theatre
    happened = (
        {row["world"] for row in table(folder, "events")} if event is MAYBE else set(range(WORLDS))
    )
    assert len(happened) in (range(1, WORLDS) if event is MAYBE else [WORLDS])
    b, s = t.buyers.index("Bora"), t.suppliers.index("Norden")
    expected = {}
    for row in table(folder, "orders"):
        year, pair = row["order_year"], (row["buyer"], row["supplier"])
        if row["world"] in happened and 2012 <= year <= 2015 and pair == ("Bora", "Norden"):
            share = money.paid_by(b, s, year - START)["Alba"]
            expected[row["world"], row["order"]] = row["usd_m"] * share
    rows = table(folder, "payments")
    assert {(row["world"], row["order"]): row["usd_m"] for row in rows} == pytest.approx(expected)
    assert {(r["buyer"], r["supplier"], r["payer"]) for r in rows} == {("Bora", "Norden", "Alba")}


def test_who_pays_is_told_of_all_orders_of_the_years_in_which_money_is_given(run_of):
    case, folder = run_of(SURE)
    [told] = payments_of(folder, case.scenario, case.theatre)
    assert (told.payer, told.buyer, told.window) == ("Alba", "Bora", (2012, 2015))
    bought = [row["usd_m"] for row in table(folder, "orders")
              if row["buyer"] == "Bora" and 2012 <= row["order_year"] <= 2015]  # fmt: skip
    assert told.ordered.sum() == pytest.approx(sum(bought))
    assert told.paid.sum() == pytest.approx(sum(row["usd_m"] for row in table(folder, "payments")))
    assert (told.paid < told.ordered).any() and (told.paid <= told.ordered).all()
    assert told.sentence.startswith("Bora's orders of 2012–2015 cost US$ ")
    assert " Of this Alba pays US$ " in told.sentence
    text = " ".join(summary_table(folder, case.scenario, case.theatre).split())
    assert told.sentence in text


def test_suppliers_own_money_makes_no_table(run_of):
    case, folder = run_of("until: 2015, grant: {supplier: Norden, buyer: Bora, usd_m: 200}")
    assert not (folder / "payments.parquet").exists()
    assert payments_of(folder, case.scenario, case.theatre) == ()
