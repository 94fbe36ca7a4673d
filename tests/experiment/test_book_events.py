"""Orders suspended and cancelled, arms handed on: what comes of it, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.experiment.rows import FLOWS_READ, rows_of
from sim.experiment.worlds import map_worlds, run_worlds
from sim.model.due import kept, passed, work_between
from sim.model.grids import array_of
from sim.model.need import FIRST_AGAIN
from sim.model.orders import CLASS_AT, SIGNED, SUPPLIER_AT, due_of_row
from sim.model.world import BUYER_GIVEN, NUMBER, SUPPLIER, F, W, X
from sim.scenario import load
from tests.theatres import START, write_small_theatre

LAST, WORLDS = START + 14, 6
ALBA, BORA, NORDEN, SUDOR = 0, 1, 1, 2  # on the axes of the small theatre
GIVEN = """
  - {id: one, year: 2011, why: w, order: {buyer: Alba, supplier: Norden, class: aircraft, tiv: 80,
     usd_m: 400, delivered: 2013-2016}}
  - {id: two, year: 2012, why: w, order: {buyer: Alba, supplier: Norden, class: land, tiv: 30,
     usd_m: 60, delivered: 2012-2014}}
"""


@pytest.fixture(scope="module")
def theatre(tmp_path_factory):
    return write_small_theatre(tmp_path_factory.mktemp("small") / "theatre")


@pytest.fixture(scope="module")
def case_of(theatre, tmp_path_factory):
    """A case of the small theatre in which some events happen."""
    folder = tmp_path_factory.mktemp("scenarios")

    def build(*events, more=""):
        happens = GIVEN + "".join(f"  - {{why: w, {event}}}\n" for event in events)
        file = folder / "s.yaml"
        file.write_text(
            f"title: t\ntheatre: {theatre}\nyears: {{from: {START}, to: {LAST}}}\n"
            f"set: {{parity: 1, spending_reaction: 2, shared_delay: 0}}\n{more}events:{happens}",
            encoding="utf-8",
        )
        return build_case(load(file))

    return build


@pytest.fixture(scope="module")
def flows_of(case_of):
    """Flows of a few worlds in which some events happen."""

    def run(*events):
        return next(iter(run_worlds(case_of(*events), 0, WORLDS))).flows

    return run


@pytest.fixture(scope="module")
def quiet(flows_of):
    return flows_of()


GROUP = "groups: {both: [Alba, Bora]}\n"
SUSPENDED = "id: s, year: 2013, until: 2015, suspend: {supplier: Norden, buyer: Alba}"


def test_while_deliveries_are_suspended_nothing_arrives_and_then_the_rest_comes(quiet, flows_of):
    held = flows_of(SUSPENDED).deliveries[:, ALBA, NORDEN].sum(axis=1)
    free = quiet.deliveries[:, ALBA, NORDEN].sum(axis=1)
    assert np.array_equal(held[:, :3], free[:, :3]) and (free[:, 3:6].sum(axis=1) > 60).all()
    assert not held[:, 3:6].any()
    assert held[:, 6:9].sum() > free[:, 6:9].sum() + 60 * WORLDS


def test_a_given_order_comes_later_by_the_years_for_which_it_is_suspended(case_of):
    [block] = run_worlds(case_of(SUSPENDED), 0, 1)
    place, value = block.orders
    [row] = np.flatnonzero((place[:, SIGNED] == 1) & (value[:, 0] == 80.0))
    assert block.dates[:, row].tolist() == [6, 9]


def test_what_is_not_resumed_never_comes(flows_of):
    lost = flows_of(SUSPENDED.replace("Alba}", "Alba, resume: false}"))
    back = flows_of(SUSPENDED)
    ends = lost.deliveries[:, ALBA, NORDEN, :, 6:].sum(axis=(1, 2))
    assert (ends < back.deliveries[:, ALBA, NORDEN, :, 6:].sum(axis=(1, 2)) - 60).all()


def test_a_suspension_in_force_at_the_start_holds_the_book_back(quiet, flows_of):
    held = flows_of("id: s, year: 2008, until: 2011, suspend: {supplier: [Norden, Sudor, Cora, "
                    "Residual], buyer: [Alba, Bora, Cora, Others]}")  # fmt: skip
    assert quiet.deliveries[..., :2].any() and not held.deliveries[..., :2].any()


CANCELLED = "id: c, year: 2014, cancel: {supplier: Norden, buyer: Alba, refund: 0.25"


def test_what_is_cancelled_does_not_come_and_leaves_the_books(quiet, flows_of, case_of):
    gone = flows_of(f"{CANCELLED}}}").deliveries[:, ALBA, NORDEN]
    free = quiet.deliveries[:, ALBA, NORDEN]
    assert np.array_equal(gone[..., :4], free[..., :4])
    assert (gone[..., 4].sum(axis=1) < free[..., 4].sum(axis=1) - 20).all()
    market = case_of(f"{CANCELLED}}}").market(0)
    for _ in range(5):
        before = array_of(market.world, W.DYAD_BOOK)[ALBA, NORDEN]
        market.step()
    assert array_of(market.world, W.DYAD_BOOK)[ALBA, NORDEN] == pytest.approx(
        sum(row[0] for row in market.orders().value[_signed(market, 4)])
        - array_of(market.world, W.DUE_DYAD)[4, ALBA, NORDEN], abs=1e-6
    )  # fmt: skip
    assert before > 40


def _signed(market, t):
    place = market.orders().place
    return (place[:, 4] == t) & (place[:, 1] == ALBA) & (place[:, SUPPLIER_AT] == NORDEN)


@pytest.mark.parametrize("unit", [0, 1], ids=["TIV", "US$ m"])
def test_delivered_due_and_cancelled_are_all_that_was_ordered(case_of, unit):
    case = case_of(
        SUSPENDED, f"{CANCELLED}, share: 0.6}}",
        "id: d, year: 2016, cancel: {supplier: [Norden, Sudor], buyer: [Alba, Others], "
        "share: 0.5, reorder: true}",
        "id: e, year: 2018, until: 2020, suspend: {supplier: Sudor, buyer: Bora, resume: false}",
    )  # fmt: skip
    [(orders, flows, rows)] = map_worlds(
        lambda block: (block.orders, block.flows, rows_of(case, block, {})["orders"]),
        case, 0, 1, ledgers=FLOWS_READ,
    )  # fmt: skip
    value = orders.value[:, unit]
    clock, years = array_of(case.forcing, X.CLOCK), len(case.years)
    due = np.zeros(len(value))
    for row, place in enumerate(orders.place):
        order = due_of_row(place, case.forcing)
        work = clock[place[SUPPLIER_AT], place[CLASS_AT]]
        done = work_between(0.0, passed(years, order, work, case.forcing), order)
        left = kept(years - 1, order, case.forcing)
        due[row] = value[row] * left * (1.0 - done / (order.last - order.first + 1))
    lost = rows["cancelled_tiv"].to_numpy()
    cancelled = lost * value / orders.value[:, 0]
    delivered = (flows.deliveries, flows.deliveries_usd)[unit].sum()
    assert delivered + due.sum() + cancelled.sum() == pytest.approx(value.sum(), rel=1e-12)
    assert (cancelled <= value * (1 + 1e-12)).all() and cancelled.any() and due.any()
    came = rows["cancelled"].is_valid().to_numpy(zero_copy_only=False)
    assert np.array_equal(came, lost > 0)
    once = np.array(rows["cancelled"].to_pylist()) == 2014
    refunded, usd = (
        rows["refunded_usd_m"].to_numpy(),
        lost * orders.value[:, 1] / orders.value[:, 0],
    )
    assert (refunded <= usd * (1 + 1e-12)).all() and (refunded[once] < usd[once]).all()


def asked_elsewhere(case):
    """Suppliers of what Alba orders elsewhere in 2014, in three worlds."""
    asked = []
    for world in range(3):
        market = case.market(world)
        for _ in range(5):
            market.step()
        tenders = array_of(market.world, W.TENDER)
        first = int(array_of(case.fixed, F.FIRST_SLOT)[ALBA])
        mine = tenders[first : first + int(array_of(market.world, W.TENDERS)[4, ALBA])]
        asked += mine[mine[:, NUMBER].astype(int) // FIRST_AGAIN == 1][:, SUPPLIER].tolist()
    return asked


def test_what_is_ordered_elsewhere_is_never_ordered_from_whom_it_was_cancelled(case_of):
    asked = asked_elsewhere(case_of(f"{CANCELLED}, reorder: true}}"))
    assert len(asked) >= 6 and NORDEN not in asked and SUDOR in asked


def test_who_needs_nothing_orders_nothing_elsewhere(case_of):
    """As when a player decides what a buyer orders: the model asks for nothing beside it."""
    nothing = "id: n, year: 2014, until: 2014, need: {buyer: Alba, class: all, factor: 0}"
    assert not asked_elsewhere(case_of(f"{CANCELLED}, reorder: true}}", nothing))


def test_a_state_that_lost_its_arms_orders_more_and_its_rival_less(quiet, flows_of):
    loss = flows_of("id: l, year: 2013, stocks: {buyer: Alba, class: all, share: -0.9}")
    assert np.array_equal(loss.orders[..., :4], quiet.orders[..., :4])
    later = slice(4, 10)
    assert loss.orders[:, ALBA, ..., later].sum() > 1.05 * quiet.orders[:, ALBA, ..., later].sum()
    assert loss.orders[:, BORA, ..., later].sum() < quiet.orders[:, BORA, ..., later].sum()


def test_arms_handed_on_leave_one_stock_and_enter_the_other(case_of):
    gift = "id: g, year: 2012, stocks: {buyer: Alba, class: land, %s: %s, from: Bora}"
    stocks = {}
    for asked in ("none", ("share", 0.5), ("tiv", 5.0), ("tiv", 90_000)):
        market = (case_of() if asked == "none" else case_of(gift % asked)).market(0)
        for _ in range(3):
            before = array_of(market.world, W.STOCK)[:, 1].copy()
            market.step()
        stocks[asked] = array_of(market.world, W.STOCK)[:, 1]
    wanted = {("share", 0.5): 0.5 * before[BORA], ("tiv", 5.0): 5.0, ("tiv", 90_000): 90_000}
    moved = {asked: 0.95 * min(size, before[BORA]) for asked, size in wanted.items()}
    for asked, tiv in moved.items():
        change = stocks[asked] - stocks["none"]
        assert change[[ALBA, BORA]] == pytest.approx([tiv, -tiv]) and before[BORA] > 5


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        ("stocks: {buyer: Alba, class: land, share: 0.1, from: Norden}",
         "'Norden' is no buyer here, so its stock is not known; give 'tiv', not 'share'"),
        ("stocks: {buyer: Alba, class: land, tiv: 1, from: Old Alba}",
         "'Old Alba' and 'Alba' are the same state"),
        ("stocks: {buyer: Norden, class: land, tiv: 1}", "'Norden' is no buyer in this theatre"),
        ("suspend: {supplier: Alba, buyer: Bora}", "'Alba' is no supplier in this theatre"),
        ("cancel: {supplier: Norden, buyer: Bora, classes: [lnd]}", "unknown class 'lnd'"),
        ("stocks: {buyer: both, class: land, tiv: 1}",
         "'both' is a group; stocks is of one state, so write one event for each"),
    ],
)  # fmt: skip
def test_what_a_theatre_does_not_have_is_refused(case_of, event, problem):
    with pytest.raises(InputError) as refused:
        case_of(f"id: x, year: 2012, {event}", more=GROUP)
    [found] = refused.value.problems
    assert problem in found.message and found.mark.line == 11


def test_a_group_is_suspended_and_cancelled_member_by_member(case_of):
    events = ("id: s, year: 2012, suspend: {{supplier: Norden, buyer: {}}}",
              "id: c, year: 2013, cancel: {{supplier: Norden, buyer: {}}}")  # fmt: skip
    one, other = (
        case_of(*(event.format(who) for event in events), more=GROUP).forcing
        for who in ("both", "[Alba, Bora]")
    )
    for table in (X.HOLDS, X.CUTS):
        assert len(array_of(one, table)) and np.array_equal(
            array_of(one, table), array_of(other, table)
        )


def test_there_is_room_for_all_that_is_ordered_elsewhere():
    """All that India has on order with Russia after twenty years, beside what it needs."""
    scenario = load("india_cancels_russian_arms")
    case, without = (
        build_case(replace(scenario, events=events)) for events in (scenario.events, ())
    )
    room = array_of(case.fixed, F.FIRST_SLOT) - array_of(without.fixed, F.FIRST_SLOT)
    assert room[-1] > 0
    assert not array_of(case.forcing, X.GIVEN)[:, BUYER_GIVEN].size
    india, russia = case.theatre.buyers.index("India"), case.theatre.suppliers.index("Russia")
    flows = next(iter(run_worlds(case, 0, 1))).flows
    assert flows.deliveries[0, india, russia, :, :20].any()
    assert not flows.deliveries[0, india, russia, :, 20].sum() > 300
