"""Tables of a theatre that lie along its axes → arrays."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Problem
from sim.measure.flows import Flows
from sim.theatre import checks, tables
from sim.theatre.tables import TableRow, read_table
from sim.theatre.theatre import KINDS_OF_ORDER, BookRow, ComponentRow, DatedOrder, StateRecord

ALL_BUYERS = "ALL"

TENDERS: dict[str, tables.Reader] = {
    "packages_per_year": tables.between(0, 1000),
    "ordered_tiv_per_year": tables.amount,
}
OUTPUT: dict[str, tables.Reader] = {
    "mean_tiv_per_year": tables.amount,
    "highest_tiv_per_year": tables.amount,
}
KINDS: dict[str, tables.Reader] = {
    "licensed_share": tables.share,
    "second_hand_share": tables.share,
}
HISTORY: dict[str, tables.Reader] = {
    "decayed_ordered_tiv": tables.amount,
    "stock_tiv": tables.amount,
    "orders_5y": tables.count_to(10_000),
    "last_order": tables.year,
}


BOOK: dict[str, tables.Reader] = {
    "order_year": tables.year,
    "licensed": tables.flag,
    "undelivered_tiv": tables.amount,
}
TENDERS_OF_YEAR: dict[str, tables.Reader] = {
    "year": tables.year,
    "packages": tables.count_to(10_000),
    "ordered_tiv": tables.amount,
}
DATED: dict[str, tables.Reader] = {
    "order_year": tables.year,
    "kind": tables.one_of(KINDS_OF_ORDER, "kind of order"),
    "packages": tables.count_to(10_000),
    "tiv": tables.amount,
    "first_delivery": tables.maybe(tables.year),
    "last_delivery": tables.maybe(tables.year),
}
VOLUMES: dict[str, tables.Reader] = {
    "first_year": tables.year,
    "last_year": tables.year,
    "tiv": tables.amount,
}


class Records:
    """Reads tables onto the axes of one theatre: B buyers, S suppliers, K classes.

    Every method raises InputError with the line of each wrong cell.
    """

    def __init__(
        self,
        folder: Path,
        states: Sequence[StateRecord],
        classes: Sequence[str],
    ) -> None:
        """Take the axes from the states and classes; read nothing yet."""
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
        self._read: dict[str, list[TableRow]] = {}

    def rows(
        self, file: str, names: Sequence[str], columns: Mapping[str, tables.Reader],
        key: Sequence[str] = (), *, required: bool = False,
    ) -> list[TableRow]:  # fmt: skip
        """Rows of a table keyed by ``names`` (buyer, supplier, class) and columns of ``key``."""
        if file not in self._read:
            readers = {name: self.names[name] for name in names} | dict(columns)
            keys = [*names, *key]
            self._read[file] = read_table(self.folder / file, readers, keys, required=required)
        return self._read[file]

    def by_buyer(
        self, file: str, column: str, columns: Mapping[str, tables.Reader],
        missing: float = 0.0, *, required: bool = True,
    ) -> Floats:  # fmt: skip
        """One column of a table by buyer and class [B, K]."""
        array = np.full((len(self.b), len(self.k)), missing)
        for row in self.rows(file, ("buyer", "class"), columns, required=required):
            array[self.b[row.text("buyer")], self.k[row.text("class")]] = row.number(column)
        return array

    def kind_of_order(self, column: str) -> Floats:
        """Shares of a buyer's orders of one kind [B, K]; NaN where unknown."""
        names = ("buyer", "class")
        _refuse(checks.kinds_of_order(self.rows("licensed.csv", names, KINDS)))
        return self.by_buyer("licensed.csv", column, KINDS, missing=np.nan, required=False)

    def world_shares(self) -> Floats:
        """Shares of recent orders of a class [S, K]."""
        columns: dict[str, tables.Reader] = {"share": tables.share}
        rows = self.rows("world_shares.csv", ("supplier", "class"), columns, required=True)
        _refuse(checks.whole_shares(rows))
        return self._by_supplier(rows, "share")

    def output(self, column: str) -> Floats:
        """Yearly deliveries [S, K], mean or highest."""
        rows = self.rows("capacity.csv", ("supplier", "class"), OUTPUT, required=True)
        _refuse(checks.outputs(rows))
        return self._by_supplier(rows, column)

    def _by_supplier(self, rows: Iterable[TableRow], column: str) -> Floats:
        array = np.zeros((len(self.s), len(self.k)))
        for row in rows:
            array[self.s[row.text("supplier")], self.k[row.text("class")]] = row.number(column)
        return array

    def history(self, column: str, start: int, missing: float = 0.0) -> Floats:
        """One column of what each buyer had from each supplier at the start [B, S, K]."""
        array = np.full((len(self.b), len(self.s), len(self.k)), missing)
        rows = self.rows("history.csv", ("buyer", "supplier", "class"), HISTORY)
        _refuse(checks.before_start(rows, "last_order", start))
        for row in rows:
            array[self._place(row)] = row.number(column)
        return array

    def book(self, start: int) -> tuple[BookRow, ...]:
        """The order book at the start; refused if an order was signed after it."""
        key = ("order_year", "licensed")
        rows = self.rows("order_book.csv", ("buyer", "supplier", "class"), BOOK, key)
        _refuse(checks.before_start(rows, "order_year", start))
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

    def dated_orders(self, start: int) -> tuple[DatedOrder, ...]:
        """Orders on record from the start on; refused where their years contradict each other."""
        key = ("order_year", "kind")
        rows = self.rows("dated_orders.csv", ("buyer", "supplier", "class"), DATED, key)
        _refuse(checks.dated(rows, start))
        return tuple(_dated_order(row) for row in rows)

    def components(self) -> tuple[ComponentRow, ...]:
        """Components that suppliers take from others; rows for one buyer after those for all."""
        columns: dict[str, tables.Reader] = {
            "buyer": tables.one_of((*self.buyers, ALL_BUYERS), "buyer"),
            "component_supplier": self.names["supplier"],
            "component": self.names["class"],
            "reliance": tables.share,
        }
        rows = self.rows("components.csv", ("supplier", "class"), columns, ("buyer",))
        _refuse(checks.components(rows))
        found = [
            ComponentRow(
                row.text("supplier"),
                row.text("class"),
                None if row["buyer"] == ALL_BUYERS else row.text("buyer"),
                row.text("component_supplier"),
                row.text("component"),
                row.number("reliance"),
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda row: row.buyer is not None))

    def tenders_of_years(self, column: str) -> dict[int, Floats]:
        """One column of the recorded tenders by year [B, K]."""
        rows = self.rows("recorded_tenders.csv", ("buyer", "class"), TENDERS_OF_YEAR, ("year",))
        years = {row.whole("year") for row in rows}
        arrays = {year: np.zeros((len(self.b), len(self.k))) for year in sorted(years)}
        for row in rows:
            place = self.b[row.text("buyer")], self.k[row.text("class")]
            arrays[row.whole("year")][place] = row.number(column)
        return arrays

    def recorded(self) -> dict[str, Flows]:
        """What happened: deliveries and orders by window, deliveries by class and by year."""
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
        rows = self.rows(file, names, VOLUMES, ("first_year", "last_year"))
        _refuse(checks.windows(rows, single=file.endswith("_by_year.csv")))
        periods = sorted({(row.whole("first_year"), row.whole("last_year")) for row in rows})
        column_of = {period: i for i, period in enumerate(periods)}
        classes = self.classes if "class" in names else ("all",)
        array = np.zeros((1, len(self.b), len(self.s), len(classes), len(periods)))
        for row in rows:
            b, s = self.b[row.text("buyer")], self.s[row.text("supplier")]
            k = self.k[row.text("class")] if "class" in names else 0
            period = (row.whole("first_year"), row.whole("last_year"))
            array[0, b, s, k, column_of[period]] = row.number("tiv")
        bought = frozenset(self.buyers[b] for b in np.flatnonzero(array.sum(axis=(0, 2, 3, 4))))
        # A record by single years is kept for some buyers only; windows are for all.
        covered = bought if all(first == last for first, last in periods) else None
        return Flows(
            self.buyers,
            self.suppliers,
            classes,
            tuple(periods),
            deliveries=array if ledger == "deliveries" else None,
            orders=array if ledger == "orders" else None,
            aggregates=self.aggregates,
            covered=covered,
        )

    def _place(self, row: TableRow) -> tuple[int, int, int]:
        return (
            self.b[row.text("buyer")],
            self.s[row.text("supplier")],
            self.k[row.text("class")],
        )


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise InputError(found)


def _dated_order(row: TableRow) -> DatedOrder:
    begins = row["first_delivery"]
    return DatedOrder(
        row.text("buyer"),
        row.text("supplier"),
        row.text("class"),
        row.whole("order_year"),
        row.text("kind"),
        row.whole("packages"),
        row.number("tiv"),
        None if begins is None else (row.whole("first_delivery"), row.whole("last_delivery")),
    )
