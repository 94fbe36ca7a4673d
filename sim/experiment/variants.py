"""Variants of a scenario that lack something: the rivals of a model, and its ablations.

All keep years, seed and worlds, so they share all the noise that they can share.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sim.base.distributions import Constant
from sim.base.parameters import GROUPS, NOISE, PARAMETERS
from sim.document.frozen import FrozenMap
from sim.scenario import Event, Scenario

MECHANISMS = tuple(group for group in GROUPS if group != NOISE)
"""Groups of the parameter table that are a mechanism."""

_BEYOND_HABIT = [name for name, group in GROUPS.items() if not group.habitual]

VariantKind = Literal["parameter", "noise", "trial", "group", "events", "placebo"]


@dataclass(frozen=True)
class Variant:
    """A scenario without something; ``group`` is that of the parameter, else the name itself."""

    name: str
    kind: VariantKind
    group: str
    scenario: Scenario


def ablations(scenario: Scenario) -> tuple[Variant, ...]:
    """Every mechanism turned off in turn, then groups of them, the events, and the placebo.

    What is off by default is also switched on.
    """
    singles = tuple(
        Variant(name, _kind(name), PARAMETERS[name].group, switched_off(scenario, [name]))
        for name in off_values()
    )
    trials = tuple(
        Variant(f"{name} switched on", "trial", row.group, switched_on(scenario, name))
        for name, row in PARAMETERS.items()
        if row.trial is not None
    )
    groups = tuple(
        Variant(f"all of {group}", "group", group, switched_off(scenario, of_groups([group])))
        for group in MECHANISMS
    )
    return (
        *singles,
        *trials,
        *groups,
        Variant("events off", "events", "events off", without_events(scenario)),
        Variant("events with the wrong sign", "events", "wrong sign", wrong_sign(scenario)),
        Variant("rivals permuted", "placebo", "placebo", replace(scenario, rivals="permuted")),
    )


def off_values() -> dict[str, float]:
    """The value at which each parameter has no effect, for those that have such a value."""
    return {name: row.off for name, row in PARAMETERS.items() if row.off is not None}


def of_groups(groups: Collection[str]) -> tuple[str, ...]:
    """Parameters of some groups that have an off value."""
    return tuple(name for name in off_values() if PARAMETERS[name].group in groups)


def switched_off(scenario: Scenario, names: Collection[str]) -> Scenario:
    """The same with some parameters at their off value in all worlds; the others are as drawn."""
    off = off_values()
    fixed = {name: Constant(off[name]) for name in names}
    return replace(scenario, settings=FrozenMap({**scenario.settings, **fixed}))


def switched_on(scenario: Scenario, name: str) -> Scenario:
    """The same with one parameter drawn as when it is on; the others are as drawn."""
    drawn = {name: PARAMETERS[name].range}
    return replace(scenario, settings=FrozenMap({**scenario.settings, **drawn}))


def without_events(scenario: Scenario) -> Scenario:
    """The same with no event at all, parameters and noise as they were."""
    return replace(scenario, events=())


def wrong_sign(scenario: Scenario) -> Scenario:
    """The same with every shift of alignment or domestic cost turned round; other events stay."""
    return replace(scenario, events=tuple(map(_turned, scenario.events)))


def from_prior(scenario: Scenario) -> Scenario:
    """The same with every parameter drawn from the prior of the table."""
    return replace(scenario, parameters="prior", settings=FrozenMap({}))


def habit_only(scenario: Scenario) -> Scenario:
    """Buyers go by habit: no event, and all is off but habit, noise and the base rates of need.

    Groups that are ``habitual`` are as drawn. What has no off value stays as well: the base of
    willingness and the slack of capacity. Tenders come at the theatre's rates.
    """
    return switched_off(without_events(scenario), of_groups(_BEYOND_HABIT))


def habit_only_in_words() -> Mapping[str, object]:
    """What exactly the habit-only model has: values that are off, and parameters that are kept."""
    off = off_values()
    turned_off = {name: off[name] for name in of_groups(_BEYOND_HABIT)}
    return {
        "events": "none",
        "off": turned_off,
        "kept": [name for name in PARAMETERS if name not in turned_off],
    }


def _kind(parameter: str) -> VariantKind:
    return "noise" if PARAMETERS[parameter].group == NOISE else "parameter"


def _turned(event: Event) -> Event:
    shift = event.values.get("shift")
    if not isinstance(shift, float | int):
        return event
    return event.with_values({"shift": -float(shift)})
