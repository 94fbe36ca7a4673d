"""The types of value that files are made of. Whether a named state exists is the theatre's to say.

Each type says in words what a value must be; ``names`` tells editors what is named.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    GetPydanticSchema,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_before_validator_function

from sim.base.problems import quote
from sim.document.forms import EXPECTED
from sim.document.frozen import FrozenMap
from sim.document.model import EARLIEST, LATEST, Reading, wrong

ALL = "all"
"""Stands for every weapon class."""

_WINDOW = re.compile(r"([0-9]{4})(?:\s*-\s*([0-9]{4}))?")
_ONE_LINE = r"^[^\n]*$"
_MOST_NAMES = 200


def doc(meaning: str, default: Any = ..., *, key: str | None = None, **more: Any) -> Any:
    """A field of a model.

    Args:
        meaning: what it is, for readers of messages, editors and the reference.
        default: its value where it is not written; without one it must be written.
        key: its name in the file, where Python keeps that word for itself.
        more: as pydantic's ``Field`` takes it.
    """
    return Field(default, description=meaning, alias=key, **more)


def read_as(form: Any) -> GetPydanticSchema:
    """For a value that files write in another form; a validator behind it makes the value."""
    return GetPydanticSchema(lambda _, handler: handler(form))


def must_be(words: str, *, more: Mapping[str, Any] | None = None, **limits: Any) -> Any:
    """What a value must be, in words that follow "must be".

    Args:
        words: as above.
        more: what the JSON Schema says besides: ``names``, what is named; ``words``, likely ones;
            ``or``, another form that files may use.
        limits: as pydantic's ``Field`` takes them.
    """
    return Field(json_schema_extra={EXPECTED: words, **(more or {})}, **limits)


# --- text and numbers


def line(longest: int, shortest: int = 1) -> StringConstraints:
    """Text on one line, without the blanks around it."""
    return StringConstraints(
        strip_whitespace=True, min_length=shortest, max_length=longest, pattern=_ONE_LINE
    )


def text(longest: int, shortest: int = 1) -> StringConstraints:
    """Text of one line or several, without the blanks around it."""
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


Line200 = Annotated[str, line(200)]
Line500 = Annotated[str, line(500)]
Text500 = Annotated[str, text(500)]

Id = Annotated[
    str,
    must_be(
        "up to 64 letters, digits, dots and hyphens (a number in quotes)",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
    ),
]

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Worlds = Annotated[int, Field(ge=1, le=10_000_000)]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]


# --- years


def _own(year: int, info: ValidationInfo) -> int:
    return _within(year, info, "outside", _years(info)[0])


def _not_after(year: int, info: ValidationInfo) -> int:
    return _within(year, info, "after", EARLIEST)


def _within(year: int, info: ValidationInfo, where: str, first: int) -> int:
    if first <= year <= _years(info)[1]:
        return year
    raise wrong(f"{{name}} {year} lies {where} the scenario's years, {_spoken(_years(info))}")


def read_window(value: object) -> tuple[int, int]:
    """The first and the last year of a window as written; raises ValueError for any other value."""
    match = None
    if isinstance(value, str | int) and not isinstance(value, bool):
        match = _WINDOW.fullmatch(str(value).strip())
    if match is None:
        raise ValueError
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise wrong(f"{{name}} ends before it begins: {first}-{last}")
    return first, last


def _own_window(window: tuple[int, int], info: ValidationInfo) -> tuple[int, int]:
    years = _years(info)
    if window[0] < years[0] or window[1] > years[1]:
        raise wrong(f"{{name}} {_spoken(window)} leaves the scenario's years, {_spoken(years)}")
    return window


def _years(info: ValidationInfo) -> tuple[int, int]:
    reading = info.context
    return reading.years if isinstance(reading, Reading) else (EARLIEST, LATEST)


def _spoken(window: tuple[int, int]) -> str:
    return f"{window[0]}-{window[1]}"


Year = Annotated[int, must_be(f"a year from {EARLIEST} to {LATEST}", ge=EARLIEST, le=LATEST)]
"""A calendar year."""

OwnYear = Annotated[Year, AfterValidator(_own)]
"""A year of the scenario."""

EventYear = Annotated[Year, AfterValidator(_not_after)]
"""A year of the scenario, or before it."""

_WINDOW_FORM = {
    "format": "years",
    EXPECTED: "years such as 2013-2017 or 2013",
    "anyOf": [
        {"type": "string", "pattern": r"^\s*[0-9]{4}(\s*-\s*[0-9]{4})?\s*$"},
        {"type": "integer", "minimum": EARLIEST, "maximum": LATEST},
    ],
    "examples": ["2013-2017"],
}

Window = Annotated[
    tuple[int, int], PlainValidator(read_window), PlainSerializer(_spoken),
    WithJsonSchema(_WINDOW_FORM),
]  # fmt: skip
"""Consecutive years, written ``2013-2017`` or ``2013``: the first and the last of them."""

OwnWindow = Annotated[Window, AfterValidator(_own_window)]
"""A window of the scenario's years."""


