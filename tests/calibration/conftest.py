"""A calibration so small that it runs in a second: a theatre, a scenario and a plan."""

import pytest

from tests.theatres import write_small_theatre

RECORDED_ORDERS = """
buyer,supplier,first_year,last_year,tiv
Alba,Norden,2010,2011,40
Alba,Sudor,2010,2011,60
Bora,Sudor,2010,2011,90
Bora,Norden,2012,2013,120
Cora,Norden,2012,2013,30
Alba,Sudor,2012,2013,70
Others,Norden,2010,2011,150
Others,Residual,2012,2013,130
"""
SCENARIO = """\
title: A small scenario
question: who?
theatre: {theatre}
years: {{from: 2010, to: 2013}}
worlds: 4
seed: 3
"""
PLAN = """\
title: A small calibration
scenario: scenario.yaml
seed: 5
size: 300
free:
  choice_scale: how noisy choices are
  affinity: how lasting tastes are
  first_order: how hard a first order is
  deal_price_sd: orders say nothing of it
stages:
  - id: early
    tenders: simulated
    to: 2011
    worlds: 240
    orders_by_dyad: [2010-2011]
  - id: late
    tenders: simulated
    to: 2013
    worlds: 160
    orders_by_dyad: [2010-2011, 2012-2013]
"""


@pytest.fixture
def plan_file(tmp_path):
    """Path of the small plan, its scenario and theatre beside it."""
    theatre = write_small_theatre(tmp_path / "theatre")
    (theatre / "recorded_orders.csv").write_text(RECORDED_ORDERS.lstrip(), encoding="utf-8")
    text = SCENARIO.format(theatre=theatre)
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path / "plan.yaml"
