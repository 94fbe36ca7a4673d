"""Registers → deals: what is in them, and what became of every row."""

from dataclasses import replace

import pytest

from sim.base.problems import InputError
from sim.register.classes import CLASSES
from sim.register.deal_files import BROKEN
from sim.register.read import read_register

from .conftest import FILES, adds_up
from .synthetic import deals, yearly_text

IMPORTED, LICENSED, SECOND_HAND = range(3)


def read(*names):
    return read_register([FILES / name for name in names])


def rows_of(deals):
    """Deals as tuples: buyer, supplier, class, kind, order year, TIV and deliveries by year."""
    return [
        (deals.names[b], deals.names[s], CLASSES[k], kind, year, tiv,
         {int(y): float(v) for y, v in zip(deals.delivery_year[deals.deal == i],
                                           deals.delivered[deals.deal == i], strict=True)})
        for i, (b, s, k, kind, year, tiv) in enumerate(
            zip(deals.buyer, deals.supplier, deals.weapon, deals.kind, deals.order_year,
                deals.ordered, strict=True))
    ]  # fmt: skip


def test_rows_of_one_deal_are_one_deal_with_exact_volumes():
    rows = rows_of(read("yearly.csv").deals)
    assert ("India", "United States", "aircraft", IMPORTED, 2008, 450.0,
            {2011: 300.0, 2014: 150.0}) in rows  # fmt: skip
    assert ("India", "Russia", "land", LICENSED, 2001, 300.0, {2004: 200, 2006: 100}) in rows
    assert [row[3] for row in rows if row[1] == "Soviet Union"] == [SECOND_HAND]
    assert [row[2] for row in rows if row[4] == 2010] == ["helicopters"]
    assert len(rows) == 12


def test_every_row_of_the_first_form_is_accounted_for():
    [account] = read("yearly.csv").accounts
    assert adds_up(account) and account.rows == 16
    dropped = {reason: tally.lines for reason, tally in account.dropped.items()}
    assert dropped == {
        "belongs to no class of arms: Satellites": [24],
        "has no order year that can be read": [28],
    }
    notes = {what: tally.rows for what, tally in account.notes.items()}
    assert notes["order year is the register's estimate"] == 2
    assert notes["delivery year is the register's estimate"] == 2
    assert notes["a rebel group (*): with the aggregates"] == 1
    assert notes["an organisation (**): with the aggregates"] == 1
    assert notes["supplier or recipient unknown: with the aggregates"] == 1
    assert notes["a state under its name of today: Turkiye"] == 1


def test_volumes_of_the_second_form_are_spread_and_that_is_told():
    register = read("single.csv")
    rows = rows_of(register.deals)
    assert [row[-1] for row in rows if row[1] == "United States"] == [{2011: 225.0, 2014: 225.0}]
    assert ("India", "Russia", "land", LICENSED, 2001, 300.0,
            {2004: 100.0, 2005: 100.0, 2006: 100.0}) in rows  # fmt: skip
    assert ("India", "Sweden", "engines", IMPORTED, 2016, 18.0, {}) in rows
    assert "7 to 11%" in register.warning and register.warning.startswith("3 deals")
    years = register.deals.delivery_year[register.deals.spread]
    assert sorted(years.tolist()) == [2004, 2005, 2006, 2008, 2010, 2011, 2014]
    assert read("yearly.csv").warning == ""


def test_rows_that_comments_cut_are_mended_and_others_dropped():
    [account] = read("single.csv").accounts
    assert adds_up(account) and account.rows == 10
    assert {reason: tally.lines for reason, tally in account.dropped.items()} == {
        "belongs to no class of arms: its description tells none": [20],
        "does not have the cells of the header": [22],
    }
    assert account.notes["a comment that was cut into lines is mended"].lines == [16]
    assert account.notes["commas in a comment are mended"].lines == [19]
    assert account.notes["not delivered yet"].rows == 1


