"""A first scenario of today for an imported theatre, and questions that extend it."""

import csv
import io
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template

import numpy as np
import yaml

from sim.base.phrases import counted, joined
from sim.document.yaml_text import comment
from sim.register.build import SCENARIO, TheatreFiles
from sim.register.cast import Cast, largest_pairs
from sim.register.cube import deliveries_of, orders_of
from sim.register.deals import Deals
from sim.register.in_force import InForce, in_force, last_year
from sim.register.starter import SHOWN, slug
from sim.register.tallies import tiv_text
from sim.scenario import shipped
from sim.theatre.records import Embargo

TODAY = "today.yaml"
QUESTIONS = "today"  # the folder beside the shipped scenarios
LAST = 2040
_AHEAD = 10  # years simulated at least
_NEW = 10  # years before the start; who came since then has entered
_LARGE = 0.001  # of all deliveries of these years; what is less is no entry
_RECENT, _LEAST_BOOK = 5, 1.5  # years: of deliveries, and on order, less than which is no book
_NAMED = 6
_WIDTH, _LONG = 98, 60  # characters

Plain = dict[str, object]


@dataclass(frozen=True)
class Today:
    """A theatre's files with the scenarios of today, and what these could not know."""

    theatre: TheatreFiles
    lines: tuple[str, ...]


def newest_start(deals: Deals) -> int:
    """The first year of which a register knows nothing."""
    return deals.last_year + 1


def with_today(made: TheatreFiles, deals: Deals, out: Path) -> Today:
    """A theatre with ``today.yaml`` and the questions in place of its first scenario.

    Args:
        made: the theatre's files.
        deals: of the register.
        out: the folder, as a user would type it.

    Raises:
        ValueError: if a shipped question is none.
    """
    cast = made.cast
    held = in_force(deals, cast)
    years = {"from": cast.start, "to": max(LAST, cast.start + _AHEAD)}
    unknown = [*_unknown(held, deals, cast), *_book_lines(made, deals)]
    facts = [*_embargo_lines(_embargoes(made), cast.start), *_entrant_lines(deals, cast)]
    pairs = [pair for pair in largest_pairs(cast, deals) if pair[1]][:SHOWN]
    scenario: Plain = {
        "title": f"The world from {cast.start}, as it stands",
        "question": "Who arms whom, if everything in force stays in force?",
        "theatre": ".",
        "years": years,
        "parameters": "prior",
        "events": held.events,
        "measures": _measures(pairs, cast.start, years["to"]),
        "plots": {"buyers": [buyer for buyer, _ in pairs]},
        "look_for": (
            "Bands widen with the years. Shaded are those past the record: there is nothing to "
            "hold the bands against."
        ),
    }
    head = [
        f"Made by 'sim today'; change what you like. 'sim run {out / TODAY}' writes plots and "
        "tables, 'sim compare' holds a question beside it.",
        "", *facts, "", "Not known:", *(f"- {line}" for line in unknown),
    ]  # fmt: skip
    files = {TODAY: _text(head, scenario)}
    skipped = []
    for name in shipped.shipped_names(QUESTIONS):
        text = (shipped.folder() / QUESTIONS / f"{name}.yaml").read_text(encoding="utf-8")
        question, lost = fitted(yaml.safe_load(Template(text).substitute(_words(held, cast))), cast)
        if not question["events"]:
            skipped.append(name)
            continue
        about = [f"'sim compare {out / TODAY} {out / name}.yaml' says what it changes."]
        if lost:
            about.append(f"Not in this theatre, so left out: {', '.join(lost)}.")
        files[f"{name}.yaml"] = _text(about, question)
    if skipped:
        unknown.append(f"nobody of this theatre is in the questions {joined(skipped)}")
    kept = {name: text for name, text in made.files.items() if name != SCENARIO}
    lines = [*facts, *(f"Not known: {line}" for line in unknown)]
    return Today(replace(made, files=kept | files), tuple(lines))


def fitted(scenario: Plain, cast: Cast) -> tuple[Plain, list[str]]:
    """A scenario without the states that a cast does not have, and who these are.

    An event or measure that loses the last state of a role goes as a whole.
    """
    lost: dict[str, None] = {}
    kept = {
        part: [entry for item in _listed(scenario.get(part))
               if (entry := _fitted(item, cast, lost)) is not None]
        for part in ("events", "measures")
    }  # fmt: skip
    return scenario | kept, [*lost]


def _fitted(value: object, cast: Cast, lost: dict[str, None], key: str = "") -> object:
    """A value without strangers; None if nothing is left of it."""
    roles: Mapping[str, Sequence[str]] = {
        "buyer": cast.buyers[:-1], "supplier": cast.suppliers[:-1], "patron": cast.states,
    }  # fmt: skip
    if key in roles:
        names = [value] if isinstance(value, str) else _listed(value)
        here = [name for name in names if name in roles[key]]
        lost.update((str(name), None) for name in names if name not in roles[key])
        return (here or None) if isinstance(value, list) else next(iter(here), None)
    if isinstance(value, dict):
        inner = {name: _fitted(item, cast, lost, name) for name, item in value.items()}
        return None if any(item is None for item in inner.values()) else inner
    return value


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _words(held: InForce, cast: Cast) -> dict[str, object]:
    """What is put in place of the words of a question."""
    soon = max(cast.start + 2, last_year() + 1)
    return {
        "soon": soon,
        "soon_4": soon + 4,
        "window": f"{soon + 2}-{soon + 9}",
        "russia_back": round(1 / held.factor_of("Russia"), 2),
    }


