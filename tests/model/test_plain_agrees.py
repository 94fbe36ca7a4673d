"""The compiled model and the plain one, written apart from one specification, tell one story."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from sim.base.arrays import Floats, Integers
from sim.experiment.case import Case, build_case
from sim.experiment.chances import differing_events
from sim.experiment.flows import flows_of
from sim.experiment.worlds import dates_of
from sim.measure.flows import Flows
from sim.model.announcing import announced
from sim.model.block import run_block
from sim.model.events import E
from sim.model.grids import array_of
from sim.model.orders import Orders, most_orders, new_orders
from sim.model.world import NEVER, W, World, X
from sim.scenario import Scenario, load
from tests.plain import PlainMarket
from tests.theatres import OPTIONAL, START, write_random_theatre, write_small_theatre

LAST = START + 14
CLOSE = 1e-9

QUIET = ""
EVERYTHING_HAPPENS = """
  - {id: a, year: 2011, why: w,
     embargo: {supplier: Norden, buyer: [Alba, Others], closes: {aircraft: 1, naval: 0.4}}}
  - {id: b, year: 2014, why: w, lift: {supplier: Norden, buyer: Alba}}
  - {id: c, year: 2012, over: 4, why: w, alignment: {between: [Alba, Sudor], shift: 0.9}}
  - {id: d, year: 2012, why: w, alignment: {between: [Cora, Bora], shift: -1}}
  - {id: e, year: 2013, over: 3, why: w, domestic_cost: {buyer: Bora, supplier: Sudor, shift: 1}}
  - {id: f, year: 2011, until: 2015, why: w,
     patron_objection: {patron: Norden, buyer: [Bora, Cora], supplier: Sudor, strength: 0.8}}
  - {id: g, year: 2014, why: w, rivalry: {between: [Bora, Cora], level: 0.6}}
  - {id: h, year: 2015, until: 2018, why: w, rivalry: {between: [Alba, Norden], level: 0.3}}
  - {id: i, year: 2011, why: w,
     objection: {by: Bora, supplier: [Norden, Cora], buyer: Alba, strength: 3}}
  - {id: j, year: 2012, why: w, objection: {by: Alba, supplier: Sudor, buyer: Bora, strength: 0}}
  - {id: k, year: 2013, why: w, capacity: {supplier: Sudor, factor: 0.2}}
  - {id: l, year: 2012, over: 5, why: w, capacity: {supplier: Norden, factor: 2.5, classes: [land]}}
  - {id: m, year: 2011, over: 3, why: w, price: {supplier: [Norden, Residual], factor: 1.7}}
  - {id: n, year: 2016, until: 2017, why: w, price: {supplier: Sudor, factor: 0.5, classes: [land]}}
  - {id: o, year: 2012, until: 2014, why: w, need: {buyer: Alba, class: naval, factor: 6}}
  - {id: p, year: 2015, why: w, need: {buyer: Cora, class: all, factor: 0}}
  - {id: q, year: 2012, why: w, grant: {supplier: Norden, buyer: Bora, usd_m: 150}}
  - {id: r, year: 2018, why: w, grant: {supplier: Norden, buyer: Bora, usd_m: 0}}
  - {id: parts, year: 2013, why: w, embargo: {supplier: [Norden, Residual], buyer: [Bora, Alba],
     closes: {aircraft: 0.9, naval: 1}}}
  - {id: parted, year: 2012, why: w, alignment: {between: [Alba, Norden], shift: -1}}
  - {id: too, year: 2013, over: 3, why: w, alignment: {between: [Bora, Sudor], shift: -0.9}}
  - {id: again, year: 2014, why: w, alignment: {between: [Others, Sudor], shift: -0.7}}
  - {id: slow, year: 2010, why: w, capacity: {supplier: Norden, factor: 0.7, classes: [aircraft]}}
  - {id: break, year: 2011, until: 2013, why: w, capacity: {supplier: Residual, factor: 0.45}}
  - {id: fade, year: 2014, over: 6, why: w, capacity: {supplier: Cora, factor: 0.3}}
  - {id: late, year: 2023, why: w,
     capacity: {supplier: Norden, factor: 0.9, classes: [aircraft, naval]}}
  - {id: last, year: 2024, why: w, capacity: {supplier: Sudor, factor: 3}}
