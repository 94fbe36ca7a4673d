"""What the engine of a page needs of a case: its arrays, and where everything lies in them.

The arrays, and the kernel itself, are one gzipped binary in which each lies at a multiple of eight
bytes. Axes: W worlds, P parameters, H events with a size of their own.
"""

import base64
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.parameters import PARAMETERS
from sim.experiment.case import Case, build_case
from sim.experiment.names import Places
from sim.explain.offers import CAUSES
from sim.explain.reasons import REASONS
from sim.measure.measures import Measure
from sim.model import events, orders, world
from sim.model.equations import SMALL_PACKAGE
from sim.model.events import E
from sim.model.given import FIRST_NUMBER
from sim.model.orders import most_orders
from sim.model.terms import HINDRANCES, WEIGHTS
from sim.model.world import F, W, X
from sim.page.kernel import kernel_bytes
from sim.page.scripts import JS, join
from sim.scenario import Event

Packed = dict[str, Any]

LARGEST = 2.0  # size of an event, over that as written

_ORDER = {
    "world": orders.WORLD, "buyer": orders.BUYER_AT, "supplier": orders.SUPPLIER_AT,
    "class": orders.CLASS_AT, "signed": orders.SIGNED, "kind": orders.KIND_AT,
}  # fmt: skip
_TENDER = {
    "class": world.CLASS, "number": world.NUMBER, "tiv": world.TIV, "supplier": world.SUPPLIER,
}  # fmt: skip


_EVENT = {
    "year": events.EVENT_YEAR, "until": events.EVENT_UNTIL, "on": events.EVENT_ON,
    "size": events.EVENT_SIZE,
}  # fmt: skip
_DIFFERS = {
    "event": events.DIFFERS_EVENT, "probability": events.PROBABILITY, "earliest": events.EARLIEST,
    "latest": events.LATEST, "ends": events.ENDS, "condition": events.CONDITION,
}  # fmt: skip
_STROKE = {"mode": events.STROKE_MODE, "value": events.STROKE_VALUE}


@dataclass(frozen=True)
class PageBundle:
    """A case for the engine of a page, as plain data."""

    about: Packed  # see ``About`` in ``js/engine/bundle.js``
    packed: bytes  # gzipped
    worker: str  # the script that every worker runs

    def written(self) -> Packed:
        """The same for JSON."""
        text = base64.b64encode(self.packed).decode("ascii")
        return {"about": self.about, "packed": text, "worker": self.worker}


def bundle_of(case: Case, worlds: int | None = None) -> PageBundle:
    """Pack a case for a page.

    Args:
        case: scenario and theatre.
        worlds: how many a page may run; by default those of the scenario.
    """
    count = case.scenario.worlds if worlds is None else worlds
    largest = {event.id: _largest(event) for event in case.scenario.events}
    case = build_case(case.scenario, case.theatre, largest)
    arrays = _arrays(case, count)
    packed, listed = _packed(arrays)
    return PageBundle(
        {**_about(case, count), "arrays": listed}, packed, join(JS / "engine" / "worker.js")
    )


def _largest(event: Event) -> float:
    """The largest size that a page gives an event, for what is multiplied by it.

    A factor is raised to it, so that 0 changes nothing and 2 does the same twice.
    """
    factor = event.values.get("factor")
    return LARGEST if factor is None else max(factor ** (LARGEST - 1.0), 1.0)


def _arrays(case: Case, worlds: int) -> dict[str, "npt.NDArray[Any]"]:
    drawn, painter = case.parameters(0, worlds), case.events
    assert painter is not None
    return {
        "kernel": np.frombuffer(kernel_bytes(), dtype=np.uint8),
        "fixed": case.fixed.data,
        "fixed_layout": case.fixed.layout,
        "keys": case.fixed.keys,
        "start": case.fixed.start,
        "forcing": case.forcing.data,
        "forcing_layout": case.forcing.layout,
        "events": painter.data,
        "events_layout": painter.layout,
        "world_layout": case.empty_world().layout,
        "parameters": np.column_stack([drawn[name] for name in PARAMETERS]),
        "scores": case.event_scores(0, worlds),
    }


def _packed(arrays: Mapping[str, "npt.NDArray[Any]"]) -> tuple[bytes, list[Packed]]:
    """The same bytes for the same arrays, whenever they are packed."""
    whole, listed = bytearray(), []
    for name, array in arrays.items():
        listed.append({"name": name, "at": len(whole), "shape": list(array.shape)})
        whole += np.ascontiguousarray(array).tobytes()
        whole += bytes(-len(whole) % 8)
    return gzip.compress(bytes(whole), 9, mtime=0), listed


def _about(case: Case, worlds: int) -> Packed:
    theatre, scenario = case.theatre, case.scenario
    places = Places(theatre)
    return {
        "worlds": worlds,
        "seed": scenario.seed,
        "years": [scenario.first_year, scenario.last_year],
        "buyers": list(theatre.buyers),
        "suppliers": list(theatre.suppliers),
        "classes": list(theatre.classes),
        "aggregates": sorted(theatre.aggregates),
        "parameters": list(PARAMETERS),
        "weights": list(WEIGHTS),
        "reasons": [reason._asdict() for reason in REASONS],
        "hindrances": list(HINDRANCES),
        "causes": dict(CAUSES),
        "small_package": SMALL_PACKAGE,
        "first_given": FIRST_NUMBER,
        "events": [event.id for event in scenario.events],
        "measures": [_measure(item, places, scenario.first_year) for item in scenario.measures],
        "most_orders": most_orders(case.fixed, case.empty_world()),
        "places": {each.__name__: [name.name for name in each] for each in (E, F, X, W)},
        "order": _ORDER,
        "tender": _TENDER,
        "event": _EVENT,
        "stroke": _STROKE,
        "differs": _DIFFERS,
        "multiply": events.MULTIPLY,
        "no_condition": events.NONE,
        "no_end": events.NO_END,
        "bits": world.BITS,
    }


def _measure(item: Measure, places: Places, first_year: int) -> Packed:
    """A measure with places for names, and years counted from the start."""
    return {"id": item.id, "kind": item.kind, **_fields(item.values, places, first_year)}


def _fields(values: Mapping[str, Any], places: Places, first_year: int) -> Packed:
    found: Packed = {}
    for word, value in values.items():
        if isinstance(value, Mapping):
            found[word] = _fields(value, places, first_year)
        elif value is None:
            found[word] = None
        elif word == "buyer":
            found[word] = places.buyers(value)
        elif word == "supplier":
            found[word] = places.suppliers(value)
        elif word == "class":
            found[word] = None if value == "all" else places.classes(value)[0]
        elif word in ("window", "from", "to"):
            found[word] = [year - first_year for year in value]
        else:
            found[word] = value
    return found
