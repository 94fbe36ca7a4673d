"""What share of an order one can expect to have arrived after some years, as the model has it."""

from collections.abc import Callable

import numpy as np

from sim.base.arrays import Floats
from sim.model.delivery import size_of
from sim.model.equations import begun_by, begun_chance, over_by, rest_over_by
from sim.theatre.records import ORDER_KINDS, BookRow
from sim.theatre.theatre import Theatre

YEARS = 60  # after which everything has arrived


def delivery_means(theatre: Theatre, kind: int, weapon: int, tiv: float) -> tuple[float, float]:
    """Mean years to the first delivery of an order of this size, and from it to the last."""
    place = kind, weapon, size_of(tiv, theatre.sizes)
    return float(theatre.years_to_first[place]), float(theatre.years_delivered[place])


def arrived_by(to_first: float, span: float) -> Floats:
    """Share of a new order expected to have arrived by the end of each year [YEARS]."""
    return np.minimum(np.convolve(_begins(to_first), _comes(over_by, span))[:YEARS].cumsum(), 1.0)


def rest_arrived_by(row: BookRow, theatre: Theatre) -> Floats:
    """The same of what is left of an order of the book, by the end of each year from the start."""
    kind = ORDER_KINDS.index("licensed" if row.licensed else "imported")
    size = row.tiv if row.ordered is None else row.ordered
    to_first, span = delivery_means(theatre, kind, theatre.classes.index(row.weapon), size)
    age = theatre.start - row.order_year
    begun = begun_chance(age, to_first, span) if row.begun is None else float(row.begun)
    waiting = np.convolve(_begins(to_first, age), _comes(over_by, span))[:YEARS]
    going_on = _comes(rest_over_by, span)
    return np.minimum((begun * going_on + (1.0 - begun) * waiting).cumsum(), 1.0)


def _begins(to_first: float, age: int = 0) -> Floats:
    """Chance that deliveries begin in each year from an age on, given that they had not by then."""
    by_then = np.array([begun_by(age + year, to_first) for year in range(-1, YEARS)])
    left = 1.0 - by_then[0]
    if left <= 0.0:
        return np.eye(1, YEARS)[0]
    return np.diff(by_then) / left


def _comes(ended_by: Callable[[int, float], float], span: float) -> Floats:
    """Share of an order that comes in each year from its first delivery on, spread evenly."""
    ended = np.diff([ended_by(year, span) for year in range(-1, YEARS)])
    return (ended / np.arange(1, YEARS + 1))[::-1].cumsum()[::-1]
