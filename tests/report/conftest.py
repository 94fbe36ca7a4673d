"""A theatre of two buyers and three suppliers, a scenario, and folders of a few rows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.measure.flows import Flows
from sim.scenario import Scenario
from sim.theatre.load import default_theatre
from sim.theatre.records import PriceLevel, StateRecord
from sim.theatre.theatre import Theatre

BUYERS = ("Aland", "Beland")
SUPPLIERS = ("Russia", "China", "Sell and Sons")
YEARS = (2003, 2010)

Delivery = tuple[int, str, str, int, float]  # world, buyer, supplier, year, tiv
Order = tuple[int, str, str, int, int, int, float]  # …, order year, first, last delivery, tiv
Talk = tuple[int, str, str, int, bool]  # world, buyer, supplier, year, became an order
USD_M_PER_TIV = 2.0  # of every order of a made folder, unless its prices are given
Folder = Callable[..., Path]


def _state(name: str, iso3: str, *aliases: str, buyer: bool) -> StateRecord:
    return StateRecord(name, iso3, aliases, buyer, not buyer, False, None)


def _recorded() -> dict[str, Flows]:
    axes = BUYERS, SUPPLIERS, ("all",)
    years = tuple((year, year) for year in range(1999, 2008))
    yearly = np.zeros((1, 2, 3, 1, len(years)))
    yearly[0, 0, 0, 0] = 10.0  # Aland has 10 from Russia in every year; Beland has no rows
    yearly[0, 0, 1, 0, -1] = 50.0  # and 50 from China in 2007
    windows = ((1998, 2002), (2003, 2007))
    five = np.zeros((1, 2, 3, 1, 2))
    five[0, 0, 0, 0], five[0, 0, 1, 0] = 50.0, [0.0, 50.0]
    five[0, 1, 2, 0] = [0.0, 80.0]
    five[0, 1, 1, 0] = [0.0, 20.0]
    orders = np.zeros((1, 2, 3, 1, 2))
    orders[0, 0, 0, 0] = [100.0, 25.0]
    return {
        "by_year": Flows(*axes, years, deliveries=yearly),
        "deliveries": Flows(*axes, windows, deliveries=five),
        "orders": Flows(*axes, windows, orders=orders),
    }


@pytest.fixture
def theatre() -> Theatre:
    """Two buyers, three suppliers; nothing of it but names and record is used by plots."""
    states = (
        _state("Aland", "ALA", "A-land", buyer=True),
        _state("Beland", "BEL", buyer=True),
        _state("Russia", "RUS", buyer=False),
        _state("China", "CHN", buyer=False),
        _state("Sell and Sons", "", buyer=False),
    )
    return replace(
        default_theatre(), title="Two lands", folder=Path("two_lands"), start=2003, states=states,
        classes=("land",), rivalries=(), defence_pacts=(), ordered=np.zeros((2, 1)),
        recorded=_recorded(), wealth={},
        prices={(name, "land"): PriceLevel(2.0, 0.1) for name in SUPPLIERS},
    )  # fmt: skip


@pytest.fixture
def unrecorded(theatre: Theatre) -> Theatre:
    """The same theatre without any record."""
    return replace(theatre, recorded={})


@pytest.fixture
def scenario() -> Scenario:
    """Four worlds from 2003 to 2010, with events on one dyad, one supplier, one pair, one need."""
    return Scenario.from_resolved(
        {
            "name": "lands",
            "title": "What if Aland had US$ 3 and US$ 4 more?",
            "question": "Who arms it?",
            "years": {"from": YEARS[0], "to": YEARS[1]},
            "worlds": 4,
            "seed": 7,
            "plots": {"buyers": ["A-land", "Beland", "ALA"]},
            "events": [
                {"id": "russia-lifts-ban", "year": 2006, "why": "w",
                 "lift": {"supplier": "Russia", "buyer": "A-land"}},
                {"id": "china-grows", "year": 2005, "why": "w", "over": 3,
                 "capacity": {"supplier": "China", "factor": 2}},
                {"id": "closer", "year": 2004, "until": 2005, "why": "w",
                 "alignment": {"between": ["Russia", "Beland"], "shift": 0.5}},
                {"id": "war", "year": 2008, "why": "w",
                 "need": {"buyer": "Aland", "class": "all", "factor": 2}},
            ],
        }
    )  # fmt: skip


def _names(words: Sequence[str], axis: Sequence[str]) -> pa.DictionaryArray:
    codes = pa.array([axis.index(word) for word in words], pa.int16())
    return pa.DictionaryArray.from_arrays(codes, list(axis))


@pytest.fixture
def results(tmp_path: Path) -> Folder:
    """Make a results folder of some rows, given in the order of worlds.

    Without a list of announcements it has no table of them.
    """

    def make(
        deliveries: Sequence[Delivery] = (), orders: Sequence[Order] = (),
        prices: Sequence[float] | None = None, talks: Sequence[Talk] | None = None,
    ) -> Path:  # fmt: skip
        columns = zip(*deliveries, strict=True) if deliveries else [()] * 5
        world, buyer, supplier, year, tiv = columns
        table = {
            "world": pa.array(world, pa.int32()),
            "buyer": _names(buyer, BUYERS),
            "supplier": _names(supplier, SUPPLIERS),
            "class": _names(["land"] * len(world), ["land"]),
            "delivery_year": pa.array(year, pa.int16()),
            "tiv": pa.array(tiv, pa.float64()),
        }
        pq.write_table(pa.table(table), tmp_path / "deliveries.parquet")
        world, buyer, supplier, *years, tiv = zip(*orders, strict=True) if orders else [()] * 7
        table = {
            "world": pa.array(world, pa.int32()),
            "buyer": _names(buyer, BUYERS),
            "supplier": _names(supplier, SUPPLIERS),
            "order_year": pa.array(years[0], pa.int16()),
            "first_delivery": pa.array(years[1], pa.int16()),
            "last_delivery": pa.array(years[2], pa.int16()),
            "tiv": pa.array(tiv, pa.float64()),
            "usd_m": pa.array(
                [
                    v * price
                    for v, price in zip(tiv, prices or [USD_M_PER_TIV] * len(tiv), strict=True)
                ],
                pa.float64(),
            ),
        }
        pq.write_table(pa.table(table), tmp_path / "orders.parquet")
        if talks is not None:
            world, buyer, supplier, year, became = zip(*talks, strict=True) if talks else [()] * 5
            table = {
                "world": pa.array(world, pa.int32()),
                "year": pa.array(year, pa.int16()),
                "buyer": _names(buyer, BUYERS),
                "supplier": _names(supplier, SUPPLIERS),
                "class": _names(["land"] * len(world), ["land"]),
                "became_order": pa.array(became, pa.bool_()),
            }
            pq.write_table(pa.table(table), tmp_path / "announcements.parquet")
        return tmp_path

    return make
