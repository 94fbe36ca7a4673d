"""The placebo of events: what is reported is what the deals gave."""

from dataclasses import replace

import numpy as np
import pytest

from sim.experiment.case import build_case
from sim.experiment.placebo import deal_events_anew
from sim.measure.scoring import crps
from sim.report.score.score_table import score_table
from sim.scenario import load
from sim.score.asked import answers, cut_to
from sim.score.placebo import share_together
from sim.score.scorecard import questions_for, score_scenario
from sim.score.scored import compared, compared_record
from tests.shipped import LEDGER

SHORT = replace(cut_to(load("history"), 2017), worlds=8, parameters="prior")
DEALS = 2


@pytest.fixture(scope="module")
def card():
    return score_scenario(SHORT, LEDGER, 2, deals=DEALS)


def test_the_scenario_itself_is_the_one_of_the_scores(card):
    assert card.placebo.deals == DEALS
    assert card.placebo.score.own == pytest.approx(card.overall[0].mean)
    assert card.placebo.targets == card.overall[0].targets
    for one in card.jointly:
        assert card.placebo.jointly[one.together.id].own == one.shares["model"]


def test_the_deals_are_scored_as_the_scenario_is(card):
    case = build_case(SHORT)
    asked, _ = questions_for(case, LEDGER)
    means, shares = [], []
    rows = [row for row in card.claims if row.question.role == "target"]
    for number in range(DEALS):
        values = answers(build_case(deal_events_anew(SHORT, number)), asked, 1, lambda done: None)
        ratios = []
        for row in rows:
            q = row.question
            score = crps(compared(q, values[q.id]), compared_record(q), q.tolerance)
            ratios.append(score / row.crps["events off"])
        means.append(np.mean(ratios))
        shares.append(share_together(card.jointly[0].together, values))
    found, together = card.placebo.score, card.placebo.jointly[card.jointly[0].together.id]
    assert found.mean == pytest.approx(np.mean(means))
    assert found.as_good == pytest.approx((1 + sum(m <= found.own for m in means)) / (1 + DEALS))
    assert min(means) <= found.low <= found.high <= max(means)
    assert together.mean == pytest.approx(np.mean(shares))
    assert together.as_good == pytest.approx(
        (1 + sum(share >= together.own for share in shares)) / (1 + DEALS)
    )


def test_the_table_says_so_and_only_if_asked(card):
    assert "dealt anew" in score_table(card)
    assert "Placebo" not in score_table(replace(card, placebo=None))
