"""Recorded orders as choices: the engine replays them, and gives the terms at each.

Axes: M situations (a buyer that ordered in a class and year), N orders, S suppliers, P ``WEIGHTS``,
R ``RECORDED_TERMS``. No term is computed here: what habit is, the engine knows.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from sim.base.arrays import Bools, Floats, Integers
from sim.estimate.choices import RECORDED_TERMS, terms_seen, units_seen
from sim.estimate.logit import Sample
from sim.experiment.case import Case
from sim.model.equations import NOTHING, veto_probability
from sim.model.grids import array_of
from sim.model.signing import objections_to_deal
from sim.model.terms import WEIGHTS, aside
from sim.model.world import F, W, World
from sim.model.year import CHOOSE_SUPPLIERS, MAKE_OFFERS, SCHEDULE, run_stage
from sim.theatre.records import DatedOrder

Tick = Callable[[int], object]


@dataclass(frozen=True)
class RecordedChoices:
    """Orders and what stood before their buyers. Aggregates are no buyers that choose."""

    terms: Floats  # [M, S, R] as a register shows them
    own: Floats  # [M, S, P] as the buyer sees them
    chance: Floats  # [M, S] that the supplier offers, and the deal is not stopped
    place: Integers  # [M, 3] of the buyer, the class and the year
    open: Bools  # [M, S] who had sold the class by then, and is not the buyer
    situation: Integers  # [N] row of the above
    supplier: Integers  # [N] who won
    year: Integers  # [N] calendar year
    buyer: Integers  # [N]
    tiv: Floats  # [N]

    def since(self, first: int) -> "RecordedChoices":
        """Only the orders from a year on; the terms at the others are kept, unread."""
        late = self.year >= first
        columns = ("situation", "supplier", "year", "buyer", "tiv")
        return replace(self, **{name: getattr(self, name)[late] for name in columns})

    def sample(self, rows: Bools, *, by_volume: bool) -> Sample:
        """Some orders [N] as choices to learn from; those of one buyer are a cluster.

        A choice counts as much as its TIV, with a mean of 1, or each the same.
        """
        tiv = self.tiv[rows]
        weight = tiv / tiv.mean() if by_volume and len(tiv) else np.ones(len(tiv))
        return Sample(
            self.terms, self.situation[rows], self.open[self.situation[rows]], self.supplier[rows],
            weight, self.buyer[rows],
        )  # fmt: skip


def recorded_choices(case: Case, tick: Tick | None = None) -> RecordedChoices:
    """Replay the orders of a case's theatre, and note the terms at each.

    Args:
        case: with ``replay`` over all its years; one world of it is played. Nothing of it that is
            drawn enters the terms as a register shows them; the drift of world shares enters those
            of the buyer.
    """
    theatre, world = case.theatre, case.world(0)
    units = units_seen(world.p[0])
    by_year: dict[int, dict[tuple[int, int], list[DatedOrder]]] = {}
    for order in theatre.dated_orders:
        if order.buyer in theatre.aggregates or order.year not in case.years:
            continue
        place = theatre.buyers.index(order.buyer), theatre.classes.index(order.weapon)
        by_year.setdefault(order.year, {}).setdefault(place, []).append(order)
    suppliers = {name: s for s, name in enumerate(theatre.suppliers)}
    terms: list[tuple[Floats, Floats, Floats]] = []
    places: list[tuple[int, int, int]] = []
    open_: list[Bools] = []
    rows: list[tuple[int, int, int, int]] = []
    tiv: list[float] = []
    for t, year in enumerate(case.years):
        for stage in SCHEDULE:
            if stage == CHOOSE_SUPPLIERS:
                before = _offers_made(case, t, by_year.get(year, {}), world)
                entered = _sellers(case, before, theatre.dated_orders, year)
                for (b, k), orders in sorted(by_year.get(year, {}).items()):
                    rows += [(len(terms), suppliers[one.supplier], year, b) for one in orders]
                    tiv += [order.tiv for order in orders]
                    chance = _chance_of_deal(case, b, k, t, before)  # terms write over some of it
                    terms.append((*terms_seen(case, b, k, t, before, units), chance))
                    places.append((b, k, t))
                    own = array_of(case.fixed, F.SAME_STATE)[b] == 0.0
                    open_.append(entered[k] & own)
            run_stage(stage, t, case.fixed, case.forcing, world)
        if tick is not None:
            tick(1)
    shape = len(terms), len(suppliers)
    own, recorded, chances = zip(*terms, strict=True) if terms else ((), (), ())
    situation, supplier, years, buyer = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return RecordedChoices(
        np.array(recorded).reshape(*shape, len(RECORDED_TERMS)),
        np.array(own).reshape(*shape, len(WEIGHTS)),
        np.array(chances).reshape(shape),
        np.array(places, dtype=np.int64).reshape(-1, 3),
        np.array(open_, dtype=np.bool_).reshape(shape),
        situation,
        supplier,
        years,
        buyer,
        np.array(tiv, dtype=np.float64),
    )


def joined(parts: Sequence[RecordedChoices]) -> RecordedChoices:
    """Orders of several worlds as one; a buyer of one world is another buyer than in the next."""
    above = np.cumsum([0, *(len(part.terms) for part in parts)])
    apart = 1 + max((int(part.buyer.max(initial=0)) for part in parts), default=0)
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(RecordedChoices)
        if field.name not in ("situation", "buyer")
    }
    return RecordedChoices(
        **columns,
        situation=np.concatenate(
            [part.situation + row for part, row in zip(parts, above, strict=False)]
        ),
        buyer=np.concatenate([part.buyer + apart * i for i, part in enumerate(parts)]),
    )


def _offers_made(case: Case, t: int, wanted: Collection[tuple[int, int]], world: World) -> World:
    """A copy of the world in which suppliers have answered tenders of a year's orders."""
    before = World(world.data.copy(), world.layout, world.key.copy(), world.p.copy())
    for b, k in wanted:
        array_of(before, W.WANTED)[b, k] = 1.0
        array_of(before, W.TENDERS)[t, b] = 1.0
    run_stage(MAKE_OFFERS, t, case.fixed, case.forcing, before)
    array_of(before, W.WALK)[:] = array_of(world, W.WALK)  # has drifted this year already
    return aside(before)


def _chance_of_deal(case: Case, b: int, k: int, t: int, before: World) -> Floats:
    """Chance [S] that a supplier offers, and that larger customers do not stop the deal."""
    veto = before.p[0]["veto"]
    stopped = [
        veto_probability(objections_to_deal(b, s, k, t, case.forcing, before), veto)
        for s in range(len(case.theatre.suppliers))
    ]
    chance: Floats = array_of(before, W.CHANCE)[b, k] * (1.0 - np.array(stopped))
    return chance


def _sellers(case: Case, before: World, orders: tuple[DatedOrder, ...], year: int) -> Bools:
    """Who has sold each class by the end of a year [K, S]; a maker without sales counts."""
    theatre = case.theatre
    sells: Bools = array_of(before, W.CLASS_SALES) > NOTHING
    sells = sells | (array_of(case.fixed, F.HIGHEST_OUTPUT).T > 0.0)
    for order in orders:
        if order.year == year:
            place = theatre.classes.index(order.weapon), theatre.suppliers.index(order.supplier)
            sells[place] = True
    return sells
