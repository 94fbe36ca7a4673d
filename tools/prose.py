"""Numbers in the prose of pages: each is generated, or a definition of ``definitions.yaml``.

A figure that a run prints belongs into a marked place, which is made from what a command gave. What
is left are years, the numbers of lists, code, and definitions: settings, conventions, and counts
that are read from the code where it has them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from sim.model import delivery, equations, given, world
from sim.scenario import load
from sim.theatre.load import load_theatre
from tools.figures import KEPT
from tools.marked import without

_NOT_PROSE = (
    re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE),  # code
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"`[^`]*`"),
    re.compile(r"\]\([^)]*\)"),  # where a link leads
    re.compile(r"^ *(?:\*\*)?\d+\. ", re.MULTILINE),  # the numbers of a list
    re.compile(r"^#+ .*?(?=$)", re.MULTILINE),  # headings
    re.compile(r"\b(?:19|20|21)\d\d(?:[-–](?:19|20)?\d\d)?\b"),  # years
)
_WORDS = (
    "half|halves|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twice|thrice|"
    "doubled?|doubles|trebled?|trebles|tripled?|triples|percent|per cent"
)
_DIGITS = r"(?<![\w.])(?![01](?![\d%]|[.,]\d))\d+(?:[.,]\d+)*%?"  # 0 and 1 alone are no figures
_NUMBER = re.compile(
    rf"{_DIGITS}|\b(?:{_WORDS})s?\b|\b(?:in|of) (?:ten|five|four|three)\b", re.IGNORECASE
)


def strangers(text: str, phrases: Iterable[str]) -> list[str]:
    """Numbers of a page that are neither generated nor in one of the phrases, with their line."""
    prose = without(text)
    for phrase in sorted(phrases, key=len, reverse=True):
        prose = _pattern(phrase).sub("", prose)
    for part in _NOT_PROSE:
        prose = part.sub("", prose)
    return [
        f"{found.group()} in: {line.strip()}"
        for line in prose.splitlines()
        for found in _NUMBER.finditer(line)
    ]


def unused(text: str, phrases: Iterable[str]) -> list[str]:
    """Phrases that the page no longer has: it says something else, or the code has changed."""
    return [phrase for phrase in phrases if not _pattern(phrase).search(text)]


def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase, whatever the line ends between its words."""
    return re.compile(r"\s+".join(map(re.escape, phrase.split())))


def phrases_of(page: str) -> list[str]:
    """The phrases that a page may have, with the numbers that the code has now."""
    return list(_filled(_definitions().get(page, ())))


def _filled(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        yield phrase.format_map(facts()) if "{" in phrase else phrase


@cache
def _definitions() -> Mapping[str, list[str]]:
    text = (KEPT / "definitions.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, list[str]] = yaml.safe_load(text)
    return loaded


@cache
def facts() -> Mapping[str, Any]:
    """Numbers that pages state and the code has, by name."""
    theatre, history = load_theatre(), load("history")
    single = [name for name in theatre.buyers if not _aggregate(theatre, name)]
    sellers = [name for name in theatre.suppliers if not _aggregate(theatre, name)]
    constants = {
        name: value if isinstance(value, int) else f"{value:g}"
        for module in (delivery, equations, given, world)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, int | float)
    }
    return constants | {
        "buyers": len(single),
        "suppliers": len(sellers),
        "worlds": history.worlds,
        "seed": history.seed,
    }


def _aggregate(theatre: Any, name: str) -> bool:
    return next(state.aggregate for state in theatre.states if state.name == name)