def _measures(pairs: Sequence[tuple[str, str]], first: int, last: int) -> list[object]:
    windows = (f"{first}-{first + 4}", f"{last - 4}-{last}")
    return [
        {"id": f"{slug(buyer)}-{slug(supplier)}-{window[:4]}",
         "share": {"buyer": buyer, "supplier": supplier, "window": window}}
        for buyer, supplier in pairs for window in windows
    ]  # fmt: skip


def _embargoes(made: TheatreFiles) -> list[Embargo]:
    return [
        Embargo(
            None if row["supplier"] == "ALL" else row["supplier"], row["buyer"],
            int(row["first_year"]), int(row["last_year"]) if row["last_year"] else None,
            row["basis"],
        )
        for row in csv.DictReader(io.StringIO(made.files["embargoes.csv"]))
    ]  # fmt: skip


def _embargo_lines(embargoes: Sequence[Embargo], start: int) -> Iterator[str]:
    """Whom embargoes close at the start, by embargoes.csv: applied, and guessed."""
    held = [row for row in embargoes if row.holds(start)]
    applied: dict[str, dict[str, None]] = {}
    for row in held:
        if not row.guess:
            applied.setdefault(row.buyer, {})[row.supplier or "all"] = None
    guessed = len(held) - sum(map(len, applied.values()))
    yield (
        "Embargoes in force, each with its source in embargoes.csv (an event 'lift' ends one): "
        + ("; ".join(f"{buyer} by {_few([*by])}" for buyer, by in applied.items()) or "none")
    )
    if guessed:
        yield (
            f"{counted(guessed, 'embargo').replace('embargos', 'embargoes')} of embargoes.csv "
            "marked 'guess:' are applied by no run; an event 'embargo' does so"
        )


def _entrant_lines(deals: Deals, cast: Cast) -> Iterator[str]:
    """Who sold or bought nothing before, and has since ``_NEW`` years before the start."""
    since = cast.start - _NEW
    for flow, side, axis, did in (
        (deliveries_of(deals, cast), "supplier", cast.suppliers, "Suppliers that have entered"),
        (orders_of(deals, cast), "buyer", cast.buyers, "Buyers that have entered"),
    ):
        flow = flow.within(deals.first_year, cast.start - 1)
        place = getattr(flow, side)
        late = flow.year >= since
        before, after = (
            np.bincount(place[some], flow.tiv[some], minlength=len(axis)) for some in (~late, late)
        )
        least = _LARGE * after.sum()
        new = [
            f"{axis[i]} ({int(flow.year[place == i].min())})"
            for i in range(len(axis) - 1) if before[i] == 0 and after[i] > least
        ]  # fmt: skip
        yield f"{did} since {since}, by the register: {_few(new) if new else 'none'}"


def _unknown(held: InForce, deals: Deals, cast: Cast) -> Iterator[str]:
    yield f"what happened after {deals.last_year}, the last year of the register"
    yield f"facts of politics after {last_year()}, the newest year of the package's table"
    guesses = [str(one["id"]) for one in held.events if str(one["source"]).startswith("guess:")]
    if guesses:
        yield f"sizes that are guesses: {', '.join(guesses)}"
    if held.left_out:
        yield f"what it does to states that this theatre does not have: {'; '.join(held.left_out)}"
    yield "grants and credits of others than those named, and how long those named go on"
    yield "who will enter, leave or end: runs keep the states and classes of the start"


def _book_lines(made: TheatreFiles, deals: Deals) -> Iterator[str]:
    """How little is on order, as where a register has no order of which nothing has come."""
    rows = csv.DictReader(io.StringIO(made.files["order_book.csv"]))
    due = sum(float(row["undelivered_tiv"]) for row in rows)
    recent = deals.delivery_year >= deals.last_year - _RECENT + 1
    yearly = float(deals.delivered[recent].sum()) / _RECENT
    to_come = len(np.unique(deals.deal)) < len(deals.ordered)
    advice = "; give the register with one row per deal too, which has orders to come"
    if due < yearly * _LEAST_BOOK:
        yield (
            f"much of what is on order: the order book holds {tiv_text(due)} TIV, and a year's "
            f"deliveries are {tiv_text(yearly)}, so those of the first years come out too low"
            f"{'' if to_come else advice}"
        )


def _text(head: Sequence[str], scenario: Plain) -> str:
    """A scenario as YAML below comments."""
    lines = [
        f"# {comment(line)}".rstrip()
        for paragraph in head
        for line in (textwrap.wrap(paragraph, _WIDTH, break_on_hyphens=False) or [""])
    ]
    body = yaml.dump(scenario, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH,
                     default_flow_style=None)  # fmt: skip
    return "\n".join([*lines, body])


class _Dumper(yaml.SafeDumper):
    """Writes as people like to read: long text in blocks, and what occurs twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        """No anchors."""
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Text, long one in a block."""
        style = ">" if len(data) > _LONG else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)


def _few(words: Sequence[str]) -> str:
    more = len(words) - _NAMED
    return ", ".join(words[:_NAMED]) + (f" and {more} more" if more > 0 else "")
