"""Lists of entries, each with an id and exactly one kind: events and measures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sim.base.problems import quote
from sim.scenario.frozen import FrozenMap
from sim.scenario.reading import (
    Field,
    FieldType,
    HasFields,
    Reading,
    plain_fields,
    read_fields,
    read_kind,
)
from sim.scenario.tree import ListNode, MapNode, Node, ScalarNode

T = TypeVar("T")
K = TypeVar("K", bound=HasFields)


@dataclass(frozen=True)
class Draft(Generic[K]):
    """An entry whose fields are read, before it is checked as a whole."""

    node: MapNode
    common: Mapping[str, Any]
    kind: K
    values: FrozenMap[Any]


@dataclass(frozen=True)
class Entries(FieldType, Generic[T, K]):
    """A list of entries. ``build`` checks a draft and returns None once it has reported.

    ``common`` fields stand beside the kind and are attributes of what ``build`` returns, as are
    ``kind`` and ``values``.
    """

    noun: str
    common: tuple[Field, ...]
    kinds: Mapping[str, K]
    build: Callable[[Draft[K], Reading], T | None]

    @property
    def expected(self) -> str:
        """Say what the list holds."""
        return f"a list of {self.noun}s"

    def read(self, node: Node, name: str, reading: Reading) -> tuple[T, ...] | None:
        """Return the entries in their order."""
        if not isinstance(node, ListNode):
            self.refuse(node, name, reading)
            return None
        made = [self._read_one(item, reading) for item in node.items]
        found = tuple(entry for entry in made if entry is not None)
        return found if len(found) == len(made) else None

    def plain(self, value: tuple[Any, ...]) -> object:
        """Write each entry with its defaults."""
        return [
            {
                **plain_fields(self.common, {f.name: getattr(entry, f.name) for f in self.common}),
                entry.kind: plain_fields(self.kinds[entry.kind].fields, entry.values),
            }
            for entry in value
        ]

    def _read_one(self, node: Node, reading: Reading) -> T | None:
        what = self._title(node)
        common = read_fields(node, self.common, what, reading, also=self.kinds)
        if not isinstance(node, MapNode):
            return None
        kind = read_kind(node, self.kinds, [field.name for field in self.common], what, reading)
        if kind is None:
            return None
        values = read_fields(node.entries[kind.name].node, kind.fields, kind.name, reading)
        if common is None or values is None:
            return None
        return self.build(Draft(node, common, kind, FrozenMap(values)), reading)

    def _title(self, node: Node) -> str:
        """Name an entry by its id where it has one."""
        entry = node.entries.get("id") if isinstance(node, MapNode) else None
        if entry is not None and isinstance(entry.node, ScalarNode):
            return f"{self.noun} {quote(str(entry.node.value))}"
        return f"this {self.noun}"
