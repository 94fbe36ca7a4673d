"""A tree held against a model: pydantic finds the mistakes, here each gets its place and its words.

What a value must be is told by the model's JSON Schema, which editors and the reference read too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema, ErrorDetails, InitErrorDetails, PydanticCustomError

from sim.base.bounds import Bounds
from sim.base.problems import (
    MOST_TOLD,
    Location,
    Problem,
    closest,
    listing,
    quote,
    suggest,
    suggest_or_list,
)
from sim.document.tree import ListNode, MapNode, Node, ScalarNode, SpoiltNode

EARLIEST, LATEST = 1900, 2200
"""The years that any scenario may speak of."""

EXPECTED = "expected"
"""The key of a JSON Schema under which a type says what a value must be."""

Schema = dict[str, Any]
Path = tuple[str | int, ...]


class Model(BaseModel):
    """Fields of a mapping in a file. A key that is none of them is a mistake."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_by_name=True,
        arbitrary_types_allowed=True,
    )  # fmt: skip

    def written(self) -> dict[str, Any]:
        """Plain data from which the same model can be read; what is None is left out."""
        return self.model_dump(by_alias=True, exclude_none=True)


M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Reading:
    """What a reader needs besides the tree: where to report, and the years of the scenario.

    ``years`` are wide open while the scenario's own are unknown. ``complete`` is false when a
    parent file is missing, which may hold what seems to be lacking. ``known`` has words that only
    some files know, by what they name.
    """

    years: tuple[int, int] = (EARLIEST, LATEST)
    complete: bool = True
    problems: list[Problem] = field(default_factory=list)
    known: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def wrong(self, node: Node, message: str) -> None:
        """Report a mistake at a node, unless the node's mistake is reported already."""
        if not isinstance(node, SpoiltNode):
            self.at(node.mark, message)

    def at(self, mark: Location, message: str) -> None:
        """Report a mistake at a place."""
        self.problems.append(Problem(mark, message))

    def hint(self, word: str, known: Iterable[str]) -> str:
        """Likely words in place of an unknown one; nothing where nobody reads so many problems."""
        return suggest_or_list(word, known) if len(self.problems) < MOST_TOLD else ""


def wrong(message: str, *at: str | int) -> ValidationError:
    """An error with a message of its own, for validators to raise.

    Args:
        message: says all; ``{name}`` in it becomes the name of the field, ``{what}`` that of the
            mapping.
        at: the way from the validated value to the part that is wrong.
    """
    return all_wrong([(at, message)])


def all_wrong(
    found: Iterable[tuple[Path, str]], parts: Mapping[str, ValidationError] | None = None
) -> ValidationError:
    """As ``wrong``, for several mistakes at once; ``parts`` are errors of parts, by their keys."""
    lines = [
        InitErrorDetails(
            type=PydanticCustomError("wrong", "{message}", {"message": message}), loc=at, input=None
        )
        for at, message in found
    ]
    for key, error in (parts or {}).items():
        for item in error.errors(include_url=False):
            loc, context = (key, *item["loc"]), item.get("ctx", {})
            line = InitErrorDetails(type=item["type"], loc=loc, input=item["input"], ctx=context)
            lines.append(line)
    return ValidationError.from_exception_data("", lines)


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
        for item in error.errors(include_url=False, include_input=False):
            _report(_Mistake(model, node, what, reading), item)
        return None


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
                self._under("items")
                self.what = self._title()
            else:
                self._down(step)
            self.depth += 1
        return self

    def _down(self, step: str) -> None:
        written = isinstance(self.node, MapNode) and step in self.node.entries
        if isinstance(self.node, MapNode) and written:
            self.node, self.name = self.node.entries[step].node, step
        if step in self.schema.get("properties", ()):
            self._under("properties", step)
            self.what = step
        elif written:
            self.schema = form_of_values(self.schema)
            self._under()
            self.what = step

    def _under(self, *keys: str) -> None:
        for key in keys:
            inner = self.schema.get(key, {})
            self.schema = inner if isinstance(inner, dict) else {}
        self.schema = _resolved(self.schema, self.root)

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
        words = expected(self.schema.get("propertyNames", {}))
        self.at_key(key, f"a key of {self.name} must be {words}, not {quote(key)}")

    def unknown(self, key: str) -> None:
        """Report a key that is none of the fields."""
        hint = self.reading.hint(key, self.schema.get("properties", ()))
        self.at_key(key, f"unknown key {quote(key)} in {self.what}{hint}")

    def missing(self, name: str) -> None:
        """Report a required field; one that is merely misspelt is one mistake, not two."""
        fields = self.schema.get("properties", {})
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


