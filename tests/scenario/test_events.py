import pytest

from sim.scenario.events import KINDS

HEAD = "title: x\nevents:\n  - id: e\n    year: 2010\n    why: because\n"
ORDER = "buyer: A, supplier: B, class"


def test_every_kind_paints_on_its_array_in_its_way():
    assert {name: (kind.imposes.array, kind.imposes.mode) for name, kind in KINDS.items()} == {
        "embargo": ("closed", "set"),
        "lift": ("closed", "set"),
        "alignment": ("alignment", "add"),
        "domestic_cost": ("domestic_cost", "add"),
        "patron_objection": ("patron_objection", "set"),
        "rivalry": ("rivalry", "set"),
        "objection": ("objection", "set"),
        "capacity": ("capacity", "multiply"),
        "price": ("price", "multiply"),
        "need": ("need", "multiply"),
        "grant": ("grant", "set"),
        "credit": ("credit", "set"),
        "withhold": ("withheld", "set"),
        "order": ("given", "once"),
        "suspend": ("suspended", "listed"),
        "cancel": ("cancelled", "once"),
        "stocks": ("handed", "once"),
        "enter": ("output", "set"),
        "new_buyer": ("buys", "set"),
        "component": ("component", "put"),
        "demand": ("demand", "put"),
        "talks": ("talks", "put"),
    }
    assert {name for name, kind in KINDS.items() if kind.imposes.ramps} == {
        "alignment",
        "domestic_cost",
        "capacity",
        "price",
        "need",
    }
    once = [name for name, kind in KINDS.items() if not kind.imposes.lasts]
    assert once == ["order", "cancel", "stocks"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (
            "embargo: {supplier: [A, B], buyer: C, closes: {ships: 1, aircraft: 0.5}}",
            {
                "supplier": ("A", "B"),
                "buyer": ("C",),
                "closes": {"aircraft": 0.5, "ships": 1.0},
            },
        ),
        ("lift: {supplier: A, buyer: NO}", {"supplier": ("A",), "buyer": ("NO",)}),
        ("alignment: {between: [A, B], shift: -1}", {"between": ("A", "B"), "shift": -1.0}),
        (
            "domestic_cost: {buyer: A, supplier: B, shift: 0.5}",
            {"buyer": ("A",), "supplier": ("B",), "shift": 0.5},
        ),
        (
            "patron_objection: {patron: P, buyer: A, supplier: [B, C], strength: 1}",
            {"patron": "P", "buyer": ("A",), "supplier": ("B", "C"), "strength": 1.0},
        ),
        ("rivalry: {between: [A, B], level: 0}", {"between": ("A", "B"), "level": 0.0}),
        (
            "objection: {by: I, supplier: B, buyer: A, strength: 3}",
            {"by": "I", "supplier": ("B",), "buyer": ("A",), "strength": 3.0},
        ),
        (
            "capacity: {supplier: A, factor: 2}",
            {"supplier": ("A",), "factor": 2.0, "classes": ("all",)},
        ),
        (
            "price: {supplier: A, factor: 0.5, classes: [ships]}",
            {"supplier": ("A",), "factor": 0.5, "classes": ("ships",)},
        ),
        (
            "need: {buyer: A, class: all, factor: 0}",
            {"buyer": ("A",), "class": "all", "factor": 0.0},
        ),
        (
            "grant: {supplier: A, buyer: B, usd_m: 0}",
            {"supplier": ("A",), "buyer": ("B",), "usd_m": 0.0, "payer": None},
        ),
        (
            "credit: {supplier: A, buyer: B, usd_m: 10, payer: C}",
            {
                "supplier": ("A",),
                "buyer": ("B",),
                "usd_m": 10.0,
                "payer": "C",
                "softness": 0.35,
            },
        ),
        (
            "enter: {supplier: A, class: ships, output_tiv: 20}",
            {
                "supplier": ("A",),
                "class": "ships",
                "output_tiv": 20.0,
                "price": None,
                "iso3": None,
            },
        ),
        (
            "new_buyer: {buyer: A, need_tiv: {ships: 5}, iso3: AAA}",
            {"buyer": ("A",), "need_tiv": {"ships": 5.0}, "iso3": "AAA"},
        ),
        (
            "component: {supplier: A, class: ships, from: B, component_class: guns, reliance: 1}",
            {
                "supplier": ("A",),
                "class": "ships",
                "from": ("B",),
                "component_class": "guns",
                "reliance": 1.0,
                "buyer": None,
            },
        ),
        (
            "demand: {buyer: A, class: all, first_delivery_within: 3}",
            {
                "buyer": ("A",),
                "class": "all",
                "licence_share": None,
                "first_delivery_within": 3.0,
            },
        ),
        (
            "order: {buyer: A, supplier: B, class: ships, tiv: 30}",
            {
                "buyer": ("A",),
                "supplier": ("B",),
                "class": "ships",
                "tiv": 30.0,
                "usd_m": None,
                "delivered": None,
                "licensed": False,
            },
        ),
        (
            "order: {buyer: A, supplier: B, class: ships, tiv: 0.5, usd_m: 9, "
            "delivered: 2010-2040, licensed: true}",
            {
                "buyer": ("A",),
                "supplier": ("B",),
                "class": "ships",
                "tiv": 0.5,
                "usd_m": 9.0,
                "delivered": (2010, 2040),
                "licensed": True,
            },
        ),
    ],
)
def test_each_kind_is_read_with_its_defaults(loaded, line, values):
    (event,) = loaded(f"{HEAD}    {line}\n").events
    assert event.kind == line.split(":")[0]
    assert event.values == values
    assert (event.id, event.year, event.why) == ("e", 2010, "because")
    assert (event.until, event.over, event.source) == (None, None, None)


