"""The form of a scenario file as JSON Schema, for editors to complete and explain what is written.

All of it comes from the models by which files are read, and from the parameter table. It cannot say
everything that reading checks: whether years lie within the scenario's own, whether an inherited
id exists, or whether a prior keeps its bounds.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sim.base.bounds import Bounds
from sim.base.parameters import EVIDENCE, FORMER, PARAMETERS, Parameter
from sim.document.forms import EXPECTED, Schema, schema_of
from sim.document.model import Model
from sim.document.types import ALL
from sim.scenario.events import KINDS
from sim.scenario.family import EXTENDS
from sim.scenario.file import ScenarioFile
from sim.scenario.lists_by_id import OFF, REMOVE
from sim.scenario.merge import HEADINGS, LISTS_BY_ID
from sim.scenario.settings import PriorEntry, written_prior

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ROLES = {"supplier": "supplier", "buyer": "buyer", "buyers": "buyer", "by": "buyer"}


@dataclass(frozen=True)
class KnownNames:
    """The names of a theatre that editors offer. Other names are as good: theatres differ."""

    states: Sequence[str]
    buyers: Sequence[str]
    suppliers: Sequence[str]
    classes: Sequence[str]


def scenario_schema(known: KnownNames) -> Schema:
    """Write the schema of a scenario file."""
    schema = file_schema(ScenarioFile, "A scenario", known)
    fields = schema["properties"]
    for name in LISTS_BY_ID:
        _allow_removal(fields[name], name.removesuffix("s"))
    for name in HEADINGS:  # those that may stand without a value say nothing then
        fields[name] = _or_null(fields[name])
    _allow_switch(fields["events"])
    event = schema["$defs"]["Event"]
    event["dependentSchemas"] = {"over": _grows(), "until": _lasts(), "lasts": _open()}
    del schema["required"]
    schema["anyOf"] = [{"required": ["title"]}, {"required": [EXTENDS]}]
    return schema


def file_schema(model: type[Model], title: str, known: KnownNames) -> Schema:
    """Write the schema of a kind of file, with the names that editors offer."""
    schema = deepcopy(schema_of(model))
    for name, under in schema.get("properties", {}).items():
        if name == "set":
            schema["properties"][name] = under | _settings()
    schema = _with_names(schema, "state")
    schema["$defs"] |= {
        "state": _known(known.states, "a state of the theatre"),
        "buyer": _known(known.buyers, "a state that buys"),
        "supplier": _known(known.suppliers, "a state that sells"),
        "class": _known([*known.classes, ALL], "a weapon class, or 'all'"),
        "one_class": _known(known.classes, "a weapon class") | {"not": {"const": ALL}},
        "PriorEntry": schema["$defs"].get("PriorEntry", schema_of(PriorEntry)),
    }
    schema["$defs"] |= schema["$defs"]["PriorEntry"].pop("$defs", {})
    return {"$schema": DIALECT, "title": title, **schema}


def _with_names(schema: Any, role: str) -> Any:
    """Put references in place of names. ``role`` says which states a field's names are."""
    if isinstance(schema, list):
        return [_with_names(item, role) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "names" in schema:
        what = role if schema["names"] == "state" else schema["names"]
        own = {key: value for key, value in schema.items() if key in ("description", "default")}
        return {**own, "$ref": f"#/$defs/{what}"}
    made = {
        "title" if key == EXPECTED else key: {
            name: _with_names(field, _ROLES.get(name, "state")) for name, field in inner.items()
        }
        if key == "properties"
        else _with_names(inner, role)
        for key, inner in schema.items()
        if key not in ("words", "or")
    }
    if "or" in schema:
        return {"description": made.pop("description", ""), "anyOf": [schema["or"], made]}
    return made


def _or_null(field: Schema) -> Schema:
    if "type" in field:
        return field | {"type": [field["type"], "null"]}
    named = {"$ref": field.pop("$ref")}
    return {**field, "anyOf": [named, {"type": "null"}]}


def _allow_removal(field: Schema, noun: str) -> None:
    doc = f"the id of an inherited {noun} that this scenario is without"
    remove = {"description": doc, "type": "string"}
    field["items"] = {
        "anyOf": [
            field["items"],
            {
                "type": "object",
                "properties": {REMOVE: remove},
                "required": [REMOVE],
                "additionalProperties": False,
            },
        ]
    }


def _allow_switch(field: Schema) -> None:
    doc = "true: the inherited event of this id does not happen; false: it does"
    named = {"description": "the id of an inherited event", "type": "string"}
    switch = {"id": named, OFF: {"description": doc, "type": "boolean"}}
    form = {"type": "object", "properties": switch, "required": [*switch]}
    field["items"]["anyOf"].append(form | {"additionalProperties": False})


def _grows() -> Schema:
    ramping = [{"required": [name]} for name, kind in KINDS.items() if kind.imposes.ramps]
    ended = {"required": ["until"], "not": {"required": ["if"]}}
    return {"not": {"anyOf": [ended, {"required": ["lasts"]}]}, "anyOf": ramping}


def _lasts() -> Schema:
    return {"anyOf": [{"required": ["if"]}, {"not": {"anyOf": _once()}}]}


def _open() -> Schema:
    """Years are counted where an event's first one is open."""
    waits, once = {"required": ["if"]}, _once()
    drawn = {"required": ["latest"], "not": {"required": ["until"]}}
    return {"anyOf": [waits, drawn], "not": {"anyOf": once}}


def _once() -> list[Schema]:
    return [{"required": [name]} for name, kind in KINDS.items() if not kind.imposes.lasts]


def _settings() -> Schema:
    own = {name: _parameter(row) for name, row in PARAMETERS.items()}
    former = {word: own[name] | {"deprecated": True} for word, name in FORMER.items()}
    return {"type": "object", "properties": own | former, "additionalProperties": False}


def _parameter(row: Parameter) -> Schema:
    usual = written_prior(row.prior)
    text = f"{row.meaning} ({row.unit}; {EVIDENCE[row.evidence]}). Unless set: {_spoken(usual)}."
    forms = [_number(row.bounds), {"$ref": "#/$defs/PriorEntry"}]
    return {"description": text, "anyOf": forms, "default": usual}


def _spoken(prior: object) -> str:
    """Say a prior in words, such as "uniform, from 0 to 0.5"."""
    if not isinstance(prior, Mapping):
        return str(prior)
    [(shape, values)] = prior.items()
    return f"{shape}: " + ", ".join(f"{name} {value:g}" for name, value in values.items())


def _number(bounds: Bounds) -> Schema:
    schema: Schema = {"type": "number"}
    if bounds.low is not None:
        schema["exclusiveMinimum" if bounds.above else "minimum"] = bounds.low
    if bounds.high is not None:
        schema["exclusiveMaximum" if bounds.below else "maximum"] = bounds.high
    return schema


def _known(names: Sequence[str], doc: str) -> Schema:
    """A name: one of those that are known, or any other."""
    anything = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": r"\S"}
    return {"description": doc, "anyOf": [{"enum": list(names)}, anything]}
