"""Which states an event names, and which buyers it touches."""

from sim.document.entries import names_in, words_of
from sim.scenario import Event
from sim.theatre.theatre import Theatre


def states_named(event: Event, theatre: Theatre) -> tuple[str, ...]:
    """The theatre's own names of the states in an event, each once, in the order of its fields."""
    kind = event.effect
    named = names_in(type(kind))
    words = [
        word
        for field, name in words_of(type(kind)).items()
        if named.get(field) == "state"
        for word in _listed(getattr(kind, name))
    ]
    found = [name for word in words for name in theatre.members(word, event.year) or (word,)]
    return tuple(dict.fromkeys(found))


def buyers_touched(event: Event, theatre: Theatre) -> frozenset[str]:
    """Buyers that an event names; all of them if it changes a supplier whoever buys."""
    values = event.values
    if "supplier" in values and values.get("buyer") is None:
        return frozenset(theatre.buyers)
    return frozenset(states_named(event, theatre)) & frozenset(theatre.buyers)


def _listed(given: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else given
