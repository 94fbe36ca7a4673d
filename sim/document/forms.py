"""The JSON Schema of a model: the one place that says in words what each value must be.

Messages, editors and the reference all read it.
"""

from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema

from sim.base.bounds import Bounds
from sim.base.problems import listing
from sim.document.model import Model

EXPECTED = "expected"
"""The key of a JSON Schema under which a type says what a value must be."""

Schema = dict[str, Any]


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


def resolved(schema: Schema, root: Schema) -> Schema:
    """Follow references; what stands beside one holds."""
    while "$ref" in schema:
        outer = {key: value for key, value in schema.items() if key != "$ref"}
        name = schema["$ref"].rpartition("/")[2]
        schema = {**root["$defs"][name], **outer}
    return schema


def part(schema: Schema, root: Schema, key: str) -> Any:
    """What a schema says under a key such as "items", in whichever of its forms says it first."""
    schema = resolved(schema, root)
    if key in schema:
        return schema[key]
    parts = (part(form, root, key) for form in _forms(schema))
    return next((found for found in parts if found), {})


def form_of_values(schema: Schema, root: Schema) -> Schema:
    """What a mapping whose keys are names has for values."""
    by_pattern = part(schema, root, "patternProperties").values()
    form: Schema = next(iter(by_pattern), part(schema, root, "additionalProperties") or {})
    return form


def expected_in(model: type[Model], field: str) -> str:
    """What a field of a model must be."""
    root = schema_of(model)
    return expected(resolved(root["properties"][field], root))


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
        case {"anyOf": [one, {"type": "array", "items": items}]} if one == items:
            return "a list"
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