"""
ORDERS_ARE_GIVEN = """
  - {id: g1, year: 2010, why: w, order: {buyer: Alba, supplier: Norden, class: aircraft, tiv: 40}}
  - {id: g2, year: 2010, why: w,
     order: {buyer: Alba, supplier: Norden, class: aircraft, tiv: 25, licensed: true}}
  - {id: g3, year: 2012, why: w,
     order: {buyer: Bora, supplier: Cora, class: land, tiv: 33.3, delivered: 2013-2015, usd_m: 90}}
  - {id: g4, year: 2013, why: w,
     order: {buyer: Bora, supplier: Sudor, class: land, tiv: 120, usd_m: 7, licensed: true}}
  - {id: g5, year: 2013, why: w,
     order: {buyer: Cora, supplier: Sudor, class: aircraft, tiv: 5, delivered: 2013}}
  - {id: g6, year: 2014, why: w,
     order: {buyer: Others, supplier: Residual, class: naval, tiv: 300, delivered: 2020-2035}}
  - {id: g7, year: 2013, why: w, order: {buyer: Bora, supplier: Norden, class: land, tiv: 12.5}}
  - {id: g8, year: 2024, why: w, order: {buyer: Alba, supplier: Sudor, class: naval, tiv: 60}}
  - {id: g9, year: 2013, why: w, order: {buyer: Bora, supplier: Sudor, class: land, tiv: 1}}
"""
ON_THE_BOOK = """
  - {id: s1, year: 2012, until: 2014, why: w, suspend: {supplier: Norden, buyer: Alba}}
  - {id: s2, year: 2011, why: w,
     suspend: {supplier: Sudor, buyer: Bora, classes: [land], share: 0.5}}
  - {id: s3, year: 2010, until: 2016, why: w,
     suspend: {supplier: Norden, buyer: Bora, classes: [aircraft, naval], resume: false}}
  - {id: s4, year: 2007, until: 2012, why: w, suspend: {supplier: Residual, buyer: Others}}
  - {id: s5, year: 2017, why: w, suspend: {supplier: Norden, buyer: Alba, classes: [aircraft]}}
  - {id: s6, year: 2022, until: 2024, why: w,
     suspend: {supplier: Sudor, buyer: [Alba, Cora], resume: false}}
  - {id: c1, year: 2012, why: w,
     cancel: {supplier: Sudor, buyer: Alba, share: 0.5, reorder: true}}
  - {id: c2, year: 2014, why: w,
     cancel: {supplier: Sudor, buyer: Alba, classes: [aircraft], signed: 2009-2012, refund: 0.3}}
  - {id: c3, year: 2014, why: w, cancel: {supplier: Norden, buyer: Alba, reorder: true}}
  - {id: c4, year: 2013, why: w,
     cancel: {supplier: [Norden, Residual], buyer: [Bora, Others], signed: 2000-2011,
              reorder: true}}
  - {id: c5, year: 2010, why: w, cancel: {supplier: [Sudor, Cora], buyer: [Alba, Bora], share: 0.2}}
  - {id: none, year: 2014, until: 2014, why: w, need: {buyer: Alba, class: naval, factor: 0}}
  - {id: h1, year: 2011, why: w, stocks: {buyer: Alba, class: land, tiv: -80}}
  - {id: h2, year: 2013, why: w, stocks: {buyer: Bora, class: all, share: -0.8}}
  - {id: h3, year: 2013, why: w, stocks: {buyer: Alba, class: land, share: 0.4, from: Bora}}
  - {id: h4, year: 2015, why: w, stocks: {buyer: Cora, class: naval, tiv: 50}}
  - {id: h5, year: 2015, why: w, stocks: {buyer: Alba, class: aircraft, tiv: 30, from: Norden}}
  - {id: h6, year: 2016, why: w, stocks: {buyer: Bora, class: naval, tiv: 9000, from: Alba}}
