"""Volumes by buyer and supplier, as they lay before an origin and as they then came.

Axes: B buyers and S suppliers of the theatre, Y years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.arrivals import YEARS, arrived_by, delivery_means, rest_arrived_by
from sim.measure.flows import Flows
from sim.register.as_of import cast_on
from sim.register.cube import Columns, deliveries_of, orders_of
from sim.register.deals import Deals
from sim.theatre.theatre import Theatre

Flow = Literal["deliveries", "orders"]
FLOWS: tuple[Flow, ...] = ("deliveries", "orders")


class Record(Protocol):
    """What was ordered and delivered, as far as it is recorded. TIV (millions)."""

    def has(self, flow: Flow, first: int, last: int) -> bool:
        """Whether some years, both included, are recorded."""

    def over(self, flow: Flow, first: int, last: int) -> Floats:
        """Sum [B, S] over these years."""

    def by_year(self, flow: Flow, first: int | None, last: int) -> Floats | None:
        """Years [B, S, Y], from the first on record if none is named; None if there are none."""


@dataclass(frozen=True)
class OriginRecord:
    """The record before an origin, and from it on.

    ``due_of_new`` [B, S] is what new orders let one expect of deliveries in the years forecast;
    None where their years are not recorded.
    """

    before: Record
    after: Record
    due_of_new: Floats | None


@dataclass(frozen=True)
class Windows:
    """The record in a theatre's tables, which has windows of years."""

    recorded: Mapping[str, Flows]  # by flow

    def has(self, flow: Flow, first: int, last: int) -> bool:
        """Whether recorded windows make up these years."""
        flows = self.recorded.get(flow)
        return flows is not None and flows.total(flow, (first, last)) is not None

    def over(self, flow: Flow, first: int, last: int) -> Floats:
        """Sum [B, S] over these years.

        Raises:
            ValueError: if no windows make them up.
        """
        total = self.recorded[flow].total(flow, (first, last))
        if total is None:
            raise ValueError(f"no record of {flow} from {first} to {last}")
        volumes: Floats = total[0].sum(axis=2)
        return volumes

    def by_year(self, flow: Flow, first: int | None, last: int) -> None:
        """Windows are no years."""
        del flow, first, last


@dataclass(frozen=True)
class RecordVolumes:
    """TIV (millions) [B, S, Y] of the years from ``first`` on."""

    first: int
    deliveries: Floats
    orders: Floats

    def has(self, flow: Flow, first: int, last: int) -> bool:
        """A register knows every year from its first: where it has nothing, there was nothing."""
        del flow, last
        return first >= self.first

    def over(self, flow: Flow, first: int, last: int) -> Floats:
        """Sum [B, S] over some years, both included; of years not held, nothing."""
        array: Floats = getattr(self, flow)
        return array[..., max(first - self.first, 0) : max(last - self.first + 1, 0)].sum(axis=2)

    def by_year(self, flow: Flow, first: int | None, last: int) -> Floats:
        """Years [B, S, Y], both ends included."""
        array: Floats = getattr(self, flow)
        begin = 0 if first is None else first - self.first
        return array[..., begin : last - self.first + 1]


def volumes_of(deals: Deals, theatre: Theatre, first: int, last: int) -> RecordVolumes:
    """What was ordered and delivered in some years, both included, on the axes of a theatre."""
    cast = cast_on(theatre, deals)
    return RecordVolumes(
        first,
        _by_year(deliveries_of(deals, cast), theatre, first, last),
        _by_year(orders_of(deals, cast), theatre, first, last),
    )


def _by_year(flow: Columns, theatre: Theatre, first: int, last: int) -> Floats:
    inside = flow.within(first, last)
    array = np.zeros((len(theatre.buyers), len(theatre.suppliers), last - first + 1))
    np.add.at(array, (inside.buyer, inside.supplier, inside.year - first), inside.tiv)
    return array


def due_of_book(theatre: Theatre, last: int) -> Floats:
    """Deliveries [B, S] from the start to ``last`` that the order book lets one expect.

    Each order's remainder arrives as is usual for its kind, class, size and age, and according to
    whether its deliveries have begun.
    """
    b = {name: i for i, name in enumerate(theatre.buyers)}
    s = {name: i for i, name in enumerate(theatre.suppliers)}
    due = np.zeros((len(b), len(s)))
    years = min(last - theatre.start, YEARS - 1)
    for row in theatre.book if years >= 0 else ():
        due[b[row.buyer], s[row.supplier]] += row.tiv * rest_arrived_by(row, theatre)[years]
    return due


def due_of_new(theatre: Theatre, deals: Deals, last: int) -> Floats:
    """Deliveries [B, S] to ``last`` of what was ordered from the start on: this sees the future."""
    orders = orders_of(deals, cast_on(theatre, deals)).within(theatre.start, last)
    due = np.zeros((len(theatre.buyers), len(theatre.suppliers)))
    for b, s, kind, weapon, year, tiv in zip(
        orders.buyer, orders.supplier, orders.kind, orders.weapon, orders.year, orders.tiv,
        strict=True,
    ):  # fmt: skip
        share = arrived_by(*delivery_means(theatre, int(kind), int(weapon), float(tiv)))
        due[b, s] += tiv * share[last - year]
    return due
