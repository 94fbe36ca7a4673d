"""A theatre with more states on its axes: they have no past there, and leave all others as is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.measure.flows import FLOWS, Flows
from sim.theatre.records import Newcomers, StateRecord
from sim.theatre.theatre import Theatre

_AXES: Mapping[str, tuple[str, float]] = {  # of arrays of a theatre, and what a newcomer has there
    "packages": ("BK", 0.0),
    "ordered": ("BK", 0.0),
    "world_shares": ("SK", 0.0),
    "mean_output": ("SK", 0.0),
    "highest_output": ("SK", 0.0),
    "decayed_orders": ("BSK", 0.0),
    "stock": ("BSK", 0.0),
    "orders_5y": ("BSK", 0.0),
    "last_order": ("BSK", np.nan),
    "licensed_share": ("BK", np.nan),
    "second_hand_share": ("BK", np.nan),
}
_SIMULATED = -1.0  # recorded packages of a buyer that has no record


def with_newcomers(theatre: Theatre, coming: Newcomers, iso3: Mapping[str, str]) -> Theatre:
    """The theatre with all whom ``coming`` names on the axes where they belong.

    Args:
        theatre: as it is without them, or with some of them.
        coming: who sells or buys besides those that do.
        iso3: codes of states that the theatre does not have yet, by name.
    """
    sellers = [name for name, _ in coming.outputs if name not in theatre.suppliers]
    buyers = [name for name, _ in coming.needs if name not in theatre.buyers]
    before = theatre.newcomers
    grown = _grown(theatre, buyers, sellers, iso3) if sellers or buyers else theatre
    newcomers = Newcomers(
        suppliers=before.suppliers | {*sellers},
        buyers=before.buyers | {*buyers},
        outputs={**before.outputs, **coming.outputs},
        needs={**before.needs, **coming.needs},
    )
    return replace(grown, newcomers=newcomers)


def made_alike(theatres: Sequence[Theatre]) -> tuple[Theatre, ...]:
    """Theatres that each have the newcomers of all; where no event brings them, they do nothing."""
    coming = Newcomers(
        outputs={key: one for each in theatres for key, one in each.newcomers.outputs.items()},
        needs={key: tiv for each in theatres for key, tiv in each.newcomers.needs.items()},
    )
    if not coming.outputs and not coming.needs:
        return tuple(theatres)
    return tuple(with_newcomers(each, coming, {}) for each in theatres)


def _grown(
    theatre: Theatre, buyers: Collection[str], sellers: Collection[str], iso3: Mapping[str, str]
) -> Theatre:
    """The theatre with some states on the axis of buyers, and some on that of suppliers."""
    new = [name for name in dict.fromkeys((*buyers, *sellers)) if name not in theatre.by_name]
    known = [
        *theatre.states,
        *(StateRecord(name, iso3.get(name, ""), (), False, False, False, None) for name in new),
    ]
    states = tuple(
        replace(one, buyer=one.buyer or one.name in buyers,
                supplier=one.supplier or one.name in sellers)
        for one in known
    )  # fmt: skip
    grown = replace(theatre, states=states)
    places = {
        "B": [grown.buyers.index(name) for name in theatre.buyers],
        "S": [grown.suppliers.index(name) for name in theatre.suppliers],
        "K": list(range(len(theatre.classes))),
    }
    sizes = {"B": len(grown.buyers), "S": len(grown.suppliers), "K": len(theatre.classes)}

    def wider(array: Floats, axes: str, missing: float = 0.0) -> Floats:
        whole = np.full([sizes[axis] for axis in axes], missing)
        whole[np.ix_(*(places[axis] for axis in axes))] = array
        return whole

    arrays: dict[str, Any] = {
        name: wider(getattr(theatre, name), *form) for name, form in _AXES.items()
    }
    return replace(
        grown,
        **arrays,
        recorded_packages={
            year: wider(one, "BK", _SIMULATED) for year, one in theatre.recorded_packages.items()
        },
        recorded_ordered={year: wider(one, "BK") for year, one in theatre.recorded_ordered.items()},
        recorded={
            name: _wider_record(flows, theatre, grown, places)
            for name, flows in theatre.recorded.items()
        },
    )


def _wider_record(
    flows: Flows, before: Theatre, grown: Theatre, places: Mapping[str, list[int]]
) -> Flows:
    """A record on wider axes, which tells nothing of newcomers: not even that there was nothing."""
    arrays: dict[str, Any] = {}
    for name in FLOWS:
        array = getattr(flows, name)
        if array is not None:
            shape = (len(array), len(grown.buyers), len(grown.suppliers), *array.shape[3:])
            arrays[name] = np.zeros(shape)
            arrays[name][np.ix_(range(len(array)), places["B"], places["S"])] = array
    return replace(
        flows,
        buyers=grown.buyers,
        suppliers=grown.suppliers,
        covered=frozenset(before.buyers) if flows.covered is None else flows.covered,
        told_apart=frozenset(before.suppliers) if flows.told_apart is None else flows.told_apart,
        **arrays,
    )
