"""What changes nothing about a register: order, parts, spelling, encoding; and what a row is."""

import csv
import io
import itertools
import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim.register.build import ACCOUNT, ImportOptions, make_theatre
from sim.register.read import read_register

from .conftest import DEFAULT, adds_up
from .synthetic import SINGLE_HEADER, YEARLY_HEADER, deals, single_rows, yearly_rows

pytestmark = pytest.mark.slow

HEADERS = {"yearly": YEARLY_HEADER, "single": SINGLE_HEADER}
ROWS = {"yearly": yearly_rows, "single": single_rows}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
OTHERWISE = {
    "Turkiye": "Turkey", "United States": "USA", "Viet Nam": "Vietnam", "Czechia": "Czech Republic",
    "Russia": "Russian Federation", "South Korea": "Republic of Korea", "Type-": "TYPE ",
}  # fmt: skip
NUMBERS = itertools.count()

quick = settings(
    deadline=None, max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
forms = pytest.mark.parametrize("form", list(HEADERS))
seeds = st.integers(0, 10_000)


def rows_of(form, seed):
    """Rows of a small register that has a class for every deal."""
    made = [
        deal for deal in deals(60, seed, first=1995, last=2016) if deal.category != "Satellites"
    ]
    return ROWS[form](made)


def written(folder, form, *parts):
    """Files of some rows each."""
    files = []
    for rows in parts:
        file = folder / f"{next(NUMBERS)}.csv"
        file.write_text("\n".join([HEADERS[form], *rows, ""]), encoding="utf-8")
        files.append(file)
    return files


def tables(files):
    """The theatre's tables, by name, as bytes; names of files and their account are left out."""
    register = read_register(files)
    assert all(map(adds_up, register.accounts))
    made = make_theatre(register, ImportOptions(2010, 8, 6), files[0].with_name("out"), DEFAULT)
    return {
        name: text for name, text in made.files.items() if name.endswith(".csv") and name != ACCOUNT
    }


@forms
@quick
@given(seed=seeds)
def test_the_order_of_rows_changes_nothing(form, seed, tmp_path):
    rows = rows_of(form, seed)
    mixed = random.Random(seed).sample(rows, len(rows))
    [one], [other] = written(tmp_path, form, rows), written(tmp_path, form, mixed)
    assert tables([one]) == tables([other])


@forms
@quick
@given(seed=seeds, parts=st.integers(2, 4), again=st.integers(0, 12))
def test_parts_in_any_order_are_the_whole_even_if_they_overlap(form, seed, parts, again, tmp_path):
    rows, draw = rows_of(form, seed), random.Random(seed)
    pieces = [[] for _ in range(parts)]
    for i, row in enumerate(rows):
        pieces[i if i < parts else draw.randrange(parts)].append(row)
    for row in draw.sample(rows, again):
        for piece in draw.sample(pieces, 1):
            if row not in piece:
                piece.append(row)
    [whole] = written(tmp_path, form, rows)
    files = written(tmp_path, form, *pieces)
    expected = tables([whole])
    assert tables(files) == expected
    assert tables(draw.sample(files, len(files))) == expected
    assert tables([*files, whole]) == expected


@forms
@quick
@given(
    seed=seeds, encoding=st.sampled_from(ENCODINGS), end=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from([",", ";", "\t"]), renamed=st.booleans(),
)  # fmt: skip
def test_spelling_and_encoding_change_nothing(
    form, seed, encoding, end, delimiter, renamed, tmp_path
):
    rows = rows_of(form, seed)
    said = rows
    for old, new in OTHERWISE.items() if renamed else ():
        said = [row.replace(old, new) for row in said]
    [one] = written(tmp_path, form, rows)
    other = tmp_path / f"{next(NUMBERS)}.csv"
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    decimal = "." if delimiter == "," else ","
    for line in [HEADERS[form], *said]:
        writer.writerow(cell.replace(".", decimal) for cell in line.split(","))
    other.write_bytes(text.getvalue().encode(encoding))
    expected = tables([one])
    assert tables([other]) == expected
    assert tables([other, one]) == expected


@forms
@quick
@given(seed=seeds)
def test_a_row_less_changes_the_account_by_its_volume_and_no_more(form, seed, tmp_path):
    rows = rows_of(form, seed)
    gone = random.Random(seed).randrange(len(rows))
    [whole], [less] = (
        written(tmp_path, form, some) for some in (rows, rows[:gone] + rows[gone + 1 :])
    )
    [before], [after] = read_register([whole]).accounts, read_register([less]).accounts
    tiv = float(rows[gone].split(",")[-2 if form == "yearly" else -1])
    assert before.rows - after.rows == before.used - after.used == 1
    assert before.tiv - after.tiv == pytest.approx(tiv)
    assert before.used_tiv - after.used_tiv == pytest.approx(tiv)
    assert not after.dropped and not after.repeated


@forms
@quick
@given(seed=seeds)
def test_a_row_that_cannot_be_used_is_dropped_with_its_volume(form, seed, tmp_path):
    rows = rows_of(form, seed)
    gone = random.Random(seed).randrange(len(rows))
    cells = rows[gone].split(",")
    cells[0 if form == "single" else 2] = ""  # names no recipient
    [file] = written(tmp_path, form, [*rows[:gone], ",".join(cells), *rows[gone + 1 :]])
    [account] = read_register([file]).accounts
    [(reason, tally)] = account.dropped.items()
    assert reason == "names no recipient" and tally.rows == 1 and tally.lines == [gone + 2]
    assert tally.tiv == pytest.approx(float(cells[-2 if form == "yearly" else -1]))
    assert adds_up(account)
