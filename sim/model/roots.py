"""Roots of the noise behind a buyer's tenders of a class and year: what all its draws share."""

from typing import NamedTuple

import numpy as np

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.world import BUYERS, CLASSES, Fixed, World


class Roots(NamedTuple):
    """By what is drawn: see ``noise.root``."""

    offers: np.uint64  # who offers, and the buyer's taste shocks
    terms: np.uint64  # what is signed
    delays: np.uint64  # whether an order shares the luck of its pair


@compiled
def roots_of(b: int, k: int, t: int, fixed: Fixed, world: World) -> Roots:
    """Roots of a buyer, a class and a year from the start."""
    key, year = world.key, fixed.first_year + t
    buyer, kind = fixed.keys[BUYERS, b], fixed.keys[CLASSES, k]
    return Roots(
        noise.root(key, noise.OFFER, year, buyer, kind),
        noise.root(key, noise.TERMS, year, buyer, kind),
        noise.root(key, noise.DELAY, year, buyer, kind),
    )