def test_an_effect_may_end_or_grow(loaded):
    text = HEAD + "    until: 2040\n    source: a book\n    lift: {supplier: A, buyer: B}\n"
    text += "  - {id: f, year: 2010, over: 5, why: x, price: {supplier: A, factor: 2}}\n"
    ends, grows = loaded(text).events
    assert (ends.until, ends.over, ends.source) == (2040, None, "a book")
    assert (grows.until, grows.over) == (None, 5)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("source: y", "3:5: event 'e' has no kind; give one of: embargo, lift, "),
        (
            "lift: {supplier: A, buyer: B}\n    rivalry: {between: [A, B], level: 1}",
            "7:5: event 'e' must have one kind, not 2: lift, rivalry",
        ),
        (
            "embrago: {supplier: A}",
            "6:5: unknown key 'embrago' in event 'e'; did you mean 'embargo'?",
        ),
        (
            "embargo: {supplier: A, buyer: B, close: all}",
            "6:38: unknown key 'close' in embargo; did you mean 'closes'?",
        ),
        ("embargo: {supplier: A, closes: all}", "6:14: embargo lacks 'buyer': the state or"),
        ("embargo: all", "6:14: embargo must be a mapping of: supplier, buyer, closes, not 'all'"),
        ("rivalry: {between: [A, B], level: 2}", "6:39: level must be a number from 0 to 1, not"),
        (
            "capacity: {supplier: A, factor: 0}",
            "6:37: factor must be a number from 0.001 to 1,000, not 0",
        ),
        ("alignment: {between: [A, A], shift: 0}", "6:30: between names 'A' twice"),
        (
            "demand: {buyer: A, class: all}",
            "6:13: demand demands nothing; give licence_share, first_delivery_within or both",
        ),
        (
            "grant: {supplier: A, buyer: B, usd_m: 1, payer: A}",
            "6:53: 'A' is buyer or supplier here; a supplier that pays needs no 'payer'",
        ),
        (
            "enter: {supplier: A, class: all, output_tiv: 1}",
            "6:33: class must be the name of one weapon class, not 'all'",
        ),
        (
            "new_buyer: {buyer: A, need_tiv: {}}",
            "6:37: need_tiv must be a mapping from class to TIV a year, such as {aircraft: 40}",
        ),
        (
            "patron_objection: {patron: [P, Q], buyer: A, supplier: B, strength: 1}",
            "6:32: patron must be the name of a state, not a list",
        ),
        (
            "until: 2009\n    lift: {supplier: A, buyer: B}",
            "6:12: until 2009 lies before the event's year, 2010",
        ),
        (
            "until: 2012\n    over: 3\n    price: {supplier: A, factor: 2}",
            "7:11: give either 'until' or 'over'",
        ),
        (
            "over: 3\n    lift: {supplier: A, buyer: B}",
            "6:11: lift takes effect at once; 'over' is for: alignment, domestic_cost, capacity, "
            "price, need",
        ),
        (
            "probability: 0.5\n    cancel: {supplier: A, buyer: B}",
            "6:18: cancel happens alike in all worlds, so it takes no 'probability'; give it one "
            "'year', and compare with a scenario in which it is 'off: true' or has another",
        ),
        (
            "latest: 2014\n    suspend: {supplier: A, buyer: B}",
            "6:13: suspend happens alike in all worlds, so it takes no 'latest'",
        ),
        (
            "if: {talks: {buyer: A, supplier: B}}\n    stocks: {buyer: A, class: ships, tiv: -5}",
            "6:9: stocks happens alike in all worlds, so it takes no 'if'",
        ),
        (
            "over: 0\n    price: {supplier: A, factor: 2}",
            "6:11: over must be a whole number from 1 to 100, not 0",
        ),
    ],
)
def test_a_wrong_event_is_one_problem_at_its_place(mistakes, line, problem):
    (found,) = mistakes(f"{HEAD}    {line}\n")
    assert found.startswith(f"s.yaml:{problem}")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("buyer: A, supplier: B, class: ships", "6:12: order lacks 'tiv': volume in TIV"),
        ("buyer: A, supplier: B, tiv: 3", "6:12: order lacks 'class': the weapon class ordered"),
        ("buyer: A, class: ships, tiv: 3", "6:12: order lacks 'supplier': the state that sells"),
        ("supplier: B, class: ships, tiv: 3", "6:12: order lacks 'buyer': the state that orders"),
        (f"{ORDER}: all, tiv: 3", "6:43: class must be the name of one weapon class, not 'all'"),
        (
            f"{ORDER}: [ships, land], tiv: 3",
            "6:43: class must be the name of one weapon class, not a list",
        ),
        (f"{ORDER}: ships, tiv: 0", "6:55: tiv must be a number from 0.001 to 100,000, not 0"),
        (f"{ORDER}: ships, tiv: -1", "6:55: tiv must be a number from 0.001 to 100,000, not -1"),
        (
            f"{ORDER}: ships, tiv: 3, usd_m: 0",
            "6:65: usd_m must be a number from 0.001 to 1,000,000, not 0",
        ),
        (
            f"{ORDER}: ships, tiv: 3, licensed: 1",
            "6:68: licensed must be true or false, not 1",
        ),
        (
            f"{ORDER}: ships, tiv: 3, licensed: yes",
            "6:68: licensed must be true or false, not 'yes'",
        ),
        (
            f"{ORDER}: ships, tiv: 3, delivered: soon",
            "6:69: delivered must be years such as 2013-2017 or 2013, not 'soon'",
        ),
        (
            f"{ORDER}: ships, tiv: 3, delivered: 2014-2012",
            "6:69: delivered ends before it begins: 2014-2012",
        ),
        (
            f"{ORDER}: ships, tiv: 3, delivered: 2009-2012",
            "6:69: delivery begins in 2009, before the order of 2010",
        ),
        (f"{ORDER}: ships, tivs: 3", "6:50: unknown key 'tivs' in order; did you mean 'tiv'?"),
        (
            "buyer: [A, B], supplier: C, class: ships, tiv: 3",
            "6:20: buyer must be one name of a state, not a list",
        ),
        (
            "buyer: A, supplier: A, class: ships, tiv: 3",
            "6:33: a state places no order with itself",
        ),
    ],
)
def test_a_wrong_order_is_one_problem_at_its_place(mistakes, fields, problem):
    (found,) = mistakes(f"{HEAD}    order: {{{fields}}}\n")
    assert found.startswith(f"s.yaml:{problem}")


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (
            "suspend: {supplier: A, buyer: B}",
            {"supplier": ("A",), "buyer": ("B",), "classes": ("all",), "share": 1.0,
             "resume": True},
        ),
        (
            "cancel: {supplier: A, buyer: [B, C], classes: ships, signed: 2007-2009, share: 0.5, "
            "reorder: true, refund: 0}",
            {"supplier": ("A",), "buyer": ("B", "C"), "classes": ("ships",), "share": 0.5,
             "signed": (2007, 2009), "reorder": True, "refund": 0.0},
        ),
        (
            "stocks: {buyer: A, class: ships, tiv: 30, from: B}",
            {"buyer": ("A",), "class": "ships", "tiv": 30.0, "share": None, "from": "B"},
        ),
    ],
)  # fmt: skip
def test_kinds_on_orders_and_stocks_are_read_with_their_defaults(loaded, line, values):
    (event,) = loaded(f"{HEAD}    {line}\n").events
    assert event.values == values


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "suspend: {supplier: A, buyer: B, resume: false}",
            "6:46: what is not resumed is lost at its end: say 'until', the last year",
        ),
        (
            "cancel: {supplier: A, buyer: B, signed: 2009-2010}",
            "6:45: what is cancelled in 2010 was signed before it: end 'signed' by 2009",
        ),
        (
            "until: 2012\n    cancel: {supplier: A, buyer: B}",
            "6:12: cancel happens in one year; 'until' is for what lasts",
        ),
        (
            "over: 2\n    suspend: {supplier: A, buyer: B}",
            "6:11: suspend takes effect at once; 'over' is for: alignment",
        ),
        ("stocks: {buyer: A, class: ships}", "6:13: stocks must have exactly one of: tiv, share"),
        (
            "stocks: {buyer: A, class: ships, tiv: 3, share: 1}",
            "6:53: stocks must have exactly one of: tiv, share",
        ),
        (
            "stocks: {buyer: A, class: all, tiv: 3}",
            "6:31: 'tiv' is of one class: name it, or give 'share' for all",
        ),
        (
            "stocks: {buyer: A, class: ships, tiv: 3, from: A}",
            "6:52: a state hands nothing on to itself",
        ),
        (
            "stocks: {buyer: A, class: ships, share: -0.5, from: B}",
            "6:45: what comes from another state is above 0, a share of its stock 1 at most",
        ),
        (
            "stocks: {buyer: A, class: ships, share: 1.5, from: B}",
            "6:45: what comes from another state is above 0, a share of its stock 1 at most",
        ),
    ],
)
def test_what_makes_no_sense_of_orders_and_stocks_is_refused(mistakes, line, problem):
    (found,) = mistakes(f"{HEAD}    {line}\n")
    assert found.startswith(f"s.yaml:{problem}")


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("until: 2012", "6:12: order happens in one year; 'until' is for what lasts"),
        ("over: 3", "6:11: order takes effect at once; 'over' is for: alignment, domestic_cost"),
    ],
)
def test_an_order_is_signed_in_one_year(mistakes, field, problem):
    (found,) = mistakes(f"{HEAD}    {field}\n    order: {{{ORDER}: ships, tiv: 3}}\n")
    assert found.startswith(f"s.yaml:{problem}")


