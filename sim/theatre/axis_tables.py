"""Tables of a theatre that lie along its axes → arrays."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Problem
from sim.measure.flows import Flows
from sim.theatre import checks, tables
from sim.theatre.tables import TableRow, read_table
from sim.theatre.theatre import ORDER_KINDS, BookRow, ComponentRow, DatedOrder, StateRecord

ALL_BUYERS = "ALL"


@dataclass(frozen=True)
class _Table:
    """What a table holds: columns of names, other columns, and what its rows must be together."""

    names: tuple[str, ...]
    columns: dict[str, tables.Reader]
    key: tuple[str, ...] = ()  # besides the names, which together occur once
    required: bool = False
    check: Callable[[Sequence[TableRow], int], Iterable[Problem]] = lambda rows, start: ()


_DYAD_CLASS = ("buyer", "supplier", "class")
_VOLUMES: dict[str, tables.Reader] = {
    "first_year": tables.year,
    "last_year": tables.year,
    "tiv": tables.amount,
}
_PERIOD = ("first_year", "last_year")


def _windows(names: tuple[str, ...], *, single: bool = False) -> _Table:
    return _Table(
        names, _VOLUMES, _PERIOD, check=lambda rows, _: checks.windows(rows, single=single)
    )


_TABLES = {
    "tenders.csv": _Table(
        ("buyer", "class"),
        {"packages_per_year": tables.between(0, 1000), "ordered_tiv_per_year": tables.amount},
        required=True,
    ),
    "licensed.csv": _Table(
        ("buyer", "class"),
        {"licensed_share": tables.share, "second_hand_share": tables.share},
        check=lambda rows, _: checks.kinds_of_order(rows),
    ),
    "world_shares.csv": _Table(
        ("supplier", "class"),
        {"share": tables.share},
        required=True,
        check=lambda rows, _: checks.shares_of_class(rows),
    ),
    "capacity.csv": _Table(
        ("supplier", "class"),
        {"mean_tiv_per_year": tables.amount, "highest_tiv_per_year": tables.amount},
        required=True,
        check=lambda rows, _: checks.outputs(rows),
    ),
    "history.csv": _Table(
        _DYAD_CLASS,
        {
            "decayed_ordered_tiv": tables.amount,
            "stock_tiv": tables.amount,
            "orders_5y": tables.count_to(10_000),
            "last_order": tables.year,
        },
        check=lambda rows, start: checks.before_start(rows, "last_order", start),
    ),
    "order_book.csv": _Table(
        _DYAD_CLASS,
        {"order_year": tables.year, "licensed": tables.flag, "undelivered_tiv": tables.amount},
        ("order_year", "licensed"),
        check=lambda rows, start: checks.before_start(rows, "order_year", start),
    ),
    "dated_orders.csv": _Table(
        _DYAD_CLASS,
        {
            "order_year": tables.year,
            "kind": tables.one_of(ORDER_KINDS, "kind of order"),
            "packages": tables.count_to(10_000),
            "tiv": tables.amount,
            "first_delivery": tables.maybe(tables.year),
            "last_delivery": tables.maybe(tables.year),
        },
        ("order_year", "kind"),
        check=checks.dated_orders,
    ),
    "recorded_tenders.csv": _Table(
        ("buyer", "class"),
        {
            "year": tables.year,
            "packages": tables.count_to(10_000),
            "ordered_tiv": tables.amount,
        },
        ("year",),
    ),
    "recorded_deliveries.csv": _windows(("buyer", "supplier")),
    "recorded_orders.csv": _windows(("buyer", "supplier")),
    "recorded_deliveries_by_class.csv": _windows(_DYAD_CLASS),
    "recorded_deliveries_by_year.csv": _windows(("buyer", "supplier"), single=True),
}


class AxisTables:
    """Reads tables onto the axes of one theatre: B buyers, S suppliers, K classes.

    Every method raises InputError with the line of each wrong cell.
    """

    def __init__(
        self, folder: Path, states: Sequence[StateRecord], classes: Sequence[str], start: int
    ) -> None:
        """Take the axes from the states and classes; read nothing yet."""
        self.folder, self.start = folder, start
        self.aggregates = frozenset(state.name for state in states if state.aggregate)
        self.axes = {
            "buyer": tuple(state.name for state in states if state.buyer),
            "supplier": tuple(state.name for state in states if state.supplier),
            "class": tuple(classes),
        }
        self._place = {
            axis: {name: i for i, name in enumerate(names)} for axis, names in self.axes.items()
        }
        self._names = {axis: tables.one_of(names, axis) for axis, names in self.axes.items()}
        self._components = _Table(
            ("supplier", "class"),
            {
                "buyer": tables.one_of((*self.axes["buyer"], ALL_BUYERS), "buyer"),
                "component_supplier": self._names["supplier"],
                "component": self._names["class"],
                "reliance": tables.share,
            },
            ("buyer",),
            check=lambda rows, _: checks.components(rows),
        )
        self._read: dict[str, list[TableRow]] = {}

    def rows(self, file: str) -> list[TableRow]:
        """Rows of a table, read once."""
        if file not in self._read:
            table = self._components if file == "components.csv" else _TABLES[file]
            readers = {name: self._names[name] for name in table.names} | table.columns
            rows = read_table(
                self.folder / file, readers, (*table.names, *table.key), required=table.required
            )
            problems = list(table.check(rows, self.start))
            if problems:
                raise InputError(problems)
            self._read[file] = rows
        return self._read[file]

    def array(self, file: str, column: str, missing: float = 0.0) -> Floats:
        """One column of a table along the axes that it names: [B, K], [S, K] or [B, S, K]."""
        names = _TABLES[file].names
        array = np.full([len(self.axes[name]) for name in names], missing)
        for row in self.rows(file):
            array[self._at(row, names)] = row.number(column)
        return array

    def _at(self, row: TableRow, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(self._place[name][row.text(name)] for name in names)

    def book(self) -> tuple[BookRow, ...]:
        """The order book at the start."""
        return tuple(
            BookRow(
                row.text("buyer"),
                row.text("supplier"),
                row.text("class"),
                row.whole("order_year"),
                bool(row.whole("licensed")),
                row.number("undelivered_tiv"),
            )
            for row in self.rows("order_book.csv")
        )

    def dated_orders(self) -> tuple[DatedOrder, ...]:
        """Recorded orders from the start on."""
        years = ("first_delivery", "last_delivery")
        return tuple(
            DatedOrder(
                row.text("buyer"),
                row.text("supplier"),
                row.text("class"),
                row.whole("order_year"),
                row.text("kind"),
                row.whole("packages"),
                row.number("tiv"),
                None if row[years[0]] is None else (row.whole(years[0]), row.whole(years[1])),
            )
            for row in self.rows("dated_orders.csv")
        )

    def components(self) -> tuple[ComponentRow, ...]:
        """Components that suppliers take from others; rows for one buyer after those for all."""
        found = [
            ComponentRow(
                row.text("supplier"),
                row.text("class"),
                None if row["buyer"] == ALL_BUYERS else row.text("buyer"),
                row.text("component_supplier"),
                row.text("component"),
                row.number("reliance"),
            )
            for row in self.rows("components.csv")
        ]
        return tuple(sorted(found, key=lambda row: row.buyer is not None))

    def recorded_tenders(self, column: str) -> dict[int, Floats]:
        """One column of the recorded tenders by year [B, K]."""
        file = "recorded_tenders.csv"
        names, rows = _TABLES[file].names, self.rows(file)
        shape = [len(self.axes[name]) for name in names]
        arrays = {year: np.zeros(shape) for year in sorted({row.whole("year") for row in rows})}
        for row in rows:
            arrays[row.whole("year")][self._at(row, names)] = row.number(column)
        return arrays

    def recorded(self) -> dict[str, Flows]:
        """What happened: deliveries and orders by window, deliveries by class and by year."""
        flows = {
            "deliveries": self._flows("recorded_deliveries.csv", "deliveries"),
            "orders": self._flows("recorded_orders.csv", "orders"),
            "by_class": self._flows("recorded_deliveries_by_class.csv", "deliveries"),
            "by_year": self._flows("recorded_deliveries_by_year.csv", "deliveries"),
        }
        return {name: flow for name, flow in flows.items() if flow.periods}

    def _flows(self, file: str, ledger: str) -> Flows:
        names, rows = _TABLES[file].names, self.rows(file)
        period_of = [(row.whole("first_year"), row.whole("last_year")) for row in rows]
        periods = sorted(set(period_of))
        buyers, suppliers = self.axes["buyer"], self.axes["supplier"]
        classes = self.axes["class"] if "class" in names else ("all",)
        array = np.zeros((1, len(buyers), len(suppliers), len(classes), len(periods)))
        for row, period in zip(rows, period_of, strict=True):
            place = (*self._at(row, names), 0)[:3]
            array[0, *place, periods.index(period)] = row.number("tiv")
        bought = frozenset(buyers[b] for b in np.flatnonzero(array.sum(axis=(0, 2, 3, 4))))
        # A record by single years is kept for some buyers only; windows are for all.
        covered = bought if all(first == last for first, last in periods) else None
        return Flows(
            buyers,
            suppliers,
            classes,
            tuple(periods),
            deliveries=array if ledger == "deliveries" else None,
            orders=array if ledger == "orders" else None,
            aggregates=self.aggregates,
            covered=covered,
        )
