"""What was known at an origin: nothing later, and all that was there."""

import numpy as np
import pytest

from sim.register.as_of import deals_as_of, relations_as_of, theatre_as_of_start
from sim.register.read import read_register
from sim.theatre.load import default_theatre

from .synthetic import yearly_text

ORIGIN = 2013


@pytest.fixture(scope="module")
def whole(tmp_path_factory, invented):
    file = tmp_path_factory.mktemp("known") / "register.csv"
    file.write_text(yearly_text(invented), encoding="utf-8")
    return read_register([file]).deals


def test_only_orders_before_the_origin_are_known_with_all_their_volume(whole):
    known = deals_as_of(whole, ORIGIN)
    early = whole.order_year < ORIGIN
    assert len(known.buyer) == early.sum() and (known.order_year < ORIGIN).all()
    assert known.ordered.sum() == pytest.approx(whole.ordered[early].sum())
    assert known.delivered.sum() == pytest.approx(whole.delivered[early[whole.deal]].sum())


def test_when_it_arrives_is_not_known(whole):
    known = deals_as_of(whole, ORIGIN)
    assert known.delivery_year.max() == ORIGIN
    heaps = known.deal[known.delivery_year == ORIGIN]
    assert len(set(heaps.tolist())) == len(heaps)
    before = whole.delivery_year < ORIGIN
    assert (known.delivery_year < ORIGIN).sum() == before.sum()


def test_strictly_an_order_is_as_large_as_what_had_come(whole):
    known = deals_as_of(whole, ORIGIN, strict=True)
    assert known.delivery_year.max() < ORIGIN
    came = np.bincount(known.deal, known.delivered, minlength=len(known.buyer))
    assert known.ordered == pytest.approx(came) and (known.ordered > 0).all()


def test_names_and_sorts_stay_together(whole):
    known = deals_as_of(whole, ORIGIN)
    of = dict(zip(whole.names, whole.sorts, strict=True))
    assert known.sorts == tuple(of[name] for name in known.names)
    assert len(known.names) == len(set(known.buyer.tolist()) | set(known.supplier.tolist()))


def test_relations_end_before_the_origin_and_go_on_as_they_stood():
    theatre = default_theatre()
    early = relations_as_of(theatre, 2010)
    assert max(year for path in early.spending.values() for year in path) < 2010
    assert max(year for path in early.un_votes.values() for year in path) < 2010
    for name in ("India", "Russia"):
        assert early.un_point(name, 2020) == theatre.un_point(name, 2009)
    assert max(tie.first_year for tie in early.rivalries) < 2010
    for year in (2009, 2020):
        now = {(tie.state_a, tie.state_b) for tie in early.rivalries if tie.holds(year)}
        then = {(tie.state_a, tie.state_b) for tie in theatre.rivalries if tie.holds(2009)}
        assert now == then
    assert any(year >= 2010 for path in theatre.spending.values() for year in path)


def test_embargoes_in_force_go_on_and_later_ones_are_not_known():
    early = relations_as_of(default_theatre(), 2006).embargoes
    bans = {(ban.supplier, ban.buyer): ban for ban in early}
    assert bans["United States", "Viet Nam"].holds(2030)  # that it would be lifted is not known
    assert not bans[None, "Iraq"].holds(2006)
    assert ("United States", "Venezuela") not in bans and (None, "Iran") not in bans


def test_a_theatre_of_an_origin_has_no_record():
    theatre = theatre_as_of_start(default_theatre())
    assert not theatre.recorded and not theatre.recorded_packages and not theatre.dated_orders
    assert all(year < theatre.start for path in theatre.spending.values() for year in path)
