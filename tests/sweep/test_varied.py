"""What varies: each key changes what it names, and nothing at its base."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.base.distributions import Constant
from sim.base.problems import InputError
from sim.document.frozen import FrozenMap
from sim.experiment.case import build_case
from sim.experiment.posterior import Posterior
from sim.model.grids import array_of
from sim.model.world import F, X
from sim.scenario import Scenario, load
from sim.sweep.attributes import ATTRIBUTES
from sim.sweep.varied import changed, find_key, key_of
from sim.theatre.load import load_theatre
from sim.theatre.theatre import Theatre

Asked = tuple[Scenario, Theatre]


@pytest.fixture(scope="module")
def asked(folder: Path) -> Asked:
    return load(folder / "scenario.yaml"), load_theatre(folder / "theatre")


KEYS = [f"states.Cora.{name}" for name in ATTRIBUTES if name != "un_ideal_point"] + [
    "states.Norden.un_ideal_point", "events.cheap.year", "events.cheap.until",
    "events.cheap.factor", "events.ban.of-2011.closes.land",
]  # fmt: skip


@pytest.mark.parametrize("name", KEYS)
def test_at_its_base_a_key_changes_nothing_and_elsewhere_something(asked: Asked, name: str) -> None:
    key = key_of(name, *asked)
    usual = build_case(*asked)
    same = build_case(*changed(*asked, {key: key.base}))
    elsewhere = key.base + (1 if key.whole else 0.25 if key.base < 1 else -0.25)
    other = build_case(*changed(*asked, {key: elsewhere}))
    for part in ("fixed", "forcing"):
        assert np.array_equal(getattr(same, part).data, getattr(usual, part).data, equal_nan=True)
    moved = [
        not np.array_equal(getattr(other, part).data, getattr(usual, part).data, equal_nan=True)
        for part in ("fixed", "forcing")
    ]
    assert any(moved)


def forced(asked: Asked, name: str, value: float, grid: X) -> "np.ndarray":
    return array_of(build_case(*changed(*asked, {key_of(name, *asked): value})).forcing, grid)


def test_attributes_mean_what_the_table_says(asked: Asked) -> None:
    alba, norden = 0, 1  # places of buyers and suppliers: Cora is the first supplier
    usual = build_case(*asked).forcing
    home = forced(asked, "states.Alba.domestic_share", 0.3, X.NEED)
    assert home[:, alba] == pytest.approx(0.7)
    assert (home[:, 1:] == 1).all()
    assert forced(asked, "states.ALB.packages", 2.5, X.NEED)[:, alba] == pytest.approx(2.5)
    assert forced(asked, "states.norden.output", 0.5, X.CAPACITY)[:, norden] == pytest.approx(0.5)
    spent = forced(asked, "states.Old Alba.spending", 1.5, X.SPENDING)
    before = array_of(usual, X.SPENDING)
    assert spent[0, alba] == before[0, alba] == 1
    assert spent[1:, alba] == pytest.approx(1.5 * before[1:, alba])
    unknown = forced(asked, "states.Others.spending", 1.5, X.SPENDING)[:, 3]
    assert unknown.tolist() == [1.0, 1.5, 1.5, 1.5, 1.5]


def test_numbers_of_records_are_replaced(asked: Asked) -> None:
    keys = {
        "states.Bora.industry": 0.8, "states.Sudor.usd_m_per_tiv": 9.0,
        "states.Alba.un_ideal_point": 2.2,
    }  # fmt: skip
    scenario, theatre = changed(*asked, {key_of(k, *asked): v for k, v in keys.items()})
    case = build_case(scenario, theatre)
    fixed = case.fixed
    assert array_of(fixed, F.INDUSTRY)[1] == 0.8
    assert array_of(fixed, F.USD_PER_TIV)[2] == 9.0
    assert array_of(case.forcing, X.UN_DISTANCE)[:, 0, 1] == pytest.approx(1.0)


def test_an_event_may_move_as_a_whole(asked: Asked) -> None:
    year, until = (key_of(f"events.cheap.{field}", *asked) for field in ("year", "until"))
    scenario, _ = changed(*asked, {year: 2014.0, until: 2014.0})
    [event] = [item for item in scenario.events if item.id == "cheap"]
    assert (event.year, event.until) == (2014, 2014)


def test_an_event_that_makes_no_sense_is_refused(asked: Asked) -> None:
    with pytest.raises(InputError, match="until 2013 lies before the event's year, 2014"):
        changed(*asked, {key_of("events.cheap.year", *asked): 2014.0})


def test_base_values_are_those_of_scenario_and_theatre(asked: Asked) -> None:
    scenario, theatre = asked
    bases = {name: key_of(name, scenario, theatre).base for name in KEYS}
    assert bases["states.Cora.usd_m_per_tiv"] == 1.5
    assert bases["states.Cora.domestic_share"] == 0
    assert bases["events.cheap.until"] == 2013
    assert bases["events.ban.of-2011.closes.land"] == 1
    assert key_of("price_sensitivity", scenario, theatre).base == 0.5
    fixed = replace(scenario, settings=load("rival_blind").settings)
    assert key_of("rival_sales", fixed, theatre).base == 0


def test_the_base_of_what_is_drawn_from_a_posterior_is_its_median(asked: Asked) -> None:
    values = np.array([[0.1, 5.0], [0.2, 6.0], [0.9, 7.0]])
    posterior = Posterior(("price_sensitivity", "veto"), values, {}, "")
    key = find_key("price_sensitivity", *asked, posterior)
    assert not isinstance(key, str) and key.base == 0.2
    set_ = replace(asked[0], settings=FrozenMap({"price_sensitivity": Constant(0.7)}))
    key = find_key("price_sensitivity", set_, asked[1], posterior)
    assert not isinstance(key, str) and key.base == 0.7
