"""The ``theatre.yaml`` of an imported theatre: every column as the default one describes it."""

from collections.abc import Collection
from typing import Any

import yaml

from sim.register.cast import WINDOW
from sim.register.past import OUTPUT_YEARS, RECENT, Past
from sim.register.record import SPAN
from sim.register.sizes import COHORTS
from sim.theatre.theatre import DEFAULT_FOLDER

REGISTER = "register"


def theatre_text(
    past: Past, title: str, files: Collection[str], sources: Collection[str],
    own: Collection[str], *, default_lags: bool,
) -> str:  # fmt: skip
    """The text of theatre.yaml.

    Args:
        past: cast and years.
        title: of the theatre.
        files: tables that the folder has.
        sources: files of the user from which they were made.
        own: tables of the user whose rows stand in place of the package's.
        default_lags: whether some sizes or lags are the default theatre's.
    """
    known = yaml.safe_load((DEFAULT_FOLDER / "theatre.yaml").read_text(encoding="utf-8"))
    described = {name: known["files"][name] for name in known["files"] if name in files}
    for name, what in _what(past).items():
        if name in described:
            described[name]["what"] = what
    for name in own:
        described[name]["what"] += f"; rows of the user's own {name} among them, from wherever"
    history = described["history.csv"]["columns"]
    history["orders_5y"]["means"] = f"deals of {past.start - RECENT}-{past.start - 1}"
    mean = described["capacity.csv"]["columns"]["mean_tiv_per_year"]
    mean["means"] = "mean yearly deliveries over the years on record"
    described["states.csv"]["columns"]["usd_m_per_tiv"]["why"] += (
        " Suppliers that the package does not know have 3.0."
    )
    described["dated_orders.csv"] = _DATED
    for table in described.values():
        for column in table["columns"].values():
            if column["source"] == "sipri-transfers":
                column["source"] = REGISTER
    head = {
        "title": title,
        "start": past.start,
        "tender_years": past.over(WINDOW),
        "sources": {
            REGISTER: {
                "name": f"imported from {', '.join(sources)}",
                "publisher": "whoever published these files, such as SIPRI",
                "licence": "theirs; SIPRI asks for attribution and limits redistribution",
            },
            **{key: known["sources"][key] for key in known["sources"] if key != "sipri-transfers"},
        },
        "files": dict(sorted(described.items())),
        "guesses": _guesses(known["guesses"], past, default_lags=default_lags),
    }
    top = "# Made by 'sim import'. Every file and column, what it means and where it comes from.\n"
    return top + yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=100)


def _what(past: Past) -> dict[str, str]:
    """What each table holds, where the years of the default theatre are not these."""
    start, end = past.start, past.start - 1
    tendered, made = f"{past.since(WINDOW)}-{end}", f"{past.since(OUTPUT_YEARS)}-{end}"
    return {
        "states.csv": f"the largest buyers and suppliers of {start - WINDOW}-{end}, and two "
        "aggregates that close the world",
        "capacity.csv": f"yearly deliveries {made}, a floor for what a supplier can make",
        "world_shares.csv": f"share of recent orders of a class, at the start of {start}",
        "history.csv": "what each buyer had ordered from each supplier by the start of "
        f"{start}; sizes of orders as known later",
        "order_book.csv": f"ordered before {start} and not delivered by then",
        "tenders.csv": f"how often and how much each buyer ordered, {tendered}",
        "recorded_tenders.csv": f"what each buyer ordered from {start} on, not from whom; replayed "
        "by 'tenders: recorded'",
        "licensed.csv": f"shares of a buyer's orders of {made} by kind; where a buyer lacks a "
        "class, the class's mean stands in",
        "package_sizes.csv": f"ln(TIV) of packages ordered in {tendered}",
        "lags.csv": f"share of the volume delivered so many years after the order, of orders of "
        f"{past.since(COHORTS)}-{end} as deliveries up to {end} tell; y15 holds all that took "
        "longer",
        "recorded_deliveries_by_class.csv": f"the same by class, windows of {SPAN} years from "
        f"{start} on",
        "recorded_deliveries_by_year.csv": "the same by year",
    }


def _guesses(
    known: list[dict[str, str]], past: Past, *, default_lags: bool
) -> list[dict[str, str]]:
    recent = f"years of the deals of {past.start - RECENT}-{past.start - 1}"
    guesses = [
        {**guess, "what": recent} if guess["what"].startswith("years of the deals") else guess
        for guess in known
    ]
    guesses.append(
        {
            "what": "deals without a class",
            "rule": "where neither SIPRI's category, the table of descriptions nor words tell a "
            "class, the deal is left out; import.json names the descriptions, with volumes",
        }
    )
    guesses.append(
        {
            "what": "states that ended before the start",
            "rule": "the first successor inherits habits, stocks and order book (Soviet Union: "
            "Russia, Czechoslovakia: Czechia, East Germany: Germany, Yugoslavia: Serbia); other "
            "successors begin anew. One that ends later goes on in a run under its old name",
        }
    )
    if default_lags:
        guesses.append(
            {
                "what": "sizes and lags of classes with few deals",
                "rule": "those of the default theatre stand in; import.json names them",
            }
        )
    return guesses


def _column(means: str, unit: str) -> dict[str, str]:
    return {"means": means, "unit": unit, "mark": "measured", "source": REGISTER}


_DATED: dict[str, Any] = {
    "what": "orders that happened, by year; replayed by 'replay', else never read by the model",
    "columns": {
        "buyer": _column("buyer", "text"),
        "supplier": _column("supplier", "text"),
        "class": _column("class of arms", "text"),
        "order_year": _column("year of the orders", "year"),
        "kind": _column("imported, licensed or second_hand", "text"),
        "packages": _column("packages", "count"),
        "tiv": _column("volume ordered, as known later", "TIV m"),
        "first_delivery": _column("first year of delivery; empty if there is none yet", "year"),
        "last_delivery": _column("last year of delivery", "year"),
    },
}
