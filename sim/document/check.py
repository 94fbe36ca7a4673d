"""A tree held against a model: pydantic finds the mistakes, here each gets place and words."""

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.base.problems import MOST_TOLD, closest, quote, suggest
from sim.document.forms import (
    EXPECTED,
    Schema,
    expected,
    form_of_values,
    part,
    resolved,
    schema_of,
)
from sim.document.model import Model, Path, Reading
from sim.document.tree import ListNode, MapNode, Node, ScalarNode

M = TypeVar("M", bound=Model)


def read(model: type[M], node: Node, what: str, reading: Reading) -> M | None:
    """Read a tree as a model; None once its mistakes are reported.

    Args:
        model: what the mapping must be.
        node: the tree.
        what: names the mapping in messages.
        reading: where to report, and what validators ask of the scenario.
    """
    if not isinstance(node, MapNode):
        reading.wrong(node, f"{what} must be a mapping, not {describe(node)}")
        return None
    try:
        return model.model_validate(_strict(node), context=reading)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        for item in found:
            if item["type"] != "too_short" or not any(_within(item, other) for other in found):
                _report(_Mistake(model, node, what, reading), item)
        return None


def _within(outer: ErrorDetails, inner: ErrorDetails) -> bool:
    """Whether a mistake is within a list, which is too short only without its wrong items."""
    depth = len(outer["loc"])
    return len(inner["loc"]) > depth and inner["loc"][:depth] == outer["loc"]


def _report(mistake: "_Mistake", found: ErrorDetails) -> None:
    path, kind = found["loc"], found["type"]
    match kind:
        case "wrong" if path and path[-1] == "[key]":
            mistake.go(path[:-2]).at_key(str(path[-2]), found["msg"])
        case "wrong":
            mistake.go(path).own(found["msg"])
        case "extra_forbidden":
            mistake.go(path[:-1]).unknown(str(path[-1]))
        case "missing":
            mistake.go(path[:-1]).missing(str(path[-1]))
        case _ if path and path[-1] == "[key]":
            mistake.go(path[:-2]).wrong_key(str(path[-2]))
        case _:
            mistake.go(path).other(is_mapping=kind in ("model_type", "dict_type"))


def _strict(node: Node) -> Any:
    """The plain data of a tree as strict models take it: lists are tuples."""
    if isinstance(node, MapNode):
        return {key: _strict(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, ListNode):
        return tuple(_strict(item) for item in node.items)
    return node.value if isinstance(node, ScalarNode) else _SPOILT


_SPOILT = object()  # is nothing that a model takes; what is wrong with it is reported already


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


class _Mistake:
    """A mistake that pydantic found: the way to its place, through the tree and the schema."""

    def __init__(self, model: type[Model], node: Node, what: str, reading: Reading) -> None:
        self.node, self.what, self.name, self.reading = node, what, what, reading
        self.root = self.schema = schema_of(model)
        self.depth = 0

    def go(self, path: Path) -> Self:
        """Walk on; what is not in the file, such as a default, stays where it is."""
        for step in path:
            if isinstance(step, int):
                items = self.node.items if isinstance(self.node, ListNode) else ()
                self.node = items[step] if step < len(items) else self.node
                self._enter(part(self.schema, self.root, "items"))
                self.what = self._title()
            else:
                self._down(step)
            self.depth += 1
        return self

    def _down(self, step: str) -> None:
        written = isinstance(self.node, MapNode) and step in self.node.entries
        if isinstance(self.node, MapNode) and written:
            self.node, self.name = self.node.entries[step].node, step
        fields = part(self.schema, self.root, "properties")
        if step in fields or written:
            values = form_of_values(self.schema, self.root)
            self._enter(fields.get(step, values))
            self.what = step

    def _enter(self, schema: Schema | bool) -> None:
        self.schema = resolved(schema, self.root) if isinstance(schema, dict) else {}

    def _title(self) -> str:
        """Name an entry of a list by its id where it has one."""
        noun = self.name.removesuffix("s")
        entry = self.node.entries.get("id") if isinstance(self.node, MapNode) else None
        if entry is not None and isinstance(entry.node, ScalarNode):
            return f"{noun} {quote(str(entry.node.value))}"
        return f"this {noun}"

    def own(self, message: str) -> None:
        """Report with a message of the validator's own."""
        message = message.replace("{name}", self.name).replace("{what}", self.what)
        self.reading.wrong(self.node, message)

    def at_key(self, key: str, message: str) -> None:
        """Report at a key of the mapping."""
        assert isinstance(self.node, MapNode)
        self.reading.at(self.node.entries[key].key_mark, message.replace("{what}", self.what))

    def wrong_key(self, key: str) -> None:
        """Report a key that is not what keys of this mapping must be."""
        words = expected(part(self.schema, self.root, "propertyNames"))
        self.at_key(key, f"a key of {self.name} must be {words}, not {quote(key)}")

    def unknown(self, key: str) -> None:
        """Report a key that is none of the fields."""
        hint = self.reading.hint(key, part(self.schema, self.root, "properties"))
        self.at_key(key, f"unknown key {quote(key)} in {self.what}{hint}")

    def missing(self, name: str) -> None:
        """Report a required field; one that is merely misspelt is one mistake, not two."""
        fields = part(self.schema, self.root, "properties")
        written = self.node.entries if isinstance(self.node, MapNode) else {}
        strange = [key for key in written if key not in fields][:MOST_TOLD]
        inherited = self.depth == 0 and not self.reading.complete  # from a parent not to be read
        if name not in {closest(key, fields) for key in strange} and not inherited:
            meaning = fields[name].get("description", "")
            self.reading.wrong(self.node, f"{self.what} lacks '{name}': {meaning}")

    def other(self, is_mapping: bool) -> None:
        """Report a value that is not what was expected."""
        words = expected(self.schema)
        if is_mapping and EXPECTED not in self.schema and "oneOf" in self.schema:
            words = "a mapping"
        elif words == "a list" and self.name.endswith("s"):
            words = f"a list of {self.name}"
        word = self.node.value if isinstance(self.node, ScalarNode) else None
        options: Iterable[str] = self.schema.get("enum") or self.schema.get("words") or ()
        hint = suggest(word, options) if isinstance(word, str) else ""
        name = self.what if is_mapping else self.name
        self.reading.wrong(self.node, f"{name} must be {words}, not {describe(self.node)}{hint}")
