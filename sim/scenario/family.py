"""Which files a scenario is made of: it extends some, and these may extend others."""

from collections.abc import Collection
from pathlib import Path

from sim.base.problems import Problem, quote, suggest
from sim.document import tree
from sim.document.tree import ListNode, MapNode, Node, ScalarNode, SpoiltNode
from sim.scenario import shipped

EXTENDS = "extends"


class Family:
    """A file and all that it extends: each once, those it extends before it."""

    def __init__(self, problems: list[Problem], without: Collection[str]) -> None:
        """Nothing is read yet; what is wrong will be added to ``problems``."""
        self.problems = problems
        self.without = without  # headings left out of the file that is read first
        self.complete = True
        self.trees: list[MapNode] = []
        self.below: dict[str, set[str]] = {}  # by file, those it is laid over by its own word
        self._read: dict[Path, str] = {}  # the name of a file in marks

    def read(self, path: Path, line: tuple[Path, ...]) -> set[str]:
        """Read a file at the end of a line of files, each extending the next; return its family."""
        own = path.resolve()
        if own in self._read:
            return {self._read[own], *self.below[self._read[own]]}
        root = tree.read(path, self.problems)
        if root is None:
            self.complete = False
            return set()
        if not line:
            kept = {key: held for key, held in root.entries.items() if key not in self.without}
            root = MapNode(root.mark, kept)
        below = set[str]()
        entry = root.entries.get(EXTENDS)
        for node in () if entry is None else _one_or_more(entry.node):
            parent = find_parent(node, path, (*line, own), self.problems)
            if parent is None:
                self.complete = False
            else:
                below |= self.read(parent, (*line, own))
        self.trees.append(root)
        self.below[root.mark.file], self._read[own] = below, root.mark.file
        return {root.mark.file, *below}


def _one_or_more(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, ListNode) and node.items else (node,)


def find_parent(
    node: Node, child: Path, seen: tuple[Path, ...], problems: list[Problem]
) -> Path | None:
    """The file that a name after ``extends`` means; None, and a problem, where there is none."""
    if isinstance(node, SpoiltNode):
        return None
    name = node.value if isinstance(node, ScalarNode) else None
    if not isinstance(name, str):
        problems.append(Problem(node.mark, "extends must name a scenario file, or a list of them"))
        return None
    beside = (child.parent / name, child.parent / shipped.with_suffix(name))
    path = next(filter(shipped.is_file, beside), None) or shipped.find(name)
    if path is None:
        siblings = sorted(file.name for file in child.parent.glob("*.yaml") if file != child)
        known = [*siblings, *shipped.shipped_names()]
        message = f"extends: no scenario {quote(name)} beside this file or among the shipped ones"
        problems.append(Problem(node.mark, message + suggest(name, known)))
        return None
    if path.resolve() in seen:
        message = f"extends goes round in a circle: {quote(name)} builds on this file"
        problems.append(Problem(node.mark, message))
        return None
    return path
