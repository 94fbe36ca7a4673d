"""The JSON Schema takes every right scenario, refuses typical mistakes and explains each field."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from sim.base.parameters import PARAMETERS
from sim.base.problems import Problem
from sim.document import tree
from sim.document.forms import schema_of
from sim.measure.measures import MEASURE_KINDS
from sim.scenario.events import KINDS
from sim.scenario.file import ScenarioFile
from sim.scenario.json_schema import KnownNames, scenario_schema

from .conftest import EXAMPLE, HISTORY
from .test_any_input import relaxed, scenarios

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
KNOWN = KnownNames(("China", "India", "Pakistan"), ("India", "Pakistan"), ("China",), ("ships",))
SCHEMA = scenario_schema(KNOWN)
VALIDATOR = Draft202012Validator(SCHEMA)

EVENT = "title: x\nevents:\n  - {id: e, year: 2010, why: x, "
MEASURE = "title: x\nmeasures:\n  - {id: m, "


def plain(node):
    """What an editor makes of a file: plain data."""
    if isinstance(node, tree.MapNode):
        return {key: plain(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, tree.ListNode):
        return [plain(item) for item in node.items]
    return node.value


def is_valid(text):
    problems: list[Problem] = []
    root = tree.parse(text, "s.yaml", problems)
    assert not problems
    return VALIDATOR.is_valid(plain(root))


def fields(schema, path=""):
    """Every property in a schema, with its path."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}/{name}", inner
        yield from fields(inner, f"{path}/{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from fields(schema[key], path)
    for inner in schema.get("anyOf", []):
        yield from fields(inner, path)


def test_it_is_a_json_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_valid(path):
    assert is_valid(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [EXAMPLE, HISTORY])
def test_an_example_is_valid(text):
    assert is_valid(text)


@relaxed
@given(scenarios)
def test_whatever_can_be_loaded_is_valid(data):
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    "text",
    [
        "extends: history\nevents:\n#  - remove: a\nmeasures:\nset:\nplots:\nyears:\n",
        EVENT + "embargo: {supplier: Utopia, buyer: [India, Nowhere], closes: all}}\n",
        EVENT + "capacity: {supplier: China, factor: 2, classes: [balloons]}}\n",
        MEASURE + "money: {window: 2013}}\n",
        "title: |\n  x\n",
        EVENT + "order: {buyer: India, supplier: A, class: tanks, tiv: 3, delivered: 2040}}\n",
    ],
    ids=[
        "empty headings",
        "states of other theatres",
        "other classes",
        "one year",
        "a block",
        "an order of another class",
    ],
)
def test_what_is_right_though_unusual_is_valid(text):
    assert is_valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "titel: x\n",
        "seed: 3\n",
        "title: x\nworlds: many\n",
        "title: x\nworlds: 0\n",
        "title: x\nyears: 2003-2030\n",
        "title: x\nyears: {first: 2003}\n",
        "title: x\ntenders: record\n",
        "title: x\nset: {price_sensitivty: 1}\n",
        "title: x\nset: {idle_discount: 1}\n",
        "title: x\nset: {parity: {unform: {from: 0, to: 1}}}\n",
        "title: x\nset: {parity: {normal: {mean: 0, sd: -1}}}\n",
        "title: x\nset: {parity: {normal: {mean: 0, sd: 1}, uniform: {from: 0, to: 1}}}\n",
        EVENT + "embrago: {supplier: A, buyer: B, closes: all}}\n",
        EVENT + "source: y}\n",
        EVENT + "lift: {supplier: A, buyer: B}, rivalry: {between: [A, B], level: 1}}\n",
        EVENT + "lift: {supplier: A}}\n",
        EVENT + "lift: {supplier: 3, buyer: B}}\n",
        EVENT + "alignment: {between: [A], shift: 1}}\n",
        EVENT + "alignment: {between: [A, B], shift: 2}}\n",
        EVENT + "price: {supplier: A, factor: 0}}\n",
        EVENT + "over: 3, lift: {supplier: A, buyer: B}}\n",
        EVENT + "over: 3, until: 2012, price: {supplier: A, factor: 2}}\n",
        EVENT + "embargo: {supplier: A, buyer: B, closes: {ships: 2}}}\n",
        EVENT + "order: {buyer: A, supplier: B, class: ships}}\n",
        EVENT + "order: {buyer: A, supplier: B, class: all, tiv: 3}}\n",
        EVENT + "order: {buyer: A, supplier: B, class: ships, tiv: 3, licensed: 1}}\n",
        EVENT + "until: 2012, order: {buyer: A, supplier: B, class: ships, tiv: 3}}\n",
        EVENT + "over: 2, order: {buyer: A, supplier: B, class: ships, tiv: 3}}\n",
        "title: x\nrivals: permute\n",
        "title: x\nevents:\n  - {id: e, year: 2010, lift: {supplier: A, buyer: B}}\n",
        "title: x\nevents: {id: e}\n",
        "title: x\nevents:\n  - {remove: a, year: 2010}\n",
        MEASURE + "shar: {buyer: A, supplier: B, window: 2010}}\n",
        MEASURE + "share: {buyer: A, supplier: B, window: 2010 to 2012}}\n",
        MEASURE + "share: {buyer: A, supplier: B, window: 2010, of: order}}\n",
        MEASURE + "rank: {window: 2010}}\n",
        MEASURE + "world_share: {buyer: A, supplier: B, window: 2010}}\n",
        "title: x\nplots: {buyer: India}\n",
    ],
)
def test_a_typical_mistake_is_not_valid(text):
    assert not is_valid(text)


def test_every_field_is_explained():
    found = dict(fields(SCHEMA))
    assert [path for path, inner in found.items() if not inner.get("description")] == []
    assert {f"/{word}" for word in schema_of(ScenarioFile)["properties"]} <= found.keys()
    assert {f"/set/{name}" for name in PARAMETERS} <= found.keys()
    for part, kinds in (("events", KINDS), ("measures", MEASURE_KINDS)):
        for name, kind in kinds.items():
            words = schema_of(kind)["properties"]
            assert {f"/{part}/{name}/{word}" for word in words} <= found.keys()


def test_a_parameter_is_explained_by_meaning_unit_and_mark():
    for name, row in PARAMETERS.items():
        text = SCHEMA["properties"]["set"]["properties"][name]["description"]
        assert row.meaning in text and row.unit in text
        assert ("a guess" in text) == (row.evidence == "‡")


def test_editors_are_offered_the_states_that_buy_where_one_buys():
    offered = {name: SCHEMA["$defs"][name]["anyOf"][0]["enum"] for name in ("buyer", "supplier")}
    assert offered == {"buyer": ["India", "Pakistan"], "supplier": ["China"]}
    lift = SCHEMA["$defs"]["Lift"]["properties"]
    assert "#/$defs/buyer" in json.dumps(lift["buyer"])
    assert "#/$defs/supplier" in json.dumps(lift["supplier"])
