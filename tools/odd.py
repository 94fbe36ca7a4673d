"""Tables of a world's arrays, of the parameters and of a theatre's columns, from the code."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from sim.base.distributions import Distribution
from sim.base.parameters import GROUPS, PARAMETERS
from sim.model.world import W
from sim.scenario.settings import written_prior
from sim.theatre.theatre import DEFAULT_FOLDER
from tools.marked import table

_ARRAY = re.compile(
    r' +(?P<name>[A-Z_]+) = "(?P<axes>\w+)"  # (?:(?P<who>[bs])(?=:|$):? ?)?(?P<doc>.*)'
)
_ACTOR = {"b": "buyer", "s": "supplier", None: "start"}


def state_variables() -> str:
    """Table of the arrays of a world: name, axes, who writes, meaning."""
    found = [_ARRAY.match(line) for line in inspect.getsource(W).splitlines()]
    rows = (
        (f"`{row['name']}`", row["axes"], _ACTOR[row["who"]], row["doc"] or "the same")
        for row in found
        if row is not None
    )
    return table(("array", "axes", "written by", "meaning"), rows)


def parameters() -> str:
    """Table of all parameters."""
    rows = (
        (
            f"`{row.name}`",
            row.group,
            f"`{row.equation}`",
            row.unit,
            _prior(row.prior),
            row.evidence,
            "" if row.off is None else f"{row.off:g}",
            row.meaning,
            row.source,
        )
        for row in PARAMETERS.values()
    )
    return table(
        ("parameter", "group", "equation", "unit", "prior", "evidence", "off", "meaning", "source"),
        rows,
    )


def groups() -> str:
    """Table of the groups of parameters."""
    rows = (
        (
            name,
            row.meaning,
            ", ".join(f"`{p.name}`" for p in PARAMETERS.values() if p.group == name),
        )
        for name, row in GROUPS.items()
    )
    return table(("group", "what it is", "parameters"), rows)


def sources() -> str:
    """Table of the default theatre's columns: what each means and where it comes from."""
    return table(("file", "column", "meaning", "unit", "mark", "source"), _columns())


def _columns() -> Iterator[tuple[str, ...]]:
    theatre = _theatre()
    names = {key: source["name"] for key, source in theatre["sources"].items()}
    for file, entry in theatre["files"].items():
        for column, told in entry["columns"].items():
            mark, source = told.get("mark", ""), names.get(told.get("source"), "")
            yield file, column, told["means"], told.get("unit", ""), mark, source


def _theatre() -> dict[str, Any]:
    text = (DEFAULT_FOLDER / "theatre.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def _prior(prior: Distribution) -> str:
    """Name the shape of a prior and its numbers, in the words of a scenario."""
    plain = written_prior(prior)
    if not isinstance(plain, dict):
        return f"{plain:g}"
    [(shape, values)] = plain.items()
    return f"{shape}, " + ", ".join(f"{key} {value:g}" for key, value in values.items())


WRITERS: Mapping[str, Callable[[], str]] = {
    "state-variables": state_variables,
    "parameters": parameters,
    "parameter-groups": groups,
    "theatre-columns": sources,
}
