"""A calibration so small that it runs in a second: a theatre with orders, a scenario and a plan."""

import csv
from dataclasses import replace

import pytest

from sim.calibration.plan import read_plan
from sim.calibration.recovery import orders_of_world
from sim.experiment.case import build_case
from sim.scenario import load
from sim.theatre.columns import COLUMNS
from tests.theatres import write_random_theatre

SCENARIO = """\
title: A small scenario
question: who?
theatre: {theatre}
years: {{from: 2010, to: 2016}}
worlds: 4
seed: 3
events:
  - {{id: closer, year: 2012, why: w, alignment: {{between: [{buyer}, {supplier}], shift: 1}}}}
  - {{id: dearer, year: 2014, why: w,
     domestic_cost: {{buyer: {other}, supplier: {supplier}, shift: 1}}}}
  - {{id: late, year: 2016, why: w, alignment: {{between: [{other}, {supplier}], shift: -1}}}}
"""
PLAN = """\
title: A small calibration
scenario: scenario.yaml
seed: 5
size: 300
set: {choice_scale: 1, alignment_event: 0.5, domestic_cost_event: 0.5, un_distance_first_order: 0,
      other_supplier: -0.6, own_rival: -3.5, dependence: 0, search: 0, rival_patron: 0,
      abandonment: 0, price_sensitivity: 0.5, rival_sales: 0, defence_pact: 0}
weak: {normal: {mean: 0, sd: 2}}
orders: {to: 2015, cap: 100, count: alike}
"""


def write_plan(folder):
    """Write the small plan, its scenario and theatre beside it; orders are those of a world."""
    theatre = write_random_theatre(folder / "theatre", 4, buyers=12, suppliers=6)
    plain = f"title: t\nquestion: q\ntheatre: {theatre}\nyears: {{from: 2010, to: 2016}}\n"
    (folder / "scenario.yaml").write_text(plain, encoding="utf-8")
    case = build_case(replace(load(folder / "scenario.yaml"), parameters="central"))
    by_row: dict[tuple[str, str, str, int, str], list[float]] = {}
    for order in orders_of_world(case, 0):
        row = (order.buyer, order.supplier, order.weapon, order.year, order.kind)
        by_row.setdefault(row, []).append(order.tiv)
    with (theatre / "dated_orders.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS["dated_orders.csv"])
        rows.writerows([*row, len(tiv), sum(tiv), "", ""] for row, tiv in by_row.items())
    buyers, suppliers = case.theatre.buyers, case.theatre.suppliers
    text = SCENARIO.format(theatre=theatre, buyer=buyers[1], other=buyers[2], supplier=suppliers[1])
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return folder / "plan.yaml"


@pytest.fixture
def plan_file(tmp_path):
    """Path of the small plan."""
    return write_plan(tmp_path)


@pytest.fixture(scope="session")
def plan(tmp_path_factory):
    """The small plan, read once."""
    return read_plan(write_plan(tmp_path_factory.mktemp("plan")))
