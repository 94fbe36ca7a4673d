"""Several files: a deal counts once, whatever its wording, period, edition or form."""

import itertools

import pytest

from sim.register.read import read_register

from .conftest import adds_up
from .synthetic import SINGLE_HEADER, YEARLY_HEADER, deals, single_text, yearly_text
from .test_read import rows_of

FILLER = "Chile,Spain,2000,,5,,Beta-2,tank,5,,2001,New,,1,5,5"
FIRST = "Norway,France,2008,,10,,Alpha-1,frigate,4,,2009; 2010,New,,100,1000,400"
SECOND = "Norway,France,2008,,10,,Alpha-1,frigate,6,,2011; 2012,New,,100,1000,600"
WHOLE = "Norway,France,2008,,10,,Alpha-1,frigate,10,,2009; 2010; 2011; 2012,New,,100,1000,1000"
OPEN = "Norway,Sweden,2012,,2,,Gamma-3,submarine,0,,,New,,200,400,0"
WINDOW = "Deals with deliveries made for the year range '2010' to '2023'"


def single(*rows, above=()):
    """A register with one row per deal."""
    return "\n".join([*above, SINGLE_HEADER, *rows, ""])


def by_year(*rows, above=()):
    """A register with one row per deal and delivery year; a row in the few words that matter.

    Number, supplier, recipient, designation, order year, delivery year, TIV.
    """
    said = [
        f"{number},{supplier},{buyer},{designation},frigate,Ships,{order},No,1,No,{year},No,New,"
        f"1,1,{tiv},No"
        for number, supplier, buyer, designation, order, year, tiv in rows
    ]
    return "\n".join([*above, YEARLY_HEADER, *said, ""])


ORDERS = itertools.count()


