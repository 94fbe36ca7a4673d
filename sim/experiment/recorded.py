"""What a theatre has on record for a case's years, before any event is painted over it."""

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.market import price_levels
from sim.theatre.theatre import Relation, Theatre

TIED_SHARE = 0.1  # a grant is held against at least so much of a buyer's usual purchases (guess)


def ties(
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


def closed_tenders(theatre: Theatre, years: range) -> Floats:
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
    worth = theatre.ordered @ price_levels(theatre).usd  # of all orders, if from this supplier
    usual: Floats = worth * np.maximum(share, TIED_SHARE)
    return usual
