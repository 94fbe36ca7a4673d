"""The model as Mesa's tools take it, and states whose choices somebody else makes."""

import mesa
import numpy as np
import pytest

from sim import ArmsMarket, Player
from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.model.grids import array_of
from sim.model.orders import BUYER_AT, CLASS_AT, SIGNED
from sim.model.state import State
from sim.model.world import W
from sim.scenario import load

YEARS = 3


class AsAdvised(Player):
    """Pakistan says itself what the model would choose."""

    def decide(self):
        if self.name == "Pakistan":
            for tender in self.tenders():
                offer = None if tender.advised is None else tender.offer_of(tender.advised)
                assert self.accept(offer) if offer is not None else not tender.offers


class Idle(Player):
    """Pakistan buys nothing."""

    def decide(self):
        if self.name == "Pakistan":
            for tender in self.tenders():
                self.decline(tender)


class Talker(Player):
    """Pakistan lets it be known that it talks with Russia about aircraft."""

    def decide(self):
        if self.name == "Pakistan":
            for tender in self.tenders():
                if tender.weapon_class == "aircraft":
                    self.announce(tender, "Russia")


def played(state_class=State, scenario="history"):
    market = ArmsMarket(scenario, number=3, state_class=state_class)
    for _ in range(YEARS):
        market.step()
    return market


@pytest.fixture(scope="module")
def alone():
    return played()


def test_it_is_the_world_of_the_same_number(alone):
    market = build_case(load("history")).market(3)
    for _ in range(YEARS):
        market.step()
    np.testing.assert_array_equal(market.world.data, alone.world.data)


def test_a_player_that_chooses_as_the_model_does_changes_no_bit(alone):
    market = played(AsAdvised)
    np.testing.assert_array_equal(market.orders().place, alone.orders().place)
    np.testing.assert_array_equal(market.orders().value, alone.orders().value)
    np.testing.assert_array_equal(market.state("Pakistan").stock, alone.state("Pakistan").stock)


def test_what_is_declined_is_not_bought(alone):
    market = played(Idle)
    assert market.state("Pakistan").stock < alone.state("Pakistan").stock
    assert len(market.orders().place) < len(alone.orders().place)


def test_talks_of_a_player_are_those_of_an_event(tmp_path):
    about = "talks: {supplier: Russia, buyer: Pakistan, classes: [aircraft]}"
    file = tmp_path / "talks.yaml"
    drift = "title: t\nextends: history\nset: {announcement_drift: 0.3}\n"
    file.write_text(drift)
    said, alone = played(Talker, file), played(scenario=file)
    tendered = [t for t in range(YEARS) if "aircraft" in _tendered(alone, t)]
    events = "".join(
        f"  - {{id: t-{t}, year: {2003 + t}, until: {2003 + t}, why: w, {about}}}\n"
        for t in tendered
    )
    file.write_text(f"{drift}events:\n{events}")
    told = played(scenario=file)
    for name in (W.TALKED, W.SIGNALS, W.DRIFT, W.TALKS):
        one, other = (array_of(market.world, name) for market in (said, told))
        np.testing.assert_array_equal(one, other)
    assert (array_of(said.world, W.DRIFT) != array_of(alone.world, W.DRIFT)).any()


def _tendered(market, t):
    """Classes of which Pakistan ordered anything in a year."""
    place = market.orders().place
    b = market.buyers.index("Pakistan")
    rows = place[(place[:, BUYER_AT] == b) & (place[:, SIGNED] == t)]
    return {market.case.theatre.classes[k] for k in rows[:, CLASS_AT]}


def test_parameters_are_plain_arguments():
    market = ArmsMarket(price_sensitivity=1.7)
    assert market.world.p["price_sensitivity"] == 1.7
    with pytest.raises(InputError, match="prise_sensitivity"):
        ArmsMarket(prise_sensitivity=1)


def test_deliveries_are_known_by_supplier_and_year(alone):
    pakistan = alone.state("Pakistan")
    came = pakistan.deliveries
    assert {len(years) for years in came.values()} == {YEARS}
    assert sum(years[-1] for years in came.values()) == pytest.approx(pakistan.imports)
    assert alone.state("Ukraine").deliveries == {} or "Ukraine" in alone.buyers


def test_offers_are_there_only_while_a_state_decides(alone):
    market = ArmsMarket(state_class=Idle)
    with pytest.raises(RuntimeError, match="override 'decide'"):
        market.state("Pakistan").offers()


def test_mesas_batch_runner_takes_it():
    rows = mesa.batch_run(
        ArmsMarket, {"scenario": "history", "number": [0, 1]}, max_steps=2, display_progress=False
    )
    assert {row["number"] for row in rows} == {0, 1}
    assert all(row["ordered"] > 0 for row in rows)


def test_another_seed_is_another_world(alone):
    other = ArmsMarket(number=3, rng=7)
    other.step()
    assert other.case.scenario.seed == 7
    with pytest.raises(TypeError, match="whole number"):
        ArmsMarket(rng=0.5)