def with_comment(comment, folder):
    """What the small register of the second form says with another comment in its first row."""
    text = (FILES / "single_bom.csv").read_text(encoding="utf-8-sig")
    row = "15,,2011; 2014,New,"
    file = folder / "comment.csv"
    file.write_text(text.replace(row, row + comment), encoding="utf-8")
    return read_register([file])


@pytest.mark.parametrize(
    "comment",
    ["with a, b, c\nand d", "with a, b, c, d\nand e", "a, b, c, d, e, f\ng, h", "a, b\nc, d\ne",
     "a, b, c, d\ne, f\ng, h, i"],
)  # fmt: skip
def test_commas_before_a_line_break_in_a_comment_are_mended(comment, tmp_path):
    register = with_comment(comment, tmp_path)
    assert rows_of(register.deals) == rows_of(read("single_bom.csv").deals)
    [account] = register.accounts
    assert account.notes["a comment that was cut into lines is mended"].lines == [2]
    assert adds_up(account) and account.pieces == comment.count("\n")
    assert BROKEN not in account.dropped


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize(
    "comment", ["First\nsecond", "First\n\nsecond\nthird", "\nsecond", "First\n", "a, b\nc, d"]
)
def test_comments_cut_into_lines_that_are_padded_to_full_width_are_mended(
    comment, delimiter, tmp_path
):
    """As spreadsheets save them: every line has as many cells as the header."""
    text = (FILES / "single_bom.csv").read_text(encoding="utf-8-sig")
    cut = text.replace("15,,2011; 2014,New,", f"15,,2011; 2014,New,{comment}")
    padded = [line + "," * (15 - line.count(",")) for line in cut.splitlines()]
    lines = [line.replace(";", "/").replace(",", delimiter) for line in padded]
    file = tmp_path / "padded.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    register = read_register([file])
    assert rows_of(register.deals) == rows_of(read("single_bom.csv").deals)
    [account] = register.accounts
    assert account.notes["a comment that was cut into lines is mended"].lines == [2]
    assert BROKEN not in account.dropped and account.rows == 7


def test_commas_are_mended_in_a_row_that_is_padded(tmp_path):
    text = (FILES / "single_bom.csv").read_text(encoding="utf-8-sig")
    file = tmp_path / "padded.csv"
    file.write_text(text.replace("New,,30,450,450", "New,a, b,30,450,450,,,,"), encoding="utf-8")
    assert rows_of(read_register([file]).deals) == rows_of(read("single_bom.csv").deals)


def test_a_row_without_volumes_is_told_by_itself_and_the_next_is_read(tmp_path):
    text = (FILES / "single_bom.csv").read_text(encoding="utf-8-sig")
    file = tmp_path / "unknown.csv"
    file.write_text(text.replace("New,,30,450,450", "New,,30,450,many"), encoding="utf-8")
    register = read_register([file])
    assert register.accounts[0].dropped["has no volume that can be read"].lines == [2]
    whole = rows_of(read("single_bom.csv").deals)
    assert rows_of(register.deals) == [row for row in whole if row[5] != 450]


def test_a_file_that_breaks_off_in_a_comment_with_commas_is_refused(tmp_path):
    text = (FILES / "single_bom.csv").read_text(encoding="utf-8-sig")
    file = tmp_path / "cut.csv"
    file.write_text(f"{text}India,France,2006,,1,,Old-7,frigate,1,,2007,New,a, b, c, d", "utf-8")
    with pytest.raises(InputError, match=r":9:1: the file ends in the middle"):
        read_register([file])


@pytest.mark.parametrize("file", ["single_bom.csv", "single_excel.csv"])
def test_the_same_register_saved_otherwise_says_the_same(file):
    plain = {row[:6]: row for row in rows_of(read("single.csv").deals)}
    rows = rows_of(read(file).deals)
    assert len(rows) == 6
    assert all(plain[row[:6]] == row for row in rows)


