"""Registers with one row per deal and delivery year: exact volumes."""

from sim.register.account import FileAccount
from sim.register.cells import (
    BEYOND_BELIEF,
    BROKEN,
    check_whole,
    class_place,
    has_surplus,
    kind_of,
    note_sides,
    sides,
)
from sim.register.classes import is_category
from sim.register.deals import Gathering
from sim.register.descriptions import Classes
from sim.register.lines import Watch
from sim.register.reasons import RowError
from sim.register.recognise import Source
from sim.register.repeats import RepeatError, Seen
from sim.register.volumes import volume_of
from sim.register.years import ESTIMATE, year_of


def read_yearly(
    source: Source,
    into: Gathering,
    seen: Seen,
    classes: Classes,
    watch: Watch | None = None,
) -> FileAccount:
    """Read all rows of a file into deals.

    Raises:
        InputError: if the file breaks off or is mostly broken.
    """
    account = source.account()
    last_line = broken_line = 0
    seen.begin(source.file)
    for line, cells in source.lines(watch):
        last_line = line
        width = source.width
        if len(cells) < width or has_surplus(cells, width):
            account.drop(BROKEN, line)
            broken_line = line
            continue
        row = tuple(cells[:width])
        try:
            _read_row(source, row, line, into, seen, classes, account)
        except RowError as reason:
            account.drop(str(reason), line, repeat=isinstance(reason, RepeatError))
        cut = cells[source.columns["local"]].strip().lower() not in ("yes", "no", "")
        broken_line = line if cut else broken_line
    check_whole(source, account, last_line, broken_line)
    return account


def _read_row(
    source: Source, row: tuple[str, ...], line: int, into: Gathering, seen: Seen,
    classes: Classes, account: FileAccount,
) -> None:  # fmt: skip
    def cell(name: str) -> str:
        return row[source.columns[name]] if name in source.columns else ""

    buyer, supplier = sides(cell("recipient"), cell("supplier"))
    ordered = year_of(cell("order"), "order year")
    delivered = year_of(cell("delivery"), "delivery year")
    tiv = volume_of(cell("tiv"), marks=source.marks)
    category, description = cell("category"), cell("description")
    told = classes.of(category, description)
    if told.guessed and told.weapon is None:
        account.guess(description, None, line, tiv)
    weapon = class_place(told, category, description)
    kind = kind_of(cell("status"), licensed=cell("local").strip().lower() == "yes")
    number = cell("id").strip()
    what = number or cell("designation").strip()
    key = (what, buyer.name, supplier.name, ordered.year, weapon, kind)
    in_year = (number, buyer.name, supplier.name, delivered.year) if number else None
    if number and seen.again(row):
        raise RepeatError("is, cell by cell, a row above")
    seen.check((*key, delivered.year, tiv), in_year)
    if tiv > BEYOND_BELIEF:
        raise RowError(f"has more than {BEYOND_BELIEF:,.0f} TIV, which nobody delivers in a year")
    deal = into.deal(
        key, (buyer.name, buyer.sort), (supplier.name, supplier.sort), weapon, kind, ordered.year
    )
    into.order(deal, tiv)
    into.deliver(deal, delivered.year, tiv)
    account.use()
    note_sides(account, line, buyer, supplier)
    for what, year in (("order", ordered), ("delivery", delivered)):
        marked = cell(f"{what} guessed").strip().lower() == "yes"
        if doubt := year.doubt or (ESTIMATE if marked else ""):
            account.note(f"{what} year {doubt}", line)
    if told.guessed:
        account.guess(description, told.weapon, line, tiv)
    if not is_category(category):
        account.note(f"class told by the description, category {category.strip()!r}", line)
    if delivered.year < ordered.year:
        account.note("delivered before it was ordered: taken as the same year", line)
