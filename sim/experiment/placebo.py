"""A placebo for rival behaviour: as many rivals as on record, but the wrong ones."""

import numpy as np

from sim.base.arrays import Floats
from sim.model import noise
from sim.theatre.theatre import Theatre


def relabel_rivals(rivalry: Floats, theatre: Theatre, seed: int) -> Floats:
    """Rivalries [Y, B, B] among the same buyers under other names.

    Who is whose rival keeps its shape (how many rivals, in which years, rivals of rivals), but
    every single buyer stands in the place of another one, so no state reacts to its own rivals
    unless by chance. Seed and names alone decide who stands for whom; aggregates stay in place.
    """
    single = [b for b, name in enumerate(theatre.buyers) if name not in theatre.aggregates]
    key = np.array([seed, 0], dtype=np.uint64)

    def lot(b: int) -> float:
        name = np.uint64(noise.name_key(theatre.buyers[b]))
        address = (0, name, noise.NO_NAME, noise.NO_NAME, 0)
        return noise.uniforms(key, noise.PLACEBO, *address)[0]

    drawn = sorted(single, key=lot)
    # A cycle in the order drawn: nobody stands for itself.
    stands_for = np.arange(len(theatre.buyers))
    stands_for[drawn] = np.roll(drawn, 1)
    return rivalry[:, stands_for][:, :, stands_for]