"""
OFFERS_CHANGE = """
  - {id: n1, year: 2011, why: w, enter: {supplier: Cora, class: aircraft, output_tiv: 90}}
  - {id: n2, year: 2013, why: w, enter: {supplier: Alba, class: land, output_tiv: 60, price: 0.5}}
  - {id: n3, year: 2012, until: 2020, why: w,
     enter: {supplier: Serbia, class: naval, output_tiv: 70, price: 2}}
  - {id: n4, year: 2014, why: w, enter: {supplier: Sudor, class: aircraft, output_tiv: 300}}
  - {id: n5, year: 2012, why: w, new_buyer: {buyer: Serbia, need_tiv: {land: 60, aircraft: 80}}}
  - {id: n6, year: 2014, until: 2021, why: w,
     new_buyer: {buyer: Ruritania, iso3: RUR, need_tiv: {naval: 90}}}
  - {id: n7, year: 2011, why: w, component: {supplier: Norden, class: naval, from: Sudor,
     component_class: aircraft, reliance: 0.8, buyer: [Bora, Alba, Serbia]}}
  - {id: n8, year: 2016, why: w, component: {supplier: [Norden, Sudor], class: aircraft,
     from: Cora, component_class: land, reliance: 1}}
  - {id: n9, year: 2019, until: 2021, why: w, component: {supplier: Norden, class: aircraft,
     from: Cora, component_class: land, reliance: 0}}
  - {id: n10, year: 2012, why: w, embargo: {supplier: [Sudor, Cora], buyer: [Alba, Bora, Serbia],
     closes: {aircraft: 1, land: 0.5}}}
  - {id: n11, year: 2011, why: w, demand: {buyer: [Bora, Alba], class: all, licence_share: 0.6,
     first_delivery_within: 3}}
  - {id: n12, year: 2018, why: w, demand: {buyer: Others, class: land, licence_share: 0.9}}
  - {id: n13, year: 2015, until: 2017, why: w,
     demand: {buyer: Bora, class: aircraft, first_delivery_within: 1.5}}
  - {id: n14, year: 2013, why: w, grant: {supplier: [Cora, Norden], buyer: Serbia, usd_m: 40,
     payer: Bora}}
"""
TALKS_ARE_KNOWN = """
  - {id: t1, year: 2011, until: 2013, why: w,
     talks: {supplier: [Norden, Sudor], buyer: [Alba, Bora], classes: [land, aircraft]}}
  - {id: t2, year: 2008, why: w, talks: {supplier: Sudor, buyer: Cora, classes: [all]}}
  - {id: t3, year: 2012, latest: 2015, lasts: 2, probability: 0.7, why: w,
     talks: {supplier: Norden, buyer: Alba, classes: [naval]}}
  - {id: t4, year: 2011, until: 2020, why: w, if: {talks: {buyer: Bora, supplier: Norden}},
     talks: {supplier: Cora, buyer: Bora, classes: [naval]}}
