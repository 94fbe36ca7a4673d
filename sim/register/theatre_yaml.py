"""The ``theatre.yaml`` of an imported theatre: every column as the default one describes it."""

from collections.abc import Collection
from pathlib import Path
from string import Template
from typing import Any

import yaml

from sim.register.cast import WINDOW
from sim.register.past import OUTPUT_YEARS, RECENT, Past
from sim.register.record import SPAN
from sim.register.sizes import COHORTS
from sim.theatre.theatre import DEFAULT_FOLDER

_OWN = Path(__file__).parent / "data" / "theatre.yaml"
_SIPRI, _REGISTER = "sipri-transfers", "register"  # sources: of the default theatre, and of this
_TOP = "# Made by 'sim import'. Every file and column, what it means and where it comes from.\n"


def theatre_text(
    past: Past, title: str, files: Collection[str], sources: Collection[str],
    user_tables: Collection[str], *, default_years: bool,
) -> str:  # fmt: skip
    """The text of theatre.yaml.

    Args:
        past: cast and years.
        title: of the theatre.
        files: tables that the folder has.
        sources: files of the user from which they were made.
        user_tables: those of the user whose rows stand in place of the package's.
        default_years: whether some sizes or years of delivery are the default theatre's.
    """
    default = _read((DEFAULT_FOLDER / "theatre.yaml").read_text(encoding="utf-8"))
    own = _read(Template(_OWN.read_text(encoding="utf-8")).substitute(_years(past)))
    described = {name: table for name, table in default["files"].items() if name in files}
    described["dated_orders.csv"] = {"what": "", "columns": {}}
    for name in described.keys() & own["files"].keys():
        described[name]["what"] = own["files"][name]["what"]
        for column, meaning in own["files"][name].get("columns", {}).items():
            described[name]["columns"].setdefault(column, {}).update(meaning)
    for name in user_tables:
        described[name]["what"] += f"; rows of the user's own {name} among them, from wherever"
    for table in described.values():
        for column in table["columns"].values():
            if column["source"] == _SIPRI:
                column["source"] = _REGISTER
    for guess in default["guesses"]:
        if guess["what"].startswith("years of the deals"):
            guess["what"] = own["recent_years"]
    head = {
        "title": title,
        "start": past.start,
        "tender_years": past.over(WINDOW),
        "sources": {
            _REGISTER: {"name": f"imported from {', '.join(sources)}", **own["source"]},
            **{key: source for key, source in default["sources"].items() if key != _SIPRI},
        },
        "files": dict(sorted(described.items())),
        "guesses": [
            *default["guesses"],
            *own["guesses"],
            *([own["guess_if_default_years"]] if default_years else []),
        ],
    }
    return _TOP + yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=100)


def _years(past: Past) -> dict[str, object]:
    """What is filled into the package's words: years of this theatre."""
    start, last = past.start, past.start - 1
    return {
        "start": start,
        "last": last,
        "span": SPAN,
        "cast_years": f"{start - WINDOW}-{last}",
        "tender_years": f"{past.since(WINDOW)}-{last}",
        "output_years": f"{past.since(OUTPUT_YEARS)}-{last}",
        "recent_years": f"{start - RECENT}-{last}",
        "lag_years": f"{past.since(COHORTS)}-{last}",
    }


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text)
    return found
