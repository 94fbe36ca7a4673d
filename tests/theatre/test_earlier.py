"""Orders before the start of the default theatre agree with its other tables."""

from collections import Counter

import pytest

from sim.base.problems import InputError
from sim.theatre.earlier import EARLIER_ORDERS, earlier_orders
from sim.theatre.load import default_theatre

THEATRE = default_theatre()
ORDERS = earlier_orders(THEATRE)


def test_their_volumes_are_those_of_the_recorded_window():
    recorded = THEATRE.recorded["orders"].total("orders", (1998, 2002))
    total = sum(one.order.tiv for one in ORDERS if one.order.year >= 1998)
    assert total == pytest.approx(recorded.sum(), rel=0.01)


def test_the_number_of_deals_is_that_of_the_history():
    found = Counter()
    for one in ORDERS:
        if one.order.year >= 1998:
            found[one.order.buyer] += one.deals
    at_start = THEATRE.orders_5y.sum(axis=(1, 2)).tolist()
    own = dict(zip(THEATRE.buyers, at_start, strict=True))
    for aggregate in THEATRE.aggregates:  # of states that the table of history has otherwise
        own.pop(aggregate, None)
    apart = {name: found[name] - own[name] for name in own if found[name] != own[name]}
    assert max(map(abs, apart.values()), default=0) <= 1, apart  # editions of the register differ
    assert len(apart) <= 5, apart


def test_an_order_from_the_start_on_is_refused_at_its_line(tmp_path):
    lines = EARLIER_ORDERS.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace(",1995,", ",2003,")
    (tmp_path / "orders.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match=r":3:1: .*before the theatre's start, 2003"):
        earlier_orders(THEATRE, tmp_path / "orders.csv")
