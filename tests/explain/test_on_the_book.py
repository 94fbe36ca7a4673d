"""Orders cancelled, and ordered elsewhere, as explain and story tell them; stocks as plots do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sim.experiment.case import Case
from sim.experiment.payments import money_of
from sim.explain.chronicle import ChronicleYear, chronicle
from sim.explain.replay import replay
from sim.explain.tender import Tender
from sim.plots.marks import dyad_marks, need_marks, pair_marks
from sim.report.explain.narrative import arrival, explained_tenders, heading
from sim.report.explain.story import story_of

WORLDS = range(4)


@pytest.fixture(scope="module")
def again(case: Case) -> list[Tender]:
    """Tenders for what was cancelled, in some worlds."""
    return list(_again(case))


def _again(case: Case) -> Iterator[Tender]:
    for number in WORLDS:
        for year in replay(case, number, [0, 1], [2012, 2013, 2014]):
            yield from (tender for tender in year.tenders if tender.instead_of is not None)


@pytest.fixture(scope="module")
def told(case: Case) -> list[ChronicleYear]:
    """A world year by year, of all buyers."""
    buyers, kinds = range(len(case.theatre.buyers)), range(len(case.theatre.classes))
    return chronicle(case, 0, list(buyers), list(kinds), range(2010, 2019))


def test_whoever_lost_an_order_is_not_asked_again(case: Case, again: list[Tender]) -> None:
    assert len(again) > 3
    for tender in again:
        kept_out = tender.instead_of
        assert kept_out is not None and not tender.made[kept_out]
        if tender.stances[kept_out].able:
            assert tender.stances[kept_out].cause == "cancelled"
        assert tender.winner != kept_out
    told = [heading(item, case) for item in explained_tenders(again[:1], case, money_of(case))]
    assert "in place of what was cancelled of" in told[0]


def test_an_order_says_what_is_cancelled_of_it(told: list[ChronicleYear]) -> None:
    cancelled = [item.order for year in told for item in year.cancelled]
    assert all(order.cancelled > 0 for order in cancelled)
    words = [arrival(order, "delivered") for order in cancelled]
    assert any("TIV of it cancelled from 20" in line for line in words)
    signed = [item.order for year in told for item in year.signed]
    never = [order for order in signed if order.first is None]
    assert never and all("nothing" in arrival(order, "delivered") for order in never)


def _titled(case: Case) -> Case:
    """The same, with ids for titles."""
    events = [one.model_copy(update={"title": one.id.upper()}) for one in case.scenario.events]
    return replace(case, scenario=replace(case.scenario, events=tuple(events)))


def test_a_story_tells_of_events_on_orders_and_stocks(
    case: Case, told: list[ChronicleYear]
) -> None:
    story = story_of(told, _titled(case), [0], [0, 1, 2], "One.")
    assert "- Orders of Alba are cancelled: from " in story
    for words in ("*S1 (until 2014). W.*", "*C3. W.*", "*H1. W.*", "*H3. W.*"):
        assert words in story
    assert "*S2" not in story  # of Bora alone


def test_plots_mark_events_on_orders_by_dyad_and_on_stocks_by_buyer(case: Case) -> None:
    scenario, theatre = _titled(case).scenario, case.theatre
    ids = {mark.words.split(": ")[-1] for mark in dyad_marks(scenario, theatre, "Alba", ["Norden"])}
    assert {"S1", "C3"} <= ids and not {"S2", "H1"} & ids
    needs = {mark.words.split(": ")[-1] for mark in need_marks(scenario, theatre, "Alba")}
    assert {"H1", "H3", "H5", "H6"} <= needs and "H2" not in needs
    both = " ".join(mark.words for mark in pair_marks(scenario, theatre, ("Alba", "Bora")))
    assert "H2 (Bora)" in both and "H4" not in both
