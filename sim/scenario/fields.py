"""The types of field that scenarios are made of, besides years and names."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.base.bounds import Bounds
from sim.base.problems import listing, suggest
from sim.scenario.frozen import FrozenMap
from sim.scenario.reading import Field, FieldType, Reading, plain_fields, read_fields
from sim.scenario.tree import ListNode, Node, ScalarNode


@dataclass(frozen=True)
class Text(FieldType):
    """Words for people, on one line or several."""

    longest: int
    lines: bool = False
    shortest: int = 1

    @property
    def expected(self) -> str:
        """Say how long the text may be."""
        return f"text of {self.shortest} to {self.longest} characters" + (
            "" if self.lines else " on one line"
        )

    def read(self, node: Node, name: str, reading: Reading) -> str | None:
        """Return the text without the blanks around it."""
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            text = node.value.strip()
            if self.shortest <= len(text) <= self.longest and (self.lines or "\n" not in text):
                return text
        self.refuse(node, name, reading)
        return None


@dataclass(frozen=True)
class Id(FieldType):
    """A short name without blanks, by which other files and commands refer to an entry."""

    pattern: str = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"

    @property
    def expected(self) -> str:
        """Say what an id is made of."""
        return "up to 64 letters, digits, dots and hyphens"

    def read(self, node: Node, name: str, reading: Reading) -> str | None:
        """Return the id."""
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            if re.fullmatch(self.pattern, node.value):
                return node.value
            self.refuse(node, name, reading)
        else:
            number = isinstance(node, ScalarNode) and isinstance(node.value, int | float)
            self.refuse(node, name, reading, "; put it in quotes" if number else "")
        return None


@dataclass(frozen=True)
class Number(Bounds, FieldType):
    """A finite number within bounds."""

    def read(self, node: Node, name: str, reading: Reading) -> float | None:
        """Return the number as a float. Truth values are no numbers."""
        if isinstance(node, ScalarNode) and isinstance(node.value, int | float):
            number = float(node.value)
            if not isinstance(node.value, bool) and math.isfinite(number) and self.holds(number):
                return number
        self.refuse(node, name, reading)
        return None


@dataclass(frozen=True)
class Whole(FieldType):
    """A whole number from ``low`` to ``high``."""

    low: int
    high: int

    @property
    def expected(self) -> str:
        """Say the range."""
        return f"a whole number from {self.low} to {self.high}"

    def read(self, node: Node, name: str, reading: Reading) -> int | None:
        """Return the number. Neither 2.0 nor true is a whole number."""
        if (
            isinstance(node, ScalarNode)
            and isinstance(node.value, int)
            and not isinstance(node.value, bool)
            and self.low <= node.value <= self.high
        ):
            return node.value
        self.refuse(node, name, reading)
        return None


@dataclass(frozen=True)
class Flag(FieldType):
    """True or false."""

    @property
    def expected(self) -> str:
        """Say both words."""
        return "true or false"

    def read(self, node: Node, name: str, reading: Reading) -> bool | None:
        """Return the truth value. Neither 1 nor 'yes' is one."""
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        self.refuse(node, name, reading)
        return None


@dataclass(frozen=True)
class OneOf(FieldType):
    """One of a few words; ``former`` has words that are read as one of them."""

    options: tuple[str, ...]
    former: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def expected(self) -> str:
        """List the words."""
        return f"one of: {listing(self.options)}"

    def read(self, node: Node, name: str, reading: Reading) -> str | None:
        """Return the word."""
        word = node.value if isinstance(node, ScalarNode) else None
        if isinstance(word, str):
            word = self.former.get(word, word)
            if word in self.options:
                return word
        hint = suggest(word, self.options) if isinstance(word, str) else ""
        self.refuse(node, name, reading, hint)
        return None


@dataclass(frozen=True)
class Mapped(FieldType):
    """A mapping with fields of its own."""

    fields: tuple[Field, ...]

    @property
    def expected(self) -> str:
        """List the keys."""
        return f"a mapping of: {listing(field.name for field in self.fields)}"

    def read(self, node: Node, name: str, reading: Reading) -> Mapping[str, Any] | None:
        """Return the values by field name, with defaults filled in."""
        if isinstance(node, ListNode | ScalarNode):
            self.refuse(node, name, reading)
            return None
        values = read_fields(node, self.fields, name, reading)
        return None if values is None else FrozenMap(values)

    def plain(self, value: Mapping[str, Any]) -> object:
        """Write each field."""
        return plain_fields(self.fields, value)
