"""Events and recorded covariates → Forcing: what a scenario imposes on its worlds, year by year."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.experiment.book_events import book_events
from sim.experiment.market import price_levels
from sim.experiment.names import Places
from sim.experiment.painting import Canvas, check_factors, given_orders, paint, since_start
from sim.experiment.placebo import relabel_rivals
from sim.experiment.replay import replayed_orders
from sim.experiment.shifts import SIZED, shifts_of, sized_events
from sim.model.grids import grid_of, lay_out, shared_rows
from sim.model.world import NOBODY, Forcing, X
from sim.scenario import Scenario
from sim.theatre.theatre import Relation, Theatre

TIED_SHARE = 0.1  # a grant is held against at least so much of a buyer's usual purchases (guess)


@dataclass(frozen=True)
class Imposed:
    """The forcing, the buyers that are ever rivals of each buyer, their highest need, the axes."""

    forcing: Forcing
    rival_of: Integers  # [B, R] buyers, or NOBODY
    highest_need: Floats  # [B]
    lengths: dict[str, int]  # of the axes


def build_forcing(theatre: Theatre, scenario: Scenario) -> Imposed:
    """Lay down the recorded covariates, then paint every event over them.

    The names in the scenario are known to be the theatre's (``names.check_names``).
    """
    painted, places = _painted(theatre, scenario), Places(theatre)
    check_factors(painted, scenario, places)
    canvas = since_start(painted)
    given = np.concatenate([given_orders(scenario, places), replayed_orders(theatre, scenario)])
    book = book_events(scenario, places)
    shifts, shifts_of_year = shifts_of(
        scenario, places, (len(theatre.buyers), len(theatre.suppliers))
    )
    all_states = [state.name for state in theatre.states]
    buyer = [all_states.index(name) for name in theatre.buyers]
    supplier = [all_states.index(name) for name in theatre.suppliers]
    among_buyers = canvas["rivalry"][:, buyer][:, :, buyer]
    if scenario.rivals == "permuted":
        among_buyers = relabel_rivals(among_buyers, theatre, scenario.seed)
    rival_of = _rivals_ever(among_buyers)
    years = range(scenario.first_year, scenario.last_year + 1)
    arrays = {
        X.SPENDING: _spending(theatre, years),
        X.NEED: canvas["need"],
        X.RIVALRY: _gather(among_buyers, rival_of),
        X.OBJECTION: _gather(canvas["objection"].transpose(0, 3, 1, 2), rival_of),
        X.OWN_RIVAL: canvas["rivalry"][:, buyer][:, :, supplier],
        X.UN_DISTANCE: un_distances(theatre, years),
        X.DEFENCE_PACT: canvas["defence_pact"],
        X.SHIFTS_OF: shifts_of_year,
        X.SHIFTS: shifts,
        X.PATRON_OBJECTION: canvas["patron_objection"],
        X.PAID_SHARE: _paid_share(theatre, painted["grant"] + painted["credit"]),
        X.WITHHELD: canvas["withheld"].transpose(0, 1, 3, 2),
        X.CLOSED: canvas["closed"].transpose(0, 1, 3, 2),
        X.CAPACITY: canvas["capacity"],
        X.LIST_PRICE: canvas["price"],
        X.CLOCK: _clocks(canvas["capacity"]),
        X.GIVEN: given,
        X.HOLDS: book.holds,
        X.CUTS: book.cuts,
        X.HANDED: book.handed,
    }
    lengths = axis_lengths(theatre, scenario, rival_of, len(given), len(shifts))
    lengths |= {"I": len(book.holds), "J": len(book.cuts), "L": len(book.handed), "6": 6}
    forcing = pack(arrays, lengths)
    return Imposed(forcing, rival_of, canvas["need"].max(axis=(0, 2)), lengths)


def pack(arrays: Mapping[X, Floats], lengths: Mapping[str, int]) -> Forcing:
    """Forcing of all arrays, whole; rows over suppliers that are alike are kept once."""
    rows, places = shared_rows({name: array for name, array in arrays.items() if name.rows})
    forcing = Forcing(*lay_out(X, {**lengths, "D": len(rows)}))
    for name, array in {**arrays, X.ROWS: rows}.items():
        grid_of(forcing, name)[...] = places[name] if name.rows else array
    return forcing


def axis_lengths(
    theatre: Theatre, scenario: Scenario, rival_of: Integers, given: int, shifts: int
) -> dict[str, int]:
    """Length of each axis that a theatre and a scenario settle between them."""
    years = scenario.last_year - scenario.first_year + 1
    return {
        "Y": years,
        "E": years + 1,
        "G": given,
        "H": len(sized_events(scenario)),
        "P": shifts,
        "2": 2,
        "4": 4,
        "9": 9,
        "B": len(theatre.buyers),
        "S": len(theatre.suppliers),
        "K": len(theatre.classes),
        "R": rival_of.shape[1],
    }


def grants_of(theatre: Theatre, scenario: Scenario) -> Floats:
    """What suppliers pay of purchases [Y, B, S]: grants, the soft part of credits; US$ m a year."""
    canvas = _painted(theatre, scenario)
    paid: Floats = canvas["grant"][1:] + canvas["credit"][1:]
    return paid


def _painted(theatre: Theatre, scenario: Scenario) -> Canvas:
    """The recorded covariates with every event painted over them."""
    canvas = _recorded(theatre, scenario)
    places = Places(theatre)
    # By year, wherever an event stands in the file: a ban is lifted by what comes later.
    for event in sorted(scenario.events, key=lambda event: event.year):
        if event.kind not in SIZED:
            paint(canvas, event, scenario, places)
    return canvas


def _recorded(theatre: Theatre, scenario: Scenario) -> Canvas:
    """What is imposed without any event, from the year before the start on."""
    years = range(scenario.first_year - 1, scenario.last_year + 1)
    y, b, s, k = len(years), len(theatre.buyers), len(theatre.suppliers), len(theatre.classes)
    everyone = tuple(state.name for state in theatre.states)
    return {
        "need": np.ones((y, b, k)),
        "rivalry": _ties(theatre.rivalries, everyone, everyone, years),
        "objection": _objections((y, b, s, b), scenario),
        "defence_pact": _ties(theatre.defence_pacts, theatre.buyers, theatre.suppliers, years),
        "patron_objection": np.zeros((y, b, s)),
        "grant": np.zeros((y, b, s)),
        "credit": np.zeros((y, b, s)),
        "withheld": np.zeros((y, b, s, k)),
        "closed": _closed(theatre, years),
        "capacity": np.ones((y, s, k)),
        "price": np.ones((y, s, k)),
    }


def _objections(shape: tuple[int, ...], scenario: Scenario) -> Floats:
    """1 for every buyer that objects, supplier and buyer: the largest array, so only if needed."""
    asked = any(event.kind == "objection" for event in scenario.events)
    return np.ones(shape) if asked else np.broadcast_to(np.ones(1), shape)


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


def _closed(theatre: Theatre, years: range) -> Floats:
    """1 where an embargo on record closes tenders [Y, B, S, K] of a year, else 0; no guess does."""
    shape = (len(years), len(theatre.buyers), len(theatre.suppliers), len(theatre.classes))
    closed = np.zeros(shape)
    for embargo in theatre.embargoes:
        if embargo.buyer in theatre.buyers and not embargo.guess:
            b = theatre.buyers.index(embargo.buyer)
            by = [s for s, n in enumerate(theatre.suppliers) if embargo.supplier in (None, n)]
            for t, year in enumerate(years):
                if embargo.holds(year):
                    closed[t, b, by] = 1.0
    return closed


def un_distances(theatre: Theatre, years: range) -> Floats:
    """Distance of UN ideal points [Y, B, S], each side where it was last known to be by a year.

    Where a side has no position, the mean of the year's known distances stands in.
    """
    distance = np.full((len(years), len(theatre.buyers), len(theatre.suppliers)), np.nan)
    for t, year in enumerate(years):
        of_buyers, of_suppliers = (
            np.array([theatre.un_point(name, year) for name in side], dtype=np.float64)
            for side in (theatre.buyers, theatre.suppliers)
        )
        distance[t] = np.abs(of_buyers[:, None] - of_suppliers)
        known = distance[t][~np.isnan(distance[t])]
        distance[t][np.isnan(distance[t])] = known.mean() if known.size else 0.0
    return distance


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


def _clocks(capacity: Floats) -> Floats:
    """Years of work [S, K, E] that suppliers have done by the beginning of each year.

    Lost capacity slows all of a supplier's work; more than at the start only shortens its queue.
    """
    clock = np.zeros((*capacity.shape[1:], len(capacity) + 1))
    clock[..., 1:] = np.cumsum(np.minimum(capacity, 1.0), axis=0).transpose(1, 2, 0)
    return clock


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
    """Share of the price that buyers pay themselves [Y, B, S], over that before the start.

    ``grant`` [Y + 1, B, S] begins with the year before the start. What was paid then is in the
    habits of the start already, so only changes count.
    """
    usual = usual_purchases(theatre)
    paid = np.where(usual > 0, usual / np.where(usual > 0, usual + grant, 1.0), 1.0)
    return paid[1:] / paid[:1]


def usual_purchases(theatre: Theatre) -> Floats:
    """What a buyer usually buys from a supplier [B, S], US$ m a year.

    Grants and the soft part of credits are held against it.
    """
    ties = theatre.decayed_orders.sum(axis=2)
    total = ties.sum(axis=1, keepdims=True)
    share = np.divide(ties, total, out=np.zeros_like(ties), where=total > 0)
    worth = theatre.ordered @ price_levels(theatre).usd  # of all orders, if from this supplier
    usual: Floats = worth * np.maximum(share, TIED_SHARE)
    return usual
