"""Registers with one row per deal and delivery year: exact volumes."""

from sim.register.account import FileAccount, Mass
from sim.register.cells import (
    BEYOND_BELIEF,
    BROKEN,
    check_whole,
    class_place,
    has_surplus,
    kind_of,
    notes_of_sides,
    sides,
)
from sim.register.classes import is_category
from sim.register.descriptions import Classes
from sim.register.lines import Watch
from sim.register.names import out_of_time
from sim.register.reasons import RowError
from sim.register.recognise import RegisterFile
from sim.register.rows import Cell, Row, folded, mass_of
from sim.register.volumes import volume_of
from sim.register.years import ESTIMATE, year_of


def read_yearly(
    source: RegisterFile, classes: Classes, watch: Watch | None = None
) -> tuple[list[Row], FileAccount]:
    """Read all rows of a file.

    Raises:
        InputError: if the file breaks off or is mostly broken.
    """
    account = source.account()
    rows: list[Row] = []
    above: set[tuple[str, ...]] = set()
    last_line = broken_line = 0
    for line, cells in source.lines(watch):
        last_line = line
        width = source.width
        if len(cells) < width or has_surplus(cells, width):
            mass = Mass(tiv=None)
            account.meet(mass)
            account.drop(BROKEN, line, mass)
            broken_line = line
            continue
        said = tuple(cells[:width])
        cell = source.cell_of(said)
        try:
            row = _read_row(source, cell, line, classes, account)
        except RowError as reason:
            mass = mass_of(cell, source.marks)
            account.meet(mass)
            account.drop(str(reason), line, mass)
        else:
            account.meet(row.mass)
            if row.number and said in above:
                account.repeat("is, cell by cell, a row above", line, row.mass)
            else:
                rows.append(row)
            above.add(said)
        cut = cell("local").strip().lower() not in ("yes", "no", "")
        broken_line = line if cut else broken_line
    check_whole(source, account, last_line, broken_line)
    return rows, account


def _read_row(
    source: RegisterFile, cell: Cell, line: int, classes: Classes, account: FileAccount
) -> Row:
    buyer, supplier = sides(cell("recipient"), cell("supplier"))
    ordered = year_of(cell("order"), "order year")
    delivered = year_of(cell("delivery"), "delivery year")
    tiv = volume_of(cell("tiv"), marks=source.marks)
    category, description = cell("category"), cell("description")
    told = classes.of(category, description)
    if told.guessed:
        account.guess(description, told.weapon, line, Mass(tiv=tiv))
    weapon = class_place(told, category, description)
    kind = kind_of(cell("status"), licensed=cell("local").strip().lower() == "yes")
    if tiv > BEYOND_BELIEF:
        raise RowError(f"has more than {BEYOND_BELIEF:,.0f} TIV, which nobody delivers in a year")
    notes = notes_of_sides(buyer, supplier)
    notes += out_of_time(ordered.year, delivered.year, buyer, supplier)
    for what, year in (("order", ordered), ("delivery", delivered)):
        marked = cell(f"{what} guessed").strip().lower() == "yes"
        if doubt := year.doubt or (ESTIMATE if marked else ""):
            notes.append(f"{what} year {doubt}")
    if not is_category(category):
        notes.append(f"class told by the description, category {category.strip()!r}")
    if delivered.year < ordered.year:
        notes.append("delivered before it was ordered: taken as the same year")
    return Row(
        line, cell("id").strip(), buyer, supplier, folded(cell("designation")), weapon, kind,
        ordered.year, None, tiv, (delivered.year,), tuple(notes),
    )  # fmt: skip
