"""Plain data to YAML that people like to read and that ``tree`` reads back as the same data.

Words stand bare where no reader of YAML, old or new, could take them for anything else.
"""

import re
import textwrap
from collections.abc import Mapping
from typing import TypeGuard

_BARE = re.compile(r"[^\W\d_][\w .,;()/%&+!?'’–—-]*")
_BARE_IN_FLOW = re.compile(r"[^\W\d_][\w .;()/%&+!'’–—-]*")
_WINDOW = re.compile(r"[0-9]{4}-[0-9]{4}")
# What YAML 1.1 or 1.2 takes for a truth value, nothing or a number.
_TAKEN = re.compile(r"(?i)true|false|yes|no|on|off|y|n|null|nan|inf")
# What YAML lets a file hold, less the line breaks that only some readers know.
_SHOWABLE = re.compile(
    r"[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
_EXACT = 1e15


def word(text: str, *, in_flow: bool = False) -> str:
    """Write text on one line, in quotes where it needs them."""
    bare = (_BARE_IN_FLOW if in_flow else _BARE).fullmatch(text)
    if _WINDOW.fullmatch(text) or (
        bare and not _TAKEN.fullmatch(text) and not text.endswith(" ") and _SHOWABLE.fullmatch(text)
    ):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def number(value: float) -> str:
    """Write a number; a whole one without its decimal point."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < _EXACT
    return str(int(value)) if whole and str(value) != "-0.0" else repr(value)


def flow(value: object, *, inside: bool = False) -> str:
    """Write any plain data on one line."""
    if isinstance(value, Mapping):
        pairs = (f"{word(str(key), in_flow=True)}: {_inner(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if is_list(value):
        return "[" + ", ".join(map(_inner, value)) + "]"
    if isinstance(value, str):
        return word(value, in_flow=inside)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    raise TypeError(f"a scenario cannot hold a {type(value).__name__}")


def block(text: str, width: int) -> tuple[str, list[str]] | None:
    """Write long text as the sign of a block and its lines, without their indentation.

    Returns None for what would not be read back as the same text, such as lines that begin with a
    blank.
    """
    lines = text.split("\n")
    if not all(_SHOWABLE.fullmatch(line) and line == line.strip() for line in lines) or not text:
        return None
    if len(lines) > 1:
        return ("|-", lines) if lines[0] and lines[-1] else None
    folded = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return (">-", folded) if " ".join(folded) == text else None


def is_list(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    """Tell whether plain data is a list."""
    return isinstance(value, list | tuple)


def comment(text: str) -> str:
    """Make text fit for a comment, which must stay on its line."""
    return "".join(char if _SHOWABLE.fullmatch(char) else "?" for char in text)


def _inner(value: object) -> str:
    return flow(value, inside=True)


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if _SHOWABLE.fullmatch(char):
        return char
    return f"\\u{ord(char):04X}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08X}"
