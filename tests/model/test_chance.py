"""Events that differ from world to world: drawn by their id, or called up by what happens."""

import numpy as np
import pytest

from sim.experiment.case import build_case
from sim.experiment.chances import differing_events
from sim.experiment.worlds import case_of_world, run_worlds
from sim.model.orders import BUYER_AT, CLASS_AT, SIGNED, SUPPLIER_AT, WORLD
from sim.model.world import NEVER
from sim.scenario import load
from tests.golden import SMALL
from tests.model.test_plain_agrees import EVENTS_DIFFER
from tests.theatres import write_small_theatre

WORLDS = 60
DRAWN = "{id: drawn, year: 2012, latest: 2016, probability: 0.6, why: w, "
BAN = "embargo: {supplier: Norden, buyer: Alba, closes: all}}"
CHEAP = "price: {supplier: Sudor, factor: 0.5}}"
CALLED = (
    "{id: called, year: 2012, until: 2019, why: w, if: {order: {buyer: Alba, supplier: Norden, "
    "tiv: 20}, after: 2}, " + BAN
)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """A scenario of the small theatre with some events, each a flow mapping."""
    folder = tmp_path_factory.mktemp("chance")
    write_small_theatre(folder / "theatre")

    def write(*events):
        lines = ["events:", *(f"  - {event}" for event in events)] if events else []
        file = folder / "s.yaml"
        file.write_text(SMALL + "\n".join(lines) + "\n", encoding="utf-8")
        return load(file)

    return write


@pytest.fixture(scope="module")
def ran(scenario):
    """Orders, what happened, and deliveries of all worlds with some events; each is run once."""
    known = {}

    def run(*events, **how):
        key = events, tuple(how.items())
        if key not in known:
            case = build_case(scenario(*events))
            blocks = list(run_worlds(case, 0, WORLDS, **how))
            known[key] = (
                case,
                np.concatenate([block.orders.place for block in blocks]),
                np.concatenate([block.happened for block in blocks]),
                np.concatenate([block.flows.deliveries for block in blocks]),
            )
        return known[key]

    return run


def test_a_draw_hangs_on_the_id_and_is_shared_between_scenarios(ran):
    _, _, alone, _ = ran(DRAWN + BAN)
    _, _, other, _ = ran(CALLED, DRAWN + CHEAP)
    assert np.array_equal(alone[:, 0], other[:, 1])
    _, _, renamed, _ = ran(DRAWN.replace("drawn", "named") + BAN)
    assert not np.array_equal(alone, renamed)


def test_a_likelier_event_happens_where_the_rarer_one_does_and_in_its_year(ran):
    _, _, rare, _ = ran(DRAWN + BAN)
    _, _, likely, _ = ran(DRAWN.replace("0.6", "0.9") + BAN)
    happened = rare[:, 0] != NEVER
    assert np.array_equal(rare[happened], likely[happened])
    assert happened.sum() < (likely != NEVER).sum() < WORLDS
    assert abs(happened.mean() - 0.6) < 4 * np.sqrt(0.24 / WORLDS)
    assert set(rare[happened, 0]) == {2, 3, 4, 5, 6}


def test_an_event_changes_nothing_before_its_year_and_bans_from_then_on(ran):
    without = ran()[1]
    case, orders, happened, _ = ran(DRAWN + BAN)
    alba, norden = case.theatre.buyers.index("Alba"), case.theatre.suppliers.index("Norden")
    fewer = 0
    for world, year in enumerate(happened[:, 0].tolist()):
        both = [rows[rows[:, WORLD] == world] for rows in (without, orders)]
        end = year if year != NEVER else 99
        before = [rows[rows[:, SIGNED] < end] for rows in both]
        assert np.array_equal(*before)
        after = [
            ((rows[:, SIGNED] >= end) & (rows[:, BUYER_AT] == alba)
             & (rows[:, SUPPLIER_AT] == norden)).sum() for rows in both
        ]  # fmt: skip
        fewer += int(after[0]) - int(after[1])
    assert fewer > 30