def joined(folder, *texts):
    """What is read of files, in every order; the same for all of them."""
    folder = folder / str(next(ORDERS))
    folder.mkdir()
    files = [folder / f"file{i}.csv" for i in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    registers = [read_register(order) for order in itertools.permutations(files)]
    first = registers[0]
    for register in registers:
        assert rows_of(register.deals) == rows_of(first.deals)
        assert register.remarks == first.remarks
        by_file = {account.file: account.plain() for account in register.accounts}
        assert all(by_file[account.file] == account.plain() for account in first.accounts)
        assert all(map(adds_up, register.accounts))
        used = sum(account.used_tiv for account in register.accounts if account.form != "table")
        came = register.deals.delivered.sum() + register.deals.undated.sum()
        early = sum(deal for deal in register.deals.undated)
        assert came - early <= used + 1e-6 <= came + 1e-5
    return first


def still_open(register):
    """TIV ordered and not delivered."""
    told = register.deals
    return told.ordered.sum() - told.delivered.sum() - told.undated.sum()


@pytest.mark.parametrize("whole", [[], [single(WHOLE, FILLER)]])
def test_periods_of_one_deal_are_one_order_of_which_nothing_is_outstanding(whole, tmp_path):
    register = joined(tmp_path, single(FIRST, FILLER), single(SECOND), *whole)
    assert [row[5:] for row in rows_of(register.deals)] == [
        (5, {2001: 5}), (1000, {2009: 200, 2010: 200, 2011: 300, 2012: 300}),
    ]  # fmt: skip
    assert still_open(register) == pytest.approx(0)


def test_of_a_period_alone_what_came_before_is_not_outstanding_and_the_file_is_said_to_be_cut(
    tmp_path,
):
    later = "Chile,Spain,2012,,5,,Beta-2,tank,5,,2014,New,,1,5,5"
    register = joined(tmp_path, single(SECOND, later, OPEN, above=("Trade register", WINDOW)))
    assert still_open(register) == 400  # the submarines
    assert register.deals.ordered.tolist() == [5, 1000, 400]
    [warning] = register.accounts[0].warnings
    assert "is cut" in warning and "line 2 says so" in warning and "400 TIV of 1 deals" in warning


def test_the_period_before_tells_what_came_then(tmp_path):
    window = single(SECOND, above=("Trade register", WINDOW))
    register = joined(tmp_path, window, single(WHOLE, FILLER))
    assert still_open(register) == pytest.approx(0) and not register.deals.undated.any()
    assert register.accounts[0].warnings == []


def test_a_cut_file_without_a_preamble_is_known_by_its_deals(tmp_path):
    register = joined(tmp_path, single(SECOND, "Chile,Spain,2015,,5,,B,tank,5,,2016,New,,1,5,5"))
    assert still_open(register) == pytest.approx(0)
    assert "line 2 has a deal" in register.accounts[0].warnings[0]


def test_one_deal_under_names_that_no_table_knows_counts_once_by_its_number(tmp_path):
    new = by_year((1, "Germany", "Taiwan", "Alpha", 2011, 2012, 1500))
    old = by_year((1, "Germany (F.R.)", "Taiwan (RoC)", "Alpha", 2011, 2012, 1500))
    register = joined(tmp_path, new, old)
    assert len(register.deals.buyer) == 1
    assert sum(len(account.repeated) for account in register.accounts) == 1


def test_a_number_that_means_another_deal_elsewhere_joins_nothing(tmp_path):
    one = by_year((1, "Germany", "Norway", "Alpha", 2005, 2007, 100))
    other = by_year((1, "Germany", "Norway", "Beta", 1990, 1993, 30),
                    (1, "Spain", "Chile", "Alpha", 2005, 2007, 100))  # fmt: skip
    assert len(joined(tmp_path, one, other).deals.buyer) == 3


@pytest.fixture
def editions():
    """Two editions: one deal was corrected, one went, one was redated, one is new."""
    same = [(n, "Spain", "Chile", f"Type-{n}", 2000 + n, 2002 + n, 10) for n in range(1, 7)]
    old = [*same, (20, "France", "Norway", "Alpha", 2004, 2006, 100),
           (21, "France", "Chile", "Gone", 2004, 2006, 50)]  # fmt: skip
    new = [*same, (20, "France", "Norway", "Alpha", 2005, 2006, 120),
           (22, "France", "Chile", "New", 2008, 2009, 70)]  # fmt: skip
    return old, new


@pytest.mark.parametrize(
    ("of_old", "of_new"),
    [(("Data generated: 12 March 2011",), ("Data generated: 11 March 2012",)), ((), ())],
)
def test_of_two_editions_the_newer_holds_and_what_differs_is_counted(
    of_old, of_new, editions, tmp_path
):
    old, new = editions
    register = joined(tmp_path, by_year(*old, above=of_old), by_year(*new, above=of_new))
    [alone] = [joined(tmp_path, by_year(*new))]
    assert rows_of(register.deals) == rows_of(alone.deals)
    text = "\n".join(register.remarks)
    assert "7 deals are in both" in text
    assert "1 deals have other figures: 100 TIV delivered in" in text and "120 TIV in" in text
    assert "1 rows (50 TIV) of" in text


def test_an_older_edition_adds_the_years_that_the_newer_does_not_cover(editions, tmp_path):
    old, new = editions
    before = (30, "France", "Norway", "Early", 1990, 1992, 40)
    register = joined(tmp_path, by_year(*old, before), by_year(*new))
    assert register.deals.delivered.sum() == sum(row[-1] for row in new) + 40


def test_parts_of_one_register_add_up_although_they_overlap(tmp_path):
    rows = [(n, "Spain", "Chile", f"Type-{n}", 2000, 2002 + n % 3, n) for n in range(1, 11)]
    register = joined(tmp_path, by_year(*rows[:7]), by_year(*rows[3:]))
    assert register.deals.delivered.sum() == sum(range(1, 11))


def test_orders_are_from_whole_deals_and_delivery_years_from_those_by_year(tmp_path):
    years = by_year(*((7, "France", "Norway", "Alpha 1", 2008, y, t)
                      for y, t in ((2009, 100), (2010, 300), (2011, 400), (2012, 200))),
                    (8, "Spain", "Chile", "Beta-2", 2000, 2001, 5))  # fmt: skip
    register = joined(tmp_path, years, single(WHOLE, FILLER, OPEN))
    assert [row[5:] for row in rows_of(register.deals)] == [
        (5, {2001: 5}), (1000, {2009: 100, 2010: 300, 2011: 400, 2012: 200}), (400, {}),
    ]  # fmt: skip
    assert register.warning == register.unfinished == ""
    assert "1 deals of which nothing has arrived (400 TIV)" in register.remarks[0]


def test_a_deal_in_other_words_is_found_in_the_other_form_and_one_more_is_kept(tmp_path):
    some = [deal for deal in deals(40) if deal.delivered]
    respelt = single_text(some[1:]).replace("Type-1", "Model of 1")
    both = joined(
        tmp_path, yearly_text(some[:-1]), respelt + single_text(some[:1]).splitlines()[-1]
    )
    alone = joined(tmp_path, yearly_text(some))
    assert both.deals.delivered.sum() == pytest.approx(alone.deals.delivered.sum())


def test_a_register_by_year_from_later_on_leaves_earlier_years_to_the_other(tmp_path):
    years = by_year((7, "France", "Norway", "Alpha 1", 2008, 2011, 400),
                    (7, "France", "Norway", "Alpha 1", 2008, 2012, 200))  # fmt: skip
    register = joined(tmp_path, years, single(WHOLE, FILLER))
    assert [row[6] for row in rows_of(register.deals)] == [
        {2001: 5}, {2009: 200, 2010: 200, 2011: 400, 2012: 200},
    ]  # fmt: skip


def test_a_newer_register_of_whole_deals_tells_how_much_and_the_older_when(tmp_path):
    made = ("Data generated: 12 March 2012",), ("Data generated: 11 March 2014",)
    years = by_year((7, "France", "Norway", "Alpha 1", 2008, 2009, 100),
                    (7, "France", "Norway", "Alpha 1", 2008, 2010, 300),
                    (8, "Spain", "Chile", "Beta-2", 2000, 2001, 5), above=made[0])  # fmt: skip
    row = "Norway,France,2008,,10,,Alpha-1,frigate,10,,2009; 2010,New,,100,1000,800"
    register = joined(tmp_path, years, single(row, FILLER, above=made[1]))
    assert [row[5:] for row in rows_of(register.deals)] == [
        (5, {2001: 5}), (1000, {2009: 200, 2010: 600}),
    ]  # fmt: skip


def test_both_forms_of_a_large_register_are_one(tmp_path):
    some = [deal for deal in deals(300) if deal.delivered]
    both = joined(tmp_path, yearly_text(some), single_text(some))
    alone = joined(tmp_path, yearly_text(some))
    assert rows_of(both.deals) == rows_of(alone.deals)
