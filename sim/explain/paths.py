"""The path from what was changed to an effect far from it: which orders turned, and why.

Both scenarios have the same noise, so a world runs alike in both until the change turns a first
order. From there the path goes on through what orders leave behind: idle or busy factories, books,
habits, rivals' stocks. It is told by its two ends: the first order that differs anywhere, and the
first that differs between the far states.

A kind of reason turned an order if, with its change between the scenarios undone, the order had
stayed with the supplier of the base. Whoever does not offer, or whose deal is stopped, comes first;
where both suppliers offer in both scenarios, a kind of reason counts if its change is larger than
the margin. Several can count at once.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.compare.attribute import Attribution
from sim.compare.parting import FarPair, Parting
from sim.experiment.case import Case, build_case
from sim.explain.reasons import GROUPS, REASONS, by_group
from sim.explain.replay import replay
from sim.explain.tender import BuyerYear, Order, Tender

PLAYED = 40  # worlds that are played again for each far pair, at most

How = Literal[
    "given", "tendered", "resized", "withheld", "stopped", "offered", "freed", "valued", "several"
]
"""Given by the scenario; tendered in one scenario only; of another size; the supplier of the base
does not offer, or is stopped; the new supplier offers, or is stopped no more; a reason is valued
otherwise; or several are, so that no single one was needed."""


@dataclass(frozen=True)
class Cause:
    """Why an order turned: how, in which respect, and at which supplier it changed.

    ``what`` is the cause of ``offers.CAUSES`` for who does not offer, and the name of a reason
    for what is valued otherwise; else empty. ``objector`` is the buyer that has a deal stopped.
    """

    how: How
    what: str = ""
    supplier: int | None = None
    objector: int | None = None


@dataclass(frozen=True)
class Turn:
    """An order that differs: whose, when, from which supplier to which; None is no order."""

    buyer: int
    kind: int
    year: int
    before: int | None
    after: int | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class WorldPath:
    """The two ends of a path in one world; they are one order if nothing differs before."""

    world: int
    first: Turn
    far: Turn


@dataclass(frozen=True)
class FarPath:
    """A far pair, and the paths to it in the worlds that were played again."""

    pair: FarPair
    worlds: tuple[WorldPath, ...]


def far_paths(
    found: Attribution, tick: Callable[[int], object] = lambda done: None
) -> tuple[FarPath, ...]:
    """The paths to all far pairs of an attribution; ``tick`` is told of each world played again."""
    plan = found.plan
    cases = build_case(plan.base, plan.theatre), build_case(plan.whole, plan.theatre)
    return tuple(paths_to(pair, found.parting, cases, tick) for pair in found.far)


def played_again(found: Attribution) -> int:
    """How many worlds ``far_paths`` will play again."""
    return sum(min(len(pair.worlds), PLAYED) for pair in found.far)


def paths_to(
    pair: FarPair, parting: Parting, cases: tuple[Case, Case],
    tick: Callable[[int], object] = lambda done: None,
) -> FarPath:  # fmt: skip
    """Play worlds again in which a far pair's orders differ: the first of them by number.

    Args:
        pair: the far states.
        parting: of all worlds.
        cases: base and whole, in full.
        tick: told of each world that is done.
    """
    found = []
    for world in pair.worlds[:PLAYED]:
        found.append(_path(world, pair, parting, cases))
        tick(1)
    return FarPath(pair, tuple(found))


def turns(one: BuyerYear, two: BuyerYear) -> Iterator[Turn]:
    """Orders of a buyer's year that differ between two scenarios; tenders are told by number."""
    sides = [
        {(item.weapon_class, item.number): item for item in year.tenders} for year in (one, two)
    ]
    for key in sorted({*sides[0], *sides[1]}):
        ours, theirs = (side.get(key) for side in sides)
        orders = [None if item is None else item.order for item in (ours, theirs)]
        if _signed(orders[0]) != _signed(orders[1]):
            before, after = (None if order is None else order.supplier for order in orders)
            causes = tuple(causes_of(ours, theirs))
            yield Turn(one.buyer, key[0], one.year, before, after, causes)
    for order in one.given:
        if order not in two.given:
            yield Turn(
                one.buyer, order.weapon_class, one.year, order.supplier, None, (Cause("given"),)
            )
    for order in two.given:
        if order not in one.given:
            yield Turn(
                one.buyer, order.weapon_class, one.year, None, order.supplier, (Cause("given"),)
            )


def causes_of(one: Tender | None, two: Tender | None) -> Iterator[Cause]:
    """Why a tender's order turned between two scenarios, the weightiest reason first."""
    if one is None or two is None:
        yield Cause("tendered")
        return
    before, after = one.winner, two.winner
    if before == after:
        yield Cause("resized")
    elif before is not None and not two.made[before]:
        yield Cause("withheld", two.stances[before].cause or "", before)
    elif before is not None and two.barred[before]:
        yield Cause("stopped", "", before, two.objectors[before][0])
    elif after is not None and not one.made[after]:
        yield Cause("offered", one.stances[after].cause or "", after)
    elif after is not None and one.barred[after]:
        yield Cause("freed", "", after, one.objectors[after][0])
    elif before is not None and after is not None:
        yield from _valued(one, two, before, after)


def _valued(one: Tender, two: Tender, before: int, after: int) -> Iterator[Cause]:
    """Groups of reasons whose change alone is larger than the margin by which the order turned.

    Each is told by the reason in it that changed most, at the supplier where it did.
    """
    moved = two.parts - one.parts
    lead, change = two.parts[after] - two.parts[before], moved[after] - moved[before]
    margin, groups = float(lead.sum()), by_group(change)
    found = [g for g in np.argsort(-groups, kind="stable").tolist() if groups[g] > margin]
    for g in found:
        within = [p for p, reason in enumerate(REASONS) if reason.group == GROUPS[g]]
        p = max(within, key=lambda p: change[p])
        whose = after if abs(moved[after, p]) >= abs(moved[before, p]) else before
        yield Cause("valued", REASONS[p].name, whose)
    if not found:
        yield Cause("several")


def _path(world: int, pair: FarPair, parting: Parting, cases: tuple[Case, Case]) -> WorldPath:
    first = parting.first[world]
    earliest, years = int(first.min()), cases[0].years
    begins = np.flatnonzero((first == earliest).any(axis=1)).tolist()
    far_year = years[int(first[pair.buyer, pair.supplier])]
    buyers = sorted({*begins, pair.buyer})
    sides = [_years_of(case, world, buyers, {years[earliest], far_year}) for case in cases]

    def between(buyer: int, year: int) -> list[Turn]:
        return list(turns(*(side[buyer, year] for side in sides)))

    starts = [turn for buyer in begins for turn in between(buyer, years[earliest])]
    ends = between(pair.buyer, far_year)
    touching = [turn for turn in ends if pair.supplier in (turn.before, turn.after)]
    return WorldPath(world, starts[0], touching[0])


def _years_of(
    case: Case, world: int, buyers: Sequence[int], years: Collection[int]
) -> dict[tuple[int, int], BuyerYear]:
    watched = replay(case, world, buyers, years)
    return {(year.buyer, year.year): year for year in watched}


def _signed(order: Order | None) -> tuple[int, float] | None:
    return None if order is None else (order.supplier, order.tiv)
