"""What the rows of a theatre's tables must be together, beyond each cell by itself.

Every check takes rows and gives the problems that it finds, each at its line.
"""

from collections.abc import Iterator, Sequence

from sim.base.problems import Problem
from sim.theatre.tables import TableRow

ROUNDING = 0.05  # by which recorded shares may miss 1 together
MOST_WINDOWS = 500  # of years, in a table of what happened


def shares_of_class(rows: Sequence[TableRow]) -> Iterator[Problem]:
    """Suppliers' shares of a class add up to 1 at most."""
    totals: dict[str, float] = {}
    for row in rows:
        name = row.text("class")
        before = totals.get(name, 0.0)
        totals[name] = before + row.number("share")
        if before <= 1.0 + ROUNDING < totals[name]:
            message = f"with this row, the shares of {name} add up to more than 1"
            yield Problem(row.mark, f"{message}: {totals[name]:.6g}")


def kinds_of_order(rows: Sequence[TableRow]) -> Iterator[Problem]:
    """An order is made under licence, second hand, or neither."""
    for row in rows:
        total = row.number("licensed_share") + row.number("second_hand_share")
        if total > 1.0 + ROUNDING:
            message = "licensed_share and second_hand_share must add up to 1 at most"
            yield Problem(row.mark, f"{message}, not {total:.6g}")


def lag_shares(rows: Sequence[TableRow], years: Sequence[str]) -> Iterator[Problem]:
    """All of an order is delivered in some year."""
    for row in rows:
        total = sum(row.number(year) for year in years)
        if abs(total - 1.0) > ROUNDING:
            yield Problem(row.mark, f"{years[0]} to {years[-1]} must add up to 1, not {total:.6g}")


def outputs(rows: Sequence[TableRow]) -> Iterator[Problem]:
    """A mean lies below the highest, but for rounding."""
    for row in rows:
        mean, highest = row.number("mean_tiv_per_year"), row.number("highest_tiv_per_year")
        if mean > highest + 1.0:
            message = f"mean_tiv_per_year {mean:g} lies above highest_tiv_per_year {highest:g}"
            yield Problem(row.mark, message)


def before_start(column: str, rows: Sequence[TableRow], start: int) -> Iterator[Problem]:
    """What a theatre knows at its start happened before, in the age of registers."""
    for row in rows:
        if not start - 100 <= row.integer(column) < start:
            message = f"{column} must lie before the theatre's start, {start}, by 100 years at most"
            yield Problem(row.mark, f"{message}; not {row.integer(column)}")


def order_book(rows: Sequence[TableRow], start: int) -> Iterator[Problem]:
    """Orders lie before the start, and no more is still to come of one than was ordered."""
    yield from before_start("order_year", rows, start)
    for row in rows:
        ordered, left = row.number("ordered_tiv"), row.number("undelivered_tiv")
        if ordered < left * (1.0 - ROUNDING):  # never where ordered is NaN, unknown
            message = f"undelivered_tiv {left:g} is more than ordered_tiv {ordered:g}"
            yield Problem(row.mark, f"{message}; leave ordered_tiv empty if it is unknown")


def delivery_years(rows: Sequence[TableRow]) -> Iterator[Problem]:
    """The last delivery does not come before the first; sizes of any kind begin with 0."""
    for row in rows:
        first, last = row.number("years_to_first"), row.number("years_to_last")
        if last < first:
            message = f"years_to_last {last:g} is less than years_to_first {first:g}"
            yield Problem(row.mark, message)
    if rows and min(row.number("from_tiv") for row in rows) > 0.0:
        yield Problem(rows[0].mark, "from_tiv of the smallest size must be 0")


def windows(rows: Sequence[TableRow], *, single: bool = False) -> Iterator[Problem]:
    """Windows of years run forwards, and there are not too many; ``single`` ones are one year."""
    periods: set[tuple[int, int]] = set()
    for row in rows:
        first, last = row.integer("first_year"), row.integer("last_year")
        if last < first:
            yield Problem(row.mark, f"last_year {last} lies before first_year {first}")
        elif single and first != last:
            message = "this table is by year: first_year and last_year must be the same"
            yield Problem(row.mark, f"{message}, not {first} and {last}")
        periods.add((first, last))
        if len(periods) > MOST_WINDOWS:
            yield Problem(row.mark, f"has more than {MOST_WINDOWS} different windows of years")
            return


def dated_orders(rows: Sequence[TableRow], start: int) -> Iterator[Problem]:
    """Orders from the start on, whose years do not contradict each other."""
    for row in rows:
        year, ends = row.integer("order_year"), (row["first_delivery"], row["last_delivery"])
        if year < start:
            message = f"order_year must not lie before the theatre's start, {start}"
            yield Problem(row.mark, message)
        elif row["buyer"] == row["supplier"]:
            yield Problem(row.mark, "a state places no order with itself")
        elif row.integer("packages") == 0:
            yield Problem(row.mark, "packages must be 1 or more")
        elif (None in ends) != (ends == (None, None)) or (
            None not in ends
            and not year <= row.number("first_delivery") <= row.number("last_delivery")
        ):
            message = "years of delivery must both be empty, or rise from the order's year on"
            yield Problem(row.mark, message)


def components(rows: Sequence[TableRow]) -> Iterator[Problem]:
    """A component comes from another state."""
    for row in rows:
        if row["supplier"] == row["component_supplier"]:
            message = "a component that the supplier makes itself is nobody's to hold back"
            yield Problem(row.mark, message)
