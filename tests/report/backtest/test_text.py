"""Figures of a back-test, from two buyers whose shares are known."""

from dataclasses import replace

import numpy as np
import pytest

from sim.backtest.benchmarks import BENCHMARKS, HINDSIGHT, OWN_PAST
from sim.backtest.outcomes import MEAN, MODEL, Outcome, Totals
from sim.backtest.run import BacktestPlan
from sim.backtest.scores import total_variation
from sim.backtest.table import lines_of, reliability_of
from sim.plots.frame import Caption
from sim.register.build import ImportOptions
from sim.report.backtest.misses_figure import misses_figure, misses_of
from sim.report.backtest.reliability_figure import HOLDS, reliable
from sim.report.backtest.skill_figure import skill_figure, skill_rows
from sim.report.backtest.text import backtest_table, report_text

RECORDED = np.array([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]])
FORECAST = np.array([[0.8, 0.2, 0.0], [0.1, 0.5, 0.4]])
EVEN = np.full((2, 3), 1 / 3)


def outcome(origin, flow, forecast=FORECAST):
    shares = {MODEL: forecast, MEAN: forecast} | dict.fromkeys((*BENCHMARKS, OWN_PAST), EVEN)
    if flow == "deliveries":
        shares[HINDSIGHT] = RECORDED
    scores = {}
    for name, share in shares.items():
        error = total_variation(share, RECORDED)
        scores[name] = {"tv": error, "log": error, "crps": error, "top": error * 0}
    return Outcome(
        origin, 5, flow, ("Alba", "Bora"), ("Norden", "Sudor", "Westland"),
        volume=np.array([900.0, 100.0]), recorded=RECORDED, shares=shares, scores=scores,
        worlds=forecast[None], past=EVEN[None],
        totals=Totals(np.array([900.0, 100.0]), np.array([[800.0, 90.0]]), np.array([[1.0, 2.0]])),
        low=forecast / 2, high=np.minimum(forecast * 1.5, 1), chance=forecast,
        places=np.array([[0.05, 0.5, 0.5], [0.95, 0.3, 0.2]]), floor=np.array([0.1, 0.2]),
        new=np.zeros((2, 3), dtype=bool),
    )  # fmt: skip


def test_the_biggest_misses_come_first_by_volume():
    misses = misses_of([outcome(2013, "orders")], "orders")
    assert [miss.label for miss in misses[:2]] == ["Alba from Norden", "Alba from Sudor"]
    assert misses[0].volume == pytest.approx(180) and misses[1].volume == pytest.approx(-180)
    assert misses[2].label == "Bora from Norden" and misses[2].volume == pytest.approx(40)
    assert len(misses) == 4  # where forecast and record agree there is none


def test_of_several_origins_a_miss_names_its_years():
    misses = misses_of([outcome(2008, "orders"), outcome(2013, "orders")], "orders")
    assert {miss.label.split(", ")[1] for miss in misses} == {"2008–12", "2013–17"}


def test_rows_of_skill_are_means_then_the_largest_buyers():
    rows = skill_rows([outcome(2013, "orders"), outcome(2013, "deliveries")], most=1)
    assert [row.label for row in rows] == ["Mean of all buyers", "the same, by volume", "Alba"]
    assert rows[0].errors["orders"][0] == pytest.approx((0.2 + 0.4) / 2)
    assert rows[1].errors["orders"][0] == pytest.approx(0.9 * 0.2 + 0.1 * 0.4)
    assert rows[2].errors["deliveries"][:2] == pytest.approx((0.2, 2 / 3))


def test_a_page_of_skill_names_every_buyer():
    rows = skill_rows([outcome(2013, "orders"), outcome(2013, "deliveries")])
    [figure] = skill_figure(rows, 3, Caption("t", "q", "s", 4))
    words = {text.get_text() for text in figure.texts}
    assert {"Alba", "Bora", "3 smaller buyers are in buyers.csv."} <= words


def test_curves_of_reliability_count_pairs_at_stake():
    [curve] = reliable([outcome(2013, "orders")])
    assert curve.pairs == 5  # the sixth has no share in the forecast
    held = dict(zip(np.round(HOLDS, 2).tolist(), curve.held.tolist(), strict=True))
    assert held[0.8] == pytest.approx(3 / 5) and held[0.95] == 1.0


def test_the_table_says_who_leads_and_who_does_not():
    better = 0.9 * RECORDED + 0.1 * EVEN
    worse = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    for forecast, sign in ((better, "+"), (worse, "−")):
        outcomes = [outcome(2013, flow, forecast) for flow in ("deliveries", "orders")]
        reliability = [reliability_of(outcomes, flow) for flow in ("deliveries", "orders")]
        text = backtest_table(lines_of(outcomes, 1), reliability)
        told = [line for line in text.splitlines() if line.startswith("persistence")]
        assert [line.split()[-3].split("/")[0] for line in told] == [sign, sign]
        lost = "The model is worse at deliveries than persistence (tv, plain)" in text
        assert lost == (sign == "−")
        assert "sees the future" in text


class Recorded:
    """A source that only says whose record it is."""

    record_of, as_of = "deals.csv", "All ends with the year before"


def test_the_report_can_be_read_alone_and_tells_origins_apart():
    flows = ("deliveries", "orders")
    better = 0.9 * RECORDED + 0.1 * EVEN
    outcomes = [outcome(2008, flow) for flow in flows] + [
        outcome(2013, flow, better) for flow in flows
    ]
    plan = BacktestPlan((2008, 2013), 5, ImportOptions(2008, 2, 3), 20, 3, strict=False)
    known, drawn = ["the votes of 2000"], "priors of the table"
    text = report_text("THE TABLE", outcomes, plan, Recorded(), drawn, known)
    assert "Forecasts of 2008-2012, 2013-2017" in text and "Recorded: deals.csv" in text
    assert "20 worlds, seed 3; parameters: priors of the table" in text
    assert "  - the votes of 2000" in text and "THE TABLE" in text
    assert "total variation: the part" in text
    [row, _] = [line for line in text.splitlines() if line.startswith("model  ")]
    assert row.split() == ["model", ".300/.220", ".050/.063"]


def test_a_buyer_that_gets_nothing_in_any_world_is_named_and_has_no_band():
    none = outcome(2013, "orders")
    low = none.low.copy()
    low[1] = np.nan
    none = replace(none, low=low, high=low)
    assert none.without == ("Bora",)
    about = reliability_of([none], "orders")
    assert about.pairs == 2  # both of Alba; Bora has no bands
    told = backtest_table(lines_of([none], 1), [about]).splitlines()
    assert [line for line in told if line.endswith("world's shares are said of them: Bora")]
    labels = [miss.label for miss in misses_of([none], "orders")]
    assert "Bora from Westland (no world has it buy)" in labels
    assert "Alba from Norden" in labels
    assert misses_figure([none], Caption("t", "q", "s", 4))[0].axes
