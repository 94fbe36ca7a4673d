"""The two parts of a ledger: articles by their keys, and the list of claims."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.base.problems import Problem, quote
from sim.claims.claims import Article, Claim, InWorlds
from sim.claims.fields import ARTICLE_FIELDS
from sim.claims.rules import breaches
from sim.scenario.fields import Id
from sim.scenario.reading import Field, FieldType, Reading, read_fields
from sim.scenario.tree import ListNode, MapNode, Node, ScalarNode


@dataclass(frozen=True)
class ArticleList(FieldType):
    """A mapping from short keys to articles."""

    @property
    def expected(self) -> str:
        """Show what an article is."""
        return "a mapping from a short key to title, publisher, date and author"

    def read(self, node: Node, name: str, reading: Reading) -> tuple[Article, ...] | None:
        """Return the articles in their order."""
        if not isinstance(node, MapNode) or not node.entries:
            self.refuse(node, name, reading)
            return None
        made = []
        for key, entry in node.entries.items():
            known = Id().read(ScalarNode(entry.key_mark, key), "the key of an article", reading)
            values = read_fields(entry.node, ARTICLE_FIELDS, f"article {quote(key)}", reading)
            if known is not None and values is not None:
                made.append(Article(key=key, **values))
        return tuple(made) if len(made) == len(node.entries) else None


@dataclass(frozen=True)
class ClaimList(FieldType):
    """A list of claims with ids of their own."""

    fields: tuple[Field, ...]

    @property
    def expected(self) -> str:
        """Say what the list holds."""
        return "a list of claims"

    def read(self, node: Node, name: str, reading: Reading) -> tuple[Claim, ...] | None:
        """Return the claims in their order."""
        if not isinstance(node, ListNode) or not node.items:
            self.refuse(node, name, reading)
            return None
        made = [self._read_one(item, reading) for item in node.items]
        _refuse_twins(node.items, reading)
        found = tuple(claim for claim in made if claim is not None)
        return found if len(found) == len(made) else None

    def _read_one(self, node: Node, reading: Reading) -> Claim | None:
        values = read_fields(node, self.fields, _title(node), reading)
        if values is None or not isinstance(node, MapNode):
            return None
        sound = True
        for place, message in breaches(values):
            entry = node.entries.get(place)
            at = entry.node if entry is not None and place != "id" else node
            reading.wrong(at, message.replace("this claim", _title(node), 1))
            sound = False
        return _claim(values) if sound else None


def _claim(values: Mapping[str, Any]) -> Claim:
    worlds = values["in_worlds"]
    if worlds is not None:
        worlds = InWorlds(worlds["from"], worlds["to"], worlds["at_least"], worlds["at_most"])
    return Claim(**{**values, "in_worlds": worlds})


def _refuse_twins(items: tuple[Node, ...], reading: Reading) -> None:
    """Report an id that two claims share."""
    first: dict[str, Node] = {}
    for item in items:
        entry = item.entries.get("id") if isinstance(item, MapNode) else None
        if entry is None or not isinstance(entry.node, ScalarNode):
            continue
        word = str(entry.node.value)
        if word in first:
            message = f"the id {quote(word)} stands twice; first on line {first[word].mark.line}"
            reading.problems.append(Problem(entry.node.mark, message))
        first.setdefault(word, entry.node)


def _title(node: Node) -> str:
    """Name a claim by its id where it has one."""
    entry = node.entries.get("id") if isinstance(node, MapNode) else None
    if entry is not None and isinstance(entry.node, ScalarNode):
        return f"claim {quote(str(entry.node.value))}"
    return "this claim"
