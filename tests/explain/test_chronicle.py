"""A chronicle holds what the tables of the run hold, each thing in its year."""

from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from sim.explain.chronicle import chronicle
from sim.report.explain.story import story_of

NUMBER = 3


@pytest.fixture(scope="module")
def told(case):
    everything = range(len(case.theatre.classes))
    return chronicle(case, NUMBER, range(len(case.theatre.buyers)), everything, case.years)


def rows_of(results, table):
    rows = pq.read_table(results / f"{table}.parquet").to_pylist()
    return [row for row in rows if row["world"] == NUMBER]


def test_orders_and_deliveries_are_those_of_the_tables(case, results, told):
    rows = rows_of(results, "orders")
    for year in told:
        signed = [row for row in rows if row["order_year"] == year.year]
        assert len(year.signed) == len(signed)
        for name, items in (("first_delivery", year.begun), ("last_delivery", year.ended)):
            due = sorted(row["tiv"] for row in rows if row[name] == year.year)
            assert sorted(item.order.tiv for item in items) == due


def test_talks_are_the_announcements_that_became_no_order(case, results, told):
    theatre = case.theatre
    written = {
        (row["year"], row["buyer"], row["supplier"], row["class"])
        for row in rows_of(results, "announcements")
        if not row["became_order"]
    }
    heard = {
        (
            year.year,
            theatre.buyers[t.buyer],
            theatre.suppliers[t.supplier],
            theatre.classes[t.weapon_class],
        )
        for year in told
        for t in year.talks
    }
    assert heard == written != set()


def test_refusals_and_stopped_deals_are_there(told):
    signed = [item for year in told for item in year.signed]
    assert any(item.stopped for item in signed)
    refusals = [refusal for item in signed for refusal in item.refusals]
    assert refusals and all(refusal.cause != "luck" for refusal in refusals)


def test_a_story_tells_each_year_once_and_only_what_is_asked(case):
    theatre = case.theatre
    b, k = theatre.buyers.index("Bora"), theatre.classes.index("land")
    years = range(2012, 2016)
    text = story_of(chronicle(case, NUMBER, [b], [k], years), case, [b], [k], "World 3 of 6.")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        f"## {year}" for year in years
    ]
    orders = [line for line in text.splitlines() if line.startswith("- ") and "orders from" in line]
    assert orders and all(
        "**Bora** orders from" in line and "land arms," in line for line in orders
    )
    assert any(line.startswith("- As the scenario has it, **Bora**") for line in orders)
    assert "Only land arms." in text and "aircraft," not in text
    assert "(grows over 3 years). W.*" in text  # Bora and Sudor part, from 2013
    again = story_of(chronicle(case, NUMBER, [b], [k], years), case, [b], [k], "World 3 of 6.")
    assert again == text


def test_a_story_has_no_markup_that_a_user_wrote(case):
    title = "<script>alert(1)</script> [a](javascript:b)\n# AT&amp;T, R & D, a < b"
    marked = replace(case, scenario=replace(case.scenario, title=title))
    b, years = case.theatre.buyers.index("Bora"), range(2012, 2013)
    first = story_of(chronicle(case, NUMBER, [b], [], years), marked, [b], [], "").splitlines()[0]
    assert first == (
        "# &lt;script>alert(1)&lt;/script> \\[a](javascript:b) # AT&amp;amp;T, R & D, a < b"
    )