"""
EVENTS_DIFFER = """
  - {id: talked, year: 2010, until: 2020, why: w, if: {talks: {buyer: [Alba, Bora],
     supplier: Sudor}}, alignment: {between: [Alba, Norden], shift: -0.8}, over: 2}
  - {id: signed, year: 2011, why: w, lasts: 4, if: {order: {buyer: Bora, supplier: [Sudor, Norden],
     class: land, tiv: 5}, after: 2}, embargo: {supplier: Sudor, buyer: Bora, closes: all}}
  - {id: came, year: 2012, why: w, probability: 0.8, if: {deliveries: {buyer: [Alba, Cora],
     supplier: Norden, tiv: 300}}, need: {buyer: Alba, class: naval, factor: 4}}
  - {id: risen, year: 2011, why: w, if: {share: {buyer: Bora, supplier: Sudor, above: 0.35}},
     rivalry: {between: [Bora, Cora], level: 0.7}}
  - {id: fallen, year: 2010, until: 2022, why: w, if: {share: {buyer: [Alba, Bora],
     supplier: [Norden, Residual], below: 0.6}, after: 3},
     grant: {supplier: Norden, buyer: [Alba, Bora], usd_m: 300}}
  - {id: chain, year: 2010, why: w, if: {event: {id: signed}}, lasts: 3,
     price: {supplier: Norden, factor: 0.5}}
  - {id: given, year: 2010, until: 2023, why: w, if: {event: {id: fallen}},
     order: {buyer: Alba, supplier: Norden, class: naval, tiv: 80, usd_m: 30}}
  - {id: pledge, year: 2012, latest: 2018, why: w, probability: 0.7,
     order: {buyer: Cora, supplier: Sudor, class: land, tiv: 44, delivered: 2012-2014}}
  - {id: works, year: 2010, latest: 2016, why: w, capacity: {supplier: Sudor, factor: 0.4}}
  - {id: maybe, year: 2008, latest: 2014, probability: 0.6, why: w, lasts: 5,
     patron_objection: {patron: Norden, buyer: [Bora, Cora], supplier: Sudor, strength: 0.8}}
  - {id: object, year: 2010, why: w, if: {order: {buyer: Alba, supplier: Norden}},
     objection: {by: Bora, supplier: Norden, buyer: Alba, strength: 4}}
  - {id: home, year: 2011, latest: 2012, why: w, over: 3,
     domestic_cost: {buyer: Bora, supplier: Norden, shift: 0.6}}
  - {id: kept, year: 2012, probability: 0.5, why: w,
     withhold: {supplier: Norden, buyer: Alba, classes: [aircraft]}}
  - {id: lent, year: 2013, until: 2019, latest: 2016, why: w,
     credit: {supplier: Sudor, buyer: Bora, usd_m: 200}}
  - {id: eased, year: 2012, why: w, if: {event: {id: signed}, after: 3},
     lift: {supplier: Sudor, buyer: Bora}}
"""
FEEDBACKS_AT_FULL_STRENGTH = """
  parity: 1
  spending_reaction: 3
  spending_elasticity: 1
  alignment_drift: 0.15
  announcement_drift: -0.2
  component_hold: 1
  concession: 0.5
  talk: 0.3
  signal: 2.5
  veto: 3
  rival_delivery_cost: 0.3
  rival_sales: -3
  rival_patron: -2
  domestic_cost: -2
  objection: -4
  willingness_base: 1
  customary_backlog: 0.2
  licence_rate: 0.03
  price_sensitivity: 1.5
  bidding_discount: 0.3
  idle_discount: 0.3
"""
AROUND_ONE_BUYER = """
  - {id: a, year: 2011, why: w, embargo: {supplier: S2, buyer: B0, closes: all}}
  - {id: b, year: 2011, why: w, alignment: {between: [B0, S1], shift: -1}}
  - {id: c, year: 2010, until: 2014, why: w, capacity: {supplier: [B0, S1], factor: 0.7}}
  - {id: d, year: 2016, over: 3, why: w, capacity: {supplier: [S1, S2], factor: 0.25}}
  - {id: e, year: 2010, why: w, order: {buyer: B0, supplier: S1, class: land, tiv: 20}}
  - {id: f, year: 2013, why: w,
     order: {buyer: B0, supplier: S2, class: naval, tiv: 9, delivered: 2014-2016, licensed: true}}
  - {id: g, year: 2018, why: w, order: {buyer: B0, supplier: S1, class: naval, tiv: 70, usd_m: 2}}
