"""Every type of field: what it takes, what it refuses, and in what words."""

import pytest
from sim.scenario.fields import Flag, Id, Mapped, Number, OneOf, Text, Whole
from sim.scenario.names import CLASSES, ONE_CLASS, ONE_STATE, PAIR, STATE, STATES, ClassShares
from sim.scenario.reading import Field, FieldType, Reading
from sim.scenario.years import Window, Year

from sim.document import tree
from sim.scenario import Location

HERE = Location("s.yaml", 3, 7)
SIDE = Mapped((Field("buyer", STATE, "who buys"), Field("n", Whole(0, 9), "n", False, 4)))


def read(kind: FieldType, value: object) -> tuple[object, list[str]]:
    reading = Reading(years=(2003, 2030))
    result = kind.read(tree.from_plain(value, HERE), "it", reading)
    assert all(problem.mark == HERE for problem in reading.problems)
    return result, [problem.message for problem in reading.problems]


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        (Text(5), "  ab ", "ab"),
        (Text(5, lines=True), "a\nb", "a\nb"),
        (Text(5, shortest=0), "", ""),
        (Id(), "us-ends_grants.2", "us-ends_grants.2"),
        (Number(), -3, -3.0),
        (Number(0, 1), 0, 0.0),
        (Number(0, 1), 1, 1.0),
        (Number(0, above=True), 1e-9, 1e-9),
        (Number(0, 1, below=True), 0.999, 0.999),
        (Whole(0, 3), 0, 0),
        (Year(), 2003, 2003),
        (Year(within=False), 2031, 2031),
        (Window(), "2013-2017", (2013, 2017)),
        (Window(), "2013 - 2017", (2013, 2017)),
        (Window(), "2013", (2013, 2013)),
        (Window(), 2013, (2013, 2013)),
        (Window(), "2003-2030", (2003, 2030)),
        (Window(within=False), "2013-2035", (2013, 2035)),
        (Flag(), True, True),
        (Flag(), False, False),
        (OneOf(("a", "b")), "b", "b"),
        (STATE, " United States ", "United States"),
        (STATES, "China", ("China",)),
        (STATES, ["China", "France"], ("China", "France")),
        (ONE_STATE, ["China"], ("China",)),
        (PAIR, ["China", "India"], ("China", "India")),
        (CLASSES, "all", ("all",)),
        (ONE_CLASS, " ships ", "ships"),
        (ClassShares(), "all", {"all": 1.0}),
        (ClassShares(), {"ships": 0, "aircraft": 0.5}, {"aircraft": 0.5, "ships": 0.0}),
        (SIDE, {"buyer": "India"}, {"buyer": "India", "n": 4}),
    ],
)
def test_a_good_value_is_read_and_comes_back_from_plain_data(kind, value, result):
    found, messages = read(kind, value)
    assert messages == []
    assert found == result
    assert type(found) is type(result) or isinstance(result, dict)
    assert read(kind, kind.plain(found)) == (result, [])


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Text(5), "abcdef", "it must be text of 1 to 5 characters on one line, not 'abcdef'"),
        (Text(5), "a\nb", r"it must be text of 1 to 5 characters on one line, not 'a\nb'"),
        (Text(5), "  ", "it must be text of 1 to 5 characters on one line, not '  '"),
        (Text(5, lines=True), 3, "it must be text of 1 to 5 characters, not 3"),
        (Id(), "a b", "it must be up to 64 letters, digits, dots and hyphens, not 'a b'"),
        (Id(), 7, "it must be up to 64 letters, digits, dots and hyphens, not 7; put it in quotes"),
        (Id(), None, "it must be up to 64 letters, digits, dots and hyphens, not nothing"),
        (Number(), "many", "it must be a finite number, not 'many'"),
        (Number(), float("inf"), "it must be a finite number, not inf"),
        (Number(), float("nan"), "it must be a finite number, not nan"),
        (Number(), True, "it must be a finite number, not true"),
        (Number(), [1], "it must be a finite number, not a list"),
        (Number(0, 1), 1.5, "it must be a number from 0 to 1, not 1.5"),
        (Number(0), -1, "it must be a number of 0 or more, not -1"),
        (Number(0, above=True), 0, "it must be a number above 0, not 0"),
        (Number(0, 1, below=True), 1, "it must be a number from 0 to below 1, not 1"),
        (Number(high=2), 3, "it must be a number up to 2, not 3"),
        (Whole(1, 9), "many", "it must be a whole number from 1 to 9, not 'many'"),
        (Whole(1, 9), 0, "it must be a whole number from 1 to 9, not 0"),
        (Whole(1, 9), 10, "it must be a whole number from 1 to 9, not 10"),
        (Whole(1, 9), 2.0, "it must be a whole number from 1 to 9, not 2.0"),
        (Whole(0, 9), False, "it must be a whole number from 0 to 9, not false"),
        (Year(), "2011", "it must be a year from 1900 to 2200, not '2011'"),
        (Year(), True, "it must be a year from 1900 to 2200, not true"),
        (Year(), 20111, "it must be a year from 1900 to 2200, not 20111"),
        (Year(), 2031, "it 2031 lies outside the scenario's years, 2003-2030"),
        (Year(), 2002, "it 2002 lies outside the scenario's years, 2003-2030"),
        (Window(), "2013-17", "it must be years such as 2013-2017 or 2013, not '2013-17'"),
        (Window(), 2013.5, "it must be years such as 2013-2017 or 2013, not 2013.5"),
        (Window(), False, "it must be years such as 2013-2017 or 2013, not false"),
        (Window(), "2017-2013", "it ends before it begins: 2017-2013"),
        (Window(), "2002-2013", "it 2002-2013 leaves the scenario's years, 2003-2030"),
        (Window(), "2013-2031", "it 2013-2031 leaves the scenario's years, 2003-2030"),
        (Window(within=False), "2035-2013", "it ends before it begins: 2035-2013"),
        (Flag(), 1, "it must be true or false, not 1"),
        (Flag(), "true", "it must be true or false, not 'true'"),
        (Flag(), None, "it must be true or false, not nothing"),
        (ONE_CLASS, "all", "it must be the name of one weapon class, not 'all'"),
        (ONE_CLASS, ["ships"], "it must be the name of one weapon class, not a list"),
        (
            OneOf(("orders", "deliveries")),
            "order",
            "it must be one of: orders, deliveries, not 'order'; did you mean 'orders'?",
        ),
        (OneOf(("a", "b")), {}, "it must be one of: a, b, not an empty mapping"),
        (STATE, ["China"], "it must be the name of a state, not a list"),
        (STATE, "x" * 81, f"it must be the name of a state, not '{'x' * 40}…'"),
        (STATES, [], "it must be the name of a state or a list of such names, not an empty list"),
        (
            STATES,
            {},
            "it must be the name of a state or a list of such names, not an empty mapping",
        ),
        (STATES, ["China", 3], "it must be the name of a state, not 3"),
        (STATES, ["China", "China"], "it names 'China' twice"),
        (ONE_STATE, ["A", "B"], "it must be one name of a state, not a list"),
        (PAIR, ["India"], "it must be a list of 2 names, not a list"),
        (PAIR, "India", "it must be a list of 2 names, not 'India'"),
        (PAIR, ["India", "India"], "it names 'India' twice"),
        (
            ClassShares(),
            "ships",
            "it must be 'all' or a mapping from class to share, such as {missile: 0.5}, "
            "not 'ships'",
        ),
        (ClassShares(), {"ships": 2}, "the share of 'ships' must be a number from 0 to 1, not 2"),
        (ClassShares(), {" ": 1}, "a key of it must be the name of a weapon class"),
        (SIDE, [], "it must be a mapping of: buyer, n, not an empty list"),
        (SIDE, {"n": 3}, "it lacks 'buyer': who buys"),
        (SIDE, {"byer": "India"}, "unknown key 'byer' in it; did you mean 'buyer'?"),
        (SIDE, {"buyer": "A", "zzz": 1}, "unknown key 'zzz' in it; allowed: buyer, n"),
    ],
)
def test_a_bad_value_is_refused_in_words_that_help(kind, value, message):
    assert read(kind, value) == (None, [message])


def test_an_empty_mapping_closes_nothing_and_is_refused():
    result, messages = read(ClassShares(), {})
    assert result is None
    assert messages[0].endswith("not an empty mapping")


def test_all_mistakes_of_a_group_are_told():
    assert read(SIDE, {"buyer": 1, "n": 99})[1] == [
        "buyer must be the name of a state, not 1",
        "n must be a whole number from 0 to 9, not 99",
    ]
