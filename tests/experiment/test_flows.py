"""Ledgers as fine as they are read: measures come out as from flows of every class and year."""

import numpy as np
import pytest

from sim.experiment.case import build_case
from sim.experiment.flows import grain_for
from sim.experiment.run import measure_block
from sim.experiment.worlds import run_worlds
from sim.scenario import load
from tests.theatres import write_small_theatre

TEXT = """\
title: Every kind of measure
theatre: ./theatre
years: {from: 2010, to: 2019}
worlds: 4
measures:
  - {id: volume, volume: {buyer: Alba, window: 2012-2016}}
  - {id: of_class, volume: {buyer: Alba, window: 2014-2018, class: naval, of: orders}}
  - {id: share, share: {buyer: Alba, supplier: Norden, window: 2011-2015}}
  - {id: world_share, world_share: {supplier: Sudor, window: 2010-2019}}
  - {id: change, change: {buyer: Bora, from: 2010-2013, to: 2014-2019}}
  - {id: ratio, ratio: {top: {buyer: Alba}, bottom: {buyer: Bora}, window: 2012-2014}}
  - {id: rank, rank: {buyer: Bora, window: 2011-2012}}
  - {id: hhi, hhi: {buyer: Cora, window: 2010-2018}}
  - {id: orders, order_count: {buyer: Alba, window: 2013-2013}}
  - {id: money, money: {buyer: Alba, window: 2010-2012}}
"""
YEARLY = "  - {id: first, first_order: {buyer: Alba, supplier: Sudor}}\n"
IN_CLASSES = "  - {id: talks, announcements_per_order: {buyer: Alba, window: 2012-2015}}\n"


@pytest.fixture(scope="module", params=["", YEARLY, IN_CLASSES], ids=["sums", "year", "classes"])
def case(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledgers")
    write_small_theatre(folder / "theatre")
    (folder / "s.yaml").write_text(TEXT + request.param, encoding="utf-8")
    return build_case(load(folder / "s.yaml"))


def test_measures_are_those_of_flows_of_every_class_and_year(case):
    [block] = run_worlds(case, 0, 4)
    found = measure_block(block, case.scenario.measures)
    assert np.isfinite(list(found.values())).any(axis=1).all()
    for item in case.scenario.measures:
        whole = item.value(block.flows)
        np.testing.assert_allclose(found[item.id], whole, rtol=1e-12, err_msg=item.id)


def test_what_no_measure_tells_apart_is_added_up(case):
    grain = grain_for(case, [x for x in case.scenario.measures if x.id in ("volume", "share")])
    assert grain.periods == ((2011, 2011), (2012, 2015), (2016, 2016))
    assert len(grain.classes) == 1
    one_class = grain_for(case, [x for x in case.scenario.measures if x.id == "of_class"])
    assert one_class.classes == ("naval", "") and one_class.periods == ((2014, 2018),)


def test_a_window_beyond_the_run_is_in_no_periods(case):
    [item] = [x for x in case.scenario.measures if x.id == "volume"]
    late = item.with_values({**item.values, "window": (2015, 2022)})
    [block] = run_worlds(case, 0, 4)
    assert block.flows_for([late]).periods_in((2015, 2022)) is None
    assert np.isnan(measure_block(block, [late])["volume"]).all()
