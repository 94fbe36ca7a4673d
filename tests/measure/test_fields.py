"""The fields of measures, as scenarios write them."""

import pytest

from sim.measure.measures import MEASURE_KINDS


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "volume: {window: 2010}",
            {
                "buyer": None,
                "supplier": None,
                "class": "all",
                "window": (2010, 2010),
                "of": "deliveries",
            },
        ),
        (
            "share: {buyer: P, supplier: [C, U], class: ships, window: 2010-2012, of: orders}",
            {
                "buyer": ("P",),
                "supplier": ("C", "U"),
                "class": "ships",
                "window": (2010, 2012),
                "of": "orders",
            },
        ),
        (
            "change: {buyer: P, from: 2008-2012, to: 2013-2017}",
            {
                "buyer": ("P",),
                "supplier": None,
                "class": "all",
                "from": (2008, 2012),
                "to": (2013, 2017),
                "of": "deliveries",
            },
        ),
        (
            "rank: {buyer: P, window: 2010}",
            {"buyer": ("P",), "supplier": None, "window": (2010, 2010), "of": "deliveries"},
        ),
        (
            "hhi: {buyer: P, window: 2010}",
            {"buyer": ("P",), "window": (2010, 2010), "of": "deliveries"},
        ),
        (
            "ratio: {of: orders, top: {buyer: P}, bottom: {}, window: 2010}",
            {
                "top": {"buyer": ("P",), "supplier": None},
                "bottom": {"buyer": None, "supplier": None},
                "window": (2010, 2010),
                "of": "orders",
            },
        ),
        (
            "world_share: {supplier: U, window: 2010}",
            {"buyer": None, "supplier": ("U",), "window": (2010, 2010), "of": "deliveries"},
        ),
        ("first_order: {buyer: P, supplier: R}", {"buyer": ("P",), "supplier": ("R",)}),
        (
            "order_count: {buyer: P, window: 2010}",
            {"buyer": ("P",), "supplier": None, "class": "all", "window": (2010, 2010)},
        ),
        (
            "money: {supplier: U, window: 2010}",
            {"buyer": None, "supplier": ("U",), "window": (2010, 2010), "of": "deliveries"},
        ),
    ],
)
def test_each_kind_is_read_with_its_defaults(loaded, text, values):
    (measure,) = loaded(f"title: x\nmeasures:\n  - {{id: m, {text}}}\n").measures
    assert (measure.id, measure.kind) == ("m", text.split(":")[0])
    assert measure.values == values


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rank: {window: 2010}", "3:19: rank needs exactly one of: buyer, supplier"),
        (
            "world_share: {buyer: A, supplier: B, window: 2010}",
            "3:26: world_share needs exactly one of: buyer, supplier",
        ),
        ("rank: {buyer: [A, B], window: 2010}", "3:27: buyer must be one name of a state, not a"),
        ("volume: {window: 2031}", "3:30: window 2031-2031 leaves the scenario's years, 2003-2030"),
        (
            "change: {from: 2010-2009, to: 2013}",
            "3:28: from ends before it begins: 2010-2009",
        ),
        ("money: {window: 2010, of: order}", "3:39: of must be one of: deliveries, orders, not"),
        (
            "ratio: {top: {byer: A}, bottom: {}, window: 2010}",
            "3:27: unknown key 'byer' in top; did you mean 'buyer'?",
        ),
        ("first_order: {buyer: A}", "3:26: first_order lacks 'supplier'"),
        ("shar: {buyer: A}", "3:13: unknown key 'shar' in measure 'm'; did you mean 'share'?"),
        ("hhi: {buyer: A, window: 2010}, year: 1", "3:44: unknown key 'year' in measure 'm'"),
    ],
)
def test_a_wrong_measure_is_one_problem_at_its_place(mistakes, text, problem):
    (found,) = mistakes(f"title: x\nmeasures:\n  - {{id: m, {text}}}\n")
    assert found.startswith(f"s.yaml:{problem}")


def test_a_measure_without_a_kind_names_the_kinds(mistakes):
    (found,) = mistakes("title: x\nmeasures:\n  - {id: m}\n")
    assert found == f"s.yaml:3:5: measure 'm' has no kind; give one of: {', '.join(MEASURE_KINDS)}"
