"""What a run cannot use is refused when a theatre is read: every kind of mistake, at its line."""

import os
from pathlib import Path

import pytest

from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.scenario import load
from sim.theatre.load import load_theatre
from sim.theatre.tables import read_table, text
from tests.theatres import CLASSES, write_small_theatre

WINDOWS = "buyer,supplier,first_year,last_year,tiv"


@pytest.fixture
def refusal(tmp_path):
    folder = write_small_theatre(tmp_path / "mine")

    def refused(file=None, old="", new=""):
        if file is not None:
            path = folder / file
            written = path.read_text(encoding="utf-8") if path.is_file() else ""
            assert old in written
            path.write_text(written.replace(old, new, 1) if old else written + new, "utf-8")
        with pytest.raises(InputError) as caught:
            load_theatre(folder)
        [problem] = caught.value.problems
        return f"{Path(problem.mark.file).name}:{problem.mark.line}: {problem.message}"

    refused.folder = folder
    return refused


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("lags.csv", "0.2,0.4,0.2,0.1,0.1", "0,0,0,0,0", "5: y0 to y15 must add up to 1, not 0"),
        ("lags.csv", "naval" + ",0.2,0.4,0.2,0.1,0.1" + ",0.0" * 11, "naval" + ",1" * 16,
         "5: y0 to y15 must add up to 1, not 16"),
        ("world_shares.csv", "Sudor,naval,0.25", "Sudor,naval,1",
         "7: with this row, the shares of naval add up to more than 1: 1.45"),
        ("licensed.csv", "Alba,land,0.4,0.1", "Alba,land,1,1",
         "3: licensed_share and second_hand_share must add up to 1 at most, not 2"),
        ("recorded_orders.csv", "", f"{WINDOWS}\nAlba,Cora,2017,1990,1\n",
         "2: last_year 1990 lies before first_year 2017"),
        ("order_book.csv", "Norden,aircraft,2008", "Norden,aircraft,1800",
         "2: order_year must lie before the theatre's start, 2010, by 100 years at most; not 1800"),
        ("history.csv", "2,2008", "2,2015", "2: last_order must lie before the theatre's start"),
        ("capacity.csv", "150,260", "260,150", "2: mean_tiv_per_year 260 lies above highest"),
        ("package_sizes.csv", "300,900", "300,1e-320", "2: largest_tiv: must lie between 0.01 and"),
        ("package_sizes.csv", "2.1,1.9", "2.1,0",
         "2: sd_within_buyer: must lie between 0.01 and 5"),
        ("tenders.csv", "0.8,40", "9999999,40", "2: packages_per_year: must lie between 0 and"),
        ("tenders.csv", "0.8,40", "0.8,1e300",
         "2: ordered_tiv_per_year: must be 1,000,000 at most"),
        ("tenders.csv", "0.8,40", "0.8,1_0", "2: ordered_tiv_per_year: must be a number, not"),
        ("history.csv", "180,400", "1e-320,400", "2: decayed_ordered_tiv: must be 0 or 1e-09 at"),
        ("prices.csv", "4.5,0.1", "1e-9,0.1", "3: usd_m_per_tiv: must lie between 0.001 and 1,000"),
        ("prices.csv", "4.5,0.1", "4.5,", "3: ln_se: must be a number"),
        ("prices.csv", "Norden,land", "Norden,aircraft", "4: repeats Norden, aircraft of line 3"),
        ("prices.csv", "Norden,land", "Nordn,land", "4: supplier: 'Nordn' is no state"),
        ("wealth.csv", "2002,-1.2", "2007,-1.2", "3: repeats Alba, 2007 of line 2"),
        ("wealth.csv", "2002,-1.2", "2002,8000", "2: wealth: must lie between -10 and 10"),
        ("lead_times.csv", "aircraft,0.6", "planes,0.6", "2: class: 'planes' is no class"),
        ("lead_times.csv", "aircraft,0.6", "aircraft,99", "2: relative_years: must lie"),
        ("states.csv", "un_ideal_point", "un_ideal_point,usd_m_per_tiv",
         "1: column 'usd_m_per_tiv' is unknown; prices stand in prices.csv"),
        ("states.csv", "Residual,", "All,", "8: 'All' stands for every state"),
        ("states.csv", "Old Alba", '"Old Alba', "2: is not CSV"),
        ("theatre.yaml", "start: 2010", "start: 2010\nstart: 2011",
         "3: the key 'start' stands twice"),
        ("theatre.yaml", "start: 2010", "start: 2010-01-01", "2: start must be a year"),
        ("theatre.yaml", "start: 2010", "start: !!int 2010", "2: the tag !!int is not allowed"),
        ("theatre.yaml", "A small theatre", '"\\ud800"', "1: this text holds a control character"),
        ("theatre.yaml", "start: 2010", "start: 2010\ntender_year: 4",
         "3: unknown key 'tender_year'"),
        ("theatre.yaml", "start: 2010", "start: 2010\nguesses: &a [1]", "3: the anchor &a"),
    ],
)  # fmt: skip
def test_what_no_run_can_use_is_told_at_its_line(refusal, file, old, new, told):
    assert refusal(file, old, new).startswith(f"{file}:{told}")


def test_nested_aliases_are_refused_before_they_grow(refusal):
    deep = "".join(f"k{i}: &k{i} [{', '.join([f'*k{i - 1}'] * 9)}]\n" for i in range(1, 25))
    with pytest.raises(InputError, match="not allowed"):
        (refusal.folder / "theatre.yaml").write_text(f"start: 2010\nk0: &k0 [x]\n{deep}")
        load_theatre(refusal.folder)


@pytest.mark.parametrize("file", ["spending.csv", "states.csv", "theatre.yaml", "lags.csv"])
@pytest.mark.parametrize("what", ["folder", "link", "pipe", "large"])
def test_what_is_no_file_of_a_table_is_refused_and_not_taken_as_missing(refusal, file, what):
    path = refusal.folder / file
    path.unlink()
    if what == "folder":
        path.mkdir()
    elif what == "link":
        path.symlink_to("nowhere")
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.touch()
        os.truncate(path, 3_000_000_000)
    words = {"folder": "a folder", "link": "leads to nothing", "pipe": "a pipe", "large": "larger"}
    found = refusal()
    assert found.startswith(f"{file}:1: ") and words[what] in found


def test_a_separator_within_a_cell_shifts_no_line(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('state,note\nAlba,"one\u2028two"\nBora,"a\nb"\n,x\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"t\.csv:5:1: state: is empty"):
        read_table(path, {"state": text, "note": text})


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("spending.csv", "Bora,2015,7", "Bora,2015,700000", 4),
        ("tenders.csv", "Bora,land,0.9,", "Bora,land,999,", 5),
        ("recorded_tenders.csv", "", "".join(f"Bora,{k},2150,10000,5\n" for k in CLASSES), 2),
    ],
)
def test_tenders_beyond_all_room_are_refused_at_the_line_that_asks_for_them(
    tmp_path, file, old, new, line
):
    folder = write_small_theatre(tmp_path / "mine")
    path = folder / file
    written = path.read_text(encoding="utf-8") if old else "buyer,class,year,packages,ordered_tiv\n"
    path.write_text(written.replace(old, new, 1) if old else written + new, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(
        "title: t\ntheatre: ./mine\nyears: {from: 2010, to: 2200}\ntenders: recorded\n"
    )
    with pytest.raises(InputError, match=r"needs room for .* packages a year of") as caught:
        build_case(load(tmp_path / "s.yaml"))
    [problem] = caught.value.problems
    assert (problem.mark.file.rpartition("/")[2], problem.mark.line) == (file, line)
