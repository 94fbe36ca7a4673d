"""Whatever stands in a file, loading it gives a scenario or a InputError, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.base.bounds import ANY
from sim.base.parameters import PARAMETERS
from sim.base.problems import MOST_TOLD
from sim.document.entries import words_of
from sim.document.forms import schema_of
from sim.measure.measures import MEASURE_KINDS
from sim.scenario import InputError, Scenario, load
from sim.scenario.events import KINDS

from .conftest import EXAMPLE

# The files of one example are gone before the next; sharing the folder does no harm.
relaxed = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150
)

TOKENS = [
    *"[]{}:,-?&*!|>'\"%@#\n\t ~<\\",
    ": ",
    "- ",
    "\n  ",
    "---\n",
    "!!",
    "\\UFFFFFFFF",
    "\\uD800",
]
TOKENS += [
    "%YAML 9999999.1\n",
    "events:\n",
    "extends: ",
    "remove: ",
    "id: ",
    "null",
    "9" * 200,
    "é",
]
TOKENS += ["\x85", "\u2028", "\x00", "1e999", "s.yaml", "title", "set:\n"]


def load_bytes(data: bytes) -> None:
    Path("s.yaml").write_bytes(data)
    try:
        load("s.yaml")
    except InputError as error:
        assert error.problems
        assert all(p.mark.line >= 1 and p.mark.column >= 1 for p in error.problems)
        assert len(str(error).splitlines()) == min(len(error.problems), MOST_TOLD + 1)


@relaxed
@given(st.binary(max_size=80))
def test_any_bytes(data):
    load_bytes(data)


@relaxed
@given(st.text(max_size=80))
def test_any_text(text):
    load_bytes(text.encode("utf-8", errors="surrogatepass"))


@relaxed
@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_yaml_like_text(tokens):
    load_bytes("".join(tokens).encode())


@relaxed
@given(st.data())
def test_any_damage_to_a_good_file(data):
    text = EXAMPLE.replace("extends: history.yaml\n", "").replace(
        "  - remove: russia-lifts-ban\n", ""
    )
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.sampled_from([0, 1, 6]))
        text = text[:place] + data.draw(st.sampled_from(["", *TOKENS])) + text[place + cut :]
    load_bytes(text.encode())


UNBOUNDED = sorted(name for name, row in PARAMETERS.items() if row.bounds == ANY)
numbers = st.floats(-1e6, 1e6) | st.integers(-5, 5)
shares = st.floats(0, 1) | st.integers(0, 1)
factors = st.floats(0.01, 100)
years = st.integers(2003, 2030)
windows = st.lists(years, min_size=2, max_size=2).map(lambda y: f"{min(y)}-{max(y)}") | years
states = st.sampled_from(["Pakistan", "India", "United States", "NO", "yes", "1e5", "~", "Türkiye"])
several = states | st.lists(states, min_size=1, max_size=3, unique=True)
classes = st.sampled_from(["all", "ships", "aircraft"])
words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20)

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "supplier": several,
    "buyer": several,
    "closes": st.just("all") | st.dictionaries(classes, shares, min_size=1),
    "between": st.lists(states, min_size=2, max_size=2, unique=True),
    "shift": st.floats(-1, 1),
    "patron": states,
    "by": states,
    "strength": shares,
    "softness": shares,
    "share": shares,
    "level": shares,
    "factor": factors,
    "classes": classes | st.lists(classes, min_size=1, unique=True),
    "class": classes,
    "usd_m": factors,
    "tiv": factors,
    "delivered": windows,
    "licensed": st.booleans(),
    "window": windows,
    "from": windows,
    "to": windows,
    "of": st.sampled_from(["deliveries", "orders"]),
    "payer": st.sampled_from(["Norway", "Chile"]),
    "output_tiv": factors,
    "price": factors,
    "iso3": st.sampled_from(["ABC", "NOR"]),
    "need_tiv": st.dictionaries(st.sampled_from(["ships", "aircraft"]), factors, min_size=1),
    "component_class": st.sampled_from(["ships", "aircraft"]),
    "reliance": shares,
    "licence_share": shares,
    "first_delivery_within": st.floats(0, 25),
    "top": st.fixed_dictionaries({}, optional={"buyer": several, "supplier": several}),
    "bottom": st.fixed_dictionaries({}, optional={"buyer": several, "supplier": several}),
}


ONE_CLASS = st.sampled_from(["ships", "aircraft"])
OWN_VALUES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "enter": {"supplier": states, "class": ONE_CLASS},
    "new_buyer": {"buyer": states},
    "component": {"class": ONE_CLASS, "from": states},
}
"""Of kinds in which a word takes less, or something else, than in others."""


def under(
    kind: Any, own: dict[str, st.SearchStrategy[Any]] | None = None
) -> st.SearchStrategy[dict[str, Any]]:
    one_of = getattr(kind, "exactly_one", ())
    if one_of:
        sides = st.sampled_from(one_of).flatmap(lambda side: st.fixed_dictionaries({side: states}))
        rest = st.fixed_dictionaries({"window": windows}, optional={"of": VALUES["of"]})
        return st.tuples(sides, rest).map(lambda pair: pair[0] | pair[1])
    words, must = words_of(kind), schema_of(kind).get("required", ())
    values = VALUES | (own or {})
    required = {word: values[word] for word in words if word in must}
    optional = {word: values[word] for word in words if word not in must}
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def given_order(draw: st.DrawFn, year: int) -> dict[str, Any]:
    """An order of one state with another, delivered after it was signed."""
    buyer, supplier = draw(st.lists(states, min_size=2, max_size=2, unique=True))
    kind = draw(classes.filter(lambda word: word != "all"))
    said = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "usd_m": VALUES["usd_m"],
                "delivered": st.integers(0, 40).map(lambda lag: f"{year}-{year + lag}"),
                "licensed": VALUES["licensed"],
            },
        )
    )
    order = {"buyer": buyer, "supplier": supplier, "class": kind, "tiv": draw(VALUES["tiv"])}
    return order | said


@st.composite
def event(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(KINDS)))
    entry = {
        "year": draw(years),
        "why": draw(words),
        name: draw(under(KINDS[name], OWN_VALUES.get(name))),
    }
    if name == "order":
        return entry | {"order": draw(given_order(entry["year"]))}
    if name == "demand" and len(entry[name]) == 2:
        entry[name]["licence_share"] = draw(shares)  # one of both must be there
    end = draw(st.sampled_from(["none", "until", "over"]))
    if end == "until":
        entry["until"] = entry["year"] + draw(st.integers(0, 30))
    if end == "over" and KINDS[name].imposes.ramps:
        entry["over"] = draw(st.integers(1, 100))
    return entry


@st.composite
def measure(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(MEASURE_KINDS)))
    return {name: draw(under(MEASURE_KINDS[name]))}


def with_ids(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"e{place}"} | entry for place, entry in enumerate(entries)]


ordered = st.lists(numbers, min_size=3, max_size=3).map(sorted)
priors = st.one_of(
    numbers,
    st.builds(lambda m, s: {"normal": {"mean": m, "sd": s}}, numbers, shares),
    ordered.map(lambda v: {"uniform": {"from": v[0], "to": v[2]}}),
    ordered.map(lambda v: {"triangular": {"from": v[0], "mode": v[1], "to": v[2]}}),
    st.builds(lambda m, f: {"lognormal": {"median": m, "p95": m * (1 + f)}}, factors, shares),
)
scenarios = st.fixed_dictionaries(
    {"title": words},
    optional={
        "question": words,
        "worlds": st.integers(1, 1000),
        "seed": st.integers(0, 2**32 - 1),
        "tenders": st.sampled_from(["simulated", "recorded"]),
        "rivals": st.sampled_from(["recorded", "permuted"]),
        "parameters": st.sampled_from(["prior", "central"]),
        "set": st.dictionaries(st.sampled_from(UNBOUNDED), priors, max_size=4),
        "events": st.lists(event(), max_size=4).map(with_ids),
        "measures": st.lists(measure(), max_size=4).map(with_ids),
        "plots": st.fixed_dictionaries({"buyers": several}),
        "look_for": words,
    },
)


@relaxed
@given(scenarios, st.randoms(use_true_random=False))
def test_any_valid_scenario_is_rebuilt_from_its_resolved_form(content, random):
    # JSON is YAML, and says without doubt what is text.
    Path("s.yaml").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    scenario = load("s.yaml")
    data = json.loads(json.dumps(scenario.resolved()))
    assert Scenario.from_resolved(data) == scenario
    assert Scenario.from_resolved(data).resolved() == scenario.resolved()
    assert len(scenario.events) == len(content.get("events", []))
    assert scenario.worlds == content.get("worlds", 200)
    # Its order of keys makes no difference.
    keys = list(content)
    random.shuffle(keys)
    shuffled = {key: content[key] for key in keys}
    Path("s.yaml").write_text(json.dumps(shuffled, ensure_ascii=False), encoding="utf-8")
    assert json.dumps(load("s.yaml").resolved()) == json.dumps(scenario.resolved())


def test_the_strategies_know_every_field():
    for kind in [*KINDS.values(), *MEASURE_KINDS.values()]:
        assert words_of(kind).keys() <= VALUES.keys()


@pytest.mark.parametrize("size", [10, 1000])
def test_a_long_list_is_read(size):
    entries = [{"id": f"m{i}", "money": {"window": 2010}} for i in range(size)]
    Path("s.yaml").write_text(json.dumps({"title": "x", "measures": entries}))
    assert len(load("s.yaml").measures) == size
