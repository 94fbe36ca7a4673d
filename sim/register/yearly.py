"""Registers with one row per deal and delivery year: exact volumes."""

from sim.register.account import FileAccount
from sim.register.cells import (
    BEYOND_BELIEF,
    BROKEN,
    RowError,
    check_whole,
    class_place,
    has_surplus,
    kind_of,
    note_sides,
    sides,
    volume_of,
    year_of,
)
from sim.register.classes import BY_CATEGORY, class_of
from sim.register.deals import Gathering
from sim.register.lines import Watch
from sim.register.names import out_of_time
from sim.register.recognise import Source
from sim.register.repeats import RepeatError, Seen


def read_yearly(
    source: Source, into: Gathering, seen: Seen, watch: Watch | None = None
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
            _read_row(source, row, line, into, seen, account)
        except RowError as reason:
            account.drop(str(reason), line, repeat=isinstance(reason, RepeatError))
        cut = cells[source.columns["local"]].strip().lower() not in ("yes", "no", "")
        broken_line = line if cut else broken_line
    check_whole(source, account, last_line, broken_line)
    return account


def _read_row(
    source: Source, row: tuple[str, ...], line: int, into: Gathering, seen: Seen,
    account: FileAccount,
) -> None:  # fmt: skip
    def cell(name: str) -> str:
        return row[source.columns[name]] if name in source.columns else ""

    buyer, supplier = sides(cell("recipient"), cell("supplier"))
    ordered = year_of(cell("order"), "order year")
    delivered = year_of(cell("delivery"), "delivery year")
    tiv = volume_of(cell("tiv"), decimal=source.decimal)
    category = cell("category")
    weapon = class_place(class_of(category, cell("description")), category)
    kind = kind_of(cell("status"), licensed=cell("local").strip().lower() == "yes")
    number = cell("id").strip()
    key = (number or cell("designation").strip(), buyer.name, supplier.name, ordered, weapon, kind)
    in_year = (number, buyer.name, supplier.name, delivered) if number else None
    if number and seen.again(row):
        raise RepeatError("is, cell by cell, a row above")
    seen.check((*key, delivered, tiv), in_year)
    if tiv > BEYOND_BELIEF:
        raise RowError(f"has more than {BEYOND_BELIEF:,.0f} TIV, which nobody delivers in a year")
    deal = into.deal(
        key, (buyer.name, buyer.sort), (supplier.name, supplier.sort), weapon, kind, ordered
    )
    into.order(deal, tiv)
    into.deliver(deal, delivered, tiv)
    account.use()
    note_sides(account, line, buyer, supplier)
    for what in out_of_time(ordered, delivered, buyer, supplier):
        account.note(what, line)
    for mark, what in (("order guessed", "order year"), ("delivery guessed", "delivery year")):
        if cell(mark).strip().lower() == "yes":
            account.note(f"{what} is the register's estimate", line)
    if category.strip().lower() not in BY_CATEGORY:
        account.note(f"class told by the description, category {category.strip()!r}", line)
    if delivered < ordered:
        account.note("delivered before it was ordered: taken as the same year", line)
