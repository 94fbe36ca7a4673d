"""The reference of what users write: kinds of event and measure, keys of files, commands."""

import argparse
from collections.abc import Callable, Mapping, Sequence

import yaml

from sim.cli.parser import build_parser
from sim.document.entries import Kind, meaning_of, words_of
from sim.document.forms import Schema, expected_in, schema_of
from sim.document.model import Model
from sim.measure.kind import MeasureKind
from sim.measure.measures import MEASURE_KINDS
from sim.report.html.page import LIMITS
from sim.scenario import Event, Measure, load
from sim.scenario.conditions import CONDITIONS, Condition
from sim.scenario.event_kinds import KINDS, EventKind
from sim.scenario.file import ScenarioFile
from sim.scenario.shipped import SWEEPS, find, shipped_names
from sim.sweep.designs import DESIGNS
from sim.theatre.load import default_theatre
from sim.theatre.neutral import neutral_lines
from tools.marked import table


def events() -> str:
    """Each kind of event: what it is, its fields, an example."""
    every = f"Every event has these fields, and one kind:\n\n{_fields(Event)}"
    kinds = (_kind(name, kind, "events") for name, kind in KINDS.items())
    return "\n".join([every, *kinds, _conditions()])


def measures() -> str:
    """Each kind of measure: what it is, its fields, an example."""
    every = f"Every measure has this field, and one kind:\n\n{_fields(Measure)}"
    kinds = (_kind(name, kind, "measures") for name, kind in MEASURE_KINDS.items())
    return "\n".join([every, *kinds])


def keys() -> str:
    """The top-level keys of a scenario."""
    return _fields(ScenarioFile)


def designs() -> str:
    """The designs of a sweep, with their options."""
    return table(
        ("design", "points", "options"),
        ((f"`{name}`", meaning_of(kind), _options(kind)) for name, kind in DESIGNS.items()),
    )


def scenarios() -> str:
    """The shipped scenarios and what each asks."""
    rows = ((f"[{name}](../../scenarios/{name}.yaml)", load(name)) for name in shipped_names())
    return table(("scenario", "question"), ((link, one.question) for link, one in rows))


def sweeps() -> str:
    """The shipped sweeps and what each asks."""
    rows = []
    for name in shipped_names(SWEEPS):
        path = find(name, SWEEPS)
        assert path is not None
        asked = yaml.safe_load(path.read_text(encoding="utf-8"))["question"]
        rows.append((f"[{name}](../../scenarios/sweeps/{name}.yaml)", asked))
    return table(("sweep", "question"), rows)


def commands() -> str:
    """Every command: what it takes, and its own words."""
    return "\n".join(_command(name, made, to) for name, made, to in _commands())


def command_list() -> str:
    """One line a command."""
    rows = ((f"[`sim {name}`](#sim-{name})", purpose) for name, _, purpose in _commands())
    return table(("command", "what it does"), rows)


def limits() -> str:
    """What the model cannot say, as the page to send has it."""
    told = (*LIMITS, *neutral_lines(default_theatre()))
    return "".join(f"- {sentence}\n" for sentence in told)


def _kind(name: str, kind: type[EventKind] | type[MeasureKind], part: str) -> str:
    meaning = meaning_of(kind)
    beside = {"year": 2014, "why": "The reason, for readers"} if part == "events" else {}
    entry = {"id": "an-example", **beside, **yaml.safe_load(kind.example)}
    example = yaml.safe_dump({part: [entry]}, sort_keys=False, allow_unicode=True, width=72)
    exactly_one = kind.exactly_one if issubclass(kind, MeasureKind) else ()
    one_of = f"\nGive exactly one of: {', '.join(exactly_one)}.\n" if exactly_one else ""
    return (
        f"## {name}\n\n{meaning[0].upper()}{meaning[1:]}.\n\n{_fields(kind)}{one_of}\n"
        f"```yaml\n{example}```\n"
    )


def _conditions() -> str:
    rows = (
        (f"`{name}`", meaning_of(kind), _options(kind), f"`if: {{{kind.example}}}`")
        for name, kind in CONDITIONS.items()
    )
    return (
        "## if\n\nWhat an event may wait for: one of these, and `after`. It is looked at when a "
        f"year is over, from the event's `year` to its `until`.\n\n{_fields(Condition)}\n"
        + table(("condition", "met when", "fields", "example"), rows)
    )


def _options(kind: type[Kind]) -> str:
    fields = schema_of(kind).get("properties", {})
    return "; ".join(f"`{word}`: {form['description']}" for word, form in fields.items())


def _fields(model: type[Model]) -> str:
    schema = schema_of(model)
    rows = (
        (f"`{word}`", expected_in(model, word), _left_out(schema, word), form["description"])
        for word, form in schema["properties"].items()
        if word in words_of(model)
    )
    return table(("field", "must be", "if left out", "meaning"), rows)


def _left_out(schema: Schema, word: str) -> str:
    if word in schema.get("required", ()):
        return "required"
    plain = schema["properties"][word].get("default")
    if plain in (None, "", [], {}):
        return "nothing"
    words = yaml.safe_dump(plain, default_flow_style=True).removesuffix("\n...\n").strip()
    return f"`{words}`"


def _commands() -> list[tuple[str, argparse.ArgumentParser, str]]:
    [added] = [
        item
        for item in build_parser()._actions
        if isinstance(item, argparse._SubParsersAction)  # argparse has no public way to its tree
    ]
    purposes = {item.dest: item.help or "" for item in added._choices_actions}
    return [(name, made, purposes[name]) for name, made in added.choices.items()]


def _command(name: str, made: argparse.ArgumentParser, purpose: str) -> str:
    given = [item for item in made._actions if not isinstance(item, argparse._HelpAction)]
    usage = " ".join(["sim", name, *(_usage(item) for item in given if _must(item))])
    rows = ((f"`{_usage(item, whole=True)}`", _meaning(item)) for item in given)
    told = (made.description or "").strip()
    return (
        f"## sim {name}\n\n{purpose[0].upper()}{purpose[1:]}: `{usage}`\n\n"
        f"{table(('argument', 'meaning'), rows) if given else ''}{_more(told)}"
    )


def _more(told: str) -> str:
    """What help says below its first line, as it stands there."""
    _, _, more = told.partition("\n")
    return f"\n```text\n{more.strip(chr(10))}\n```\n" if more.strip() else ""


def _must(item: argparse.Action) -> bool:
    return item.required or not item.option_strings


def _usage(item: argparse.Action, whole: bool = False) -> str:
    """How an argument is written; ``whole`` names every spelling of an option."""
    words: Sequence[str] = item.option_strings if whole else item.option_strings[-1:]
    value = "" if item.nargs == 0 else _value(item)
    if not words:
        return f"[{value}]" if item.nargs == "?" and not whole else value
    return ", ".join(words) + (f" {value}" if value else "")


def _value(item: argparse.Action) -> str:
    name = item.metavar if isinstance(item.metavar, str) else item.dest.upper()
    return f"{name} …" if item.nargs in ("+", "*") else name


def _meaning(item: argparse.Action) -> str:
    words = (item.help or "").replace("%%", "%")
    return words if "%(" not in words else words % vars(item)


WRITERS: Mapping[str, Callable[[], str]] = {
    "events": events,
    "measures": measures,
    "scenario-keys": keys,
    "sweep-designs": designs,
    "scenarios": scenarios,
    "sweeps": sweeps,
    "command-list": command_list,
    "commands": commands,
    "limits": limits,
}
