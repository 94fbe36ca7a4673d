"""A register → the folder of a theatre, complete or absent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sim
from sim.base.files import csv_text, naming
from sim.base.partial import FolderTakenError as FolderTakenError
from sim.base.partial import partial_folder, place
from sim.base.problems import InputError, Location, Problem
from sim.register import past as early
from sim.register import record as late
from sim.register.cast import WINDOW, Cast, choose_cast, largest_pairs, without_own
from sim.register.classes import CLASSES
from sim.register.cube import Rows, deliveries_of, orders_of
from sim.register.describe import theatre_text
from sim.register.own_relations import read_own
from sim.register.read import Register
from sim.register.relations import relations_of
from sim.register.sizes import lags, package_sizes
from sim.register.starter import starter_text
from sim.register.summary import summary_lines
from sim.theatre.load import LONGEST_LAG
from sim.theatre.tables import number, read_table, text
from sim.theatre.theatre import DEFAULT_FOLDER, Theatre

SCENARIO = "history.yaml"
ACCOUNT = "import.json"
RECORD = (
    "recorded_deliveries.csv", "recorded_deliveries_by_class.csv",
    "recorded_deliveries_by_year.csv", "recorded_orders.csv", "recorded_tenders.csv",
    "dated_orders.csv",
)  # fmt: skip
"""Tables that may know of what happened from the start on. No other may."""

_HEADERS = {
    "states.csv": "state iso3 aliases buyer supplier aggregate un_ideal_point usd_m_per_tiv",
    "spending.csv": "state year usd_bn_2022",
    "industry.csv": "state domestic_industry",
    "components.csv": "supplier class buyer component_supplier component reliance",
    "rivalries.csv": "state_a state_b first_year last_year",
    "defence_pacts.csv": "state_a state_b first_year last_year",
    "embargoes.csv": "supplier buyer first_year last_year basis",
    "capacity.csv": "supplier class mean_tiv_per_year highest_tiv_per_year",
    "world_shares.csv": "supplier class share",
    "history.csv": "buyer supplier class decayed_ordered_tiv stock_tiv orders_5y last_order",
    "order_book.csv": "buyer supplier class order_year licensed undelivered_tiv",
    "tenders.csv": "buyer class packages_per_year ordered_tiv_per_year",
    "licensed.csv": "buyer class licensed_share second_hand_share",
    "package_sizes.csv": "class mean_log_tiv sd_log_tiv sd_within_buyer median_tiv p90_tiv "
    "largest_tiv",
    "lags.csv": "kind class " + " ".join(f"y{lag}" for lag in range(LONGEST_LAG + 1)),
    "recorded_deliveries.csv": "buyer supplier first_year last_year tiv",
    "recorded_deliveries_by_class.csv": "buyer supplier class first_year last_year tiv",
    "recorded_deliveries_by_year.csv": "buyer supplier first_year last_year tiv",
    "recorded_orders.csv": "buyer supplier first_year last_year tiv",
    "recorded_tenders.csv": "buyer class year packages ordered_tiv",
    "dated_orders.csv": "buyer supplier class order_year kind packages tiv first_delivery "
    "last_delivery",
}  # fmt: skip


@dataclass(frozen=True)
class ImportOptions:
    """What a user asks for. ``None`` buyers or suppliers are all of them."""

    start: int
    buyers: int | None
    suppliers: int | None
    relations: Path | None = None
    classes: Path | None = None


@dataclass(frozen=True)
class Made:
    """A theatre's files by name, and what its user should know of it, line by line."""

    files: dict[str, str]
    summary: tuple[str, ...]


