"""Register or theatre → estimated weights."""

import tempfile
from pathlib import Path

from sim.estimate.recorded import RecordedChoices, Tick, recorded_choices
from sim.estimate.weights import Estimated, estimate
from sim.experiment.case import build_case
from sim.register.as_of import relations_as_of
from sim.register.build import ImportOptions, make_theatre, write_theatre
from sim.register.deals import Deals
from sim.register.read import Register
from sim.scenario import Scenario
from sim.theatre.load import default_theatre, load_theatre
from sim.theatre.theatre import Theatre

YEARS = 30  # of orders from a register, at most
BEFORE = 10  # years that a register must reach back before the first order, for habits to show


def theatre_choices(theatre: Theatre, last: int, tick: Tick | None = None) -> RecordedChoices:
    """The orders of a theatre up to a year, with the terms at each; ``tick`` counts years.

    Raises:
        InputError: if the theatre has no dated orders, or none so late.
    """
    plain = {
        "name": "estimate",
        "title": f"Recorded orders, {theatre.start}-{last}",
        "theatre": str(theatre.folder),
        "years": {"from": theatre.start, "to": last},
        "worlds": 1,
        "parameters": "central",
        "replay": {"until": last},
    }
    return recorded_choices(build_case(Scenario.from_resolved(plain), theatre), tick)


def first_order(deals: Deals, last: int, first: int | None = None) -> int:
    """The first year of the orders to learn from: as given, else what the register allows."""
    if first is not None:
        return first
    return max(last + 1 - YEARS, min(deals.first_year + BEFORE, last))


def theatre_of(register: Register, options: ImportOptions) -> Theatre:
    """A theatre made of a register that knows its dated orders; no file of it remains.

    Raises:
        InputError: as ``make_theatre``.
    """
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "theatre"
        write_theatre(make_theatre(register, options, folder, default_theatre()), folder)
        theatre = load_theatre(folder)
        _ = theatre.data_hash  # reads the files while they are there
    return theatre


def estimate_before(
    deals: Deals, register: Register, cast: ImportOptions, origin: int, tick: Tick | None = None
) -> Estimated:
    """Weights from the orders before an origin alone, by all buyers.

    Args:
        deals: those placed before the origin, as ``deals_as_of`` gives them.
        register: from which they come.
        cast: suppliers and relations.
        origin: the first year that is not known.
        tick: counts years as they are done.

    Raises:
        InputError: if there is nothing to learn from.
    """
    first = first_order(deals, origin - 1)
    early = Register(deals, (), register.accounts)
    options = ImportOptions(first, None, cast.suppliers, cast.relations)
    theatre = relations_as_of(theatre_of(early, options), origin)
    last = max((order.year for order in theatre.dated_orders), default=first - 1)
    if last < first:
        message = f"has no order from {first} to {origin - 1} to estimate weights from"
        raise register.refuse(message)
    return estimate(theatre_choices(theatre, last, tick), last)
