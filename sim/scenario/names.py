"""Fields that name states and weapon classes. Whether a name exists is the theatre's to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.base.problems import Problem, quote
from sim.scenario.fields import Number
from sim.scenario.frozen import FrozenMap
from sim.scenario.reading import FieldType, Reading
from sim.scenario.tree import ListNode, MapNode, Node, ScalarNode

ALL = "all"
"""Stands for every weapon class."""

_LONGEST = 80
_MOST = 200
SHARE = Number(0, 1)

Axis = Literal["states", "classes"]


@dataclass(frozen=True)
class Name(FieldType):
    """The name of one state or one weapon class; ``axis`` says of which."""

    noun: str
    axis: Axis = "states"
    single: bool = False  # 'all' is no answer

    @property
    def expected(self) -> str:
        """Say what is named."""
        return f"the name of {self.noun}"

    def read(self, node: Node, name: str, reading: Reading) -> str | None:
        """Return the name."""
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            word = node.value.strip()
            every = self.single and word == ALL
            if 1 <= len(word) <= _LONGEST and "\n" not in word and not every:
                return word
        self.refuse(node, name, reading)
        return None


@dataclass(frozen=True)
class Names(FieldType):
    """One name or a list of different names, ``least`` to ``most`` of them."""

    noun: str
    least: int = 1
    most: int = _MOST
    axis: Axis = "states"

    @property
    def expected(self) -> str:
        """Say what is named, and how many."""
        if self.least == self.most:
            return f"a list of {self.most} names" if self.most > 1 else f"one name of {self.noun}"
        return f"the name of {self.noun} or a list of such names"

    def read(self, node: Node, name: str, reading: Reading) -> tuple[str, ...] | None:
        """Return the names in the order given."""
        items = node.items if isinstance(node, ListNode) else (node,)
        if isinstance(node, MapNode) or not self.least <= len(items) <= self.most:
            self.refuse(node, name, reading)
            return None
        words = [Name(self.noun, self.axis).read(item, name, reading) for item in items]
        for place, (item, word) in enumerate(zip(items, words, strict=True)):
            if word is not None and word in words[:place]:
                reading.wrong(item, f"{name} names {quote(word)} twice")
                return None
        found = tuple(word for word in words if word is not None)
        return found if len(found) == len(words) else None

    def plain(self, value: tuple[str, ...]) -> object:
        """Write a list even of one name, so that both spellings are the same scenario."""
        return list(value)


@dataclass(frozen=True)
class ClassShares(FieldType):
    """How much of each weapon class: ``all``, or a share from 0 to 1 for each class named."""

    share: Number = SHARE

    @property
    def expected(self) -> str:
        """Say both spellings."""
        return "'all' or a mapping from class to share, such as {missile: 0.5}"

    def read(self, node: Node, name: str, reading: Reading) -> Mapping[str, float] | None:
        """Return the share of each class; ``all`` is the class "all" at share 1."""
        if isinstance(node, ScalarNode) and node.value == ALL:
            return FrozenMap({ALL: 1.0})
        if not isinstance(node, MapNode) or not node.entries:
            self.refuse(node, name, reading)
            return None
        shares: dict[str, float] = {}
        for key, entry in node.entries.items():
            if not 1 <= len(key.strip()) <= _LONGEST:
                message = f"a key of {name} must be the name of a weapon class"
                reading.problems.append(Problem(entry.key_mark, message))
                continue
            share = self.share.read(entry.node, f"the share of {quote(key)}", reading)
            if share is not None:
                shares[key] = share
        return FrozenMap(shares) if len(shares) == len(node.entries) else None

    def plain(self, value: Mapping[str, float]) -> object:
        """Write the mapping, which is in the order of its keys."""
        return dict(value)


STATE = Name("a state")
STATES = Names("a state")
ONE_STATE = Names("a state", most=1)
PAIR = Names("a state", least=2, most=2)
CLASS = Name("a weapon class, or 'all'", "classes")
ONE_CLASS = Name("one weapon class", "classes", single=True)
CLASSES = Names("a weapon class", axis="classes")