def test_the_first_year_that_meets_a_condition_calls_the_event_up_once(ran):
    case, orders, happened, _ = ran(CALLED)
    alba, norden = case.theatre.buyers.index("Alba"), case.theatre.suppliers.index("Norden")
    [block] = list(run_worlds(case, 0, WORLDS, block=WORLDS))
    tiv = block.orders.value[:, 0]
    assert len(tiv) == len(orders)
    meets = (orders[:, BUYER_AT] == alba) & (orders[:, SUPPLIER_AT] == norden) & (tiv >= 20)
    within = (orders[:, SIGNED] >= 2) & (orders[:, SIGNED] <= 9)
    for world, year in enumerate(happened[:, 0].tolist()):
        found = orders[meets & within & (orders[:, WORLD] == world)][:, SIGNED]
        assert year == (found.min() + 2 if len(found) else NEVER)
    assert 0 < (happened == NEVER).sum() < WORLDS


@pytest.fixture(scope="module")
def eventful(scenario):
    """Every kind of condition and of draw, on most kinds of event."""
    events = scenario()
    text = SMALL + "parameters: prior\nevents:" + EVENTS_DIFFER
    file = events.path.with_name("eventful.yaml")
    file.write_text(text, encoding="utf-8")
    return build_case(load(file))


def test_every_event_happens_in_some_worlds_and_blocks_and_threads_do_not_matter(eventful):
    [whole] = list(run_worlds(eventful, 0, 40, block=40))
    shares = (whole.happened != NEVER).mean(axis=0)
    ids = [event.id for event in differing_events(eventful.scenario)]
    assert all(share > 0 for share in shares), dict(zip(ids, shares, strict=True))
    assert sum(share < 1 for share in shares) > 8
    parts = list(run_worlds(eventful, 0, 40, threads=2, block=3))
    for name in ("happened", "talks", "clocks"):
        cut = np.concatenate([getattr(part, name) for part in parts])
        assert np.array_equal(getattr(whole, name), cut), name
    assert np.array_equal(whole.orders.place, np.concatenate([p.orders.place for p in parts]))
    cut = np.concatenate([part.flows.deliveries for part in parts])
    assert np.array_equal(whole.flows.deliveries, cut)


def test_a_world_is_the_same_as_if_its_events_had_been_written_with_their_years(eventful):
    for number in (1, 2):
        own = case_of_world(eventful, number)
        assert not own.differs and case_of_world(own, number) is own
        [one], [other] = (list(run_worlds(case, number, 1)) for case in (eventful, own))
        assert np.array_equal(one.orders.place, other.orders.place)
        assert np.array_equal(one.orders.value, other.orders.value)
        assert np.array_equal(one.flows.deliveries, other.flows.deliveries)


@pytest.mark.slow
def test_mesa_plays_the_same_worlds(eventful):
    [block] = list(run_worlds(eventful, 3, 1))
    for one_by_one in (False, True):
        market = eventful.market(3, one_by_one=one_by_one)
        while market.running:
            market.step()
        assert np.array_equal(market.orders().place, block.orders.place)
        assert np.array_equal(market.orders().value, block.orders.value)


def test_scenarios_without_such_events_share_one_forcing(scenario):
    case = build_case(scenario())
    forcing, events = case.own_forcing()
    assert forcing is case.forcing and events is None


def test_the_classes_of_a_condition_matter(ran, scenario):
    naval = CALLED.replace("tiv: 20", "tiv: 20, class: naval")
    case, orders, happened, _ = ran(naval)
    [block] = list(run_worlds(case, 0, WORLDS, block=WORLDS))
    k = case.theatre.classes.index("naval")
    for world, year in enumerate(happened[:, 0].tolist()):
        own = orders[orders[:, WORLD] == world]
        tiv = block.orders.value[orders[:, WORLD] == world, 0]
        seen = (own[:, SIGNED] == year - 2) & (own[:, CLASS_AT] == k) & (tiv >= 20)
        assert year == NEVER or seen.any()
    assert (happened != NEVER).any()
