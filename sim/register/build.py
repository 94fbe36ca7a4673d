"""A register → the folder of a theatre, complete or absent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sim
from sim.base.files import csv_text, naming
from sim.base.partial import FolderTakenError as FolderTakenError
from sim.base.partial import partial_folder, place
from sim.register import past as early
from sim.register import record as late
from sim.register.cast import WINDOW, Cast, choose_cast, largest_pairs, without_own
from sim.register.classes import CLASSES
from sim.register.cube import Rows, deliveries_of, orders_of
from sim.register.read import Register
from sim.register.relations import relations_of
from sim.register.sizes import delivery_years, package_sizes
from sim.register.starter import starter_text
from sim.register.summary import summary_lines
from sim.register.theatre_yaml import theatre_text
from sim.register.user_tables import read_user_tables
from sim.theatre.columns import COLUMNS, readers_of
from sim.theatre.tables import read_table, text
from sim.theatre.theatre import DEFAULT_FOLDER, Theatre

SCENARIO = "history.yaml"
ACCOUNT = "import.json"
RECORD = (
    "recorded_deliveries.csv", "recorded_deliveries_by_class.csv",
    "recorded_deliveries_by_year.csv", "recorded_orders.csv", "recorded_tenders.csv",
    "dated_orders.csv",
)  # fmt: skip
"""Tables that may hold what happened from the start on. No other may."""


@dataclass(frozen=True)
class ImportOptions:
    """How a user wants a register to be read. ``None`` buyers or suppliers are all of them."""

    start: int
    buyers: int | None
    suppliers: int | None
    relations: Path | None = None
    classes: Path | None = None

    def plain(self) -> dict[str, object]:
        """The options as plain data."""
        return {
            "start": self.start,
            "buyers": "all" if self.buyers is None else self.buyers,
            "suppliers": "all" if self.suppliers is None else self.suppliers,
            "relations": None if self.relations is None else str(self.relations),
            "classes": None if self.classes is None else str(self.classes),
        }


@dataclass(frozen=True)
class TheatreFiles:
    """A theatre's files by name, what its user should know of it, line by line, and its cast."""

    files: dict[str, str]
    summary: tuple[str, ...]
    cast: Cast


def make_theatre(
    register: Register, options: ImportOptions, out: Path, default: Theatre, *,
    record: bool = True, option: str = "--start",
) -> TheatreFiles:  # fmt: skip
    """All files of a theatre that will lie in ``out``. Nothing is written.

    Args:
        register: what was read.
        options: who takes part, from when, and the user's own tables.
        out: the folder, which is named in the scenario.
        default: lends relations, and sizes and years of delivery where deals are few.
        record: whether there are tables of what happened from the start on.
        option: the user's word for the start, for messages.

    Raises:
        InputError: if the register does not reach to the start, or the relations are wrong.
    """
    _check_reach(register, options.start, option)
    deals = without_own(register.deals, options.start)
    if not len(deals.deal):
        raise register.refuse(
            f"every deal is between names of what is one state in {options.start}"
        )
    register = replace(register, deals=deals)
    cast = choose_cast(deals, options.start, options.buyers, options.suppliers)
    past = early.past_of(deals, cast)
    _check_past(register, past)
    user = read_user_tables(options.relations, options.start)
    relations = relations_of(cast, default, user)
    sizes, few = package_sizes(past, _default_sizes())
    year_rows, borrowed = delivery_years(past, deals, default)
    tables = relations.tables | {
        "capacity.csv": early.capacity(past),
        "world_shares.csv": early.world_shares(past),
        "history.csv": early.history(past),
        "order_book.csv": early.order_book(past, deals),
        "tenders.csv": early.tenders(past),
        "licensed.csv": early.kinds_of_orders(past),
        "package_sizes.csv": sizes,
        "delivery_years.csv": year_rows,
    }
    if record:
        tables |= _recorded(register, cast)
    files = {name: csv_text(COLUMNS[name], rows) for name, rows in tables.items()}
    names = sorted(Path(account.file).name for account in register.accounts)
    title = f"{', '.join(names)}, from {options.start}"
    files["theatre.yaml"] = theatre_text(
        past, title, files, names, user.files, default_years=bool(few or borrowed)
    )
    files[SCENARIO] = starter_text(
        str(out / SCENARIO), f"The world of {', '.join(names)}, simulated from {options.start}",
        options.start, deals.last_year, largest_pairs(cast, deals),
    )  # fmt: skip
    summary = summary_lines(register, past, relations, default, user, few, borrowed)
    files[ACCOUNT] = _account(register, options, summary, relations.without)
    return TheatreFiles(files, tuple(summary), cast)