def test_the_old_form_is_read():
    rows = rows_of(read("old.csv").deals)
    assert [row[:6] for row in rows] == [
        ("India", "United States", "aircraft", IMPORTED, 2008, 450.0),
        ("Turkiye", "Russia", "land", SECOND_HAND, 2003, 20.0),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimal_commas_are_read_where_commas_do_not_part_cells(delimiter, tmp_path):
    text = (FILES / "old.csv").read_text(encoding="utf-8").replace(";", delimiter)
    file = tmp_path / "european.csv"
    file.write_text(text.replace(f"300{delimiter}No", f"300,25{delimiter}No"), encoding="utf-8")
    assert rows_of(read_register([file]).deals)[0][5] == 450.25
    file.write_text(text.replace(f"300{delimiter}No", f"1.300,25{delimiter}No"), encoding="utf-8")
    assert rows_of(read_register([file]).deals)[0][5] == 1450.25


def written(name, folder, *changes):
    """A register with some words changed, as another edition of it may have them."""
    text = (FILES / name).read_bytes().decode("cp1252")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = folder / f"edition_of_{name}"
    file.write_bytes(text.encode("cp1252"))
    return file


@pytest.mark.parametrize(
    ("name", "changes"),
    [("yearly.csv", [("France,Turkey", "France,T\xfcrkiye"), ("0.5,20,", "0.50,20.0,"),
                     ("portable SAM", "portable  sam")]),
     ("single.csv", [("Turkey", "Turkiye"), (",450,450", ",450.0,450.00"), ("; 2006", ";2006"),
                     ("First batch", "The first batch"), ("UAE", "United Arab Emirates")])],
)  # fmt: skip
def test_a_row_that_two_files_spell_otherwise_counts_once(name, changes, tmp_path):
    both = read_register([FILES / name, written(name, tmp_path, *changes)])
    assert rows_of(both.deals) == rows_of(read(name).deals)
    assert all(map(adds_up, both.accounts))
    used, again = sorted(both.accounts, key=lambda account: -account.used)
    assert again.used == 0 and sum(t.rows for t in again.repeated.values()) == used.used


def test_a_file_that_is_given_twice_counts_once():
    assert rows_of(read("single.csv", "single.csv").deals) == rows_of(read("single.csv").deals)


def test_rows_that_are_the_same_in_one_file_are_all_used(tmp_path):
    file = tmp_path / "twins.csv"
    content = (FILES / "single_bom.csv").read_bytes()
    file.write_bytes(content + content.splitlines(keepends=True)[1])
    account = read_register([file]).accounts[0]
    assert account.used == read("single_bom.csv").accounts[0].used + 1
    assert [tally.rows for what, tally in account.notes.items() if "cell by cell" in what] == [1]


def test_a_row_that_is_twice_in_a_register_by_year_counts_once(tmp_path):
    file = tmp_path / "twice.csv"
    content = (FILES / "yearly.csv").read_bytes()
    file.write_bytes(content + content)
    twice, once = read_register([file]), read("yearly.csv")
    assert rows_of(twice.deals) == rows_of(once.deals)
    assert twice.accounts[0].repeated["is, cell by cell, a row above"].rows == once.accounts[0].used


def test_a_volume_beyond_belief_is_dropped_with_its_reason(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file = tmp_path / "huge.csv"
    file.write_text(text.replace(",300,No\n", ",99999999999999999999,No\n", 1), encoding="utf-8")
    account = read_register([file]).accounts[0]
    assert [reason for reason in account.dropped if "more than 100,000 TIV" in reason]
    assert account.used == read("yearly.csv").accounts[0].used - 1


@pytest.mark.parametrize(("count", "told"), [(800, True), (40, False)])
def test_a_year_that_a_download_leaves_out_is_told_where_others_have_many(tmp_path, count, told):
    left_out = (2007, 2008)
    made = [
        replace(deal, delivered=tuple(one for one in deal.delivered if one[0] not in left_out))
        for deal in deals(count, first=1990)
    ]
    file = tmp_path / "r.csv"
    file.write_text(yearly_text([deal for deal in made if deal.delivered]), encoding="utf-8")
    warnings = read_register([file]).accounts[0].warnings
    assert any("nothing was delivered in 2007 and 2008" in line for line in warnings) == told


def test_a_table_alone_has_no_orders():
    with pytest.raises(InputError, match="a theatre needs orders"):
        read("table_new.csv")


def test_a_download_that_broke_off_is_refused_at_its_last_line(tmp_path):
    for name in ("yearly.csv", "single.csv"):
        content = (FILES / name).read_bytes()
        file = tmp_path / name
        file.write_bytes(content[:-12])
        last = content.count(b"\n")
        with pytest.raises(InputError, match=rf":{last}:1: the file ends in the middle"):
            read_register([file])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_wide_download_that_broke_off_is_refused_too(encoding, tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file = tmp_path / "wide.csv"
    file.write_bytes(("\ufeff" + text).encode(encoding))
    assert read_register([file]).accounts[0].warnings == []
    file.write_bytes(("\ufeff" + text[:-12]).encode(encoding))
    with pytest.raises(InputError, match=r":28:1: the file ends in the middle"):
        read_register([file])


@pytest.mark.parametrize("name", ["yearly.csv", "single.csv", "single_bom.csv"])
def test_a_last_row_without_a_line_end_is_used_and_told(name, tmp_path):
    content = (FILES / name).read_bytes()
    file = tmp_path / name
    file.write_bytes(content.rstrip(b"\r\n"))
    [account] = read_register([file]).accounts
    assert account.used == read(name).accounts[0].used
    [warning] = account.warnings
    assert f"line {len(content.splitlines())})" in warning
    assert any(warning in line for line in account.lines())
    assert account.plain()["warnings"] == [warning]


def test_a_number_that_is_cut_short_is_warned_of(tmp_path):
    file = tmp_path / "short.csv"
    file.write_bytes((FILES / "single.csv").read_bytes().rstrip(b"\r\n")[:-1])  # 400 is 40
    register = read_register([file])
    assert {2008: 20.0, 2010: 20.0} in [row[-1] for row in rows_of(register.deals)]
    assert register.accounts[0].warnings


def test_a_file_that_stops_within_quotation_marks_is_refused(tmp_path):
    """As Excel saves lines: each in one cell, whose end is missing here."""
    head, *rows = (FILES / "single_bom.csv").read_text(encoding="utf-8-sig").splitlines()
    quoted = [f'"{row}"' for row in rows]
    file = tmp_path / "quoted.csv"
    file.write_text("\n".join([head, *quoted]), encoding="utf-8")
    assert read_register([file]).accounts[0].used == len(rows) - 1
    file.write_text("\n".join([head, *quoted])[:-2], encoding="utf-8")
    with pytest.raises(InputError, match=r":8:1: the file ends in the middle"):
        read_register([file])


def test_a_file_of_which_most_rows_are_broken_is_refused_with_lines(tmp_path):
    file = tmp_path / "rubble.csv"
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file.write_text(text + "a,b\n" * 7, encoding="utf-8")
    with pytest.raises(InputError, match="as 7 of 23 rows") as caught:
        read_register([file])
    assert [problem.mark.line for problem in caught.value.problems] == [29, 30, 31]


def test_a_register_without_rows_or_without_a_usable_one_is_refused(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file = tmp_path / "none.csv"
    head = "\n".join(text.split("\n")[:12]) + "\n"
    file.write_text(head, encoding="utf-8")
    with pytest.raises(InputError, match="there are no rows"):
        read_register([file])
    file.write_text(head + text.split("\n")[23] + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no row can be used: 1 .*Satellites \(line 13\)"):
        read_register([file])


def test_a_register_whose_reasons_sound_like_repeats_is_refused_all_the_same(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    head = "\n".join(text.split("\n")[:12])
    file = tmp_path / "none.csv"
    file.write_text(
        f"{head}\n1,France,India,X,thing,already gone,2001,No,1,No,2002,No,New,1,1,1,No\n"
    )
    with pytest.raises(InputError, match=rf"{file}:12:1: no row can be used: 1 .*already gone"):
        read_register([file])


def test_all_wrong_files_are_told_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        read_register([tmp_path / "one.csv", tmp_path / "two.csv"])
    assert len(caught.value.problems) == 2
