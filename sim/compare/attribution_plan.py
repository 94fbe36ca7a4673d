"""What an attribution runs: a base, the whole, and the items between them."""

from dataclasses import dataclass, replace

from sim.compare.items import MOST, Item, changes_between, items_of, with_changes
from sim.compare.sides import NotComparableError
from sim.experiment.case import build_case
from sim.scenario import Scenario
from sim.scenario.parent import parent_of
from sim.theatre.theatre import Theatre

Made = frozenset[int]  # places of the items that are made


@dataclass(frozen=True)
class AttributionPlan:
    """The base, the whole, and the items between them. ``own`` are ids of measures."""

    base: Scenario
    whole: Scenario
    against: str  # what the base is, within a sentence
    bare: bool  # whether the base is the whole without events
    items: tuple[Item, ...]
    own: frozenset[str]
    theatre: Theatre

    @property
    def sets(self) -> tuple[Made, ...]:
        """What is run, each once: neither, all, each alone, each left out."""
        every = range(len(self.items))
        alone = [frozenset({i}) for i in every]
        rest = [frozenset(every) - one for one in alone]
        return tuple(dict.fromkeys((frozenset[int](), frozenset(every), *alone, *rest)))

    @property
    def worlds(self) -> int:
        """Worlds in all."""
        return len(self.sets) * self.whole.worlds

    def scenario(self, made: Made) -> Scenario:
        """The base with some of the items."""
        changes = [change for i in sorted(made) for change in self.items[i].changes]
        return with_changes(self.base, self.whole, changes)


def plan_attribution(
    scenario: Scenario, *, without_events: bool = False, most: int | None = MOST
) -> AttributionPlan:
    """Find what a scenario is held against, and what differs.

    That is what it extends; if it extends nothing, or changes nothing of it, or on request, it is
    the scenario itself without its own events.

    Raises:
        NotComparableError: if nothing differs, or nothing is measured.
        InputError: as ``build_case``.
    """
    theatre = build_case(scenario).theatre
    if not scenario.measures:
        raise NotComparableError(f"{scenario.name} measures nothing: give it 'measures'")
    parent = parent_of(scenario)
    inherited = set() if parent is None else set(parent.measures)
    own = [item.id for item in scenario.measures if item not in inherited]
    base, against, bare = _base(scenario, parent, without_events)
    changes = changes_between(base, scenario)
    if not changes:
        raise NotComparableError(
            f"{scenario.name} has no event, and nothing else that differs from {against}; "
            "name two sides, the first of which is what others are held to"
        )
    build_case(base, theatre)
    items = tuple(items_of(changes, theatre, most))
    return AttributionPlan(base, scenario, against, bare, items, frozenset(own), theatre)


def _base(
    scenario: Scenario, parent: Scenario | None, without_events: bool
) -> tuple[Scenario, str, bool]:
    """The base, what it is in words, and whether it is the scenario without events."""
    events = () if parent is None or parent.events == scenario.events else parent.events
    own = "its own events" if events else "any event"
    bare = replace(scenario, events=events), f"the same scenario without {own}", True
    if parent is None or without_events:
        return bare
    base = with_changes(parent, scenario, ())
    return (base, f"‘{parent.title}’", False) if changes_between(base, scenario) else bare
