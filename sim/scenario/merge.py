"""``extends:`` — a scenario says only how it differs from its parent.

Mappings merge by key (``set``, ``years``, ``plots``), ``events`` and ``measures`` merge by ``id``,
everything else replaces; ``{id, off}`` only switches an inherited event. What a parent asks is
inherited only by a child that asks nothing itself, or says so (``questions``). Nodes keep the marks
of the file that wrote them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.base.problems import Problem
from sim.document import tree
from sim.document.tree import ListNode, MapEntry, MapNode, Node, ScalarNode
from sim.scenario import questions
from sim.scenario.family import EXTENDS, Family
from sim.scenario.lists_by_id import merge_by_id, omissions, switched
from sim.scenario.omitted import Omitted
from sim.scenario.renamed import under_present_names

LISTS_BY_ID = ("events", "measures")
SETTINGS = "set"
HEADINGS = ("years", SETTINGS, "events", "measures", "plots")


@dataclass(frozen=True)
class Merged:
    """The merged tree. It is incomplete when a file it builds on could not be read.

    ``files`` are those it was made of, child first; ``omitted`` is what children took out.
    """

    root: MapNode
    complete: bool
    files: tuple[str, ...] = ()
    omitted: tuple[Omitted, ...] = ()
    asking: frozenset[str] = frozenset()  # of these, whose events are the scenario's own


def read_merged(
    path: Path, problems: list[Problem], without: Collection[str] = ()
) -> Merged | None:
    """Read a file and all it extends. Report what is wrong; None when the file has no content.

    Each file is laid over those that it extends; of several that one file extends, a later one lies
    over an earlier one. A file that is reached twice is laid once, before all that extend it.
    Headings named in ``without`` are left out of the file itself, not of what it extends.
    """
    family = Family(problems, without)
    family.read(path, ())
    if not family.trees or family.trees[-1].mark.file != str(path):
        return None
    merged = MapNode(family.trees[-1].mark, {})
    omitted: list[Omitted] = []
    for root in family.trees:
        below = family.below[root.mark.file]
        merged = questions.inherited_by(root, merged, below)
        omitted += _overruled(merged, root, below)
        elsewhere = {
            item.id for item in omitted if item.fate == "removed" and item.by.file not in below
        }
        merged = merge(merged, root, problems, family.complete, omitted, elsewhere)
    line = family.trees[::-1]
    files = tuple(root.mark.file for root in line)
    asking = frozenset(files[: questions.how_many_ask(line)])
    return Merged(merged, family.complete, files, tuple(omitted), asking)


def _overruled(merged: MapNode, root: MapNode, below: set[str]) -> Iterator[Omitted]:
    """Tell of values of a file beside this one, which it does not extend and yet contradicts."""
    for heading in ("years", SETTINGS):
        held, own = (
            entry.node.entries
            if (entry := one.entries.get(heading)) and isinstance(entry.node, MapNode)
            else {}
            for one in (merged, root)
        )
        for name in held.keys() & own.keys():
            before, after = held[name].node, own[name].node
            if before.mark.file not in below and tree.to_plain(before) != tree.to_plain(after):
                yield Omitted(heading, name, before.mark, "overruled", after.mark)


def lay_over(merged: Merged, child: MapNode, problems: list[Problem]) -> Merged:
    """Lay a further file over a merged tree, as if it extended it."""
    omitted: list[Omitted] = []
    root = merge(merged.root, child, problems, merged.complete, omitted)
    files = (child.mark.file, *merged.files)
    return Merged(root, merged.complete, files, (*merged.omitted, *omitted), merged.asking)


def merge(
    parent: MapNode,
    child: MapNode,
    problems: list[Problem],
    complete: bool,
    omitted: list[Omitted],
    elsewhere: Collection[str] = (),
) -> MapNode:
    """Lay ``child`` over ``parent``; the result no longer says ``extends``.

    When the parent is not ``complete``, removing what it lacks is no mistake; nor is removing once
    more what a file beside the child has removed, ``elsewhere``. What the child takes out of the
    lists is added to ``omitted``.
    """
    entries = questions.without_inherit(parent.entries)
    entries.pop(EXTENDS, None)
    for key, entry in child.entries.items():
        # A heading whose lines are all commented out says nothing.
        if key == EXTENDS or (key in HEADINGS and _is_blank(entry.node)):
            continue
        inherited = entries[key].node if key in entries else None
        node = entry.node
        if key == SETTINGS and isinstance(node, MapNode):  # a child may know the newer name
            node = under_present_names(node, problems)
        if key in LISTS_BY_ID and isinstance(node, ListNode):
            own = switched(inherited, node, problems, complete) if key == "events" else node
            node = merge_by_id(inherited, own, problems, complete, elsewhere)
            if key == "measures":
                node = questions.own_first(node, own)
            if isinstance(inherited, ListNode):
                omitted += omissions(key, inherited, own, node)
        elif isinstance(inherited, MapNode) and isinstance(node, MapNode):
            # One level only: a prior replaces a prior whole, or two shapes would mix.
            node = MapNode(node.mark, {**inherited.entries, **node.entries})
        entries[key] = MapEntry(entry.key_mark, node)
    return MapNode(child.mark, entries)


def _is_blank(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None
