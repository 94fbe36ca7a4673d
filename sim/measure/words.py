"""States, flows and years in a few words, for labels."""

from collections.abc import Iterable

from sim.measure.flows import ALL, Names, Window

_SHORT = {"United States": "US", "United Kingdom": "UK"}
_NO_NOUNS = {"land": "land arms", "naval": "naval arms"}  # classes whose names are no nouns


class StatesTogether(tuple[str, ...]):
    """States that count together, and the words by which a file names them: those of groups."""

    words: Names

    def __new__(cls, states: Iterable[str], words: Names = ()) -> "StatesTogether":
        """Keep the words beside the states."""
        made = super().__new__(cls, states)
        made.words = words
        return made


def who(names: Names) -> str:
    """``India``, ``GCC``, ``US and UK``, or of many the first: ``India and 3 others``."""
    if isinstance(names, StatesTogether) and len(names.words) < len(names):
        names = names.words
    short = [_SHORT.get(name, name) for name in names]
    return " and ".join(short) if len(short) < 3 else f"{short[0]} and {len(short) - 1} others"


def whose(names: Names) -> str:
    """``India's``; acronyms stand as they are."""
    words = who(names)
    if words in _SHORT.values():
        return words
    return words + ("'" if words.endswith("s") else "'s")


def between(buyer: Names | None, supplier: Names | None) -> str:
    """A flow: ``India from Russia``, ``India``, ``Russia sales``, ``world``."""
    if supplier is None:
        return "world" if buyer is None else who(buyer)
    return f"{who(supplier)} sales" if buyer is None else f"{who(buyer)} from {who(supplier)}"


def spoken(weapon: str) -> str:
    """A weapon class as one writes it: ``air defence sensors``, ``land arms``."""
    return _NO_NOUNS.get(weapon, weapon.replace("_", " "))


def of_class(weapon: str) -> str:
    """What a label adds for one weapon class: ``, land arms``."""
    return "" if weapon == ALL else f", {spoken(weapon)}"


def short_window(window: Window) -> str:
    """``2008–12``, ``1998–2002``, or one year."""
    first, last = window
    if first == last:
        return str(first)
    return f"{first}–{last % 100:02d}" if first // 100 == last // 100 else f"{first}–{last}"