# --- names, and lists of them


def _as_list(value: object) -> object:
    """One value as a list of it."""
    return value if isinstance(value, tuple | dict) else (value,)


def _different(values: tuple[Any, ...]) -> tuple[Any, ...]:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise wrong(f"{{name}} names {quote(str(value))} twice", place)
    return values


@dataclass(frozen=True)
class _OneOrList:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        several = dict(handler(schema))
        outer = {key: several.pop(key) for key in (EXPECTED,) if key in several}
        return {**outer, "anyOf": [several["items"], several]}


different = AfterValidator(_different)
"""No value of a list stands twice."""

one_or_list = _OneOrList()
"""A single value may stand without brackets."""


def _one_class(word: str) -> str:
    if word == ALL:
        raise ValueError
    return word


def _name(noun: str, what: str) -> Any:
    """A name of a state or class: words on one line."""
    return must_be(
        f"the name of {noun}", more={"names": what}, min_length=1, max_length=80, pattern=_ONE_LINE
    )


_stripped = StringConstraints(strip_whitespace=True)

StateName = Annotated[str, _stripped, _name("a state", "state")]
ClassName = Annotated[str, _stripped, _name("a weapon class, or 'all'", "class")]
OneClass = Annotated[
    str, _stripped, AfterValidator(_one_class), _name("one weapon class", "one_class")
]


def _names(noun: str, least: int = 1, most: int = _MOST_NAMES) -> Any:
    words = f"the name of {noun} or a list of such names"
    if most == least:
        words = f"one name of {noun}" if most == 1 else f"a list of {most} names"
    return must_be(words, min_length=least, max_length=most)


_as_list_of = PlainSerializer(list)  # even of one name: both spellings are the same scenario

States = Annotated[tuple[StateName, ...], _names("a state"), one_or_list, different, _as_list_of]
Classes = Annotated[
    tuple[ClassName, ...], _names("a weapon class"), one_or_list, different, _as_list_of
]
AnyStates = Annotated[
    tuple[StateName, ...], _names("a state", 0), one_or_list, different, _as_list_of
]
"""States, or none."""

OneState = Annotated[tuple[StateName, ...], _names("a state", 1, 1), one_or_list, _as_list_of]
"""A list of one state, as measures and orders have it."""

Pair = Annotated[tuple[StateName, ...], _names("a state", 2, 2), different, _as_list_of]
"""Two states."""


def _every_class(value: object) -> object:
    return {ALL: 1.0} if value == ALL else value


def _frozen(value: Mapping[str, Any]) -> FrozenMap[Any]:
    return FrozenMap(value)


frozen = AfterValidator(_frozen)
"""A mapping that nobody changes, in the order of its keys."""

as_dict = PlainSerializer(dict)


def _lists(value: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: list(states) for name, states in value.items()}


Groups = Annotated[
    Mapping[StateName, States],
    must_be("a mapping from name to a list of states, such as {partners: [India, Japan]}"),
    frozen,
    PlainSerializer(_lists),
]
"""Lists of states by a name for each."""

ClassShares = Annotated[
    Mapping[ClassName, Share],
    must_be(
        "'all' or a mapping from class to share, such as {missile: 0.5}",
        more={"or": {"const": ALL}},
        min_length=1,
    ),
    BeforeValidator(_every_class),
    frozen,
    as_dict,
]
"""How much of each weapon class; ``all`` is every class whole."""
