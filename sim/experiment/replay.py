"""``replay`` — orders as they are on record, up to a year; from then on states choose.

The recorded orders enter as given ones, beside no tenders, so that everything that follows from
orders (habit, stocks, prices, what rivals see) follows from the record. How large an order was is
as known later, as in the order book at the start. When it arrives is not: nothing is asked of the
record after the last replayed year.
"""

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Problem
from sim.experiment.arrivals import delivery_means
from sim.experiment.packages import SMALLEST_PACKAGE
from sim.model.delivery import by_age, remaining_schedule
from sim.model.signing import longest_span
from sim.model.world import UNSAID
from sim.scenario import Scenario
from sim.scenario.book_kinds import Cancel
from sim.theatre.records import ORDER_KINDS, DatedOrder
from sim.theatre.theatre import Theatre

_USUAL = 0.5  # the median


def check_replay(scenario: Scenario, theatre: Theatre) -> None:
    """Check that a theatre has the orders that a scenario replays, and that it gives no others.

    Raises:
        InputError: if there are none, if they end before, or at events that order in these years.
    """
    until = scenario.replay_until
    if until is None:
        return
    mark = scenario.marks.at("replay", "until")
    if not theatre.dated_orders:
        message = (
            "this theatre has no orders by year on record (dated_orders.csv), so none can be "
            "replayed; 'sim import' makes a theatre that has them"
        )
        raise InputError([Problem(mark, message)])
    last = max(order.year for order in theatre.dated_orders)
    problems = []
    if until > last:
        problems.append(Problem(mark, f"orders on record end in {last}; replay until then at most"))
    problems += [
        Problem(
            scenario.marks.at("events", i, "year"),
            f"orders up to {until} are those on record ('replay'); give orders after it",
        )
        for i, event in enumerate(scenario.events)
        if event.kind == "order" and event.year <= until
    ]
    problems += [
        Problem(
            scenario.marks.at("events", i, "cancel", "reorder"),
            f"what was ordered up to {until} is on record ('replay'); leave 'reorder' out, or "
            "cancel after it",
        )
        for i, event in enumerate(scenario.events)
        if isinstance(event.effect, Cancel) and event.effect.reorder and event.year <= until
    ]
    if problems:
        raise InputError(problems)


def replayed_orders(theatre: Theatre, scenario: Scenario) -> Floats:
    """Recorded orders that drive a run [G, 9], in the columns of ``X.GIVEN``; one a package."""
    until, start = scenario.replay_until, scenario.first_year
    rows: list[tuple[float, ...]] = []
    if until is None:
        return np.zeros((0, 9))
    b = {name: i for i, name in enumerate(theatre.buyers)}
    s = {name: i for i, name in enumerate(theatre.suppliers)}
    k = {name: i for i, name in enumerate(theatre.classes)}
    for order in theatre.dated_orders:
        if order.year > until:
            continue
        kind, place = ORDER_KINDS.index(order.kind), k[order.weapon]
        means = delivery_means(theatre, kind, place, order.tiv / order.packages)
        first, last = delivery_years(order, until, *means)
        tiv = max(order.tiv / order.packages, SMALLEST_PACKAGE)
        row = (order.year - start, b[order.buyer], s[order.supplier], place, tiv, UNSAID,
               first - start, last - start, kind)  # fmt: skip
        rows += [row] * order.packages
    return np.array(rows, dtype=np.float64).reshape(len(rows), 9)


def delivery_years(order: DatedOrder, until: int, to_first: float, span: float) -> tuple[int, int]:
    """First and last year of delivery, as far as one can know at the end of ``until``.

    Years up to then are on record. Later ones are what is usual (medians), given that they are
    later, for orders with these mean years to the first delivery, and from it to the last.
    """
    recorded = order.delivered
    if recorded is not None and recorded[1] <= until:
        return recorded
    age, longest = until + 1 - order.year, longest_span(ORDER_KINDS.index(order.kind))
    begun = recorded is not None and recorded[0] <= until
    by = by_age(np.array(to_first), np.array(span))
    first, last = remaining_schedule(_USUAL, _USUAL, age, begun, span, *by, longest)
    if begun and recorded is not None:
        return recorded[0], until + 1 + last
    return until + 1 + first, until + 1 + last