def test_an_order_may_be_delivered_after_the_last_year_but_is_signed_before_it(loaded, mistakes):
    head = f"title: x\nyears: {{from: 2003, to: 2012}}\n{HEAD.removeprefix('title: x')}"
    order = f"    order: {{{ORDER}: ships, tiv: 3, delivered: 2011-2035}}\n"
    (event,) = loaded(head + order).events
    assert event.values["delivered"] == (2011, 2035)
    (found,) = mistakes(head.replace("2010", "2013") + order)
    assert "year 2013 lies after the scenario's years" in found


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{year: 2010, why: x, LIFT}", "this event lacks 'id': a name for this event"),
        ("{id: e, why: x, LIFT}", "event 'e' lacks 'year': the first year"),
        ("{id: e, year: 2010, LIFT}", "event 'e' lacks 'why': the reason"),
        ("{id: e, year: 2031, why: x, LIFT}", "year 2031 lies after the scenario's years"),
        ("{id: e, year: 1899, why: x, LIFT}", "year must be a year from 1900 to 2200, not 1899"),
        (
            "{id: e, year: 1990, until: 2002, why: x, LIFT}",
            "until 2002 lies before the scenario's years, 2003-2030: nothing is left of the event",
        ),
        (
            "{id: e, year: 2002, why: x, order: {buyer: A, supplier: B, class: ships, tiv: 3}}",
            "what was ordered, cancelled or lost before them is in the theatre's own tables",
        ),
        ("{id: e, yaer: 2010, why: x, LIFT}", "unknown key 'yaer' in event 'e'; did you mean 'ye"),
        ("lift", "this event must be a mapping, not 'lift'"),
        ("", "this event must be a mapping, not nothing"),
    ],
)
def test_what_every_event_needs(mistakes, entry, problem):
    entry = entry.replace("LIFT", "lift: {supplier: A, buyer: B}")
    (found,) = mistakes(f"title: x\nevents:\n  - {entry}\n")
    assert found.startswith("s.yaml:3:")
    assert problem in found


def test_events_must_be_a_list(mistakes):
    assert mistakes("title: x\nevents: {id: e}\n") == [
        "s.yaml:2:9: events must be a list of events, not a mapping"
    ]
