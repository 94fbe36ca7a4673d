"""Events and recorded covariates → Forcing: what a scenario imposes on its worlds, year by year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from sim.experiment.names import Places
from sim.model.grids import Floats, Integers, array_of, lay_out
from sim.model.world import NOBODY, Forcing, X
from sim.scenario import Event, Scenario
from sim.scenario.events import KINDS
from sim.theatre.theatre import Relation, Theatre

TIED_SHARE = 0.1  # a grant is held against at least so much of a buyer's usual purchases (guess)

Canvas = dict[str, Floats]  # arrays by name, years first; states by place where both roles matter
Place = tuple[int, ...]


@dataclass(frozen=True)
class Imposed:
    """The forcing, the buyers that are ever rivals of each buyer, and the highest need."""

    forcing: Forcing
    rival_of: Integers  # [B, R] buyers, or NOBODY
    highest_need: float


def build_forcing(theatre: Theatre, scenario: Scenario) -> Imposed:
    """Lay down the recorded covariates, then paint every event over them.

    The names in the scenario are known to be the theatre's (``names.check_names``).
    """
    canvas = _recorded(theatre, scenario)
    places = Places(theatre)
    for event in scenario.events:
        _paint(canvas, event, scenario, places)
    all_states = [state.name for state in theatre.states]
    buyer = [all_states.index(name) for name in theatre.buyers]
    supplier = [all_states.index(name) for name in theatre.suppliers]
    among_buyers = canvas["rivalry"][:, buyer][:, :, buyer]
    rival_of = _rivals_ever(among_buyers)
    arrays = {
        X.SPENDING: canvas["spending"],
        X.NEED: canvas["need"],
        X.RIVALRY: _gather(among_buyers, rival_of),
        X.OBJECTION: _gather(canvas["objection"].transpose(0, 3, 1, 2), rival_of),
        X.OWN_RIVAL: canvas["rivalry"][:, buyer][:, :, supplier],
        X.DEFENCE_PACT: canvas["defence_pact"],
        X.ALIGNMENT: canvas["alignment"],
        X.DOMESTIC_COST: canvas["domestic_cost"],
        X.PATRON_OBJECTION: canvas["patron_objection"],
        X.PAID_SHARE: _paid_share(theatre, canvas["grant"] + canvas["credit"]),
        X.WITHHELD: canvas["withheld"],
        X.CLOSED: canvas["closed"],
        X.CAPACITY: canvas["capacity"],
        X.LIST_PRICE: canvas["price"],
    }
    forcing = Forcing(*lay_out(X, axis_lengths(theatre, scenario, rival_of)))
    for name, array in arrays.items():
        array_of(forcing, name)[...] = array
    return Imposed(forcing, rival_of, float(canvas["need"].max()))


def axis_lengths(theatre: Theatre, scenario: Scenario, rival_of: Integers) -> dict[str, int]:
    """Length of each axis that a theatre and a scenario settle between them."""
    return {
        "Y": scenario.last_year - scenario.first_year + 1,
        "B": len(theatre.buyers),
        "S": len(theatre.suppliers),
        "K": len(theatre.classes),
        "R": rival_of.shape[1],
    }


def _recorded(theatre: Theatre, scenario: Scenario) -> Canvas:
    """What is imposed without any event."""
    years = range(scenario.first_year, scenario.last_year + 1)
    y, b, s, k = len(years), len(theatre.buyers), len(theatre.suppliers), len(theatre.classes)
    everyone = tuple(state.name for state in theatre.states)
    return {
        "spending": _spending(theatre, years),
        "need": np.ones((y, b, k)),
        "rivalry": _ties(theatre.rivalries, everyone, everyone, years),
        "objection": np.ones((y, b, s, b)),  # by, supplier, buyer
        "defence_pact": _ties(theatre.defence_pacts, theatre.buyers, theatre.suppliers, years),
        "alignment": np.zeros((y, b, s)),
        "domestic_cost": np.zeros((y, b, s)),
        "patron_objection": np.zeros((y, b, s)),
        "grant": np.zeros((y, b, s)),
        "credit": np.zeros((y, b, s)),
        "withheld": np.zeros((y, b, s, k)),
        "closed": np.zeros((y, b, s, k)),
        "capacity": np.ones((y, s, k)),
        "price": np.ones((y, s, k)),
    }


def _ties(
    relations: tuple[Relation, ...], rows: tuple[str, ...], columns: tuple[str, ...], years: range
) -> Floats:
    """1 where a relation holds between the states of a row and a column in a year, else 0."""
    ties = np.zeros((len(years), len(rows), len(columns)))
    for relation in relations:
        pair = (relation.state_a, relation.state_b)
        for one, other in (pair, pair[::-1]):
            if one in rows and other in columns:
                holds = [relation.holds(year) for year in years]
                ties[holds, rows.index(one), columns.index(other)] = 1.0
    return ties


def _spending(theatre: Theatre, years: range) -> Floats:
    """Recorded spending over that of the first year [Y, B]; 1 where nothing is on record."""
    spending = np.ones((len(years), len(theatre.buyers)))
    for b, name in enumerate(theatre.buyers):
        record = {year: usd for year, usd in theatre.spending.get(name, {}).items() if usd > 0}
        if record:
            known = sorted(record)
            path = np.interp(list(years), known, [record[year] for year in known])
            spending[:, b] = path / path[0]
    return spending


def _paint(canvas: Canvas, event: Event, scenario: Scenario, places: Places) -> None:
    """Put one event onto the array of its kind."""
    kind = KINDS[event.kind]
    array = canvas[kind.forcing]
    last = scenario.last_year if event.until is None else min(event.until, scenario.last_year)
    for place, value in _cells(event, places):
        for year in range(event.year, last + 1):
            t = year - scenario.first_year
            grown = 1.0 if event.over is None else min((year - event.year + 1) / event.over, 1.0)
            cell = (t, *place)
            if kind.mode == "set":
                array[cell] = value
            elif kind.mode == "add":
                array[cell] += grown * value
            else:
                array[cell] *= 1.0 + grown * (value - 1.0)


def _cells(event: Event, places: Places) -> Iterator[tuple[Place, float]]:
    """Places on the canvas that an event touches, each with its value."""
    values: Mapping[str, Any] = event.values
    match event.kind:
        case "embargo" | "lift":
            closes = {"all": 0.0} if event.kind == "lift" else values["closes"]
            for b, s in _dyads(values, places):
                for word, share in closes.items():
                    for k in places.classes(word):
                        yield (b, s, k), share
        case "rivalry":
            everyone = [state.name for state in places.theatre.states]
            one, other = (everyone.index(places.name(word)) for word in values["between"])
            yield (one, other), values["level"]
            yield (other, one), values["level"]
        case "alignment":
            theatre = places.theatre
            pair = [places.name(word) for word in values["between"]]
            for buyer, supplier in (pair, pair[::-1]):
                if buyer in theatre.buyers and supplier in theatre.suppliers:
                    b, s = theatre.buyers.index(buyer), theatre.suppliers.index(supplier)
                    yield (b, s), values["shift"]
        case "objection":
            [by] = places.buyers(values["by"])
            for b, s in _dyads(values, places):
                yield (by, s, b), values["strength"]
        case "capacity" | "price":
            both = places.suppliers(values["supplier"]), places.classes(values["classes"])
            for place in product(*both):
                yield place, values["factor"]
        case "withhold":
            for b, s in _dyads(values, places):
                for k in places.classes(values["classes"]):
                    yield (b, s, k), values["share"]
        case "credit":
            for place in _dyads(values, places):
                yield place, values["usd_m"] * values["softness"]
        case "need":
            both = places.buyers(values["buyer"]), places.classes(values["class"])
            for place in product(*both):
                yield place, values["factor"]
        case _:
            field = {"domestic_cost": "shift", "patron_objection": "strength", "grant": "usd_m"}
            for place in _dyads(values, places):
                yield place, values[field[event.kind]]


def _dyads(values: Mapping[str, Any], places: Places) -> list[tuple[int, int]]:
    """Every pair of a buyer and a supplier that an event names."""
    return list(product(places.buyers(values["buyer"]), places.suppliers(values["supplier"])))


def _rivals_ever(rivalry: Floats) -> Integers:
    """Buyers that are rivals of each buyer in any year [B, R], padded with NOBODY."""
    rivals = [np.flatnonzero(row) for row in rivalry.max(axis=0)]
    most = max(1, *(len(row) for row in rivals))
    table = np.full((len(rivals), most), NOBODY, dtype=np.int64)
    for b, row in enumerate(rivals):
        table[b, : len(row)] = row
    return table


def _gather(by_pair: Floats, rival_of: Integers) -> Floats:
    """From an array [Y, B, B, …] over all pairs to one [Y, B, R, …] over each buyer's rivals."""
    known = rival_of != NOBODY
    rows = np.arange(len(rival_of))[:, None]
    gathered = by_pair[:, rows, np.where(known, rival_of, 0)]
    mask = known.reshape((1, *known.shape, *(1,) * (gathered.ndim - 3)))
    return np.where(mask, gathered, 0.0)


def _paid_share(theatre: Theatre, grant: Floats) -> Floats:
    """Share of the price that buyers pay themselves [Y, B, S], over that of the first year.

    Grants and the soft part of credits (US$ m a year) are held against what the buyer usually buys
    from that supplier. Those of the first year are in the habits of the start already, so only
    changes count.
    """
    ties = theatre.decayed_orders.sum(axis=2)
    total = ties.sum(axis=1, keepdims=True)
    share = np.divide(ties, total, out=np.zeros_like(ties), where=total > 0)
    price = np.array([theatre.by_name[s].usd_m_per_tiv or 0.0 for s in theatre.suppliers])
    usual = theatre.ordered.sum(axis=1, keepdims=True) * np.maximum(share, TIED_SHARE) * price
    paid = np.where(usual > 0, usual / np.where(usual > 0, usual + grant, 1.0), 1.0)
    return paid / paid[:1]
