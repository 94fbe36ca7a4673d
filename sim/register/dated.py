"""How old the package's knowledge of the world is at a start, whom it lacks, and who came and went.

Each function gives lines of plain words for the user of an import.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.base.problems import suggest
from sim.register.cast import Cast, lately
from sim.register.deals import Deals
from sim.register.own_relations import Own
from sim.theatre import names
from sim.theatre.theatre import Relation, Theatre

KNOWN_FOR = {
    "UN votes": (2000, 2000),
    "rivalries": (1993, 2020),
    "defence pacts": (1993, 2018),
    "embargoes": (1991, 2020),
}
"""First and last year that the package's tables tell of, as its theatre.yaml has them. Spending has
years of its own."""
STANDS_IN = {
    "UN votes": "the mean distance stands in",
    "military spending": "it stays as it is",
    "rivalries": "taken to have none",
    "defence pacts": "taken to have none",
    "embargoes": "taken to have none",
}
"""By what is not known of some states: what a run supposes."""
NAMED = 5


class CastVolumes:
    """What single states bought and sold, of the deliveries in the years before a start."""

    def __init__(self, deals: Deals, cast: Cast) -> None:
        """Count the deliveries by which a cast is chosen."""
        deal, self._tiv = lately(deals, cast.start)
        of = np.array(cast.names, dtype=object)
        self._sides = of[deals.buyer[deal]], of[deals.supplier[deal]]

    def of(self, states: Sequence[str]) -> float:
        """TIV of the deliveries to or from any of some states."""
        buyers, suppliers = (np.isin(side, list(states)) for side in self._sides)
        return float(self._tiv[buyers | suppliers].sum())

    def share(self, states: Sequence[str]) -> float:
        """The same as a share of all."""
        total = float(self._tiv.sum())
        return self.of(states) / total if total > 0 else 0.0

    def largest(self, states: Sequence[str]) -> list[str]:
        """States in the order of what they bought and sold, the largest first."""
        return sorted(states, key=lambda name: (-self.of([name]), name))


def age_lines(
    known: Theatre, without: Mapping[str, list[str]], start: int, volumes: CastVolumes
) -> Iterator[str]:
    """A line for each thing that the package knows: how old it is, and whom it lacks.

    Args:
        known: the package's theatre.
        without: by what is lacking, the states of which it is not known.
        start: the first simulated year.
        volumes: what states bought and sold before it.
    """
    said: list[str] = []
    for what, stands_in in STANDS_IN.items():
        lacking = without[what]
        age = _age_of_spending(known, start) if what not in KNOWN_FOR else _age(what, start)
        line = f"{what[0].upper()}{what[1:]}: {age}"
        if lacking and lacking == said:
            line += f"; lacks the same states ({stands_in})"
        elif lacking:
            few = _few(volumes.largest(lacking))
            of = _share(volumes.share(lacking))
            line += f"; lacks {_states(len(lacking))} with {of} of the volume ({stands_in}): {few}"
        said = lacking
        yield line


def rival_lines(known: Theatre, own: Own, cast: Cast, volumes: CastVolumes) -> Iterator[str]:
    """A line of the rivals of chosen buyers who are no single state of the theatre, if any."""
    of_package = (
        (names.continued(names.find(one) or one, cast.start),
         names.continued(names.find(other) or other, cast.start))
        for one, other in _going_on(known.rivalries, cast.start)
    )  # fmt: skip
    outside: dict[str, set[str]] = {}
    buyers, states = set(cast.buyers[:-1]), set(cast.states)
    for pair in [*of_package, *_going_on(own.rivalries, cast.start)]:
        for one, other in (pair, pair[::-1]):
            if one in buyers and other not in states:
                outside.setdefault(other, set()).add(one)
    if outside:
        said = [
            f"{name} (of {', '.join(sorted(outside[name]))})"
            for name in volumes.largest([*outside])
        ]
        yield (
            f"Rivals outside this theatre, whose rivalries have no effect: {_few(said)}; more "
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
        said = [f"{name}{suggest(name, spellings)}" for name in volumes.largest(unknown)[:NAMED]]
        yield (
            f"Warning: {_states(len(unknown))} by a name that the package does not know, with "
            f"{_share(volumes.share(unknown))} of the volume, stand for themselves: "
            f"{_few([*said, *unknown[NAMED:]])}"
        )
    renamed = [
        f"{name} as {names.as_of(name, start)}"
        for name in deals.names
        if names.as_of(name, start) != name
    ]
    if renamed:
        yield f"Counted under the name of {start}, with one past: {', '.join(renamed)}"
    deal, _ = lately(deals, start)
    dealt = np.unique(np.concatenate([deals.buyer[deal], deals.supplier[deal]]))
    unborn = sorted(
        {cast.names[i] for i in dealt if not names.exists(cast.names[i], start)}
    )  # fmt: skip
    if unborn:
        yield f"Do not exist in {start}, so are with the aggregates: {_few(unborn)}"
    ending = [table[name] for name in cast.states if name in table]
    for state in ending:
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


def _age(what: str, start: int) -> str:
    first, last = KNOWN_FOR[what]
    if first == last:
        return f"of {last}, {_apart(last, start)}"
    known = f"known for {first}-{last}"
    if start < first:
        return f"{known}, so nothing that ended before; {_apart(first, start)}"
    return known if start <= last else f"{known}, then carried on; {_apart(last, start)}"


def _age_of_spending(known: Theatre, start: int) -> str:
    years = sorted({year for path in known.spending.values() for year in path})
    if not years:
        return "none is known"
    before = [year for year in years if year <= start]
    nearest = before[-1] if before else years[0]
    return f"known for {years[0]}-{years[-1]}, at the start of {nearest}, {_apart(nearest, start)}"


def _apart(year: int, start: int) -> str:
    if year == start:
        return "the first simulated year"
    years = f"{abs(start - year)} year{'s' if abs(start - year) > 1 else ''}"
    return f"{years} before the start" if year < start else f"{years} after the start"


def _going_on(ties: Sequence[Relation], start: int) -> list[tuple[str, str]]:
    return [
        (tie.state_a, tie.state_b)
        for tie in ties
        if tie.last_year is None or tie.last_year >= start
    ]


def _states(count: int) -> str:
    return f"{count} state{'s' if count > 1 else ''}"


def _share(part: float) -> str:
    return f"{part:.0%}" if part >= 0.005 or part == 0 else "less than 1%"


def _few(words: Sequence[str]) -> str:
    more = len(words) - NAMED
    return ", ".join(words[:NAMED]) + (f" and {more} more" if more > 0 else "")
