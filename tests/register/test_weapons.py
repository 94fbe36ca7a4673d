"""What tells a weapon's class, in order: the user, the category, the package's table, words."""

from collections import Counter

import pytest

from sim.base.problems import InputError
from sim.register.classes import class_by_words
from sim.register.read import read_register
from sim.register.weapons import Classes, classes_of, shipped_classes

from .conftest import FILES
from .synthetic import SINGLE_HEADER

DESCRIBED = {
    "mobile surface-to-air missile system": "air_defence_sensors",
    "self-propelled anti-aircraft gun": "air_defence_sensors",
    "multiple rocket launcher": "land",
    "anti-radar missile": "missiles",
    "armoured engineer vehicle": "land",
    "missile boat": "naval",
    "aircraft electro-optical system": "air_defence_sensors",
    "coastal defence system": "land",
    "attack helicopter": "helicopters",
}


def deals(folder, *descriptions):
    """A register by deal with these descriptions, of 20 TIV each."""
    rows = [
        f"Norway,France,2008,,2,,Alpha-{i},{what},2,,2009,New,,10,20,20"
        for i, what in enumerate(descriptions, 1)
    ]
    file = folder / "described.csv"
    file.write_text("\n".join([SINGLE_HEADER, *rows, ""]), encoding="utf-8")
    return file


def test_a_register_without_categories_gets_the_right_classes(tmp_path):
    register = read_register([deals(tmp_path, *DESCRIBED)])
    assert Counter(register.deals.classes()) == Counter(DESCRIBED.values())
    for what, weapon in DESCRIBED.items():
        assert Classes().of("", what).weapon == weapon


def test_rules_by_words_agree_with_the_table_but_for_these():
    """The table has no volumes, so descriptions are counted."""
    known = shipped_classes()
    wrong = {what for what, weapon in known.items() if class_by_words(what) != weapon}
    assert len(known) == 330
    assert wrong == {"helicopter/transport aircraft"}  # a tilt-rotor


@pytest.mark.parametrize(
    ("category", "weapon"),
    [("Air-defence systems", "air_defence_sensors"), ("Air defence systems", "air_defence_sensors"),
     ("Air Defense Systems", "air_defence_sensors"), ("ASW weapons", "naval"), ("SHIPS ", "naval"),
     ("Armored vehicles", "land"), ("Armoured vehicle", "land"), ("Missile", "missiles"),
     ("Satellites", None), ("Aircraft", "aircraft")],
)  # fmt: skip
def test_the_category_in_all_its_spellings_goes_before_the_description(category, weapon):
    told = Classes().of(category, "mystery item")
    assert (told.weapon, told.guessed) == (weapon, False)


def test_what_the_rules_decide_and_what_has_no_class_is_listed_with_its_volume(tmp_path):
    file = deals(tmp_path, "tank", "naval railgun", "naval  railgun", "mystery item")
    [account] = read_register([file]).accounts
    assert account.plain()["classes told by words alone"] == [
        {"description": "naval railgun", "class": "naval", "rows": 2, "tiv": 40.0,
         "tiv on order": 0.0, "first lines": [3, 4]},
        {"description": "mystery item", "class": None, "rows": 1, "tiv": 20.0,
         "tiv on order": 0.0, "first lines": [5]},
    ]  # fmt: skip
    said = "\n".join(account.lines())
    assert "'naval railgun' → naval: 2 rows, 40 TIV (lines 3, 4)" in said
    assert "'mystery item': 1 rows, 20 TIV (line 5)" in said


def own(folder, text):
    file = folder / "own.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "text",
    ["description,class\nMystery  Item,missiles\nfighter aircraft,none\n",
     "#\r\nDescription;Category;\r\nmystery item;Missiles\r\nfighter aircraft;Satellites;\r\n"],
)  # fmt: skip
def test_a_file_of_ones_own_goes_before_everything(text, tmp_path):
    classes = classes_of(own(tmp_path, text))
    assert classes.of("", "mystery item").weapon == "missiles"
    assert classes.of("Aircraft", "fighter aircraft").weapon is None
    assert classes.of("", "tank").weapon == "land"
    register = read_register([FILES / "single.csv"], classes=classes)
    assert "its description tells none" not in str(register.accounts[0].dropped)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [("description,klass\n", 1, "the header must be"), ("description,class\n", 1, "no rows"),
     ("description,class\ntank,lnd\n", 2, "'lnd' is no class of arms; did you mean 'land'?"),
     ("description,category\n\ntank,Artilery\n", 3, "did you mean 'Artillery'?"),
     ("description,class\ntank\n", 2, "has 1 cells"), ("description,class\n,land\n", 2, "names no"),
     ("description,class\ntank,land\nTank,naval\n", 3, "another class in line 2")],
)  # fmt: skip
def test_a_wrong_file_of_ones_own_is_told_by_line(text, line, word, tmp_path):
    with pytest.raises(InputError) as caught:
        classes_of(own(tmp_path, text))
    [problem] = caught.value.problems
    assert problem.mark.line == line
    assert word in problem.message
