"""Events in words: what their ids say, and when they hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.scenario import Event
from sim.theatre.theatre import Theatre

ACRONYMS = ("us", "uk", "un", "eu", "uae", "usa", "nato", "caatsa", "fmf", "gcc")
# Capitals, places that wars and crises are named after, and peoples.
_PLACES = """
abbottabad abuja amman ankara athens baghdad bangkok beijing berlin brasilia brussels cairo
canberra caracas colombo crimea damascus delhi dhaka doha gaza georgia hanoi islamabad jakarta
jerusalem kabul kargil kashmir kyiv ladakh london madrid minsk moscow mumbai oslo ottawa paris
pyongyang rabat riyadh rome santiago seoul stockholm taipei tehran tokyo tripoli warsaw washington
yemen
american british chinese european french german indian iranian israeli italian japanese korean
pakistani russian saudi soviet spanish swedish turkish ukrainian
"""
PLACES = frozenset(_PLACES.split())
_LONGEST_NAME = 4  # words


def words_of(event: Event, theatre: Theatre) -> str:
    """An event's id as words, with the capitals of names: ``us-lifts-ban`` is US lifts ban.

    Names are those of the theatre's states, of known places, and what the event's reason writes
    with capitals within a sentence. States side by side are joined by a dash, and
    words by a hyphen where the reason has one between them.
    """
    words = [word for word in event.id.replace("_", "-").split("-") if word]
    known = _names_in(event.why)
    text, after_state, i = "", False, 0
    while i < len(words):
        length = _length_of_state(words[i:], theatre)
        taken = words[i : i + max(length, 1)]
        spelt = " ".join(_capital(w) if length else _spelt(w, known) for w in taken)
        compound = i > 0 and f"{words[i - 1]}-{words[i]}".casefold() in event.why.casefold()
        joint = "–" if length and after_state else "-" if compound else " " if text else ""
        text, after_state, i = f"{text}{joint}{spelt}", length > 0, i + len(taken)
    text = text or event.id
    return text[0].upper() + text[1:]


def years_of(event: Event) -> str:
    """When an event holds, or grows: ``2012–2013``, ``2011 (grows over 5 years)``.

    Of one that differs from world to world: ``2024–2027 (drawn)``, ``2012 (if China orders)``.
    """
    openness = openness_of(event)
    if openness:
        last = event.until if event.condition is not None else event.latest
        span = f"{event.year}–{last}" if last not in (None, event.year) else str(event.year)
        return f"{span} ({openness})"
    if event.until is not None and event.until > event.year:
        return f"{event.year}–{event.until}"
    if event.until is not None:
        return f"{event.year} only"
    if event.over is not None and event.over > 1:
        return f"{event.year} (grows over {event.over} years)"
    return str(event.year)


def openness_of(event: Event) -> str:
    """What an event hangs on in each world, in words; empty for one that all worlds have."""
    parts = []
    if event.condition is not None:
        after = event.condition.after
        later = "" if after == 1 else f", {after} years later"
        parts.append(f"if {_CONDITIONS[event.condition.kind](event.condition.values)}{later}")
    if event.latest is not None:
        parts.append("year drawn")
    if event.probability is not None:
        parts.append(f"in {event.probability:.0%} of worlds")
    return ", ".join(parts)


def _pair(values: Mapping[str, Any], verb: str) -> str:
    weapon = values.get("class", "all")
    what = "" if weapon == "all" else f" {weapon.replace('_', ' ')}"
    return f"{joined_by_or(values['buyer'])} {verb}{what} {{}} {joined_by_or(values['supplier'])}"


def joined_by_or(names: Sequence[str]) -> str:
    """Names of which any one will do: ``India, Egypt or Iran``."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _order_signed(values: Mapping[str, Any]) -> str:
    least = f" of at least {values['tiv']:g} TIV" if values["tiv"] > 0 else ""
    return _pair(values, "orders").format("from") + least


def _share_reached(values: Mapping[str, Any]) -> str:
    above = values["above"] is not None
    level = values["above"] if above else values["below"]
    return (
        f"{joined_by_or(values['supplier'])} {'brings more' if above else 'brings less'} than "
        f"{level:.0%} of what comes to {joined_by_or(values['buyer'])} in five years"
    )


_CONDITIONS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "order": _order_signed,
    "talks": lambda values: _pair(values, "announces talks about").format("with").replace(
        "about with", "with"
    ),
    "deliveries": lambda values: (
        f"{joined_by_or(values['buyer'])} has had {values['tiv']:g} TIV from "
        f"{joined_by_or(values['supplier'])}"
    ),
    "share": _share_reached,
    "event": lambda values: f"{values['id']} has begun",
}  # fmt: skip


def _length_of_state(words: Sequence[str], theatre: Theatre) -> int:
    """How many words at the beginning are the name of a state; 0 if none are.

    Codes of three letters are too often plain words.
    """
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[:length])
        if (len(name) > 3 or name.casefold() in ACRONYMS) and theatre.find(name) is not None:
            return length
    return 0


def _spelt(word: str, known: dict[str, str]) -> str:
    folded = word.casefold()
    if folded in ACRONYMS or folded in PLACES:
        return _capital(word)
    return known.get(folded, word)


def _capital(word: str) -> str:
    if word.casefold() in ACRONYMS:
        return word.upper()
    return word if word in ("of", "and", "the") else word[:1].upper() + word[1:]


def _names_in(why: str) -> dict[str, str]:
    """Words with capitals in a text, by their small letters; the first of a sentence says nothing.

    A word that the text writes with a small first letter too is no name.
    """
    names: dict[str, str] = {}
    for sentence in re.split(r"[.;:!?]\s", why):
        for word in re.findall(r"[^\W_]+", sentence)[1:]:
            if word[0].isupper():
                names.setdefault(word.casefold(), word)
    return {name: word for name, word in names.items() if not re.search(rf"\b{name}\b", why)}
