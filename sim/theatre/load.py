"""Folder of CSV files → Theatre."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from sim.problems import InputError, Mark, Problem
from sim.theatre import tables
from sim.theatre.names import shared_words
from sim.theatre.records import KINDS, OUTPUT, TENDERS, Records
from sim.theatre.relations import read_embargoes, read_relations
from sim.theatre.tables import Row, read_table
from sim.theatre.theatre import (
    DEFAULT_FOLDER,
    KINDS_OF_ORDER,
    Floats,
    StateRecord,
    Theatre,
)

LONGEST_LAG = 15  # years; the last column of lags.csv holds all that takes longer


def load_theatre(folder: Path = DEFAULT_FOLDER) -> Theatre:
    """Read a theatre.

    Needed are theatre.yaml, states.csv, world_shares.csv, capacity.csv and tenders.csv. What else
    is missing is taken as unknown: no history, no order book, no rivalries. Package sizes and
    delivery lags are taken from the default theatre, which has them for its seven classes.

    Raises:
        InputError: with file and line of every wrong cell of the first file that has one.
    """
    title, start, tender_years = _read_head(folder / "theatre.yaml")
    states = _read_states(folder / "states.csv")
    buyers = [state.name for state in states if state.buyer]
    state = tables.one_of([record.name for record in states], "state")
    sizes = _read_sizes(folder)
    classes = tuple(row.text("class") for row in sizes)
    reader = Records(folder, states, classes)
    return Theatre(
        title=title,
        folder=folder,
        start=start,
        states=states,
        classes=classes,
        spending=_read_spending(folder / "spending.csv", buyers),
        industry=_read_industry(folder / "industry.csv", buyers),
        components=reader.components(),
        rivalries=read_relations(folder / "rivalries.csv", state),
        defence_pacts=read_relations(folder / "defence_pacts.csv", state),
        embargoes=read_embargoes(folder / "embargoes.csv", state),
        packages=reader.by_buyer("tenders.csv", "packages_per_year", TENDERS),
        ordered=reader.by_buyer("tenders.csv", "ordered_tiv_per_year", TENDERS),
        world_shares=reader.by_supplier("world_shares.csv", "share", {"share": tables.share}),
        mean_output=reader.by_supplier("capacity.csv", "mean_tiv_per_year", OUTPUT),
        highest_output=reader.by_supplier("capacity.csv", "highest_tiv_per_year", OUTPUT),
        decayed_orders=reader.history("decayed_ordered_tiv"),
        stock=reader.history("stock_tiv"),
        orders_5y=reader.history("orders_5y"),
        last_order=reader.history("last_order", missing=np.nan),
        book=reader.book(start),
        licensed_share=reader.by_buyer(
            "licensed.csv", "licensed_share", KINDS, missing=np.nan, required=False
        ),
        second_hand_share=reader.by_buyer(
            "licensed.csv", "second_hand_share", KINDS, missing=np.nan, required=False
        ),
        size_sd=np.array([row.number("sd_within_buyer") for row in sizes]),
        largest=np.array([row.number("largest_tiv") for row in sizes]),
        lags=_read_lags(folder, classes),
        recorded_packages=reader.tenders_of_years("packages"),
        recorded_ordered=reader.tenders_of_years("ordered_tiv"),
        recorded=reader.recorded(),
        dated_orders=reader.dated_orders(start),
        tender_years=tender_years,
    )


def _read_head(path: Path) -> tuple[str, int, int]:
    """Title, first year, and over how many years tenders were counted."""
    here = Mark(str(path), 1, 1)
    if not path.is_file():
        raise InputError(
            [Problem(here, "a theatre needs this file, with at least title and start")]
        )
    try:
        head = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise InputError([Problem(here, f"is not YAML: {error}")]) from None
    if not isinstance(head, dict) or not isinstance(head.get("start"), int):
        raise InputError([Problem(here, "must say 'start: YEAR', the first simulated year")])
    years = head.get("tender_years", 18)
    if isinstance(years, bool) or not isinstance(years, int) or years < 1:
        raise InputError([Problem(here, "tender_years must be a whole number above 0")])
    return str(head.get("title", path.parent.name)), head["start"], years


def _read_states(path: Path) -> tuple[StateRecord, ...]:
    rows = read_table(
        path,
        {
            "state": tables.text,
            "iso3": tables.maybe_text,
            "aliases": tables.maybe_text,
            "buyer": tables.flag,
            "supplier": tables.flag,
            "aggregate": tables.flag,
            "un_ideal_point": tables.maybe(tables.ideal_point),
            "usd_m_per_tiv": tables.maybe(tables.amount),
        },
        ("state",),
    )
    problems = [
        Problem(row.mark, "a supplier needs usd_m_per_tiv above 0")
        for row in rows
        if row.whole("supplier") and not row.number("usd_m_per_tiv") > 0
    ]
    problems += shared_words(rows)
    for role in ("buyer", "supplier"):
        if not any(row.whole(role) for row in rows):
            problems.append(Problem(Mark(str(path), 1, 1), f"names no {role}"))
    if problems:
        raise InputError(problems)
    return tuple(_state(row) for row in rows)


def _state(row: Row) -> StateRecord:
    point, price = row["un_ideal_point"], row["usd_m_per_tiv"]
    return StateRecord(
        name=row.text("state"),
        iso3=row.text("iso3"),
        aliases=tuple(name for name in row.text("aliases").split(";") if name),
        buyer=bool(row.whole("buyer")),
        supplier=bool(row.whole("supplier")),
        aggregate=bool(row.whole("aggregate")),
        un_ideal_point=None if point is None else float(point),
        usd_m_per_tiv=None if price is None else float(price),
    )


def _read_spending(path: Path, buyers: Sequence[str]) -> dict[str, dict[int, float]]:
    columns = {
        "state": tables.one_of(buyers, "buyer"),
        "year": tables.year,
        "usd_bn_2022": tables.amount,
    }
    spending: dict[str, dict[int, float]] = {}
    for row in read_table(path, columns, ("state", "year"), required=False):
        spending.setdefault(row.text("state"), {})[row.whole("year")] = row.number("usd_bn_2022")
    return spending


def _read_industry(path: Path, buyers: Sequence[str]) -> dict[str, float]:
    columns = {"state": tables.one_of(buyers, "buyer"), "domestic_industry": tables.share}
    rows = read_table(path, columns, ("state",), required=False)
    return {row.text("state"): row.number("domestic_industry") for row in rows}


def _own_or_default(folder: Path, file: str) -> Path:
    return folder / file if (folder / file).is_file() else DEFAULT_FOLDER / file


def _read_sizes(folder: Path) -> list[Row]:
    columns = ("mean_log_tiv", "sd_log_tiv", "sd_within_buyer", "median_tiv", "p90_tiv")
    return read_table(
        _own_or_default(folder, "package_sizes.csv"),
        {"class": tables.text}
        | dict.fromkeys(columns, tables.number)
        | {"largest_tiv": tables.amount},
        ("class",),
    )


def _read_lags(folder: Path, classes: Sequence[str]) -> Floats:
    """Shares [3, K, years]; a kind without a row for a class takes its row for ALL classes."""
    path = _own_or_default(folder, "lags.csv")
    own = path.parent == folder
    known = [*classes, "ALL"] if own else [*classes, "ALL", *_default_classes()]
    years = [f"y{i}" for i in range(LONGEST_LAG + 1)]
    columns: dict[str, tables.Reader] = {
        "kind": tables.one_of(KINDS_OF_ORDER, "kind of order"),
        "class": tables.one_of(known, "class"),
    }
    rows = read_table(path, columns | dict.fromkeys(years, tables.share), ("kind", "class"))
    shares = {
        (row.text("kind"), row.text("class")): [row.number(year) for year in years] for row in rows
    }
    lags = np.zeros((len(KINDS_OF_ORDER), len(classes), len(years)))
    for i, kind in enumerate(KINDS_OF_ORDER):
        for j, name in enumerate(classes):
            row_for_all = shares.get((kind, "ALL"))
            found = shares.get((kind, name), row_for_all)
            if found is None:
                message = f"has no row for {kind}, {name} and none for {kind}, ALL"
                raise InputError([Problem(Mark(str(path), 1, 1), message)])
            lags[i, j] = np.array(found) / np.sum(found)  # recorded shares add up to 1 ± rounding
    return lags


def _default_classes() -> list[str]:
    """The classes that the default theatre's lags are about; others take its rows for ALL."""
    return [row.text("class") for row in _read_sizes(DEFAULT_FOLDER)]
