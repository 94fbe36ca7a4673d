"""How a node becomes a value: tables of fields are read here, and every mistake is reported."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sim.base.problems import MOST_TOLD, Problem, closest, listing, quote, suggest_or_list
from sim.scenario.tree import ListNode, MapNode, Node, ScalarNode, SpoiltNode

EARLIEST, LATEST = 1900, 2200
"""The years that any scenario may speak of."""


@dataclass(frozen=True)
class Reading:
    """What a reader needs besides the node: where to report, and the years of the scenario.

    ``years`` are wide open while the scenario's own are unknown. ``complete`` is false when a
    parent file is missing, which may hold what seems to be lacking.
    """

    years: tuple[int, int] = (EARLIEST, LATEST)
    complete: bool = True
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node, message: str) -> None:
        """Report a mistake at a node, unless the node's mistake is reported already."""
        if not isinstance(node, SpoiltNode):
            self.problems.append(Problem(node.mark, message))

    def hint(self, word: str, known: Iterable[str]) -> str:
        """Likely words in place of an unknown one; nothing where nobody reads so many problems."""
        return suggest_or_list(word, known) if len(self.problems) < MOST_TOLD else ""


class FieldType(ABC):
    """A type of field. Instances are data: their attributes are all a schema needs to know."""

    @property
    @abstractmethod
    def expected(self) -> str:
        """What a value must be, as in "worlds must be …"."""

    @abstractmethod
    def read(self, node: Node, name: str, reading: Reading) -> Any | None:
        """Return the value of a node, or None once its mistake is reported."""

    def plain(self, value: Any) -> object:
        """Return plain data from which ``read`` makes the same value."""
        return value

    def refuse(self, node: Node, name: str, reading: Reading, hint: str = "") -> None:
        """Report that a node is not what was expected."""
        reading.wrong(node, f"{name} must be {self.expected}, not {describe(node)}{hint}")


@dataclass(frozen=True)
class Field:
    """A named value in a mapping. An optional field that is not written has its ``default``."""

    name: str
    type: FieldType
    doc: str
    required: bool = True
    default: object = None


class HasFields(Protocol):
    """A kind of event or measure: a named table of fields."""

    @property
    def name(self) -> str:
        """The key that chooses this kind."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """What stands under that key."""


K = TypeVar("K", bound=HasFields)


def describe(node: Node) -> str:
    """Show a node within a message."""
    if isinstance(node, MapNode):
        return "a mapping" if node.entries else "an empty mapping"
    if isinstance(node, ListNode):
        return "a list" if node.items else "an empty list"
    if not isinstance(node, ScalarNode):
        return "what is wrong already"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return quote(node.value) if isinstance(node.value, str) else str(node.value)


def read_fields(
    node: Node,
    fields: Sequence[Field],
    what: str,
    reading: Reading,
    also: Iterable[str] = (),
) -> dict[str, Any] | None:
    """Read a mapping by a table of fields; None when anything in it is wrong.

    ``what`` names the mapping in messages; keys in ``also`` are left for others to read.
    """
    if not isinstance(node, MapNode):
        reading.wrong(node, f"{what} must be a mapping, not {describe(node)}")
        return None
    values: dict[str, Any] = {}
    known = [item.name for item in fields] + list(also)
    unknown = [key for key in node.entries if key not in known]
    for key in unknown:
        message = f"unknown key {quote(key)} in {what}" + reading.hint(key, known)
        reading.problems.append(Problem(node.entries[key].key_mark, message))
    # A required key that is merely misspelt is one mistake, not two.
    misspelt = {closest(key, known) for key in unknown[:MOST_TOLD]}
    whole = not unknown
    for item in fields:
        entry = node.entries.get(item.name)
        if entry is not None:
            values[item.name] = item.type.read(entry.node, item.name, reading)
            whole = whole and values[item.name] is not None
        elif item.required:
            whole = False
            if item.name not in misspelt:
                reading.wrong(node, f"{what} lacks '{item.name}': {item.doc}")
        else:
            values[item.name] = item.default
    return values if whole else None


def read_kind(
    node: MapNode, kinds: Mapping[str, K], common: Iterable[str], what: str, reading: Reading
) -> K | None:
    """Return the one kind that a mapping names among its keys; report when it is not one."""
    named = [key for key in node.entries if key in kinds]
    if len(named) == 1:
        return kinds[named[0]]
    if named:
        second = node.entries[named[1]].key_mark
        message = f"{what} must have one kind, not {len(named)}: {listing(named)}"
        reading.problems.append(Problem(second, message))
    elif not node.entries.keys() - set(common):
        # With an unknown key, that key is the mistake and is reported as such.
        reading.wrong(node, f"{what} has no kind; give one of: {listing(kinds)}")
    return None


def plain_fields(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, object]:
    """Return plain data from which ``read_fields`` makes the same values."""
    return {
        item.name: item.type.plain(values[item.name])
        for item in fields
        if values[item.name] is not None
    }
