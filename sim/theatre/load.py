"""Folder of CSV files → Theatre."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from sim.base.problems import InputError, Location, Problem
from sim.theatre import names, tables
from sim.theatre.axis_tables import AxisTables
from sim.theatre.columns import COLUMNS, readers_of
from sim.theatre.delivery_years import own_or, read_delivery_years
from sim.theatre.head import read_head
from sim.theatre.market import read_lead_times, read_licences, read_prices
from sim.theatre.names import shared_words
from sim.theatre.records import StateRecord
from sim.theatre.relations import (
    read_embargoes,
    read_relations,
    read_spending,
    read_votes,
    read_wealth,
)
from sim.theatre.tables import TableRow, read_table
from sim.theatre.theatre import DEFAULT_FOLDER, Theatre


def load_theatre(folder: Path = DEFAULT_FOLDER) -> Theatre:
    """Read a theatre.

    Needed are theatre.yaml, states.csv, world_shares.csv, capacity.csv and tenders.csv. What else
    is missing is taken as unknown: no history, no order book, no rivalries; suppliers alike in
    price, and states in wealth. Package sizes and years of delivery are taken from the default
    theatre, which has them for its seven classes.

    Raises:
        InputError: with file and line of every wrong cell of the first file that has one.

    >>> load_theatre().find("UK")
    'United Kingdom'
    """
    head = read_head(folder / "theatre.yaml")
    states = _read_states(folder / "states.csv")
    buyers = [state.name for state in states if state.buyer]
    state = _anybody([record.name for record in states])
    sizes = _read_sizes(folder)
    classes = tuple(row.text("class") for row in sizes)
    along = AxisTables(folder, states, classes, head.start)
    buyer = tables.one_of(buyers, "buyer")
    years = read_delivery_years(folder, classes)
    return Theatre(
        title=head.title,
        folder=folder,
        start=head.start,
        states=states,
        classes=classes,
        spending=read_spending(folder / "spending.csv", state),
        industry=_read_industry(folder / "industry.csv", buyer),
        components=along.components(),
        rivalries=read_relations(folder / "rivalries.csv", state),
        defence_pacts=read_relations(folder / "defence_pacts.csv", state),
        embargoes=read_embargoes(folder / "embargoes.csv", state),
        packages=along.array("tenders.csv", "packages_per_year"),
        ordered=along.array("tenders.csv", "ordered_tiv_per_year"),
        world_shares=along.array("world_shares.csv", "share"),
        mean_output=along.array("capacity.csv", "mean_tiv_per_year"),
        highest_output=along.array("capacity.csv", "highest_tiv_per_year"),
        decayed_orders=along.array("history.csv", "decayed_ordered_tiv"),
        stock=along.array("history.csv", "stock_tiv"),
        orders_5y=along.array("history.csv", "orders_5y"),
        last_order=along.array("history.csv", "last_order", missing=np.nan),
        book=along.book(),
        licensed_share=along.array("licensed.csv", "licensed_share", missing=np.nan),
        second_hand_share=along.array("licensed.csv", "second_hand_share", missing=np.nan),
        size_sd=np.array([row.number("sd_within_buyer") for row in sizes]),
        largest=np.array([row.number("largest_tiv") for row in sizes]),
        sizes=years.sizes,
        years_to_first=years.to_first,
        years_delivered=years.delivered,
        recorded_packages=along.recorded_tenders("packages"),
        recorded_ordered=along.recorded_tenders("ordered_tiv"),
        recorded=along.recorded(),
        dated_orders=along.dated_orders(),
        prices=read_prices(folder / "prices.csv", state, classes),
        wealth=read_wealth(folder / "wealth.csv", state),
        lead_times=read_lead_times(folder / "lead_times.csv", state, classes),
        licences=read_licences(folder, state),
        tender_years=head.tender_years,
        un_votes=read_votes(folder / "un_votes.csv", state),
    )


def _anybody(own: Sequence[str]) -> tables.Reader:
    """Reads a state of the theatre, or one of the table of names, whose rows have no effect here.

    So a table of all states serves every theatre.
    """
    of_theatre = tables.one_of(own, "state")
    return lambda word: word if word in names.states() else of_theatre(word)


@cache
def default_theatre() -> Theatre:
    """The theatre of the package, read once in a process; its arrays cannot be written to."""
    theatre = load_theatre(DEFAULT_FOLDER)
    for value in vars(theatre).values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return theatre


def _read_states(path: Path) -> tuple[StateRecord, ...]:
    readers = readers_of(
        COLUMNS["states.csv"], state=tables.text, buyer=tables.flag, supplier=tables.flag
    )
    rows = read_table(path, readers, ("state",))
    problems = [
        Problem(row.mark, f"'{row.text('state')}' stands for every state; call this one otherwise")
        for row in rows
        if row.text("state").casefold() == "all"
    ]
    problems += shared_words(rows)
    for role in ("buyer", "supplier"):
        if not any(row.integer(role) for row in rows):
            problems.append(Problem(Location(str(path), 1, 1), f"names no {role}"))
    if problems:
        raise InputError(problems)
    return tuple(_state(row) for row in rows)


def _state(row: TableRow) -> StateRecord:
    point = row["un_ideal_point"]
    return StateRecord(
        name=row.text("state"),
        iso3=row.text("iso3"),
        aliases=tuple(name for name in row.text("aliases").split(";") if name),
        buyer=bool(row.integer("buyer")),
        supplier=bool(row.integer("supplier")),
        aggregate=bool(row.integer("aggregate")),
        un_ideal_point=None if point is None else float(point),
    )


def _read_industry(path: Path, buyer: tables.Reader) -> dict[str, float]:
    rows = read_table(
        path, readers_of(COLUMNS["industry.csv"], state=buyer), ("state",), required=False
    )
    return {row.text("state"): row.number("domestic_industry") for row in rows}


def _read_sizes(folder: Path) -> list[TableRow]:
    path = own_or(DEFAULT_FOLDER, folder, "package_sizes.csv")
    rows = read_table(
        path, readers_of(COLUMNS["package_sizes.csv"], **{"class": tables.text}), ("class",)
    )
    problems = [
        Problem(row.mark, f"'{row.text('class')}' stands for every class; call this one otherwise")
        for row in rows
        if row.text("class").casefold() == "all"
    ]
    if not rows:
        problems.append(Problem(Location(str(path), 1, 1), "names no class"))
    if problems:
        raise InputError(problems)
    return rows
