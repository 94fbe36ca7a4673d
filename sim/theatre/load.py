"""Folder of CSV files → Theatre."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from sim.measure.flows import Flows
from sim.problems import InputError, Mark, Problem
from sim.theatre import tables
from sim.theatre.tables import Row, read_table
from sim.theatre.theatre import (
    DEFAULT_FOLDER,
    KINDS_OF_ORDER,
    BookRow,
    Floats,
    Relation,
    StateRecord,
    Theatre,
)

LONGEST_LAG = 15  # years; the last column of lags.csv holds all that takes longer


def load_theatre(folder: Path = DEFAULT_FOLDER) -> Theatre:
    """Read a theatre.

    Needed are theatre.yaml, states.csv, world_shares.csv, capacity.csv and tenders.csv. What else is
    missing is taken as unknown: no history, no order book, no rivalries. Package sizes and delivery
    lags are taken from the default theatre, which has them for its seven classes.

    Raises:
        InputError: with file and line of every wrong cell of the first file that has one.
    """
    title, start = _read_head(folder / "theatre.yaml")
    states = _read_states(folder / "states.csv")
    buyers = [state.name for state in states if state.buyer]
    sizes = _read_sizes(folder)
    classes = tuple(row.text("class") for row in sizes)
    reader = _Reader(folder, states, classes)
    return Theatre(
        title=title,
        folder=folder,
        start=start,
        states=states,
        classes=classes,
        spending=_read_spending(folder / "spending.csv", buyers),
        rivalries=_read_relations(folder / "rivalries.csv", states),
        defence_pacts=_read_relations(folder / "defence_pacts.csv", states),
        packages=reader.by_buyer("tenders.csv", "packages_per_year", _TENDERS),
        ordered=reader.by_buyer("tenders.csv", "ordered_tiv_per_year", _TENDERS),
        world_shares=reader.by_supplier("world_shares.csv", "share", {"share": tables.share}),
        mean_output=reader.by_supplier("capacity.csv", "mean_tiv_per_year", _OUTPUT),
        highest_output=reader.by_supplier("capacity.csv", "highest_tiv_per_year", _OUTPUT),
        decayed_orders=reader.history("decayed_ordered_tiv"),
        stock=reader.history("stock_tiv"),
        orders_5y=reader.history("orders_5y"),
        last_order=reader.history("last_order", missing=np.nan),
        book=reader.book(start),
        licensed_share=reader.by_buyer(
            "licensed.csv", "licensed_share", _KINDS, missing=np.nan, required=False
        ),
        second_hand_share=reader.by_buyer(
            "licensed.csv", "second_hand_share", _KINDS, missing=np.nan, required=False
        ),
        size_sd=np.array([row.number("sd_within_buyer") for row in sizes]),
        largest=np.array([row.number("largest_tiv") for row in sizes]),
        lags=_read_lags(folder, classes),
        recorded_packages=reader.by_year("packages"),
        recorded_ordered=reader.by_year("ordered_tiv"),
        recorded=reader.recorded(),
    )


_TENDERS = {"packages_per_year": tables.amount, "ordered_tiv_per_year": tables.amount}
_OUTPUT = {"mean_tiv_per_year": tables.amount, "highest_tiv_per_year": tables.amount}
_KINDS = {"licensed_share": tables.share, "second_hand_share": tables.share}
_HISTORY = {
    "decayed_ordered_tiv": tables.amount,
    "stock_tiv": tables.amount,
    "orders_5y": tables.count,
    "last_order": tables.year,
}


class _Reader:
    """Reads tables onto the axes of one theatre."""

    def __init__(
        self,
        folder: Path,
        states: Sequence[StateRecord],
        classes: Sequence[str],
    ) -> None:
        self.folder = folder
        buyers = [state.name for state in states if state.buyer]
        suppliers = [state.name for state in states if state.supplier]
        self.buyers, self.suppliers, self.classes = tuple(buyers), tuple(suppliers), tuple(classes)
        self.aggregates = frozenset(state.name for state in states if state.aggregate)
        self.b = {name: i for i, name in enumerate(buyers)}
        self.s = {name: i for i, name in enumerate(suppliers)}
        self.k = {name: i for i, name in enumerate(classes)}
        self.names: dict[str, tables.Reader] = {
            "buyer": tables.one_of(self.buyers, "buyer"),
            "supplier": tables.one_of(self.suppliers, "supplier"),
            "class": tables.one_of(self.classes, "class"),
        }

    def rows(
        self, file: str, names: Sequence[str], columns: dict[str, tables.Reader],
        key: Sequence[str] = (), *, required: bool = False,
    ) -> list[Row]:  # fmt: skip
        readers = {name: self.names[name] for name in names} | columns
        return read_table(self.folder / file, readers, [*names, *key], required=required)

    def by_buyer(
        self, file: str, column: str, columns: dict[str, tables.Reader],
        missing: float = 0.0, *, required: bool = True,
    ) -> Floats:  # fmt: skip
        array = np.full((len(self.b), len(self.k)), missing)
        for row in self.rows(file, ("buyer", "class"), columns, required=required):
            array[self.b[row.text("buyer")], self.k[row.text("class")]] = row.number(column)
        return array

    def by_supplier(self, file: str, column: str, columns: dict[str, tables.Reader]) -> Floats:
        array = np.zeros((len(self.s), len(self.k)))
        for row in self.rows(file, ("supplier", "class"), columns, required=True):
            array[self.s[row.text("supplier")], self.k[row.text("class")]] = row.number(column)
        return array

    def history(self, column: str, missing: float = 0.0) -> Floats:
        array = np.full((len(self.b), len(self.s), len(self.k)), missing)
        for row in self.rows("history.csv", ("buyer", "supplier", "class"), _HISTORY):
            array[self._place(row)] = row.number(column)
        return array

    def book(self, start: int) -> tuple[BookRow, ...]:
        columns = {
            "order_year": tables.year,
            "licensed": tables.flag,
            "undelivered_tiv": tables.amount,
        }
        key = ("order_year", "licensed")
        rows = self.rows("order_book.csv", ("buyer", "supplier", "class"), columns, key)
        late = [row for row in rows if row.whole("order_year") >= start]
        if late:
            message = f"order_year must lie before the theatre's start, {start}"
            raise InputError([Problem(row.mark, message) for row in late])
        return tuple(
            BookRow(
                row.text("buyer"),
                row.text("supplier"),
                row.text("class"),
                row.whole("order_year"),
                bool(row.whole("licensed")),
                row.number("undelivered_tiv"),
            )
            for row in rows
        )

    def by_year(self, column: str) -> dict[int, Floats]:
        columns = {"packages": tables.count, "ordered_tiv": tables.amount}
        rows = self.rows(
            "recorded_tenders.csv", ("buyer", "class"), {"year": tables.year} | columns, ("year",)
        )
        years = {row.whole("year") for row in rows}
        arrays = {year: np.zeros((len(self.b), len(self.k))) for year in sorted(years)}
        for row in rows:
            place = self.b[row.text("buyer")], self.k[row.text("class")]
            arrays[row.whole("year")][place] = row.number(column)
        return arrays

    def recorded(self) -> dict[str, Flows]:
        by_class = ("buyer", "supplier", "class")
        all_classes = ("buyer", "supplier")
        windows = self._flows("recorded_deliveries.csv", all_classes, "deliveries")
        orders = self._flows("recorded_orders.csv", all_classes, "orders")
        flows = {
            "deliveries": windows,
            "orders": orders,
            "by_class": self._flows("recorded_deliveries_by_class.csv", by_class, "deliveries"),
            "by_year": self._flows("recorded_deliveries_by_year.csv", all_classes, "deliveries"),
        }
        return {name: flow for name, flow in flows.items() if flow.periods}

    def _flows(self, file: str, names: Sequence[str], ledger: str) -> Flows:
        columns = {"first_year": tables.year, "last_year": tables.year, "tiv": tables.amount}
        rows = self.rows(file, names, columns, ("first_year", "last_year"))
        periods = sorted({(row.whole("first_year"), row.whole("last_year")) for row in rows})
        column_of = {period: i for i, period in enumerate(periods)}
        classes = self.classes if "class" in names else ("all",)
        array = np.zeros((1, len(self.b), len(self.s), len(classes), len(periods)))
        for row in rows:
            b, s = self.b[row.text("buyer")], self.s[row.text("supplier")]
            k = self.k[row.text("class")] if "class" in names else 0
            period = (row.whole("first_year"), row.whole("last_year"))
            array[0, b, s, k, column_of[period]] = row.number("tiv")
        named = {"deliveries": array} if ledger == "deliveries" else {"orders": array}
        axes = (self.buyers, self.suppliers, classes, tuple(periods))
        bought = frozenset(self.buyers[b] for b in np.flatnonzero(array.sum(axis=(0, 2, 3, 4))))
        # A record by single years is kept for some buyers only; windows are for all.
        covered = bought if all(first == last for first, last in periods) else None
        return Flows(*axes, **named, aggregates=self.aggregates, covered=covered)

    def _place(self, row: Row) -> tuple[int, int, int]:
        return (
            self.b[row.text("buyer")],
            self.s[row.text("supplier")],
            self.k[row.text("class")],
        )


def _read_head(path: Path) -> tuple[str, int]:
    here = Mark(str(path), 1, 1)
    if not path.is_file():
        raise InputError([Problem(here, "a theatre needs this file, with at least title and start")])
    try:
        head = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise InputError([Problem(here, f"is not YAML: {error}")]) from None
    if not isinstance(head, dict) or not isinstance(head.get("start"), int):
        raise InputError([Problem(here, "must say 'start: YEAR', the first simulated year")])
    return str(head.get("title", path.parent.name)), head["start"]


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
            "un_ideal_point": tables.maybe(tables.number),
            "usd_m_per_tiv": tables.maybe(tables.amount),
        },
        ("state",),
    )
    problems = [
        Problem(row.mark, "a supplier needs usd_m_per_tiv above 0")
        for row in rows
        if row.whole("supplier") and not row.number("usd_m_per_tiv") > 0
    ]
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


def _read_relations(path: Path, states: Sequence[StateRecord]) -> tuple[Relation, ...]:
    name = tables.one_of([state.name for state in states], "state")
    columns = {
        "state_a": name,
        "state_b": name,
        "first_year": tables.year,
        "last_year": tables.maybe(tables.year),
    }
    rows = read_table(path, columns, ("state_a", "state_b", "first_year"), required=False)
    return tuple(
        Relation(
            row.text("state_a"),
            row.text("state_b"),
            row.whole("first_year"),
            None if row["last_year"] is None else row.whole("last_year"),
        )
        for row in rows
    )


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
    years = [f"y{i}" for i in range(LONGEST_LAG + 1)]
    columns: dict[str, tables.Reader] = {
        "kind": tables.one_of(KINDS_OF_ORDER, "kind of order"),
        "class": tables.one_of([*classes, "ALL"], "class"),
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