"""


@dataclass(frozen=True)
class Told:
    """One world, as either model tells it."""

    case: Case
    plain: PlainMarket
    orders: Orders
    dates: Integers  # [M, 2] first and last year of delivery
    end: World
    flows: Flows
    happened: Floats  # [J] years from the start, or NEVER


def small_scenario(folder: Path, *, events: str = "", parameters: str = "") -> Scenario:
    """Fifteen years in the small theatre; ``events`` and ``parameters`` are YAML."""
    text = (
        f"title: t\nquestion: q\ntheatre: {write_small_theatre(folder / 'theatre')}\n"
        f"years: {{from: {START}, to: {LAST}}}\nseed: 11\n"
        + (f"events:{events}\n" if events else "")
        + (f"set:{parameters}\n" if parameters else "")
    )
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return replace(load(path), plot_buyers=())


def bare(folder: Path) -> Scenario:
    """The small theatre without history, order book, rivals or spending."""
    unknown = [name for name in OPTIONAL if name not in ("package_sizes.csv", "lags.csv")]
    write_small_theatre(folder / "bare", without=unknown)
    return replace(small_scenario(folder), theatre=str(folder / "bare"))


def random_theatre(
    folder: Path, seed: int, *, buyers: int = 6, suppliers: int = 4, years: int = 10
) -> Scenario:
    theatre = write_random_theatre(folder / "random", seed, buyers=buyers, suppliers=suppliers)
    strength = FEEDBACKS_AT_FULL_STRENGTH if seed % 2 else ""
    events = AROUND_ONE_BUYER if seed % 3 else QUIET
    return replace(small_scenario(folder, events=events, parameters=strength),
                   theatre=str(theatre), last_year=START + years - 1, seed=seed)  # fmt: skip


def default_theatre(_: Path) -> Scenario:
    """South Asia and the world, with the history of its politics, to 2012."""
    history = Path(__file__).parents[2] / "scenarios" / "history.yaml"
    return replace(load(history), last_year=2012, measures=())


SCENARIOS: dict[str, tuple[Callable[[Path], Scenario], tuple[int, ...]]] = {
    "no events": (small_scenario, (0, 1, 2)),
    "another seed": (lambda f: replace(small_scenario(f), seed=12), (1,)),
    "central parameters": (lambda f: replace(small_scenario(f), parameters="central"), (0, 7)),
    "all kinds of event": (lambda f: small_scenario(f, events=EVERYTHING_HAPPENS), (0, 1, 2, 30)),
    "given orders": (lambda f: small_scenario(f, events=ORDERS_ARE_GIVEN), (0, 1)),
    "orders and stocks": (lambda f: small_scenario(f, events=ON_THE_BOOK), (0, 1, 2)),
    "orders and stocks under strong feedbacks": (
        lambda f: small_scenario(
            f,
            events=EVERYTHING_HAPPENS + ORDERS_ARE_GIVEN + ON_THE_BOOK,
            parameters=FEEDBACKS_AT_FULL_STRENGTH,
        ),
        (0, 1, 2),
    ),
    "strong feedbacks": (
        lambda f: small_scenario(
            f, events=EVERYTHING_HAPPENS + ORDERS_ARE_GIVEN, parameters=FEEDBACKS_AT_FULL_STRENGTH
        ),
        (0, 1, 2),
    ),
    "offers change": (
        lambda f: small_scenario(
            f,
            events=EVERYTHING_HAPPENS + OFFERS_CHANGE,
            parameters=FEEDBACKS_AT_FULL_STRENGTH + "  quality: 2\n",
        ),
        (0, 1, 2),
    ),
    "talks are known": (
        lambda f: small_scenario(
            f,
            events=EVERYTHING_HAPPENS + ORDERS_ARE_GIVEN + TALKS_ARE_KNOWN,
            parameters=FEEDBACKS_AT_FULL_STRENGTH,
        ),
        (0, 1, 2),
    ),
    "events that differ": (lambda f: small_scenario(f, events=EVENTS_DIFFER), (0, 1, 2, 3)),
    "events that differ beside orders and stocks": (
        lambda f: small_scenario(f, events=EVENTS_DIFFER + ON_THE_BOOK),
        (2, 5),
    ),
    "events that differ among rivals of others": (
        lambda f: replace(
            small_scenario(f, events=EVENTS_DIFFER, parameters=FEEDBACKS_AT_FULL_STRENGTH),
            rivals="permuted",
        ),
        (0, 4),
    ),
    "rivals of others": (
        lambda f: replace(
            small_scenario(f, events=EVERYTHING_HAPPENS, parameters=FEEDBACKS_AT_FULL_STRENGTH),
            rivals="permuted",
        ),
        (0, 1),
    ),
    "recorded tenders": (
        lambda f: replace(
            small_scenario(f, events=EVERYTHING_HAPPENS + ORDERS_ARE_GIVEN), tenders="recorded"
        ),
        (0, 1),
    ),
    "nothing on record": (bare, (0, 1)),
    "one buyer alone": (lambda f: random_theatre(f, 113, buyers=1, suppliers=3), (0, 1)),
    "sixty suppliers": (lambda f: random_theatre(f, 60, buyers=4, suppliers=60, years=6), (0,)),
    "books that run empty": (lambda f: random_theatre(f, 228, years=41), (0,)),
    **{
        f"random theatre {seed}": (lambda f, seed=seed: random_theatre(f, seed), (0, 5))
        for seed in range(6)
    },
    "a random theatre with rivals of others": (
        lambda f: replace(random_theatre(f, 3), rivals="permuted"),
        (0, 1),
    ),
    "default theatre": (default_theatre, (3,)),
}
WORLDS = [(name, world) for name, (_, worlds) in SCENARIOS.items() for world in worlds]


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: f"{world[0]}, world {world[1]}")
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A world that both models have run."""
    name, world = request.param
    case = build_case(SCENARIOS[name][0](tmp_path_factory.mktemp("both")))
    end = case.empty_world()
    orders = new_orders(most_orders(case.fixed, end))
    forcing, events = case.own_forcing()
    differing = 0 if events is None else int(events.layout[E.DIFFERS, 1])
    happened = np.zeros((1, differing))
    rows, worlds = run_block(
        world, case.parameters(world, 1), case.event_scores(world, 1), case.fixed, forcing, events,
        end, orders, np.zeros((1, array_of(end, W.TALKS).size)), happened, np.zeros((1, 0)),
    )  # fmt: skip
    assert worlds == 1
    orders = Orders(orders.place[:rows], orders.value[:rows])
    plain = PlainMarket(case, world).run_all_years()
    clocks = array_of(forcing, X.CLOCK)[None]
    flows = flows_of(case, orders, world, 1, clocks=clocks)
    dates = dates_of(case, orders, world, clocks)
    return Told(case, plain, orders, dates, end, flows, happened[0])


