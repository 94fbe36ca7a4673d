"""Scenario + Theatre → the theatre with whom a scenario brings along: groups, suppliers, buyers.

What comes of it is a theatre like any other. Applied twice, it is the same.
"""

from collections.abc import Iterator
from dataclasses import replace

from sim.base.problems import InputError, Problem
from sim.scenario import Scenario
from sim.theatre import groups, names
from sim.theatre.theatre import Theatre


def made_for(scenario: Scenario, theatre: Theatre) -> Theatre:
    """The theatre with the groups and newcomers of a scenario; the same one if there are none.

    Raises:
        InputError: for a group or a newcomer that makes no sense in this theatre.
    """
    problems = list(_wrong_groups(scenario, theatre))
    if problems:
        raise InputError(problems)
    if scenario.groups:
        theatre = replace(theatre, own_groups=scenario.groups)
    return theatre


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
