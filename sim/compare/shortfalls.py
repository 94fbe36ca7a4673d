"""What one side lacks that another has: named, never dropped in silence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.base.problems import listing
from sim.compare.sides import RecordSide, Run, Side, stale

What = Literal["years", "worlds", "noise", "buyers", "measure", "model"]


@dataclass(frozen=True)
class Shortfall:
    """Something that a side does not have, or has otherwise, and what is done about it."""

    side: str
    what: What
    name: str
    why: str


def common_years(sides: Iterable[Side]) -> tuple[int, int] | None:
    """First and last year that all runs simulate; None if there is no such year."""
    runs = [side for side in sides if isinstance(side, Run)]
    first = max(run.scenario.first_year for run in runs)
    last = min(run.scenario.last_year for run in runs)
    return (first, last) if first <= last else None


def common_buyers(sides: Iterable[Side]) -> tuple[str, ...]:
    """Buyers that every theatre has, in the order of the first."""
    theatres = [side.theatre for side in sides]
    return tuple(
        name for name in theatres[0].buyers if all(name in theatre.buyers for theatre in theatres)
    )


def shortfalls_of(sides: Sequence[Side]) -> list[Shortfall]:
    """Years, worlds, noise and buyers that a side does not share with the others."""
    found: list[Shortfall] = []
    for side in sides:
        if isinstance(side, RecordSide):
            found.append(
                Shortfall(side.label, "worlds", "bands",
                     "what happened is one history; the band is that of the simulated side")
            )  # fmt: skip
        else:
            found += _of_run(side, sides)
    return [*found, *_buyers(sides)]


def _of_run(run: Run, sides: Sequence[Side]) -> Iterator[Shortfall]:
    runs = [side for side in sides if isinstance(side, Run)]
    first = min(other.scenario.first_year for other in runs)
    last = max(other.scenario.last_year for other in runs)
    own = run.scenario
    missing = [
        f"{begin}-{end}" if begin < end else str(begin)
        for begin, end in ((first, own.first_year - 1), (own.last_year + 1, last))
        if begin <= end
    ]
    if missing:
        yield Shortfall(run.label, "years", f"years {' and '.join(missing)}",
                   "not simulated; only common years are compared")  # fmt: skip
    alike = [other.scenario.worlds for other in runs if other.scenario.seed == own.seed]
    if own.worlds < max(alike):
        why = f"it has {own.worlds:,} of {max(alike):,}; only common worlds are paired"
        yield Shortfall(run.label, "worlds", f"worlds from number {own.worlds + 1} on", why)
    if own.seed != runs[0].scenario.seed:
        yield Shortfall(run.label, "noise", f"the noise of {runs[0].named}",
                   f"seed {own.seed}, not {runs[0].scenario.seed}: worlds have nothing in common, "
                   "so all of them are compared as two sets and not in pairs")  # fmt: skip
    changed = stale(run)
    if changed:
        yield Shortfall(run.label, "model", f"{' and '.join(changed)} of today",
                   "it was made before a change; run its scenario again")  # fmt: skip


def _buyers(sides: Sequence[Side]) -> Iterator[Shortfall]:
    every = dict.fromkeys(name for side in sides for name in side.theatre.buyers)
    for side in sides:
        missing = [name for name in every if name not in side.theatre.buyers]
        if missing:
            yield Shortfall(side.label, "buyers", f"buyers {listing(missing)}",
                       "not in its theatre; only common buyers are compared")  # fmt: skip
