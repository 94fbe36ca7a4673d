import math
from pathlib import Path

import pytest

from sim.base.problems import Location, Problem
from sim.document import tree
from sim.document.tree import ListNode, MapNode, ScalarNode, resolve_plain


def parsed(text: str) -> MapNode:
    problems: list[Problem] = []
    root = tree.parse(text, "s.yaml", problems)
    assert problems == []
    assert root is not None
    return root


@pytest.mark.parametrize(
    "word", ["NO", "no", "yes", "on", "off", "y", "N", "nUll", "tRUE", "0b1", "1_000", "1:30"]
)
def test_words_of_yaml_1_1_stay_text(word):
    assert resolve_plain(word) == word


@pytest.mark.parametrize("word", ["2011-05-02", "2008-2012", "=", "<<", "1e", "e5", ".", "-", "١"])
def test_dates_windows_and_odd_signs_stay_text(word):
    assert resolve_plain(word) == word


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("12", 12),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("0o17", 15),
        ("0xfF", 255),
        ("1e5", 1e5),
        ("1E-2", 0.01),
        (".5", 0.5),
        ("2.", 2.0),
        ("-.inf", -math.inf),
        (".Inf", math.inf),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_core_schema_of_yaml_1_2(word, value):
    result = resolve_plain(word)
    assert result == value
    assert type(result) is type(value)


def test_nan_is_a_float():
    value = resolve_plain(".nan")
    assert isinstance(value, float)
    assert math.isnan(value)


def test_what_is_quoted_is_text():
    root = parsed("a: '12'\nb: \"true\"\nc: |\n  null\n")
    values = [entry.node for entry in root.entries.values()]
    assert [node.value for node in values if isinstance(node, ScalarNode)] == [
        "12",
        "true",
        "null\n",
    ]


def test_keys_values_and_items_have_marks_counted_from_one():
    root = parsed("title: x\nevents:\n  - id: a\n  - {id: b}\n")
    assert root.entries["title"].key_mark == Location("s.yaml", 1, 1)
    assert root.entries["title"].node.mark == Location("s.yaml", 1, 8)
    events = root.entries["events"].node
    assert isinstance(events, ListNode)
    assert [item.mark for item in events.items] == [
        Location("s.yaml", 3, 5),
        Location("s.yaml", 4, 5),
    ]
    second = events.items[1]
    assert isinstance(second, MapNode)
    assert second.entries["id"].node.mark == Location("s.yaml", 4, 10)


def test_a_byte_order_mark_is_no_mistake(here: Path):
    (here / "s.yaml").write_bytes(b"\xef\xbb\xbftitle: x\n")
    problems: list[Problem] = []
    root = tree.read(Path("s.yaml"), problems)
    assert problems == []
    assert root is not None
    assert root.entries["title"].node == ScalarNode(Location("s.yaml", 1, 8), "x")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("title: x\nseed: 1\nseed: 2\n", "3:1", "the key 'seed' stands twice; first on line 2"),
        ("title: !!python/object:os.system x\n", "1:8", "the tag !!python/object:os.system is not"),
        ("title: !foo x\n", "1:8", "the tag !foo is not allowed"),
        ("title: !!str x\n", "1:8", "the tag !!str is not allowed"),
        ("title: ! x\n", "1:8", "the tag ! is not allowed"),
        ("title: &here x\n", "1:8", "the anchor &here is not allowed"),
        ("title: x\nquestion: *here\n", "2:11", "the alias *here is not allowed; write"),
        ("title: x\n---\ntitle: y\n", "2:1", "a second document begins here"),
        ("", "1:1", "the file is empty"),
        ("# nothing but a comment\n", "2:1", "the file is empty"),
        ("---\n", "2:1", "the file is empty"),
        ("- a\n- b\n", "1:1", "this must be a mapping"),
        ("just words", "1:1", "this must be a mapping"),
        ("title: x\n\tseed: 1\n", "2:1", "a tab cannot stand here; indent with spaces"),
        ("title: [x\nseed: 1\n", "2:5", "this is not YAML: expected ',' or ']'"),
        ("title: 'x\n", "2:1", "this is not YAML: found unexpected end of stream"),
        ("title: x\n2003: y\n", "2:1", "the key 2003 must be text; put it in quotes"),
        ("title: x\n~: y\n", "2:1", "the key ~ must be text"),
        ("title: x\n? [a]\n: y\n", "2:3", "a key must be a word, not a list or a mapping"),
        ("title: x\nseed: 1\x00\n", "2:8", "the control character U+0000 cannot stand here"),
        ('title: "a\\0b"\n', "1:8", "this text holds a control character"),
        ('title: "\\uD800"\n', "1:8", "this text holds a control character"),
        ('title: "\\UFFFFFFFF"\n', "1:", "an escape or a number is out of range"),
        ("title: x\nseed: " + "9" * 5000, "2:7", "a number of 5000 characters is too long"),
        ("title: x\nset: " + "[" * 3000, "2:", "nested over 30 deep"),
        ("title: " + "x" * 1_000_000, "1:1", "larger than 1,000,000 bytes"),
        (b"title: x\nseed: \xff\xfe\n", "2:7", "this is not UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n", "1:1", "this is not UTF-8 text"),
    ],
)
def test_what_is_not_strict_yaml_is_refused_at_its_place(mistakes, text, place, words):
    (line,) = mistakes(text)
    assert line.startswith(f"s.yaml:{place}")
    assert words in line


def test_an_alias_bomb_never_explodes(mistakes):
    text = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: x\n"
    lines = mistakes(text)
    assert sum("alias" in line for line in lines) == 4
    assert sum("anchor" in line for line in lines) == 3


def test_a_file_that_cannot_be_read_is_a_problem(here: Path):
    problems: list[Problem] = []
    assert tree.read(here, problems) is None
    assert "cannot read this file" in problems[0].message
