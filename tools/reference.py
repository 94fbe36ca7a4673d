"""The reference of what users write: kinds of event and measure, keys of files, commands."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from sim.cli.command import _parser
from sim.report.html.page import LIMITS
from sim.scenario import load
from sim.scenario.events import COMMON as OF_EVENTS
from sim.scenario.events import KINDS
from sim.scenario.measures import COMMON as OF_MEASURES
from sim.scenario.measures import MEASURE_KINDS
from sim.scenario.reading import Field
from sim.scenario.schema import FIELDS
from sim.scenario.shipped import SWEEPS, find, shipped_names
from sim.sweep.designs import DESIGNS
from tools.marked import table

# Kinds of which no shipped scenario has one.
_OWN_EXAMPLES: Mapping[str, dict[str, Any]] = {
    "rivalry": {
        "id": "china-and-india-part",
        "year": 2020,
        "why": "Soldiers die at the border",
        "rivalry": {"between": ["China", "India"], "level": 1},
    },
    "order": {
        "id": "frigates-for-pakistan",
        "year": 2017,
        "why": "Four ships, supposed here",
        "order": {
            "buyer": "Pakistan",
            "supplier": "China",
            "class": "naval",
            "tiv": 600,
            "delivered": "2021-2023",
        },
    },
    "hhi": {"id": "concentration", "hhi": {"buyer": "Pakistan", "window": "2013-2017"}},
    "first_order": {
        "id": "first-from-russia",
        "first_order": {"buyer": "Pakistan", "supplier": "Russia"},
    },
    "announcements_per_order": {
        "id": "talk-and-deed",
        "announcements_per_order": {"buyer": "Pakistan", "window": "2013-2017"},
    },
    "money": {"id": "paid-to-russia", "money": {"supplier": "Russia", "window": "2013-2017"}},
}


def events() -> str:
    """Each kind of event: what it is, its fields, an example."""
    every = f"Every event has these fields, and one kind:\n\n{_fields(OF_EVENTS)}"
    return "\n".join([every, *(_kind(KINDS[name], "events") for name in KINDS)])


def measures() -> str:
    """Each kind of measure: what it is, its fields, an example."""
    every = f"Every measure has this field, and one kind:\n\n{_fields(OF_MEASURES)}"
    return "\n".join([every, *(_kind(MEASURE_KINDS[name], "measures") for name in MEASURE_KINDS)])


def keys() -> str:
    """The top-level keys of a scenario."""
    return _fields(FIELDS)


def designs() -> str:
    """The designs of a sweep, with their options."""
    return table(
        ("design", "points", "options"),
        (
            (f"`{row.name}`", row.doc, "; ".join(f"`{one.name}`: {one.doc}" for one in row.fields))
            for row in DESIGNS.values()
        ),
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
    return "".join(f"- {sentence}\n" for sentence in LIMITS)


def _kind(kind: Any, part: str) -> str:
    doc = kind.doc[0].upper() + kind.doc[1:]
    example = yaml.safe_dump(
        {part: [_examples()[kind.name]]}, sort_keys=False, allow_unicode=True, width=72
    )
    one_of = f"\nGive exactly one of: {', '.join(kind.one_of)}.\n" if _one_of(kind) else ""
    return f"## {kind.name}\n\n{doc}.\n\n{_fields(kind.fields)}{one_of}\n```yaml\n{example}```\n"


def _one_of(kind: Any) -> bool:
    return bool(getattr(kind, "one_of", ()))


def _fields(fields: Iterable[Field]) -> str:
    return table(("field", "must be", "if left out", "meaning"), map(_field, fields))


def _field(item: Field) -> tuple[str, str, str, str]:
    left_out = "required" if item.required else _plain(item)
    return f"`{item.name}`", item.type.expected, left_out, item.doc


def _plain(item: Field) -> str:
    if item.default is None:
        return "nothing"
    plain = item.type.plain(item.default)
    words = yaml.safe_dump(plain, default_flow_style=True).removesuffix("\n...\n").strip()
    return f"`{words}`" if plain not in ("", [], {}) else "nothing"


@cache
def _examples() -> Mapping[str, dict[str, Any]]:
    """One example a kind: the first of a shipped scenario, else one of our own."""
    found: dict[str, dict[str, Any]] = dict(_OWN_EXAMPLES)
    for name in ("history", *shipped_names()):
        resolved: Any = load(name).resolved()
        for entry in (*resolved["events"], *resolved["measures"]):
            kind = next(key for key in entry if key in KINDS or key in MEASURE_KINDS)
            found.setdefault(kind, entry)
    return found


def _commands() -> list[tuple[str, argparse.ArgumentParser, str]]:
    [added] = [
        item
        for item in _parser()._actions
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
