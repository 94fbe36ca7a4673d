"""The form of a scenario file as JSON Schema, for editors to complete and explain what is written.

All of it comes from the tables by which files are read: ``FIELDS``, ``KINDS``, ``MEASURE_KINDS``,
``SHAPES`` and the parameter table. It cannot say everything that reading checks: whether years lie
within the scenario's own, whether an inherited id exists, or whether a prior keeps its bounds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.base.bounds import Bounds
from sim.base.parameters import EVIDENCE, FORMER, PARAMETERS, Parameter
from sim.scenario.entries import Entries
from sim.scenario.event_kinds import EventKind
from sim.scenario.fields import Flag, Id, Mapped, Number, OneOf, Text, Whole
from sim.scenario.measures import MeasureKind
from sim.scenario.merge import EXTENDS, HEADINGS, REMOVE
from sim.scenario.names import ALL, ClassShares, Name, Names
from sim.scenario.reading import EARLIEST, LATEST, Field, FieldType
from sim.scenario.schema import FIELDS
from sim.scenario.settings import DRAWN_FROM, PRIOR, SHAPES, ParameterSource, Prior, Settings
from sim.scenario.years import Window, Year

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ROLES = {"supplier": "supplier", "buyer": "buyer", "buyers": "buyer", "by": "buyer"}
_YEAR = {"type": "integer", "minimum": EARLIEST, "maximum": LATEST}


@dataclass(frozen=True)
class KnownNames:
    """The names of a theatre that editors offer. Other names are as good: theatres differ."""

    states: Sequence[str]
    buyers: Sequence[str]
    suppliers: Sequence[str]
    classes: Sequence[str]


def scenario_schema(known: KnownNames) -> Schema:
    """Write the schema of a scenario file."""
    return {
        "$schema": DIALECT,
        "title": "A scenario",
        "description": "One question to the model: the years, the political events, the measures.",
        "type": "object",
        "properties": {item.name: _heading(item) for item in FIELDS},
        "additionalProperties": False,
        "anyOf": [{"required": ["title"]}, {"required": [EXTENDS]}],
        "$defs": {
            "state": _name(known.states, "a state of the theatre"),
            "buyer": _name(known.buyers, "a state that buys"),
            "supplier": _name(known.suppliers, "a state that sells"),
            "class": _name([*known.classes, ALL], "a weapon class, or 'all'"),
            "prior": _priors(),
        },
    }


def _heading(item: Field) -> Schema:
    """A top-level field; some may stand without a value, which says nothing."""
    schema = _field(item)
    return {**schema, "type": [schema["type"], "null"]} if item.name in HEADINGS else schema


def _field(item: Field) -> Schema:
    """A field: what it takes, what it means, and what it is when it is not written."""
    schema = {"description": item.doc, **_form(item.type, _ROLES.get(item.name, "state"))}
    if not item.required and item.default is not None:
        schema["default"] = item.type.plain(item.default)
    return schema


def _form(kind: FieldType, role: str) -> Schema:
    """What values a type of field takes. ``role`` says which states its names are."""
    match kind:
        case Text():
            return _text(kind)
        case Id():
            return {"type": "string", "pattern": f"^{kind.pattern}$"}
        case Number():
            return _number(kind)
        case Whole():
            return {"type": "integer", "minimum": kind.low, "maximum": kind.high}
        case Flag():
            return {"type": "boolean"}
        case OneOf():
            return {"enum": list(kind.options)}
        case ParameterSource():
            file = {"type": "string", "pattern": r"\.parquet$"}
            return {"anyOf": [{"enum": list(DRAWN_FROM)}, file]}
        case Year():
            return dict(_YEAR)
        case Window():
            written = {"type": "string", "pattern": r"^\s*[0-9]{4}(\s*-\s*[0-9]{4})?\s*$"}
            return {"anyOf": [written, dict(_YEAR)], "examples": ["2013-2017"]}
        case Name():
            one = _reference("class" if kind.axis == "classes" else role)
            return one | {"not": {"const": ALL}} if kind.single else one
        case Names():
            return _names(kind, _reference("class" if kind.axis == "classes" else role))
        case ClassShares():
            shares = {"type": "object", "minProperties": 1, "propertyNames": _reference("class")}
            return {
                "anyOf": [{"const": ALL}, shares | {"additionalProperties": _number(kind.share)}]
            }
        case Mapped():
            return _mapping(kind.fields)
        case Entries():
            return _entries(kind)
        case Settings():
            own = {name: _parameter(row) for name, row in PARAMETERS.items()}
            old = {word: own[name] | {"deprecated": True} for word, name in FORMER.items()}
            return _closed(own | old)
        case Prior():
            return {"anyOf": [_number(kind.number), _reference("prior")]}
    raise TypeError(f"no schema is known for {type(kind).__name__}")


def _text(kind: Text) -> Schema:
    schema: Schema = {"type": "string", "maxLength": kind.longest}
    if not kind.lines:
        schema["pattern"] = r"^\s*\S([^\n]*\S)?\s*$" if kind.shortest else r"^\s*[^\n]*\s*$"
    elif kind.shortest:
        schema["pattern"] = r"\S"
    return schema


def _number(kind: Bounds) -> Schema:
    schema: Schema = {"type": "number"}
    if kind.low is not None:
        schema["exclusiveMinimum" if kind.above else "minimum"] = kind.low
    if kind.high is not None:
        schema["exclusiveMaximum" if kind.below else "maximum"] = kind.high
    return schema


def _names(kind: Names, one: Schema) -> Schema:
    several: Schema = {"type": "array", "items": one, "uniqueItems": True}
    several |= {"minItems": kind.least, "maxItems": kind.most}
    return {"anyOf": [one, several]} if kind.least <= 1 else several


def _entries(kind: Entries[Any, Any]) -> Schema:
    """A list of entries, each of one kind, or the removal of an inherited one."""
    kinds: Mapping[str, EventKind | MeasureKind] = kind.kinds
    entry = _mapping(kind.common, {name: _kind(row) for name, row in kinds.items()})
    entry["oneOf"] = [{"required": [name]} for name in kinds]
    ramps = [name for name, row in kinds.items() if isinstance(row, EventKind) and row.ramps]
    if ramps:
        grows = {"not": {"required": ["until"]}, "anyOf": [{"required": [name]} for name in ramps]}
        entry["dependentSchemas"] = {"over": grows}
    once = [name for name, row in kinds.items() if isinstance(row, EventKind) and not row.lasts]
    if once:
        lasts = {"not": {"anyOf": [{"required": [name]} for name in once]}}
        entry["dependentSchemas"] |= {"until": lasts}
    remove = Field(
        REMOVE, Id(), f"the id of an inherited {kind.noun} that this scenario is without"
    )
    return {"type": "array", "items": {"anyOf": [entry, _mapping((remove,))]}}


def _kind(row: EventKind | MeasureKind) -> Schema:
    schema = {"description": row.doc, **_mapping(row.fields)}
    if isinstance(row, MeasureKind) and row.one_of:
        schema["oneOf"] = [{"required": [name]} for name in row.one_of]
    return schema


def _parameter(row: Parameter) -> Schema:
    form = {"anyOf": [_number(row.bounds), _reference("prior")]}
    usual = PRIOR.plain(row.prior)
    text = f"{row.meaning} ({row.unit}; {EVIDENCE[row.evidence]}). Unless set: {_spoken(usual)}."
    return {"description": text, **form, "default": usual}


def _spoken(prior: object) -> str:
    """Say a prior in words, such as "uniform, from 0 to 0.5"."""
    if not isinstance(prior, Mapping):
        return str(prior)
    [(shape, values)] = prior.items()
    return f"{shape}: " + ", ".join(f"{name} {value:g}" for name, value in values.items())


def _priors() -> Schema:
    shapes = {
        name: {"description": row.doc, **_mapping(row.fields)} for name, row in SHAPES.items()
    }
    return {**_closed(shapes), "minProperties": 1, "maxProperties": 1}


def _mapping(fields: Iterable[Field], also: Mapping[str, Schema] | None = None) -> Schema:
    fields = tuple(fields)
    schema = _closed({item.name: _field(item) for item in fields} | dict(also or {}))
    required = [item.name for item in fields if item.required]
    return schema | {"required": required} if required else schema


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _name(known: Sequence[str], doc: str) -> Schema:
    """A name: one of those that are known, or any other."""
    anything = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": r"\S"}
    return {"description": doc, "anyOf": [{"enum": list(known)}, anything]}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
