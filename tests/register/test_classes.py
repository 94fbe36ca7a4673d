"""Classes of arms by category and description."""

import pytest

from sim.register.classes import CLASSES, class_by_words
from sim.register.weapons import Classes
from sim.theatre.load import default_theatre


def test_the_classes_are_those_of_the_default_theatre():
    assert default_theatre().classes == CLASSES


@pytest.mark.parametrize(
    ("category", "description", "found"),
    [("Aircraft", "FGA aircraft", "aircraft"), ("Aircraft", "Combat helicopter", "helicopters"),
     ("Armoured vehicles", "APC", "land"), ("Sensors", "helicopter radar", "air_defence_sensors"),
     ("Ships", "helicopter carrier", "naval"), ("Other", "APC turret", "land"),
     ("Satellites", "reconnaissance satellite", None), ("Other", "", None)],
)  # fmt: skip
def test_the_category_tells_the_class_but_for_helicopters_and_others(category, description, found):
    assert Classes().of(category, description).weapon == found


@pytest.mark.parametrize(
    ("description", "found"),
    [("fighter aircraft", "aircraft"), ("trainer/combat ac", "aircraft"), ("UAV", "aircraft"),
     ("armed UAV", "aircraft"), ("tanker/transport ac", "aircraft"),
     ("ASW helicopter", "helicopters"), ("tank", "land"), ("light tank", "land"), ("IFV", "land"),
     ("APC/APV", "land"), ("155mm towed gun", "land"), ("self-propelled MRL", "land"),
     ("mortar", "land"), ("reconnaissance AV", "land"), ("anti-tank missile", "missiles"),
     ("portable SAM", "missiles"), ("BVRAAM", "missiles"), ("ASW torpedo", "missiles"),
     ("anti-ship/land-attack missile", "missiles"), ("guided glide bomb", "missiles"),
     ("SAM", "missiles"), ("SAM system", "air_defence_sensors"), ("SPAAG", "air_defence_sensors"),
     ("AA gun", "air_defence_sensors"), ("air search radar", "air_defence_sensors"),
     ("combat ac radar", "air_defence_sensors"), ("hull-mounted sonar", "air_defence_sensors"),
     ("EO search/fire control", "air_defence_sensors"), ("turbofan", "engines"),
     ("gas turbine", "engines"), ("vehicle engine", "engines"), ("frigate", "naval"),
     ("OPV", "naval"), ("FAC", "naval"), ("minesweeper", "naval"), ("aircraft carrier", "naval"),
     ("landing craft", "naval"), ("naval gun", "naval"), ("CIWS", "naval"), ("tanker", "naval"),
     ("patrol craft", "naval"), ("support ship", "naval"), ("mystery item", None), ("", None)],
)  # fmt: skip
def test_words_tell_the_class_where_there_is_no_category(description, found):
    assert class_by_words(description) == found