def write_theatre(theatre: TheatreFiles, out: Path) -> None:
    """Write the folder under another name first, so that it is there complete or not at all.

    Raises:
        FolderTakenError: if there is something already.
    """
    if out.exists() or out.is_symlink():
        raise FolderTakenError(f"{out} exists and stays as it is; name another folder with --out")
    with partial_folder(out.parent, out.name) as partial:
        for name, content in theatre.files.items():
            with naming(partial / name):
                (partial / name).write_text(content, encoding="utf-8", newline="")
        place(partial, out)


def _recorded(register: Register, cast: Cast) -> dict[str, Rows]:
    """The tables of ``RECORD``."""
    deals = register.deals
    tables = register.tables if register.warning else ()  # exact volumes need no correction
    volumes = late.deliveries_by_year(deals, cast, tables)
    spans, _ = late.windows(cast.start, deals)
    arrived = deliveries_of(deals, cast)
    since = [span for span in spans if span[0] >= cast.start]
    return {
        "recorded_deliveries.csv": late.recorded_windows(volumes, cast, spans),
        "recorded_deliveries_by_class.csv": late.by_window(arrived, cast, "bsk", since),
        "recorded_deliveries_by_year.csv": late.recorded_years(volumes, cast, deals.first_year),
        "recorded_orders.csv": late.by_window(orders_of(deals, cast), cast, "bs", spans),
        "recorded_tenders.csv": late.recorded_tenders(deals, cast),
        "dated_orders.csv": late.dated_orders(deals, cast),
    }


def _check_reach(register: Register, start: int, option: str) -> None:
    deals = register.deals
    first, last = deals.first_year + 1, deals.last_year + 1
    if not first <= start <= last:
        raise register.refuse(
            f"recorded deliveries run from {deals.first_year} to {deals.last_year}, so a theatre "
            f"can start from {first} to {last}, not in {start} ({option})"
        )


def _check_past(register: Register, past: early.Past) -> None:
    cast, first = past.cast, past.since(WINDOW)
    if len(cast.buyers) == 1 or len(cast.suppliers) == 1:
        raise register.refuse(
            f"no single state bought and sold arms in the {WINDOW} years before {past.start}"
        )
    if not len(past.packages.within(first, past.start - 1)):
        raise register.refuse(f"nothing was ordered from {first} to {past.start - 1}")


def _default_sizes() -> Rows:
    file = "package_sizes.csv"
    rows = read_table(DEFAULT_FOLDER / file, readers_of(COLUMNS[file], **{"class": text}))
    by_class = {row.text("class"): tuple(row.values()) for row in rows}
    return [by_class[name] for name in CLASSES]


def _account(
    register: Register, options: ImportOptions, summary: Sequence[str],
    without: Mapping[str, list[str]],
) -> str:  # fmt: skip
    content: Mapping[str, object] = {
        "made by": f"sim {sim.__version__}",
        **options.plain(),
        "files": [one.plain() for one in sorted(register.accounts, key=lambda one: one.file)],
        "files together": list(register.remarks),
        "warning": register.warning,
        "losses": register.losses,
        "orders without deliveries": not register.unfinished,
        "summary": list(summary),
        "without": without,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
