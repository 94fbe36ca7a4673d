"""The way back from a value of a scenario to the line that wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.problems import Location
from sim.document.tree import ListNode, MapNode, Node, ScalarNode


@dataclass(frozen=True)
class Marks:
    """Where each part of a scenario was written, in whichever file wrote it."""

    root: Node

    def at(self, *path: str | int) -> Location:
        """Return the mark of e.g. ("events", 3, "embargo", "buyer").

        What no file says, such as a default, has the mark of the nearest part that one does.
        """
        node, _ = self._nearest(path)
        return node.mark

    def written(self, *path: str | int) -> Location | None:
        """Return the mark of what some file says, as ``at`` does, and None of a default.

        What is only part of a written word, such as the share behind ``closes: all``, is written.
        """
        node, whole = self._nearest(path)
        return node.mark if whole or isinstance(node, ScalarNode) else None

    def _nearest(self, path: Sequence[str | int]) -> tuple[Node, bool]:
        """Follow a path as far as it goes; tell whether that is to its end."""
        node = self.root
        for step in path:
            if isinstance(node, MapNode) and step in node.entries:
                node = node.entries[str(step)].node
            elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return node, False
        return node, True
