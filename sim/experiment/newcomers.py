"""Scenario + Theatre → the theatre with whom a scenario brings along: groups, suppliers, buyers.

What comes of it is a theatre like any other. Made twice, it is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.base.problems import InputError, Problem
from sim.scenario import Event, Scenario
from sim.scenario.offer_events import Enter, NewBuyer
from sim.theatre import groups, names
from sim.theatre.newcomers import with_newcomers
from sim.theatre.records import Entrant, Newcomers
from sim.theatre.theatre import Theatre


def made_for(scenario: Scenario, theatre: Theatre) -> Theatre:
    """The theatre with the groups and newcomers of a scenario; the same one if there are none.

    Raises:
        InputError: for a group or a newcomer that makes no sense in this theatre.
    """
    coming = [
        _Coming(i, event, effect)
        for i, event in enumerate(scenario.events)
        if isinstance(effect := event.effect, Enter | NewBuyer)
    ]
    problems = [*_wrong_groups(scenario, theatre), *_strangers(scenario, theatre, coming)]
    if not problems:
        problems = list(_no_newcomers(scenario, theatre, coming))
    if problems:
        raise InputError(problems)
    if scenario.groups:
        theatre = replace(theatre, own_groups=scenario.groups)
    return with_newcomers(theatre, *_newcomers(theatre, coming)) if coming else theatre


@dataclass(frozen=True)
class _Coming:
    """An event by which a state enters a class or begins to buy."""

    place: int
    event: Event
    effect: Enter | NewBuyer

    @property
    def field(self) -> str:
        """The field that names the state."""
        return "supplier" if isinstance(self.effect, Enter) else "buyer"

    @property
    def word(self) -> str:
        """The state as it is written."""
        [word] = self.effect.supplier if isinstance(self.effect, Enter) else self.effect.buyer
        return word

    @property
    def classes(self) -> tuple[str, ...]:
        """Classes that it enters or needs."""
        effect = self.effect
        return (effect.class_,) if isinstance(effect, Enter) else tuple(effect.need_tiv)

    def state(self, theatre: Theatre) -> str | None:
        """Its name: the theatre's, else that of the table of names, else its own with a code."""
        own, known = theatre.find(self.word), names.find(self.word)
        if own is not None or known is not None:
            return own or names.as_of(known or "", theatre.start)
        return None if self.effect.iso3 is None else self.word

    def problem(self, scenario: Scenario, message: str, field: str = "") -> Problem:
        """A problem at one of its fields."""
        mark = scenario.marks.at("events", self.place, self.event.kind, field or self.field)
        return Problem(mark, message)


def _newcomers(theatre: Theatre, coming: list[_Coming]) -> tuple[Newcomers, dict[str, str]]:
    outputs, needs, iso3 = dict[tuple[str, str], Entrant](), dict[tuple[str, str], float](), {}
    for one in coming:
        name = one.state(theatre)
        assert name is not None
        known, effect = names.states().get(name), one.effect
        iso3[name] = effect.iso3 or ("" if known is None else known.iso3)
        if isinstance(effect, Enter):
            outputs[name, effect.class_] = Entrant(effect.output_tiv, effect.price)
        else:
            needs |= {(name, weapon): tiv for weapon, tiv in effect.need_tiv.items()}
    return Newcomers(outputs=outputs, needs=needs), iso3


def _strangers(scenario: Scenario, theatre: Theatre, coming: list[_Coming]) -> Iterator[Problem]:
    """States and classes that nobody knows."""
    for one in coming:
        if theatre.listed(one.word, one.event.year) is not None and one.state(theatre) is None:
            message = f"'{one.word}' is a group; {one.event.kind} is of one state, so write an "
            yield one.problem(scenario, f"{message}event for each")
        elif one.state(theatre) is None:
            hint = theatre.suggestion(one.word) or "; for a state of your own, give its iso3 too"
            yield one.problem(scenario, f"unknown state '{one.word}'{hint}")
        field = "class" if isinstance(one.effect, Enter) else "need_tiv"
        for weapon in one.classes:
            if weapon not in theatre.classes:
                known = ", ".join(theatre.classes)
                message = f"unknown class '{weapon}'; this theatre has: {known}"
                yield one.problem(scenario, message, field)


def _no_newcomers(scenario: Scenario, theatre: Theatre, coming: list[_Coming]) -> Iterator[Problem]:
    """States that buy already, classes that are entered twice, and what makes no sense before."""
    old = theatre.newcomers.buyers
    seen = set[tuple[str, str, str]]()
    for one in coming:
        name = one.state(theatre)
        assert name is not None
        if name in theatre.aggregates:
            yield one.problem(scenario, f"'{name}' is a sum of many states, which do not come anew")
        if one.field == "buyer" and name in theatre.buyers and name not in old:
            hint = "to change what it needs, write a 'need' event"
            yield one.problem(scenario, f"'{name}' buys in this theatre already; {hint}")
        for weapon in one.classes:
            if (one.field, name, weapon) in seen:
                other = "capacity" if one.field == "supplier" else "need"
                message = f"'{name}' comes to {weapon} twice; what changes later is a '{other}'"
                yield one.problem(scenario, f"{message} event")
            seen.add((one.field, name, weapon))


def _wrong_groups(scenario: Scenario, theatre: Theatre) -> Iterator[Problem]:
    """Groups that have the name of a state, and members that nobody knows."""
    for group, states in (scenario.groups or {}).items():
        mark = scenario.marks.at("groups", group)
        if theatre.find(group) is not None:
            message = f"'{group}' is a state of this theatre; give the group another name"
            yield Problem(mark, message)
        for word in states:
            if not any(find(word) for find in (theatre.find, names.find, groups.spelt)):
                yield Problem(mark, f"unknown state '{word}'{theatre.suggestion(word)}")
