"""Small pieces of English sentences, as every room writes them."""

import re
from collections.abc import Sequence

_ARTICLE = ("United States", "United Kingdom", "Netherlands", "United Arab Emirates")
_RANGE = re.compile(r"\b([0-9]{4})-([0-9]{2,4})\b")
_PLURAL = ("Other suppliers", "Other buyers")


def the(name: str) -> str:
    """A state within a sentence: ``the United States``, ``other suppliers``."""
    if name in _PLURAL:
        return name[0].lower() + name[1:]
    return f"the {name}" if name in _ARTICLE else name


def was(name: str) -> str:
    """``was``, or ``were`` for many states under one name."""
    return "were" if name in _PLURAL else "was"


def verb(name: str, one: str) -> str:
    """A verb after a state, ``comes``, or after many under one name, ``come``."""
    return one.removesuffix("s") if name in _PLURAL else one


def possessive(name: str) -> str:
    """``India's``, ``the United States'``."""
    return the(name) + ("'" if name.endswith("s") else "'s")


def joined(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


FEW = 4  # names that are told of many


def few(words: Sequence[str]) -> str:
    """The same as ``joined``, but of many only the first: ``a, b, c, d and 12 more``."""
    left = len(words) - FEW
    return joined(words if left <= 1 else [*words[:FEW], f"{left} more"])


def counted(number: int, noun: str) -> str:
    """``1 world``, ``2,000 worlds``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def years(first: int, last: int) -> str:
    """One year, or the first and the last."""
    return str(first) if first == last else f"{first}–{last}"


def with_dashes(text: str) -> str:
    """The same with a dash in each range of years, as print has it."""
    return _RANGE.sub("\\1–\\2", text)


def capital(words: str) -> str:
    """The same with a capital at its beginning."""
    return words[:1].upper() + words[1:]


def sentence(text: str) -> str:
    """A reason as a sentence: on one line, with a capital and a full stop."""
    plain = capital(" ".join(text.split()))
    return plain if plain[-1:] in (*".!?", "") else f"{plain}."