def test_both_models_sign_the_same_orders_in_the_same_order(told: Told) -> None:
    theatre = told.case.theatre
    compiled = [
        (
            theatre.buyers[b],
            theatre.suppliers[s],
            theatre.classes[k],
            signed,
            (first, last),
            kind,
            (due, until),
        )
        for (_, b, s, k, signed, kind, due, until), (first, last) in zip(
            told.orders.place.tolist(), told.dates.tolist(), strict=True
        )
    ]
    plain = [
        (o.buyer, o.supplier, o.arms, o.signed, o.arrives, o.kind, (o.first, o.last))
        for o in told.plain.orders
    ]
    differing = [pair for pair in zip(plain, compiled, strict=False) if pair[0] != pair[1]]
    assert (differing[:5], len(plain)) == ([], len(compiled))


def test_both_models_agree_on_the_size_and_price_of_every_order(told: Told) -> None:
    plain = [(order.tiv, order.usd) for order in told.plain.orders]
    np.testing.assert_allclose(np.reshape(plain, (-1, 2)), told.orders.value, rtol=CLOSE, atol=0)


def test_both_models_announce_the_same_talks(told: Told) -> None:
    theatre = told.case.theatre
    said = announced(array_of(told.end, W.TALKS), len(theatre.suppliers))
    compiled = {
        (theatre.buyers[b], theatre.suppliers[s], theatre.classes[k], t)
        for t, b, k, s in np.argwhere(said).tolist()
    }
    assert told.plain.announcements == compiled


