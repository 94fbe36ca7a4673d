"""A mapping that nobody changes."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")


class FrozenMap(Mapping[str, V], Generic[V]):
    """A read-only mapping in order of its keys.

    ``types.MappingProxyType`` would do, but can neither be hashed nor sent to another process.
    """

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, V]) -> None:
        """Copy the entries, so that later changes to the source stay outside."""
        self._entries = {key: entries[key] for key in sorted(entries)}

    def __getitem__(self, key: str) -> V:
        """Return the value of ``key``."""
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        """Go through the keys in their order."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._entries)

    def __hash__(self) -> int:
        """Equal mappings hash alike."""
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        """Show the entries."""
        return f"FrozenMap({self._entries!r})"
