"""components.csv: who makes what others build in, for whose orders."""

import numpy as np
import pytest

from sim.base.problems import InputError
from sim.experiment.recorded import components
from sim.model.world import NOBODY
from sim.theatre.load import load_theatre
from sim.theatre.records import ComponentRow
from tests.theatres import write_small_theatre

HEADER = "supplier,class,buyer,component_supplier,component,reliance"


@pytest.fixture
def theatre(tmp_path):
    """A small theatre with the rows given in its components.csv."""

    def load(*rows):
        folder = write_small_theatre(tmp_path)
        text = "\n".join([HEADER, *rows, ""])
        (folder / "components.csv").write_text(text, encoding="utf-8")
        return load_theatre(folder)

    return load


def reliance_on(theatre):
    """Maker, class of the part and reliance for what a supplier sells to a buyer."""
    rows = components(theatre)

    def found(buyer, supplier, kind):
        b, s = theatre.buyers.index(buyer), theatre.suppliers.index(supplier)
        place = b, s, theatre.classes.index(kind)
        maker, part, reliance = rows[place].tolist()
        if maker == NOBODY:
            assert reliance == 0
            return None
        return theatre.suppliers[int(maker)], theatre.classes[int(part)], reliance

    return found


def test_a_good_file_is_read_row_by_row(theatre):
    loaded = theatre("Norden,aircraft,Alba,Residual,naval,0.7", "Cora,land,ALL,Norden,aircraft,1")
    assert loaded.components == (
        ComponentRow("Cora", "land", None, "Norden", "aircraft", 1.0),
        ComponentRow("Norden", "aircraft", "Alba", "Residual", "naval", 0.7),
    )


@pytest.mark.parametrize("own_row_first", [True, False])
def test_a_row_for_one_buyer_takes_the_place_of_the_row_for_all(theatre, own_row_first):
    rows = ["Norden,aircraft,Alba,Residual,naval,0.7", "Norden,aircraft,ALL,Sudor,land,0.5"]
    found = reliance_on(theatre(*(rows if own_row_first else rows[::-1])))
    assert found("Alba", "Norden", "aircraft") == ("Residual", "naval", 0.7)
    assert found("Bora", "Norden", "aircraft") == ("Sudor", "land", 0.5)
    assert found("Others", "Norden", "aircraft") == ("Sudor", "land", 0.5)
    assert found("Bora", "Norden", "land") is None
    assert found("Bora", "Sudor", "aircraft") is None


def test_a_buyer_that_makes_the_part_has_nothing_to_fear(theatre):
    found = reliance_on(theatre("Sudor,land,ALL,Cora,land,0.6"))
    assert found("Cora", "Sudor", "land") is None
    assert found("Alba", "Sudor", "land") == ("Cora", "land", 0.6)


def test_a_row_for_the_buyer_that_makes_the_part_takes_the_place_of_the_row_for_all(theatre):
    found = reliance_on(
        theatre("Sudor,land,ALL,Norden,aircraft,0.9", "Sudor,land,Cora,Cora,land,0.6")
    )
    assert found("Cora", "Sudor", "land") is None
    assert found("Alba", "Sudor", "land") == ("Norden", "aircraft", 0.9)


def test_without_the_file_nobody_relies_on_anybody(tmp_path):
    loaded = load_theatre(write_small_theatre(tmp_path, without=["components.csv"]))
    assert loaded.components == ()
    rows = components(loaded)
    assert (rows[..., 0] == NOBODY).all()
    assert not np.any(rows[..., 1:])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Nordn,aircraft,ALL,Sudor,land,1", "supplier: 'Nordn' is no supplier of this theatre"),
        ("Alba,aircraft,ALL,Sudor,land,1", "supplier: 'Alba' is no supplier of this theatre"),
        ("Norden,planes,ALL,Sudor,land,1", "class: 'planes' is no class of this theatre"),
        ("Norden,aircraft,Ablo,Sudor,land,1", "buyer: 'Ablo' is no buyer of this theatre"),
        ("Norden,aircraft,Sudor,Cora,land,1", "buyer: 'Sudor' is no buyer of this theatre"),
        ("Norden,aircraft,all,Sudor,land,1", "did you mean 'ALL'"),
        ("Norden,aircraft,ALL,Sudar,land,1", "component_supplier: 'Sudar' is no supplier"),
        ("Norden,aircraft,ALL,Alba,land,1", "component_supplier: 'Alba' is no supplier"),
        ("Norden,aircraft,ALL,Sudor,engine,1", "component: 'engine' is no class of this theatre"),
        ("Norden,aircraft,ALL,Sudor,land,1.5", "reliance: must lie between 0 and 1, not '1.5'"),
        ("Norden,aircraft,ALL,Sudor,land,", "reliance: must be a number"),
        ("Norden,aircraft,ALL,Norden,land,1", "a component that the supplier makes itself"),
        ("Norden,aircraft,ALL,Sudor,land", "has 5 cells where the header has 6"),
        ("Cora,land,ALL,Sudor,naval,0.2", "repeats Cora, land, ALL of line 2"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(theatre, row, words):
    with pytest.raises(InputError) as caught:
        theatre("Cora,land,ALL,Norden,aircraft,0.8", row)
    [problem] = caught.value.problems
    assert problem.mark.file.endswith("components.csv")
    assert problem.mark.line == 3
    assert words in problem.message


def test_all_parts_of_ones_own_are_told_at_once(theatre):
    with pytest.raises(InputError) as caught:
        theatre("Norden,aircraft,ALL,Norden,land,1", "Cora,land,Alba,Cora,land,0.5")
    assert [problem.mark.line for problem in caught.value.problems] == [2, 3]
