"""What a sweep file says of what varies: ``parameters``, and ``groups`` of them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Discriminator,
    Field,
    SkipValidation,
    Tag,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)

from sim.base.bands import ENDS_OF_90
from sim.base.distributions import Constant
from sim.base.parameters import GROUPS, PARAMETERS, present_name
from sim.base.problems import quote, suggest_or_list
from sim.document.model import Path, all_wrong
from sim.document.types import Line200, must_be, read_as
from sim.sweep.ranges import Range, Values, range_of, unfit_values
from sim.sweep.swept import SweptScenario, swept_in
from sim.sweep.varied import ChoiceKey, Key, ParameterKey

ALL = "all"


def _ranges(given: Any, info: ValidationInfo) -> tuple[Range, ...]:
    """The ranges in the order of the file; none while the scenario is unknown."""
    swept = swept_in(info)
    if given == ALL:
        return () if swept is None else (*swept.axis, *all_parameters(swept))
    found = list[Range]()
    problems, unread = list[tuple[Path, str]](), dict[str, ValidationError]()
    for word, plain in given.items():
        key = None if swept is None else swept.key(word)
        if isinstance(key, str):
            problems.append(((word, "[key]"), key))
            continue
        try:
            values: Any = _VALUES.validate_python(plain)
        except ValidationError as error:
            unread[word] = error
            continue
        if key is not None:
            assert swept is not None
            unfitting = _unfit_in_any(swept, key, values)
            problems += [((word, *at), message) for at, message in unfitting]
            if not unfitting:
                found.append(range_of(key, values, swept.scenario))
    if problems or unread:
        raise all_wrong(problems, unread)
    return (*(() if swept is None else swept.axis), *found)


def _unfit_in_any(swept: SweptScenario, key: Key, values: Any) -> list[tuple[Path, str]]:
    """What a key cannot take in one of the scenarios; each mistake is told once."""
    scenarios = (swept.scenario, *swept.others) if isinstance(key, ChoiceKey) else (swept.scenario,)
    found = [item for one in scenarios for item in unfit_values(key, values, one, swept.theatre)]
    return list(dict.fromkeys(found))


_VALUES: TypeAdapter[Any] = TypeAdapter(Values, config=ConfigDict(strict=True, allow_inf_nan=False))


_Unread = Annotated[SkipValidation[Values], must_be("{from: …, to: …} or a list of values")]
_Written = Annotated[
    Annotated[Literal["all"], Tag("(all)")]
    | Annotated[Mapping[str, _Unread], Field(min_length=1), Tag("(mapping)")],
    Discriminator(lambda value: "(all)" if isinstance(value, str) else "(mapping)"),
]

Ranges = Annotated[
    tuple[Range, ...],
    read_as(_Written),
    AfterValidator(_ranges),
    must_be(f"a mapping from what varies to its values, or '{ALL}'"),
]


def all_parameters(swept: SweptScenario) -> tuple[Range, ...]:
    """Every parameter that the scenario does not fix, over most of its prior; one that is off by
    default, over most of what it is drawn from when on.
    """
    ranges = []
    for name, parameter in PARAMETERS.items():
        prior = swept.scenario.settings.get(name, parameter.range)
        if not isinstance(prior, Constant):
            key = swept.key(name)
            assert isinstance(key, ParameterKey)
            low, high = (prior.quantile(tail) for tail in ENDS_OF_90)
            ranges.append(Range(key, low, high))
    return tuple(ranges)


def _groups(given: Any, info: ValidationInfo) -> Mapping[str, tuple[str, ...]]:
    """Groups by name. A list names groups of reasons, which hold their parameters that vary."""
    if isinstance(given, Mapping):
        return {name: tuple(map(present_name, keys)) for name, keys in given.items()}
    varied = [item.key.name for item in info.data.get("ranges", ())]
    found = dict[str, tuple[str, ...]]()
    problems: list[tuple[Path, str]] = []
    for place, name in enumerate(GROUPS if given == ALL else given):
        members = tuple(
            key for key in varied if key in PARAMETERS and PARAMETERS[key].group == name
        )
        at = () if given == ALL else (place,)
        if name not in GROUPS:
            problems.append((at, f"no group {quote(name)}{suggest_or_list(name, GROUPS)}"))
        elif members:
            found[name] = members
        elif given != ALL and "ranges" in info.data:
            problems.append((at, f"no parameter of the group {quote(name)} varies"))
    if problems:
        raise all_wrong(problems)
    return found


_GroupForms = Annotated[
    Annotated[Literal["all"], Tag("(all)")]
    | Annotated[tuple[str, ...], Field(min_length=1), Tag("(list)")]
    | Annotated[
        Mapping[Line200, Annotated[tuple[str, ...], Field(min_length=1)]], Tag("(mapping)")
    ],
    Discriminator(
        lambda value: "(all)" if isinstance(value, str)
        else "(list)" if isinstance(value, tuple) else "(mapping)"
    ),
]  # fmt: skip

Groups = Annotated[
    Mapping[str, tuple[str, ...]],
    read_as(_GroupForms),
    AfterValidator(_groups),
    must_be(
        "a mapping from a group's name to a list of keys, a list of groups of reasons "
        f"({', '.join(GROUPS)}), or '{ALL}' of these"
    ),
]