def test_both_models_deliver_the_same_volume_every_year(told: Told) -> None:
    compiled = told.flows.deliveries
    assert compiled is not None
    states, theatre = told.plain.state, told.case.theatre
    plain = [
        [
            [[year[k][s] for year in states[b].deliveries] for k in theatre.classes]
            for s in theatre.suppliers
        ]
        for b in theatre.buyers
    ]
    same(plain, compiled[0], "deliveries")
    by_class = np.sum(plain, axis=1)
    due = array_of(told.end, W.DUE_CLASS).transpose(1, 2, 0)
    same(by_class, due, "arms put into service")


def test_the_same_events_happen_in_both_models_in_the_same_years(told: Told) -> None:
    events = differing_events(told.case.scenario)
    years = told.case.years
    plain = [told.plain.chances.begins[event.id] for event in events]
    compiled = [None if t == NEVER else years[0] + int(t) for t in told.happened]
    assert [None if year is None or year > years[-1] else year for year in plain] == compiled


def test_nothing_ordered_before_the_start_is_delivered_before_it(told: Told) -> None:
    compiled = told.dates[:, 0]
    assert compiled[compiled != NEVER].min() >= 0
    assert min(order.arrives[0] for order in told.plain.orders if order.arrives[0] != NEVER) >= 0


def test_both_models_leave_the_same_world_behind(told: Told) -> None:
    for name, plain, compiled in remains(told):
        same(plain, compiled, name)


def remains(told: Told) -> Iterator[tuple[str, list[object], Floats]]:
    """What each model holds at the end, by name."""
    buyers, suppliers = told.plain.buyers, told.plain.suppliers
    faded = len(told.case.years) - array_of(told.end, W.FADED_TO)[:, :, None]
    by_supplier = {
        "ties": ("tie", W.TIE),
        "order books of dyads": ("dyad_book", W.DYAD_BOOK),
        "orders of dyads": ("dyad_orders", W.DYAD_ORDERS),
        "sales of dyads": ("dyad_sales", W.DYAD_SALES),
        "drift of alignment": ("drift", W.DRIFT),
        "domestic cost": ("cost", W.COST),
        "stocks": ("stock", W.STOCK),
    }
    for name, (attribute, array) in by_supplier.items():
        rows = [list(getattr(buyer, attribute).values()) for buyer in buyers]
        yield name, rows, array_of(told.end, array)
    for name, attribute, kept, array in (
        ("habits", "habit", 0.9, W.HABIT), ("own sales", "own_sales", 0.8, W.OWN_SALES)
    ):  # fmt: skip
        cubes = [[list(row.values()) for row in getattr(b, attribute).values()] for b in buyers]
        yield name, cubes, array_of(told.end, array) * kept**faded
    for name, attribute, array in (
        ("spending", "spending", W.SPENDING), ("slow demand", "demand_slow", W.DEMAND_SLOW)
    ):  # fmt: skip
        yield name, [getattr(buyer, attribute) for buyer in buyers], array_of(told.end, array)
    for name, attribute, array in (
        ("order books", "book", W.BOOK),
        ("deliveries of the last year", "load", W.LOAD),
    ):
        rows = [list(getattr(supplier, attribute).values()) for supplier in suppliers]
        yield name, rows, array_of(told.end, array)
    by_class = [[s.class_sales[k] for s in suppliers] for k in told.case.theatre.classes]
    yield "sales by class", by_class, array_of(told.end, W.CLASS_SALES)
    yield "sales", [supplier.all_sales for supplier in suppliers], array_of(told.end, W.ALL_SALES)
    yield "drift of shares", [supplier.walk for supplier in suppliers], array_of(told.end, W.WALK)


def same(plain: object, compiled: Floats, name: str) -> None:
    """Equal but for rounding, which is of the size of the largest number that was added up."""
    rounding = CLOSE * max(1e-3, np.abs(compiled).max(initial=0.0))
    np.testing.assert_allclose(
        np.reshape(plain, compiled.shape), compiled, rtol=CLOSE, atol=rounding, err_msg=name
    )
