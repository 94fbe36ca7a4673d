"""Tables of a theatre that lie along its axes → arrays."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Problem
from sim.measure.flows import Flows
from sim.theatre import checks
from sim.theatre.columns import COLUMNS, OPTIONAL, readers_of
from sim.theatre.records import BookRow, ComponentRow, DatedOrder, StateRecord
from sim.theatre.tables import TableRow, one_of, read_table

ALL_BUYERS = "ALL"
_REQUIRED = ("tenders.csv", "world_shares.csv", "capacity.csv")
# Columns, besides those of names, whose values together occur once.
_KEYS = {
    "order_book.csv": ("order_year", "licensed"),
    "dated_orders.csv": ("order_year", "kind"),
    "recorded_tenders.csv": ("year",),
    "recorded_deliveries.csv": ("first_year", "last_year"),
    "recorded_deliveries_by_class.csv": ("first_year", "last_year"),
    "recorded_deliveries_by_year.csv": ("first_year", "last_year"),
    "recorded_orders.csv": ("first_year", "last_year"),
}
# What rows must be together; some need to know the start of the theatre.
_CHECKS: dict[str, Callable[[Sequence[TableRow], int], Iterable[Problem]]] = {
    "licensed.csv": lambda rows, _: checks.kinds_of_order(rows),
    "world_shares.csv": lambda rows, _: checks.shares_of_class(rows),
    "capacity.csv": lambda rows, _: checks.outputs(rows),
    "components.csv": lambda rows, _: checks.components(rows),
    "history.csv": partial(checks.before_start, "last_order"),
    "order_book.csv": checks.order_book,
    "dated_orders.csv": checks.dated_orders,
    "recorded_deliveries.csv": lambda rows, _: checks.windows(rows),
    "recorded_deliveries_by_class.csv": lambda rows, _: checks.windows(rows),
    "recorded_deliveries_by_year.csv": lambda rows, _: checks.windows(rows, single=True),
    "recorded_orders.csv": lambda rows, _: checks.windows(rows),
}


class AxisTables:
    """Reads tables onto the axes of one theatre: B buyers, S suppliers, K classes.

    Every method but ``names`` raises what ``rows`` does.
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
        self._readers = {axis: one_of(names, axis) for axis, names in self.axes.items()}
        self._read: dict[str, list[TableRow]] = {}

    def names(self, file: str) -> tuple[str, ...]:
        """The axes that a table names, in their order."""
        return tuple(name for name in COLUMNS[file] if name in self.axes)

    def rows(self, file: str) -> list[TableRow]:
        """Rows of a table, read once.

        Raises:
            InputError: with the line of each wrong cell or row.
        """
        if file not in self._read:
            readers, axes = self._readers, self.axes
            if file == "components.csv":
                readers = readers | {
                    "buyer": one_of((*axes["buyer"], ALL_BUYERS), "buyer"),
                    "component_supplier": readers["supplier"],
                    "component": readers["class"],
                }
            rows = read_table(
                self.folder / file,
                readers_of(COLUMNS[file], **readers),
                (*self.names(file), *_KEYS.get(file, ())),
                required=file in _REQUIRED,
                optional=OPTIONAL.get(file, ()),
            )
            problems = list(_CHECKS[file](rows, self.start)) if file in _CHECKS else []
            if problems:
                raise InputError(problems)
            self._read[file] = rows
        return self._read[file]

    def array(self, file: str, column: str, missing: float = 0.0) -> Floats:
        """One column of a table along the axes that it names: [B, K], [S, K] or [B, S, K]."""
        names = self.names(file)
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
                row.integer("order_year"),
                bool(row.integer("licensed")),
                row.number("undelivered_tiv"),
                None if row["ordered_tiv"] is None else row.number("ordered_tiv"),
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
                row.integer("order_year"),
                row.text("kind"),
                row.integer("packages"),
                row.number("tiv"),
                None if row[years[0]] is None else (row.integer(years[0]), row.integer(years[1])),
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
        names, rows = self.names(file), self.rows(file)
        shape = [len(self.axes[name]) for name in names]
        arrays = {year: np.zeros(shape) for year in sorted({row.integer("year") for row in rows})}
        for row in rows:
            arrays[row.integer("year")][self._at(row, names)] = row.number(column)
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
        names, rows = self.names(file), self.rows(file)
        period_of = [(row.integer("first_year"), row.integer("last_year")) for row in rows]
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