def make_theatre(
    register: Register, choice: ImportOptions, out: Path, default: Theatre, *, record: bool = True,
    option: str = "--start",
) -> Made:  # fmt: skip
    """All files of a theatre that will lie in ``out``. Nothing is written.

    Relations, and sizes and lags of classes with few deals, are those of the ``default`` theatre.
    Without ``record``, no table tells what happened from the start on. ``option`` is the user's
    word for the start, which a message names.

    Raises:
        InputError: if the register does not reach to the start, or the relations are wrong.
    """
    _check_reach(register, choice, option)
    deals = without_own(register.deals, choice.start)
    if not len(deals.deal):
        message = f"every deal is between names of what is one state in {choice.start}"
        raise InputError([Problem(Location(register.accounts[0].file, 1, 1), message)])
    register = replace(register, deals=deals)
    cast = choose_cast(deals, choice.start, choice.buyers, choice.suppliers)
    past = early.past_of(deals, cast)
    _check_past(register, past)
    own = read_own(choice.relations, choice.start)
    known = relations_of(cast, default, own)
    sizes, few = package_sizes(past, _default_sizes())
    lag_rows, borrowed = lags(past, default)
    tables: dict[str, Rows] = {
        "states.csv": known.states,
        "spending.csv": known.spending,
        "industry.csv": known.industry,
        "components.csv": known.components,
        "rivalries.csv": known.rivalries,
        "defence_pacts.csv": known.defence_pacts,
        "embargoes.csv": known.embargoes,
        "capacity.csv": early.capacity(past),
        "world_shares.csv": early.world_shares(past),
        "history.csv": early.history(past),
        "order_book.csv": early.order_book(past, deals),
        "tenders.csv": early.tenders(past),
        "licensed.csv": early.kinds_of_orders(past),
        "package_sizes.csv": sizes,
        "lags.csv": lag_rows,
    }
    if record:
        tables |= _recorded(register, cast)
    files = {name: csv_text(_HEADERS[name].split(), rows) for name, rows in tables.items()}
    names = sorted(Path(account.file).name for account in register.accounts)
    title = f"{', '.join(names)}, from {choice.start}"
    files["theatre.yaml"] = theatre_text(
        past, title, files, names, own.files, default_lags=bool(few or borrowed)
    )
    files[SCENARIO] = starter_text(
        str(out / SCENARIO), f"The world of {', '.join(names)}, simulated from {choice.start}",
        choice.start, deals.last_year, largest_pairs(cast, deals),
    )  # fmt: skip
    summary = tuple(summary_lines(register, past, known, default, own, few, borrowed))
    files[ACCOUNT] = _account(register, choice, summary, known.without)
    return Made(files, summary)


def write_theatre(made: Made, out: Path) -> None:
    """Write the folder under another name first, so that it is there whole or not at all.

    Raises:
        FolderTakenError: if there is something already.
    """
    if out.exists() or out.is_symlink():
        raise FolderTakenError(f"{out} exists and stays as it is; name another folder with --out")
    with partial_folder(out.parent, out.name) as partial:
        for name, content in made.files.items():
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


def _check_reach(register: Register, choice: ImportOptions, option: str) -> None:
    deals = register.deals
    first, last = deals.first_year + 1, deals.last_year + 1
    if not first <= choice.start <= last:
        file = register.accounts[0].file
        message = (
            f"deliveries on record run from {deals.first_year} to {deals.last_year}, so a theatre "
            f"can start from {first} to {last}, not in {choice.start} ({option})"
        )
        raise InputError([Problem(Location(file, 1, 1), message)])


def _check_past(register: Register, past: early.Past) -> None:
    cast, message = past.cast, ""
    if len(cast.buyers) == 1 or len(cast.suppliers) == 1:
        message = f"no single state bought and sold arms in the {WINDOW} years before {past.start}"
    elif not len(past.packages.within(past.since(WINDOW), past.start - 1)):
        message = f"nothing was ordered from {past.since(WINDOW)} to {past.start - 1}"
    if message:
        raise InputError([Problem(Location(register.accounts[0].file, 1, 1), message)])


def _default_sizes() -> Rows:
    columns = _HEADERS["package_sizes.csv"].split()
    readers = {"class": text} | dict.fromkeys(columns[1:], number)
    rows = read_table(DEFAULT_FOLDER / "package_sizes.csv", readers)
    by_class = {row.text("class"): tuple(row[column] for column in columns) for row in rows}
    return [by_class[name] for name in CLASSES]


def _account(
    register: Register,
    choice: ImportOptions,
    summary: Sequence[str],
    without: Mapping[str, list[str]],
) -> str:
    content: Mapping[str, object] = {
        "made by": f"sim {sim.__version__}",
        "start": choice.start,
        "buyers": "all" if choice.buyers is None else choice.buyers,
        "suppliers": "all" if choice.suppliers is None else choice.suppliers,
        "relations": None if choice.relations is None else str(choice.relations),
        "classes": None if choice.classes is None else str(choice.classes),
        "files": [one.plain() for one in sorted(register.accounts, key=lambda one: one.file)],
        "files together": list(register.remarks),
        "warning": register.warning,
        "losses": register.losses,
        "orders without deliveries": not register.unfinished,
        "summary": list(summary),
        "without": without,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
