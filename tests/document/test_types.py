"""Every type of value: what it takes, what it refuses, and in what words."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, create_model

from sim.document import tree
from sim.document.check import read as read_model
from sim.document.model import Model, Reading
from sim.document.types import (
    Classes,
    ClassShares,
    Id,
    NotNegative,
    OneClass,
    OneState,
    OwnWindow,
    OwnYear,
    Pair,
    Positive,
    Share,
    StateName,
    States,
    Window,
    Year,
    doc,
    line,
    text,
)
from sim.scenario import Location

HERE = Location("s.yaml", 3, 7)
LINE, TEXT = Annotated[str, line(5)], Annotated[str, text(5)]
QUOTED = " (a number in quotes)"
DIGIT = Annotated[int, Field(ge=1, le=9)]


class Side(Model):
    buyer: StateName = doc("who buys")
    n: Annotated[int, Field(ge=0, le=9)] = doc("n", 4)


def read(kind: Any, value: object) -> tuple[object, list[str]]:
    """A value read as the field ``it`` of a model, and what is wrong with it."""
    reading = Reading(years=(2003, 2030))
    model = create_model("M", __base__=Model, it=(kind, ...))
    found = read_model(model, tree.from_plain({"it": value}, HERE), "a file", reading)
    assert all(problem.mark == HERE for problem in reading.problems)
    return getattr(found, "it", None), [problem.message for problem in reading.problems]


def plain(kind: Any, value: object) -> object:
    """The value as a file has it."""
    model = create_model("M", __base__=Model, it=(kind, ...))
    return model.model_construct(it=value).written()["it"]


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        (LINE, "  ab ", "ab"),
        (TEXT, "a\nb", "a\nb"),
        (Annotated[str, line(5, 0)], "", ""),
        (Id, "us-ends_grants.2", "us-ends_grants.2"),
        (float, -3, -3.0),
        (Share, 0, 0.0),
        (Share, 1, 1.0),
        (Positive, 1e-9, 1e-9),
        (Annotated[float, Field(ge=0, lt=1)], 0.999, 0.999),
        (Annotated[int, Field(ge=0, le=3)], 0, 0),
        (OwnYear, 2003, 2003),
        (Year, 2031, 2031),
        (OwnWindow, "2013-2017", (2013, 2017)),
        (OwnWindow, "2013 - 2017", (2013, 2017)),
        (OwnWindow, "2013", (2013, 2013)),
        (OwnWindow, 2013, (2013, 2013)),
        (OwnWindow, "2003-2030", (2003, 2030)),
        (Window, "2013-2035", (2013, 2035)),
        (bool, True, True),
        (bool, False, False),
        (Literal["a", "b"], "b", "b"),
        (StateName, " United States ", "United States"),
        (States, "China", ("China",)),
        (States, ["China", "France"], ("China", "France")),
        (OneState, ["China"], ("China",)),
        (Pair, ["China", "India"], ("China", "India")),
        (Classes, "all", ("all",)),
        (OneClass, " ships ", "ships"),
        (ClassShares, "all", {"all": 1.0}),
        (ClassShares, {"ships": 0, "aircraft": 0.5}, {"aircraft": 0.5, "ships": 0.0}),
        (Side, {"buyer": "India"}, Side(buyer="India")),
    ],
)
def test_a_good_value_is_read_and_comes_back_from_plain_data(kind, value, result):
    found, messages = read(kind, value)
    assert messages == []
    assert found == result
    assert type(found) is type(result) or isinstance(result, dict)
    assert read(kind, plain(kind, found)) == (result, [])


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (LINE, "abcdef", "it must be text of 1 to 5 characters on one line, not 'abcdef'"),
        (LINE, "a\nb", r"it must be text of 1 to 5 characters on one line, not 'a\nb'"),
        (LINE, "  ", "it must be text of 1 to 5 characters on one line, not '  '"),
        (TEXT, 3, "it must be text of 1 to 5 characters, not 3"),
        (
            Id,
            "a b",
            f"it must be up to 64 letters, digits, dots and hyphens{QUOTED}, not 'a b'",
        ),
        (
            Id,
            7,
            f"it must be up to 64 letters, digits, dots and hyphens{QUOTED}, not 7",
        ),
        (
            Id,
            None,
            f"it must be up to 64 letters, digits, dots and hyphens{QUOTED}, not nothing",
        ),
        (float, "many", "it must be a finite number, not 'many'"),
        (float, float("inf"), "it must be a finite number, not inf"),
        (float, float("nan"), "it must be a finite number, not nan"),
        (float, True, "it must be a finite number, not true"),
        (float, [1], "it must be a finite number, not a list"),
        (Share, 1.5, "it must be a number from 0 to 1, not 1.5"),
        (NotNegative, -1, "it must be a number of 0 or more, not -1"),
        (Positive, 0, "it must be a number above 0, not 0"),
        (Annotated[float, Field(ge=0, lt=1)], 1, "it must be a number from 0 to below 1, not 1"),
        (Annotated[float, Field(le=2)], 3, "it must be a number up to 2, not 3"),
        (DIGIT, "many", "it must be a whole number from 1 to 9, not 'many'"),
        (DIGIT, 0, "it must be a whole number from 1 to 9, not 0"),
        (DIGIT, 10, "it must be a whole number from 1 to 9, not 10"),
        (DIGIT, 2.0, "it must be a whole number from 1 to 9, not 2.0"),
        (
            Annotated[int, Field(ge=0, le=9)],
            False,
            "it must be a whole number from 0 to 9, not false",
        ),
        (OwnYear, "2011", "it must be a year from 1900 to 2200, not '2011'"),
        (OwnYear, True, "it must be a year from 1900 to 2200, not true"),
        (OwnYear, 20111, "it must be a year from 1900 to 2200, not 20111"),
        (OwnYear, 2031, "it 2031 lies outside the scenario's years, 2003-2030"),
        (OwnYear, 2002, "it 2002 lies outside the scenario's years, 2003-2030"),
        (OwnWindow, "2013-17", "it must be years such as 2013-2017 or 2013, not '2013-17'"),
        (OwnWindow, 2013.5, "it must be years such as 2013-2017 or 2013, not 2013.5"),
        (OwnWindow, False, "it must be years such as 2013-2017 or 2013, not false"),
        (OwnWindow, "2017-2013", "it ends before it begins: 2017-2013"),
        (OwnWindow, "2002-2013", "it 2002-2013 leaves the scenario's years, 2003-2030"),
        (OwnWindow, "2013-2031", "it 2013-2031 leaves the scenario's years, 2003-2030"),
        (Window, "2035-2013", "it ends before it begins: 2035-2013"),
        (bool, 1, "it must be true or false, not 1"),
        (bool, "true", "it must be true or false, not 'true'"),
        (bool, None, "it must be true or false, not nothing"),
        (OneClass, "all", "it must be the name of one weapon class, not 'all'"),
        (OneClass, ["ships"], "it must be the name of one weapon class, not a list"),
        (
            Literal["orders", "deliveries"],
            "order",
            "it must be one of: orders, deliveries, not 'order'; did you mean 'orders'?",
        ),
        (Literal["a", "b"], {}, "it must be one of: a, b, not an empty mapping"),
        (StateName, ["China"], "it must be the name of a state, not a list"),
        (StateName, "x" * 81, f"it must be the name of a state, not '{'x' * 40}…'"),
        (States, [], "it must be the name of a state or a list of such names, not an empty list"),
        (
            States,
            {},
            "it must be the name of a state or a list of such names, not an empty mapping",
        ),
        (States, ["China", 3], "it must be the name of a state, not 3"),
        (States, ["China", "China"], "it names 'China' twice"),
        (OneState, ["A", "B"], "it must be one name of a state, not a list"),
        (Pair, ["India"], "it must be a list of 2 names, not a list"),
        (Pair, "India", "it must be a list of 2 names, not 'India'"),
        (Pair, ["India", "India"], "it names 'India' twice"),
        (
            ClassShares,
            "ships",
            "it must be 'all' or a mapping from class to share, such as {missile: 0.5}, "
            "not 'ships'",
        ),
        (ClassShares, {"ships": 2}, "ships must be a number from 0 to 1, not 2"),
        (
            ClassShares,
            {" ": 1},
            "a key of it must be the name of a weapon class, or 'all', not ' '",
        ),
        (Side, [], "it must be a mapping of: buyer, n, not an empty list"),
        (Side, {"n": 3}, "it lacks 'buyer': who buys"),
        (Side, {"byer": "India"}, "unknown key 'byer' in it; did you mean 'buyer'?"),
        (Side, {"buyer": "A", "zzz": 1}, "unknown key 'zzz' in it; allowed: buyer, n"),
    ],
)
def test_a_bad_value_is_refused_in_words_that_help(kind, value, message):
    assert read(kind, value) == (None, [message])


def test_an_empty_mapping_closes_nothing_and_is_refused():
    result, messages = read(ClassShares, {})
    assert result is None
    assert messages[0].endswith("not an empty mapping")


def test_all_mistakes_of_a_group_are_told():
    assert read(Side, {"buyer": 1, "n": 99})[1] == [
        "buyer must be the name of a state, not 1",
        "n must be a whole number from 0 to 9, not 99",
    ]
