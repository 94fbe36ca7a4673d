"""Editions of a register: what a later one tells otherwise, and what that does to scores."""

from dataclasses import replace

import pandas as pd
import pytest

from sim.backtest.editions import Edition, retell, scores_of
from sim.base.problems import RefusedError
from sim.cli.command import main
from sim.register.read import read_register
from tests.register.synthetic import deals, yearly_text

LAST = 2019  # year of the first edition


def edited(made):
    """The same deals two years on: one buyer's are larger, one pair's were never made."""
    for deal in made:
        if (deal.buyer, deal.seller) == STRUCK:
            continue
        more = 1.5 if deal.buyer == GROWN else 1.0
        yield replace(deal, unit=deal.unit * more)


MADE = [deal for deal in deals(600, first=1995, last=2021) if deal.category != "Satellites"]
GROWN = MADE[0].buyer
STRUCK = next((deal.buyer, deal.seller) for deal in MADE if deal.buyer != GROWN)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("editions")
    known = [
        replace(deal, delivered=tuple(one for one in deal.delivered if one[0] <= LAST))
        for deal in MADE if deal.order <= LAST
    ]  # fmt: skip
    for name, some in (("old.csv", known), ("new.csv", list(edited(MADE)))):
        text = yearly_text([deal for deal in some if deal.delivered])
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def editions(files):
    return [Edition(name, read_register([files / name])) for name in ("new.csv", "old.csv")]


def test_the_same_years_are_compared_pair_by_pair(editions):
    deliveries, orders = retell(editions)
    assert deliveries.years == range(LAST - 9, LAST + 1) and list(deliveries.told) == [
        "old.csv",
        "new.csv",
    ]
    assert {orders.flow, deliveries.flow} == {"orders", "deliveries"}
    for change in deliveries.changes:
        if (change.buyer, change.supplier) == STRUCK:
            assert change.now == 0
        else:
            assert change.buyer == GROWN and change.now == pytest.approx(1.5 * change.then)
    by = sum(change.by for change in deliveries.changes)
    then, now = (deliveries.by_year(name).sum() for name in deliveries.told)
    assert by == pytest.approx(now - then) and deliveries.moved("new.csv") > 0
    assert deliveries.moved("old.csv") == 0


def test_an_edition_alone_or_of_other_years_is_refused(editions):
    with pytest.raises(RefusedError, match="at least one earlier edition"):
        retell(editions[:1])


def test_a_locked_forecast_is_scored_against_each_edition_over_the_same_years(
    files, editions, tmp_path, capsys
):
    lock = tmp_path / "x.lock"
    given = ["today", str(files / "old.csv"), "--start", "2017", "--out", str(tmp_path / "now")]
    cast = ["--buyers", "6", "--suppliers", "5", "--worlds", "4", "--horizon", "5"]
    assert main([*given, "--lock", str(lock), *cast]) == 0
    out = tmp_path / "out"
    asked = ["backtest", str(files / "new.csv"), "--earlier", str(files / "old.csv")]
    assert main([*asked, "--locked", str(lock), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "told otherwise" in printed and "error of a locked forecast" in printed
    assert f"{GROWN} from" in printed
    table = pd.read_csv(out / "editions.csv")
    assert set(table["edition"]) == {"old.csv", "new.csv"}
    assert (out / "plots" / "editions.png").stat().st_size > 10_000
    from sim.backtest.locked import open_lock

    scores = list(scores_of([open_lock(lock)], editions, 1))
    model = {
        (one.flow, one.edition): one.tv for one in scores if one.forecaster == "model"
    }  # fmt: skip
    assert len(model) == 4
    assert model["deliveries", "old.csv"] != model["deliveries", "new.csv"]
