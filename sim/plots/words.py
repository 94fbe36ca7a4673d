"""Events in words: what their ids say, and when they hold."""

import re
from collections.abc import Sequence

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
    """When an event holds, or grows: ``2012–2013``, ``2011 (grows over 5 years)``."""
    if event.until is not None and event.until > event.year:
        return f"{event.year}–{event.until}"
    if event.until is not None:
        return f"{event.year} only"
    if event.over is not None and event.over > 1:
        return f"{event.year} (grows over {event.over} years)"
    return str(event.year)


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
