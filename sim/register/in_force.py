"""What is in force of politics and supply: the package's small table of facts, as events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from sim.base.phrases import sentence
from sim.register.cast import Cast
from sim.register.classes import CLASSES
from sim.register.cube import deliveries_of, orders_of
from sim.register.deals import Deals
from sim.register.past import OUTPUT_YEARS
from sim.scenario.event_kinds import KINDS
from sim.scenario.events import is_over
from sim.theatre import tables
from sim.theatre.names import spelt
from sim.theatre.tables import TableRow, read_table

FILE = Path(__file__).parent / "data" / "in_force.csv"
MARKS = ("measured", "guess")
LEAST, MOST = 0.05, 0.95  # factors of capacity: nobody stops wholly, and 5% is noise
_VALUE = {"capacity": "factor", "grant": "usd_m", "patron_objection": "strength",
          "withhold": "share", "embargo": "closes"}  # fmt: skip
NEWCOMERS = ("enter", "new_buyer")  # kinds of fact about who may not be in a theatre yet

Event = dict[str, object]


@dataclass(frozen=True)
class InForce:
    """Events of a first scenario, and facts that it leaves out, in words."""

    events: list[Event]
    left_out: list[str]

    def factor_of(self, supplier: str) -> float:
        """By how much a supplier can make less than it once could; 1 where nothing is told."""
        factor = 1.0
        for event in self.events:
            capacity = event.get("capacity")
            if isinstance(capacity, Mapping) and supplier in capacity["supplier"]:
                factor *= float(capacity["factor"])
        return factor


@cache
def facts() -> tuple[TableRow, ...]:
    """The table, each row at its line.

    Raises:
        InputError: with every wrong cell.
    """
    return tuple(read_table(FILE, _READERS, ("id",)))


def last_year() -> int:
    """The year of the newest fact: what came later the package does not know."""
    return max(row.integer("year") for row in facts())


def in_force(deals: Deals, cast: Cast) -> InForce:
    """The facts about states of a cast, as events of a scenario that begins with its start.

    A capacity that changed before the start is measured in the register: the highest yearly
    deliveries since then over the highest on record, for of a supplier's capacity the theatre has
    the highest of ``OUTPUT_YEARS``. A change of the first year, it takes effect. All else keeps its
    year: what it did is in the theatre's record already.
    """
    events, left_out = list[Event](), list[str]()
    roles = {"patron": [*cast.states], "supplier": [*cast.suppliers[:-1]],
             "buyer": [*cast.buyers[:-1]]}  # fmt: skip
    for row in facts():
        kind, fields = row.text("kind"), {key: value for key, value in _named(row).items() if value}
        if kind in NEWCOMERS:
            [(role, [name])] = fields.items()
            if name not in roles[role]:  # whom a theatre has, its record tells better
                events.append(newcomer(row, role, name, deals, cast))
                roles[role].append(name)
            continue
        here = {key: [name for name in names if name in roles[key]]
                for key, names in fields.items()}  # fmt: skip
        missing = [name for key, names in fields.items() for name in names if name not in here[key]]
        if missing:
            left_out.append(f"{row.text('id')} ({', '.join(missing)})")
        until = None if row["until"] is None else row.integer("until")
        over = is_over(KINDS[kind], row.integer("year"), until, cast.start)
        if not over and all(here.values()):
            events += [*_event(row, here, deals, cast)]
    return InForce(events, left_out)


def _event(
    row: TableRow, here: Mapping[str, Sequence[str]], deals: Deals, cast: Cast
) -> Iterator[Event]:
    kind, year, value = row.text("kind"), row.integer("year"), row.number("value")
    measured = ""
    if kind == "capacity" and year < cast.start:
        [supplier] = here["supplier"]
        factor = fall_of(deals, cast, supplier, year)
        if factor is None or factor > MOST:
            return
        measured = (
            f" Measured in the register: the highest deliveries of {year}-{cast.start - 1} over "
            f"those of {max(cast.start - OUTPUT_YEARS, deals.first_year)}-{cast.start - 1}; that "
            "all of the fall is supply is a guess."
        )
        value, year = max(LEAST, round(factor, 2)), cast.start
    fields: dict[str, object] = {
        key: names[0] if key == "patron" else list(names) for key, names in here.items()
    }
    classes = _split(row.text("classes"))
    if kind == "embargo":
        fields["closes"] = dict.fromkeys(classes, _plain(value))
    else:
        fields |= {"classes": classes} if classes else {}
        fields[_VALUE[kind]] = _plain(value)
    yield _told(row, year, fields, measured)


def newcomer(row: TableRow, role: str, name: str, deals: Deals, cast: Cast) -> Event:
    """A state that enters a class or begins to buy, at what the register has of it since then.

    A supplier's output is its highest yearly deliveries, a buyer's need the mean of its orders; of
    whom the register has nothing since, the table's guess.
    """
    year, classes = row.integer("year"), _split(row.text("classes"))
    own = np.array([one == name for one in cast.names])
    flow = deliveries_of(deals, cast) if role == "supplier" else orders_of(deals, cast)
    flow = flow.where(own[flow.whom if role == "supplier" else flow.who])
    flow = flow.within(year, cast.start - 1)
    amounts, measured = dict[str, object](), ""
    for weapon in classes:
        of_class = flow.where(flow.weapon == CLASSES.index(weapon))
        by_year = np.bincount(
            of_class.year - year, of_class.tiv, minlength=max(cast.start - year, 1)
        )
        found = float(by_year.max() if role == "supplier" else by_year.mean()) if len(flow) else 0.0
        amounts[weapon] = _plain(round(found, 1) if found > 0 else row.number("value"))
        if found > 0:
            measured = f" As large as in the register, {year}-{cast.start - 1}."
    if role == "buyer":
        return _told(row, year, {"buyer": name, "need_tiv": amounts}, measured)
    [(weapon, output)] = amounts.items()
    fields = {"supplier": name, "class": weapon, "output_tiv": output}
    return _told(row, year, fields, measured)


def _told(row: TableRow, year: int, fields: Mapping[str, object], measured: str) -> Event:
    """An event with its reason and source; a guess says so."""
    guess = "guess: " if row["mark"] == "guess" else ""
    return {
        "id": row.text("id"),
        "year": year,
        **({} if row["until"] is None else {"until": row.integer("until")}),
        "why": sentence(row.text("why")) + measured,
        "source": guess + row.text("source"),
        row.text("kind"): dict(fields),
    }


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def fall_of(deals: Deals, cast: Cast, supplier: str, year: int) -> float | None:
    """Highest yearly deliveries since a year over the highest of ``OUTPUT_YEARS``; None if 0."""
    flow = deliveries_of(deals, cast)
    own = flow.where(flow.supplier == cast.suppliers.index(supplier))
    first = cast.start - OUTPUT_YEARS
    own = own.within(first, cast.start - 1)
    by_year = np.bincount(own.year - first, own.tiv, minlength=OUTPUT_YEARS)
    highest = float(by_year.max())
    return float(by_year[max(year - first, 0) :].max()) / highest if highest > 0 else None


def _named(row: TableRow) -> dict[str, list[str]]:
    return {field: _split(row.text(field)) for field in ("patron", "supplier", "buyer")}


def _split(cell: str) -> list[str]:
    return [word for word in cell.split(";") if word]


def _states(cell: str) -> str:
    for word in _split(cell):
        if spelt(word) != word:
            raise ValueError(f"'{word}' is no state by its present name")
    return cell


_READERS: Mapping[str, tables.Reader] = {
    "id": tables.text,
    "kind": tables.one_of([*_VALUE, *NEWCOMERS], "kind of fact"),
    "patron": _states,
    "supplier": _states,
    "buyer": _states,
    "classes": tables.maybe_text,
    "value": tables.amount,
    "year": tables.year,
    "until": tables.maybe(tables.year),
    "mark": tables.one_of(MARKS, "mark"),
    "why": tables.text,
    "source": tables.text,
}
