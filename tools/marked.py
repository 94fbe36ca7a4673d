"""Marked places of a page: what stands between two marks is written by a program.

A place begins with ``<!-- begin NAME: python -m tools.pages -->`` on a line of its own and ends
with ``<!-- end NAME -->``. What is between them is replaced, and the rest is left alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence

PLACE = re.compile(
    r"(?P<begin><!-- begin (?P<name>[a-z0-9-]+): python -m tools\.pages -->\n)"
    r".*?(?P<end><!-- end (?P=name) -->)",
    re.DOTALL,
)


def rewritten(text: str, write: Callable[[str], str]) -> str:
    """Return the text with every marked place as ``write`` has it now, given its name."""
    return PLACE.sub(
        lambda found: f"{found['begin']}{write(found['name']).rstrip()}\n{found['end']}", text
    )


def names(text: str) -> list[str]:
    """Names of the marked places of a text, in its order."""
    return [found["name"] for found in PLACE.finditer(text)]


def without(text: str) -> str:
    """Return the text without its marked places."""
    return PLACE.sub("", text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table, one line a row."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")
