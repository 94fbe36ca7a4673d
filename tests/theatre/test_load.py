"""A user's own theatre: it runs in its smallest form, and every mistake is told with its line."""

from dataclasses import replace

import pytest

from sim.base.problems import InputError
from sim.experiment.run import run_scenario
from sim.scenario import load
from sim.theatre.load import load_theatre
from tests.theatres import OPTIONAL, write_random_theatre, write_small_theatre

SCENARIO = """\
title: Three states in a theatre of one's own
theatre: ./mine
years: {from: 2010, to: 2020}
worlds: 4
events:
  - {id: ban, year: 2012, why: a war, embargo: {supplier: Norden, buyer: ALB, closes: all}}
measures:
  - {id: share, share: {buyer: Old Alba, supplier: Norden, window: 2016-2020, of: orders}}
plots: {buyers: [Alba]}
"""


def test_a_small_theatre_runs(tmp_path):
    write_small_theatre(tmp_path / "mine")
    (tmp_path / "s.yaml").write_text(SCENARIO, encoding="utf-8")
    result = run_scenario(load(tmp_path / "s.yaml"), tmp_path / "out")
    assert "share" in (result.folder / "summary.csv").read_text(encoding="utf-8")


def test_a_theatre_needs_only_five_files(tmp_path):
    """Three buyers and two suppliers without any past still trade."""
    folder = write_small_theatre(tmp_path / "mine", without=OPTIONAL)
    states = (folder / "states.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in states if not line.startswith(("Others", "Residual", "Cora"))]
    kept.insert(3, "Dora,DOR,,1,0,0,")
    (folder / "states.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    for table in ("world_shares.csv", "capacity.csv", "tenders.csv"):
        lines = (folder / table).read_text(encoding="utf-8").splitlines()
        own = [line for line in lines if not line.startswith(("Others", "Residual", "Cora"))]
        (folder / table).write_text("\n".join(own) + "\n", encoding="utf-8")
    theatre = load_theatre(folder)
    assert (len(theatre.buyers), len(theatre.suppliers)) == (3, 2)
    text = SCENARIO.replace("Old Alba", "Alba")
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    result = run_scenario(replace(load(tmp_path / "s.yaml"), worlds=3), tmp_path / "out")
    assert (result.folder / "orders.parquet").stat().st_size > 3000


def test_embargoes_name_a_supplier_or_all(tmp_path):
    embargoes = load_theatre(write_small_theatre(tmp_path)).embargoes
    assert [(ban.supplier, ban.buyer, ban.last_year) for ban in embargoes] == [
        ("Sudor", "Alba", 2012), (None, "Cora", 2014), ("Norden", "Bora", None)
    ]  # fmt: skip
    assert [embargoes[0].holds(year) for year in (2010, 2011, 2012, 2013)] == [0, 1, 1, 0]
    assert embargoes[2].holds(2060) and embargoes[1].basis == ""


@pytest.mark.parametrize("seed", range(3))
def test_random_theatres_load(tmp_path, seed):
    theatre = load_theatre(write_random_theatre(tmp_path, seed))
    assert theatre.packages.sum() > 0
    assert (theatre.years_to_first >= 0).all() and (theatre.years_delivered >= 0).all()


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        ("states.csv", "Bora,BOR,,1", "Bora,BOR,,yes", 3, "must be 0 or 1"),
        ("states.csv", "Bora,BOR", "Alba,BOR", 3, "repeats Alba of line 2"),
        ("states.csv", "Bora,BOR", "Bora,alb", 3, "iso3: 'alb' is Alba of line 2 too"),
        ("states.csv", "Old Alba", "Old Alba;Cora", 2, "aliases: 'Cora' is Cora of line 4 too"),
        ("states.csv", "Bora,BOR,", "Bora,BOR,Öld Alba", 3, "'Öld Alba' is Alba of line 2 too"),
        ("states.csv", "Bora,BOR", "ALBA,BOR", 3, "state: 'ALBA' is Alba of line 2 too"),
        ("states.csv", "un_ideal_point", "un_point", 1, "un_ideal_point"),
        ("tenders.csv", "Alba,aircraft,0.8,40", "Alba,aircraft,-0.8,40", 2, "between 0 and"),
        ("tenders.csv", "Alba,land,1.2,25", "Alba,tanks,1.2,25", 3, "no class"),
        ("tenders.csv", "Alba,land,1.2,25", "Abla,land,1.2,25", 3, "did you mean 'Alba'"),
        ("tenders.csv", "Alba,land,1.2,25", "Alba,land,1.2", 3, "has 3 cells"),
        ("world_shares.csv", "Norden,aircraft,0.5", "Norden,aircraft,5", 2, "between 0 and 1"),
        ("history.csv", ",2008", ",soon", 2, "must be a year"),
        ("embargoes.csv", "Sudor,Alba", "Suldor,Alba", 2, "did you mean 'Sudor'"),
        ("embargoes.csv", "Sudor,Alba,2011", "Sudor,Alba,soon", 2, "must be a year"),
        ("order_book.csv", "aircraft,2008", "aircraft,2012", 2, "before the theatre's start"),
        ("theatre.yaml", "start: 2010", "begin: 2010", 1, "lacks 'start'"),
    ],
)
def test_a_wrong_cell_is_told_with_its_file_and_line(tmp_path, file, old, new, line, words):
    folder = write_small_theatre(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_theatre(folder)
    problem = caught.value.problems[0]
    assert problem.mark.file.endswith(file)
    assert problem.mark.line == line
    assert words in problem.message


def test_all_wrong_cells_of_a_file_are_told_at_once(tmp_path):
    folder = write_small_theatre(tmp_path)
    text = (folder / "tenders.csv").read_text(encoding="utf-8")
    text = text.replace("Alba,aircraft,0.8", "Alba,aircraft,many").replace("Bora,land", "Bora,sea")
    (folder / "tenders.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_theatre(folder)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("file", ["states.csv", "tenders.csv", "capacity.csv", "theatre.yaml"])
def test_a_missing_file_is_told(tmp_path, file):
    folder = write_small_theatre(tmp_path)
    (folder / file).unlink()
    with pytest.raises(InputError, match=file):
        load_theatre(folder)


def test_a_file_that_is_no_text_is_told(tmp_path):
    folder = write_small_theatre(tmp_path)
    (folder / "tenders.csv").write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(InputError, match="UTF-8"):
        load_theatre(folder)
