"""The worlds in which both models are compared hold what the comparison is to be about."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.experiment.case import Case, build_case
from sim.model.equations import SMALL_PACKAGE
from sim.model.world import LICENSED
from tests.model.test_plain_agrees import ORDERS_ARE_GIVEN, SCENARIOS
from tests.plain import PlainMarket
from tests.plain import equations as eq

STRONG = "strong feedbacks"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case in which every mechanism is strong."""
    return build_case(SCENARIOS[STRONG][0](tmp_path_factory.mktemp("strong")))


@pytest.fixture(scope="module")
def market(case: Case) -> PlainMarket:
    """One world of it, played to its end."""
    return PlainMarket(case, 0).run_all_years()


def story(market: PlainMarket) -> tuple[object, ...]:
    """What a world is compared by."""
    orders = [(o.buyer, o.supplier, o.arms, o.arrives, o.tiv, o.usd) for o in market.orders]
    return orders, market.announcements


@pytest.mark.parametrize(
    "name", ["component_hold", "concession", "announcement_drift", "signal", "shared_delay"]
)
def test_without_a_parameter_the_world_would_be_another(
    case: Case, market: PlainMarket, name: str
) -> None:
    other = PlainMarket(case, 0)
    assert getattr(other.p, name) != 0
    setattr(other.p, name, 0.0)
    assert story(other.run_all_years()) != story(market)


@pytest.mark.parametrize("method", ["open_share", "stopping"])
def test_held_components_bar_offers_and_stop_deals(
    case: Case, market: PlainMarket, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = PlainMarket(case, 0)
    for supplier in other.suppliers:
        monkeypatch.setattr(supplier, method, as_if_nothing_were_held(supplier, method))
    assert story(other.run_all_years()) != story(market)


def as_if_nothing_were_held(supplier: Any, method: str) -> Any:
    """A supplier's behaviour without regard for what others make for it."""

    def open_share(buyer: Any, arms: str) -> float:
        model = supplier.model
        return eq.open_share(model.p, model.now.closed[buyer.name][arms][supplier.name])

    def stopping(buyer: Any, arms: str) -> float:
        return float(supplier.objecting_to(buyer))

    return {"open_share": open_share, "stopping": stopping}[method]


def test_buyers_signal_and_suppliers_concede(case: Case) -> None:
    market = PlainMarket(case, 0)
    signalled, least = set(), 1.0
    for _ in case.years:
        market.step()
        for buyer in market.buyers:
            least = min(least, *buyer.conceded.values())
            if buyer.signals > 0:
                signalled.add(buyer.name)
    assert len(signalled) > 1
    assert least < 0.95


def test_orders_of_every_age_are_slowed_and_some_are_not(market: PlainMarket) -> None:
    def slowed(orders: Iterator[Any]) -> set[bool]:
        return {order.arrives != (order.first, order.last) for order in orders}

    assert slowed(order for order in market.orders if order.signed < 0) == {True, False}
    assert slowed(order for order in market.orders if order.signed >= 0) == {True, False}
    years = len(market.record.years)
    ends_later = [o for o in market.orders if o.last < years <= o.arrives[1]]
    assert ends_later, "no order is still under way for its supplier's slowness alone"


def test_licensed_orders_of_every_age_are_built_at_the_pace_of_their_line(
    case: Case, market: PlainMarket
) -> None:
    def at_the_pace_of_the_line(order: Any) -> bool:
        maker = market.state[order.supplier]
        output = maker.highest_output[order.arms]
        return bool(order.last == maker.end_of_licence(output, order.tiv, order.first))

    paced = [order for order in market.orders if at_the_pace_of_the_line(order) and order.work > 1]
    assert {order.signed < 0 for order in paced if order.kind == LICENSED} == {True, False}
    other = PlainMarket(case, 0)
    other.p.licence_rate = 1e9
    assert story(other.run_all_years()) != story(market)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_orders_of_a_pair_are_late_together_and_single_ones_as_often_as_before(
    case: Case, share: float
) -> None:
    market, chance = PlainMarket(case, 0), np.random.default_rng(0)
    market.p.shared_delay = share
    luck = []
    for world in range(4000):
        market._key[1] = np.uint64(world)
        luck.append(
            [
                market.delivery_luck(*of, year, number, tuple(chance.random(2)))[0]
                for *of, year, number in (
                    ("Alba", "Norden", "land", 0, 0),
                    ("Alba", "Norden", "naval", 3, 1),
                    ("Alba", "Sudor", "land", 0, 0),
                    ("Others", "Norden", "land", 0, 0),
                    ("Others", "Norden", "naval", 3, 1),
                )
            ]
        )
    one, same, elsewhere, many, many_again = np.array(luck).T
    for single in (one, same):
        assert np.allclose(np.quantile(single, [0.25, 0.5, 0.75]), [0.25, 0.5, 0.75], atol=0.03)
    assert np.corrcoef(one, same)[0, 1] == pytest.approx(share**2, abs=0.06)
    assert abs(np.corrcoef(one, elsewhere)[0, 1]) < 0.06
    assert abs(np.corrcoef(many, many_again)[0, 1]) < 0.06


def test_packages_of_both_sizes_are_chosen_for(case: Case, market: PlainMarket) -> None:
    assert {order.tiv < SMALL_PACKAGE for order in market.orders if order.signed >= 0} == {
        True,
        False,
    }
    other = PlainMarket(case, 0)
    other.p.small_package = 1.0
    assert story(other.run_all_years()) != story(market)


def test_orders_are_given_that_say_all_and_that_say_little(market: PlainMarket) -> None:
    given = market.given
    assert len(given) == ORDERS_ARE_GIVEN.count("order:")
    assert {(order.usd is None, order.due is None) for order in given} == {
        (True, True), (True, False), (False, True), (False, False)
    }  # fmt: skip
    assert {order.kind for order in given} == {0, 1}
    signed = [(o.buyer, o.supplier, o.arms, o.signed, o.tiv) for o in market.orders]
    for order in given:
        assert (order.buyer, order.supplier, order.arms, order.year, order.tiv) in signed


def test_some_given_orders_come_in_a_class_without_tenders_that_year(case: Case) -> None:
    market = PlainMarket(case, 0)
    alone = 0
    for t in range(len(case.years)):
        market.step()
        for order in market.given:
            wanted = {tender.arms for tender in market.state[order.buyer].tenders}
            alone += order.year == t and order.arms not in wanted
    assert alone > 0


def test_some_given_orders_go_to_suppliers_that_never_made_the_class(tmp_path: Path) -> None:
    found = 0
    for seed in (1, 2, 4, 5):
        market = PlainMarket(build_case(SCENARIOS[f"random theatre {seed}"][0](tmp_path)))
        found += sum(o.arms not in market.state[o.supplier].makes for o in market.given)
    assert found > 0


def test_rivals_of_others_are_other_rivals(case: Case, tmp_path: Path) -> None:
    def rivals_at_the_start(case: Case) -> dict[str, dict[str, float]]:
        market = PlainMarket(case, 0)
        market.step()
        return {b.name: {r.rival.name: r.level for r in b.rivalries} for b in market.buyers}

    others = build_case(SCENARIOS["rivals of others"][0](tmp_path))
    assert rivals_at_the_start(others) != rivals_at_the_start(case)