class _Plain(GenerateJsonSchema):
    """JSON Schema without titles made from names."""

    def field_title_should_be_set(self, schema: CoreSchema) -> bool:
        return False


@cache
def schema_of(model: type[Model]) -> Schema:
    """The JSON Schema of a model; see ``EXPECTED``."""
    return _tidy(model.model_json_schema(schema_generator=_Plain))


def _tidy(schema: Any) -> Any:
    """Leave out what says nothing to people: titles of classes, and null for what is left out."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    options = [item for item in schema.get("anyOf", ()) if item != {"type": "null"}]
    if len(options) == 1 and len(schema["anyOf"]) == 2:
        outer = {key: value for key, value in schema.items() if key != "anyOf"}
        return _tidy({**options[0], **outer})
    if "properties" in schema:
        schema = {key: value for key, value in schema.items() if key != "title"}
    return {key: _tidy(value) for key, value in schema.items() if (key, value) != ("default", None)}


def _resolved(schema: Schema, root: Schema) -> Schema:
    """Follow references, and of several forms take the one that has parts."""
    while "$ref" in schema:
        outer = {key: value for key, value in schema.items() if key != "$ref"}
        name = schema["$ref"].rpartition("/")[2]
        schema = {**root["$defs"][name], **outer}
    parts = [item for item in _forms(schema) if "items" in item or "properties" in item
             or "additionalProperties" in item or "$ref" in item]  # fmt: skip
    return {**_resolved(parts[0], root), **schema} if parts else schema


def form_of_values(schema: Schema) -> Schema:
    """What a mapping whose keys are names has for values."""
    by_pattern = schema.get("patternProperties", {}).values()
    form: Schema = next(iter(by_pattern), schema.get("additionalProperties") or {})
    return form


def expected_in(model: type[Model], field: str) -> str:
    """What a field of a model must be."""
    root = schema_of(model)
    return expected(_resolved(root["properties"][field], root))


def expected(schema: Schema) -> str:
    """What a value must be, as in "worlds must be …"."""
    match schema:
        case {"expected": str(words)}:
            return words
        case {"enum": list(options)}:
            return f"one of: {listing(map(str, options))}"
        case {"const": option}:
            return f"one of: {option}"
        case {"type": "boolean"}:
            return "true or false"
        case {"type": "string"}:
            line = "" if "pattern" not in schema else " on one line"
            least, most = schema.get("minLength", 0), schema.get("maxLength")
            return f"text of {least} to {most} characters{line}"
        case {"type": "integer" | "number"}:
            return _range(schema)
        case {"type": "array"}:
            return "a list"
        case {"properties": dict(fields)}:
            return f"a mapping of: {listing(fields)}"
        case {"anyOf": list(forms)}:
            return ", or ".join(dict.fromkeys(expected(form) for form in forms))
    return "a mapping"


def _forms(schema: Schema) -> list[Schema]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ())]


def _range(schema: Schema) -> str:
    noun = "whole number" if schema["type"] == "integer" else "number"
    low, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    high, below = schema.get("maximum"), schema.get("exclusiveMaximum")
    ends = Bounds(
        low if low is not None else above, high if high is not None else below,
        above is not None, below is not None,
    )  # fmt: skip
    return ends.expected.replace("number", noun, 1)
