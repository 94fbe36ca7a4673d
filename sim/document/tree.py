"""YAML text to a plain tree in which every key, value and item knows its place.

The reader is strict, since a scenario is a record of what was asked: a key stands once, nothing is
tagged or aliased, and plain words mean what YAML 1.2's core schema says (``NO`` is Norway).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from sim.base.problems import InputError, Location, Problem, quote
from sim.base.regular import read_text
from sim.document.loader import SPOILT, MarkedLoader, mark_at

LARGEST_FILE = 1_000_000
_LONGEST_NUMBER = 100

_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_NOT_A_NUMBER = re.compile(r"\.(nan|NaN|NAN)")
# Escapes such as "\0" or "\uD800" can put into a text what no file or terminal can show.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

_ODD_BREAK = re.compile("[\x85\u2028\u2029]")

Plain: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True)
class ScalarNode:
    """One word, number, truth value or nothing."""

    mark: Location
    value: Plain


@dataclass(frozen=True)
class ListNode:
    """A list."""

    mark: Location
    items: "tuple[Node, ...]"


@dataclass(frozen=True)
class MapEntry:
    """A value in a mapping; ``key_mark`` is the place of its key."""

    key_mark: Location
    node: "Node"


@dataclass(frozen=True)
class MapNode:
    """A mapping from names to values."""

    mark: Location
    entries: Mapping[str, MapEntry]


@dataclass(frozen=True)
class SpoiltNode:
    """A value whose mistake is already reported; readers pass over it in silence."""

    mark: Location


Node: TypeAlias = ScalarNode | ListNode | MapNode | SpoiltNode


def read(path: Path, problems: list[Problem]) -> MapNode | None:
    """Read a file. Report what is wrong; return None when nothing in it can be used."""
    try:
        text = read_text(path, LARGEST_FILE)
    except InputError as error:
        problems.extend(error.problems)
        return None
    return parse(text, str(path), problems)


def parse(text: str, file: str, problems: list[Problem]) -> MapNode | None:
    """Turn YAML text into a tree, as ``read`` does. ``file`` is the name in the marks."""
    # Editors count no line at these, PyYAML does: all lines below would be told wrong.
    if (odd := _ODD_BREAK.search(text)) is not None:
        message = f"the line separator U+{ord(odd[0]):04X} cannot stand here; break the line"
        problems.append(Problem(mark_at(file, text, odd.start()), message))
        return None
    composed = MarkedLoader.compose_text(text, file, problems)
    if composed is None:
        return None
    root = _convert(composed, file, problems)
    if isinstance(root, MapNode):
        return root
    if isinstance(root, ScalarNode) and root.value is None:
        problems.append(Problem(root.mark, "the file is empty"))
    elif not isinstance(root, SpoiltNode):
        problems.append(Problem(root.mark, "this must be a mapping, with lines like 'key: …'"))
    return None


def from_plain(value: object, mark: Location) -> Node:
    """Turn plain data, such as parsed JSON, into a tree whose nodes all stand at ``mark``.

    Raises TypeError for what neither YAML nor JSON can hold.
    """
    if value is None or isinstance(value, str | int | float):
        return ScalarNode(mark, value)
    if isinstance(value, list | tuple):
        return ListNode(mark, tuple(from_plain(item, mark) for item in value))
    if isinstance(value, Mapping):
        return MapNode(
            mark, {str(k): MapEntry(mark, from_plain(v, mark)) for k, v in value.items()}
        )
    raise TypeError(f"a scenario cannot hold a {type(value).__name__}")


def to_plain(node: Node) -> object:
    """The plain data that a tree holds; None where a mistake is reported already."""
    if isinstance(node, MapNode):
        return {key: to_plain(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, ListNode):
        return [to_plain(item) for item in node.items]
    return node.value if isinstance(node, ScalarNode) else None


def to_plain_at(node: Node, key: str) -> object:
    """The plain data under a key of a mapping; None where there is none."""
    held = node.entries.get(key) if isinstance(node, MapNode) else None
    return None if held is None else to_plain(held.node)


def resolve_plain(word: str) -> Plain:
    """Read an unquoted word by the core schema of YAML 1.2.

    Raises ValueError for a number of absurd length.
    """
    if _NULL.fullmatch(word):
        return None
    if _TRUE.fullmatch(word):
        return True
    if _FALSE.fullmatch(word):
        return False
    for pattern, base in ((_DECIMAL, 10), (_OCTAL, 8), (_HEXADECIMAL, 16)):
        if pattern.fullmatch(word):
            return int(_of_sane_length(word), base)
    if _FLOAT.fullmatch(word):
        return float(_of_sane_length(word))
    if match := _INFINITE.fullmatch(word):
        return float(match[1] + "inf")
    return float("nan") if _NOT_A_NUMBER.fullmatch(word) else word


def _of_sane_length(number: str) -> str:
    if len(number) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(number)} characters is too long")
    return number


def _convert(node: yaml.Node, file: str, problems: list[Problem]) -> Node:
    mark = Location(file, node.start_mark.line + 1, node.start_mark.column + 1)
    if node.tag == SPOILT:
        return SpoiltNode(mark)
    if isinstance(node, yaml.MappingNode):
        return MapNode(mark, _convert_entries(node, file, problems))
    if isinstance(node, yaml.SequenceNode):
        return ListNode(mark, tuple(_convert(item, file, problems) for item in node.value))
    try:
        if _UNSHOWABLE.search(node.value):
            raise ValueError("this text holds a control character")
        # Only unquoted words have no style; what is quoted is text.
        quoted = isinstance(node, yaml.ScalarNode) and node.style is not None
        return ScalarNode(mark, node.value if quoted else resolve_plain(node.value))
    except ValueError as error:
        problems.append(Problem(mark, str(error)))
        return SpoiltNode(mark)


def _convert_entries(
    node: yaml.MappingNode, file: str, problems: list[Problem]
) -> dict[str, MapEntry]:
    entries: dict[str, MapEntry] = {}
    for key_node, value_node in node.value:
        key = _convert(key_node, file, problems)
        value = _convert(value_node, file, problems)
        if isinstance(key, SpoiltNode):
            continue
        if not isinstance(key, ScalarNode):
            problems.append(Problem(key.mark, "a key must be a word, not a list or a mapping"))
        elif not isinstance(key.value, str):
            message = f"the key {key_node.value or 'null'} must be text; put it in quotes"
            problems.append(Problem(key.mark, message))
        elif key.value in entries:
            first = entries[key.value].key_mark
            message = f"the key {quote(key.value)} stands twice; first on line {first.line}"
            problems.append(Problem(key.mark, message))
        else:
            entries[key.value] = MapEntry(key.mark, value)
    return entries
