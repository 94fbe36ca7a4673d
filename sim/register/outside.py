"""Who is no single state of a theatre, who came and went, and how much of the record is theirs."""

from collections.abc import Iterator, Sequence, Sized

import numpy as np

from sim.base.problems import suggest
from sim.register.cast import WINDOW, Cast, lately
from sim.register.deals import Deals
from sim.register.names import Sort
from sim.register.tallies import largest, tiv_text, volumes_text
from sim.register.user_tables import UserTables
from sim.theatre import names
from sim.theatre.records import Relation
from sim.theatre.theatre import Theatre

NAMED = 5
_WHO: dict[Sort, str] = {
    "state": "states that are not chosen",
    "rebels": "rebels",
    "organisation": "organisations",
    "unknown": "unknown parties",
}


class CastVolumes:
    """What names bought and sold, of the deliveries in the years by which a cast is chosen."""

    def __init__(self, deals: Deals, cast: Cast) -> None:
        """Count these deliveries."""
        deal, self._tiv = lately(deals, cast.start)
        of = np.array(cast.names, dtype=object)
        self._sides = of[deals.buyer[deal]], of[deals.supplier[deal]]

    def of(self, states: Sequence[str]) -> float:
        """TIV of the deliveries to or from any of some states."""
        buyers, suppliers = (np.isin(side, list(states)) for side in self._sides)
        return float(self._tiv[buyers | suppliers].sum())

    def share(self, states: Sequence[str]) -> str:
        """The same as a share of all, in words."""
        total = float(self._tiv.sum())
        share = self.of(states) / total if total > 0 else 0.0
        return f"{share:.0%}" if share >= 0.005 or share == 0 else "less than 1%"

    def largest(self, states: Sequence[str]) -> list[str]:
        """States in the order of what they bought and sold, the largest first."""
        return sorted(states, key=lambda name: (-self.of([name]), name))


def aggregate_lines(deals: Deals, cast: Cast) -> Iterator[str]:
    """A line for buyers and one for suppliers: what the aggregates received and delivered.

    By volume of the deliveries in the years by which the cast is chosen.
    """
    deal, delivered = lately(deals, cast.start)
    total = float(delivered.sum())
    for word, side, place, axis in (
        ("buyers", deals.buyer, cast.buyer_of, cast.buyers),
        ("suppliers", deals.supplier, cast.supplier_of, cast.suppliers),
    ):
        by_name = np.bincount(side[deal], delivered, minlength=len(cast.names))
        outside = place == len(axis) - 1
        volume = float(by_name[outside].sum())
        parts = []
        for sort, who in _WHO.items():
            volumes: dict[str, float] = {}
            for i in np.flatnonzero(outside & (by_name > 0)):
                if deals.sorts[i] == sort:
                    name = cast.names[i]
                    volumes[name] = volumes.get(name, 0.0) + float(by_name[i])
            if volumes:
                most = f", most of it {volumes_text(largest(volumes))}" if sort != "unknown" else ""
                parts.append(
                    f"{who} ({len(volumes):,}) {tiv_text(sum(volumes.values()))} TIV{most}"
                )
        if total > 0 and volume > 0:
            yield (
                f"Not single {word}: {tiv_text(volume)} of {tiv_text(total)} TIV delivered in "
                f"{cast.start - WINDOW}-{cast.start - 1} ({volume / total:.1%}): {'; '.join(parts)}"
            )


def rival_lines(
    default: Theatre, user: UserTables, cast: Cast, volumes: CastVolumes
) -> Iterator[str]:
    """A line of the rivals of chosen buyers who are no single state of the theatre, if any."""

    def present(name: str) -> str:
        return names.continued(names.find(name) or name, cast.start)

    pairs = [(present(a), present(b)) for a, b in _going_on(default.rivalries, cast.start)]
    outside: dict[str, set[str]] = {}
    for pair in [*pairs, *_going_on(user.rivalries, cast.start)]:
        for one, other in (pair, pair[::-1]):
            if one in cast.buyers[:-1] and other not in cast.states:
                outside.setdefault(other, set()).add(one)
    if outside:
        rivals = [
            f"{name} (of {', '.join(sorted(outside[name]))})"
            for name in volumes.largest([*outside])
        ]
        yield (
            f"Rivals outside this theatre, whose rivalries have no effect: {few(rivals)}; more "
            "--buyers may take them in"
        )


def change_lines(deals: Deals, cast: Cast, volumes: CastVolumes) -> Iterator[str]:
    """Lines of the states that begin or end, and of names that nobody knows.

    They say who stands for whom, and what a run cannot do.
    """
    start, table = cast.start, names.states()
    unknown = [
        name
        for name, sort in zip(deals.names, deals.sorts, strict=True)
        if sort == "state" and name not in table
    ]
    if unknown:
        spellings = [word for state in table.values() for word in state.spellings]
        hints = [f"{name}{suggest(name, spellings)}" for name in volumes.largest(unknown)[:NAMED]]
        yield (
            f"Warning: {states_text(unknown)} by a name that the package does not know, with "
            f"{volumes.share(unknown)} of the volume, stand for themselves: "
            f"{few([*hints, *unknown[NAMED:]])}"
        )
    present = {name: names.as_of(name, start) for name in deals.names}
    renamed = [f"{name} as {other}" for name, other in present.items() if other != name]
    if renamed:
        yield f"Counted under the name of {start}, with one past: {', '.join(renamed)}"
    deal, _ = lately(deals, start)
    dealt = np.unique(np.concatenate([deals.buyer[deal], deals.supplier[deal]]))
    unborn = sorted({cast.names[i] for i in dealt if not names.exists(cast.names[i], start)})
    if unborn:
        yield f"Do not exist in {start}, so are with the aggregates: {few(unborn)}"
    for state in (table[name] for name in cast.states if name in table):
        if state.last_year is None:
            continue
        heir = names.as_of(state.name, state.last_year + 1)
        if names.as_of(heir, start) == state.name:
            yield f"{state.name} ends in {state.last_year}; from then on it stands for {heir}"
        else:
            yield (
                f"Warning: {state.name} ends in {state.last_year}, and {heir} inherits; a run "
                f"knows no end of a state, so end runs with {state.last_year} or start later"
            )


def _going_on(relations: Sequence[Relation], start: int) -> list[tuple[str, str]]:
    return [
        (one.state_a, one.state_b)
        for one in relations
        if one.last_year is None or one.last_year >= start
    ]


def states_text(states: Sized) -> str:
    """'1 state', '3 states'."""
    return f"{len(states)} state{'s' if len(states) > 1 else ''}"


def few(words: Sequence[str]) -> str:
    """The first of some words, and how many more there are."""
    more = len(words) - NAMED
    return ", ".join(words[:NAMED]) + (f" and {more} more" if more > 0 else "")
