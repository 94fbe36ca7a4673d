"""Values that a command line puts into a document: ``--set PATH=VALUE``.

Such a value stands in no file; what it says is its place, so that messages name it and ``sim show``
tells who said so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.problems import Location, Problem, quote
from sim.document import tree
from sim.document.tree import ListNode, MapEntry, MapNode, Node

OPTION = "--set"

Step = str | int


@dataclass(frozen=True)
class Override:
    """A value, and the path that it stands at, as in ``years.to``."""

    path: str
    node: Node

    @property
    def mark(self) -> Location:
        """Its place: the option itself."""
        return self.node.mark


def read_override(text: str, problems: list[Problem]) -> Override | None:
    """Read ``PATH=VALUE``, VALUE as YAML has it; report what is wrong and return None."""
    mark = Location.said(f"{OPTION} {text}")
    path, sign, value = text.partition("=")
    if not sign or not path.strip():
        message = "must be PATH=VALUE, such as price_sensitivity=1 or years.to=2020"
        problems.append(Problem(mark, message))
        return None
    found: list[Problem] = []
    root = tree.parse(f"value: {value}", mark.file, found)
    if root is not None and root.entries.keys() != {"value"}:
        found.append(Problem(mark, f"{quote(value)} is more than one value"))
    if found or root is None:
        problems += [Problem(mark, problem.message) for problem in found]
        return None
    plain = tree.to_plain(root.entries["value"].node)
    return Override(path.strip(), tree.from_plain(plain, mark))


def with_value(root: MapNode, steps: Sequence[Step], node: Node) -> MapNode:
    """The same tree with another node at the end of some steps; what lacks on the way is made."""
    made = _put(root, steps, node)
    assert isinstance(made, MapNode)
    return made


def _put(under: Node, steps: Sequence[Step], node: Node) -> Node:
    if not steps:
        return node
    step, *rest = steps
    if isinstance(step, int):
        assert isinstance(under, ListNode)
        items = list(under.items)
        # The entry is as much of the option as of its file: it is no longer merely inherited.
        items[step] = _marked(_put(items[step], rest, node), node.mark)
        return ListNode(under.mark, tuple(items))
    entries = dict(under.entries) if isinstance(under, MapNode) else {}
    held = entries.get(step, MapEntry(node.mark, MapNode(node.mark, {})))
    entries[step] = MapEntry(node.mark if not rest else held.key_mark, _put(held.node, rest, node))
    return MapNode(under.mark, entries)


def _marked(item: Node, mark: Location) -> Node:
    return MapNode(mark, item.entries) if isinstance(item, MapNode) else item
