"""What a theatre has on record for a case's years, before any event is painted over it."""

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.market import price_levels
from sim.experiment.packages import needs
from sim.model.world import NOBODY, UNSAID
from sim.theatre.records import Relation
from sim.theatre.theatre import Theatre

TIED_SHARE = 0.1  # a grant is held against at least so much of a buyer's usual purchases (guess)


def ties(
    relations: tuple[Relation, ...], rows: tuple[str, ...], columns: tuple[str, ...], years: range
) -> Floats:
    """1 where a relation holds between the states of a row and a column in a year, else 0."""
    ties = np.zeros((len(years), len(rows), len(columns)))
    row_of, column_of = ({name: i for i, name in enumerate(axis)} for axis in (rows, columns))
    for relation in relations:
        pair = (relation.state_a, relation.state_b)
        for one, other in (pair, pair[::-1]):
            if one in row_of and other in column_of:
                holds = [relation.holds(year) for year in years]
                ties[holds, row_of[one], column_of[other]] = 1.0
    return ties


def closed_tenders(theatre: Theatre, years: range) -> Floats:
    """1 where an embargo on record closes tenders [Y, B, S, K] of a year, else 0; no guess does."""
    shape = (len(years), len(theatre.buyers), len(theatre.suppliers), len(theatre.classes))
    closed = np.zeros(shape)
    for embargo in theatre.embargoes:
        if embargo.buyer in theatre.buyers and not embargo.guess:
            b = theatre.buyers.index(embargo.buyer)
            by = [s for s, n in enumerate(theatre.suppliers) if embargo.supplier in (None, n)]
            held = [t for t, year in enumerate(years) if embargo.holds(year)]
            closed[np.ix_(held, [b], by)] = 1.0
    return closed


def un_distances(theatre: Theatre, years: range) -> Floats:
    """Distance of UN ideal points [Y, B, S], each side where it was last known to be by a year.

    Where a side has no position, the mean of the year's known distances stands in, whoever is new.
    """
    distance = np.full((len(years), len(theatre.buyers), len(theatre.suppliers)), np.nan)
    newcomers = theatre.newcomers
    old = (
        [name not in newcomers.buyers for name in theatre.buyers],
        [name not in newcomers.suppliers for name in theatre.suppliers],
    )
    for t, year in enumerate(years):
        of_buyers, of_suppliers = (
            np.array([theatre.un_point(name, year) for name in side], dtype=np.float64)
            for side in (theatre.buyers, theatre.suppliers)
        )
        distance[t] = np.abs(of_buyers[:, None] - of_suppliers)
        of_old = distance[t][np.ix_(*old)]
        known = of_old[~np.isnan(of_old)]
        distance[t][np.isnan(distance[t])] = known.mean() if known.size else 0.0
    return distance


def spending_paths(theatre: Theatre, years: range) -> Floats:
    """Recorded spending over that of the first year [Y, B]; 1 where nothing is on record."""
    spending = np.ones((len(years), len(theatre.buyers)))
    for b, name in enumerate(theatre.buyers):
        record = {year: usd for year, usd in theatre.spending.get(name, {}).items() if usd > 0}
        if record:
            known = sorted(record)
            path = np.interp(list(years), known, [record[year] for year in known])
            spending[:, b] = path / path[0]
    return spending


def usual_purchases(theatre: Theatre) -> Floats:
    """What a buyer usually buys from a supplier [B, S], US$ m a year.

    Grants and the soft part of credits are held against it.
    """
    ties = theatre.decayed_orders.sum(axis=2)
    total = ties.sum(axis=1, keepdims=True)
    share = np.divide(ties, total, out=np.zeros_like(ties), where=total > 0)
    worth = needs(theatre) @ price_levels(theatre).usd  # of all orders, if from this supplier
    usual: Floats = worth * np.maximum(share, TIED_SHARE)
    return usual


def components(theatre: Theatre) -> Floats:
    """Maker and class of a component on which suppliers rely, and how far [B, S, K, 3].

    NOBODY where a supplier relies on none, or where the buyer makes it itself.
    """
    shape = (len(theatre.buyers), len(theatre.suppliers), len(theatre.classes), 3)
    found = np.zeros(shape)
    found[..., 0] = NOBODY
    for row in theatre.components:
        for b, buyer in enumerate(theatre.buyers):
            if row.buyer in (buyer, None):
                place = b, theatre.suppliers.index(row.supplier), theatre.classes.index(row.weapon)
                found[place] = NOBODY, 0.0, 0.0
                if buyer != row.maker:
                    maker = theatre.suppliers.index(row.maker)
                    found[place] = maker, theatre.classes.index(row.component), row.reliance
    return found


def wanting(theatre: Theatre) -> Floats:
    """1 for every buyer and class [B, K], 0 for what a newcomer needs only from some year on."""
    wanted = np.ones((len(theatre.buyers), len(theatre.classes)))
    for buyer, weapon in theatre.newcomers.needs:
        wanted[theatre.buyers.index(buyer), theatre.classes.index(weapon)] = 0.0
    return wanted


def no_demands(theatre: Theatre) -> Floats:
    """What buyers demand without any event [B, K, 2]: no licence, and no year of delivery."""
    shape = (len(theatre.buyers), len(theatre.classes), 2)
    return np.broadcast_to(np.array([0.0, UNSAID]), shape)
