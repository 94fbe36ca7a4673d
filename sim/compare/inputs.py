"""How the inputs of two runs differ, from what their results folders say of themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.compare.sides import Run
from sim.document import yaml_text
from sim.experiment.reproduce import changes

ABSENT = "absent"
UNREACHED = "beyond its years"
SETTINGS = (
    "theatre", "years", "worlds", "seed", "tenders", "replay", "rivals", "parameters", "plots",
    "groups",
)  # fmt: skip
ONE_BY_ONE = ("set", "events", "measures")
# What a side is called and what its reader is told: no world and no plot is made of it.
WORDS = ("name", "title", "question", "look_for", "claims", "game")
_TEXTS = ("why", "source")
# of what two manifests differ in, what decides results
_OF_THE_RUN = ("model version", "data", "sim")

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One input that two runs do not share, in the words of a scenario file.

    ``part`` is settings, set, events, measures or run; ``name`` is the setting, the parameter, the
    event or the measure, and ``field`` what of it, empty for the whole.
    """

    part: str
    name: str
    field: str
    base: str
    other: str

    @property
    def only_words(self) -> bool:
        """Whether it is what people are told of an event, which changes nothing that happens."""
        return self.part == "events" and self.field in ("title", "why", "source")


def input_differences(base: Run, other: Run) -> tuple[Difference, ...]:
    """All that differs, in the order of a scenario file; then data, model and version.

    What only changes the words of an event, or which plots are drawn, is listed too, though it
    changes no world; the ``WORDS`` of a scenario are not.
    """
    mine, theirs = base.manifest["scenario"], other.manifest["scenario"]
    return (
        *_settings(mine, theirs),
        *_parameters(mine, theirs),
        *_entries("events", mine, theirs),
        *_entries("measures", mine, theirs),
        *_of_the_run(base.manifest, other.manifest),
    )


def in_words(found: Difference) -> str:
    """One difference on one line: ``event russia-lifts-ban: present → absent``."""
    noun = {"events": "event ", "measures": "measure ", "set": "parameter "}.get(found.part, "")
    name = f"{found.name}, {found.field}" if found.field else found.name
    return f"{noun}{name}: {found.base} → {found.other}"


def _settings(mine: Plain, theirs: Plain) -> Iterator[Difference]:
    for name in SETTINGS:
        values = [plain.get(name) for plain in (mine, theirs)]
        if values[0] != values[1]:
            yield Difference("settings", name, "", *(_said(value) for value in values))


def _parameters(mine: Plain, theirs: Plain) -> Iterator[Difference]:
    """Parameters that either sets; one that is not set comes from where all others do."""
    sets = [plain.get("set", {}) for plain in (mine, theirs)]
    for name in sorted({*sets[0], *sets[1]}):
        if sets[0].get(name) != sets[1].get(name):
            words = (
                _said(own[name]) if name in own else str(plain["parameters"])
                for own, plain in zip(sets, (mine, theirs), strict=True)
            )
            yield Difference("set", name, "", *words)


def _entries(part: str, mine: Plain, theirs: Plain) -> Iterator[Difference]:
    """Events or measures that only one side has, and what differs in those of both."""
    ours, others = (
        {entry["id"]: entry for entry in plain.get(part, ())} for plain in (mine, theirs)
    )
    for name in [*ours, *(name for name in others if name not in ours)]:
        if name not in others:
            yield Difference(part, name, "", _whole(ours[name]), _missing(ours[name], theirs))
        elif name not in ours:
            yield Difference(part, name, "", _missing(others[name], mine), _whole(others[name]))
        else:
            yield from _fields(part, name, ours[name], others[name])


def _missing(entry: Plain, side: Plain) -> str:
    """Why a side has no such entry, as far as its years tell."""
    return UNREACHED if entry.get("year", 0) > side["years"]["to"] else ABSENT


def _fields(part: str, name: str, mine: Plain, theirs: Plain) -> Iterator[Difference]:
    one, other = dict(_leaves(mine)), dict(_leaves(theirs))
    for field in [*one, *(field for field in other if field not in one)]:
        if one.get(field) != other.get(field):
            words = (_said(leaves[field]) if field in leaves else ABSENT for leaves in (one, other))
            yield Difference(part, name, field, *words)


def _leaves(entry: Plain, before: str = "") -> Iterator[tuple[str, object]]:
    """Every value of an entry under its path, such as ``embargo supplier``."""
    for key, value in entry.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{before}{key} ")
        else:
            yield f"{before}{key}", value


def _of_the_run(mine: Plain, theirs: Plain) -> Iterator[Difference]:
    for change in changes(mine, theirs):
        if change.what in _OF_THE_RUN:
            name = {"data": "theatre's data", "sim": "version"}.get(change.what, change.what)
            yield Difference("run", name, "", change.then, change.now)
    digests = [str(plain.get("posterior") or "none") for plain in (mine, theirs)]
    if digests[0] != digests[1]:
        yield Difference("run", "posterior", "", *digests)


def _whole(entry: Plain) -> str:
    """An entry without its id and its reasons: when, and what."""
    told = {
        key: value
        for key, value in sorted(entry.items(), key=lambda item: isinstance(item[1], Mapping))
        if key not in ("id", *_TEXTS) and value is not None
    }
    return ", ".join(f"{key} {_said(value)}" for key, value in told.items())


def _said(value: object) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and set(value) == {"from", "to"}:
        return f"{value['from']}-{value['to']}"
    return yaml_text.flow(_known(value))


def _known(value: Any) -> Any:
    """The same without fields that nobody gave, and one name without brackets."""
    if isinstance(value, Mapping):
        return {key: _known(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        alone = len(value) == 1 and isinstance(value[0], str)
        return value[0] if alone else [_known(item) for item in value]
    return value
