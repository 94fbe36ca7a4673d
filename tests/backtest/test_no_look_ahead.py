"""Nothing that a register has of the origin's year or later can change a forecast."""

import random
from dataclasses import replace

import pytest

from sim.backtest.baselines import baselines
from sim.backtest.forecast import case_of, known_at, simulate
from sim.backtest.record import FLOWS, volumes_of

from .conftest import CHOICE, HORIZON, ORIGIN, register_of


def forecast(made, folder, *, strict=False):
    """All bytes of a forecast, and the tables that it starts from."""
    known = known_at(register_of(made, folder), CHOICE, folder / "theatre", strict=strict)
    simulated = simulate(case_of(known, HORIZON, 5, 1), threads=1)
    past = volumes_of(known.placed, known.theatre, ORIGIN - 20, ORIGIN - 1)
    shares = [baselines(past, known.theatre, flow, HORIZON) for flow in FLOWS]
    tables = {
        path.name: path.read_bytes() for path in (folder / "theatre").glob("*.csv")
        if not path.name.startswith(("recorded", "dated"))
    }  # fmt: skip
    parts = [simulated[flow].tobytes() for flow in FLOWS]
    parts += [share.tobytes() for by_name in shares for share in by_name.values()]
    return b"".join(parts), tables


@pytest.fixture(scope="module")
def plain(tmp_path_factory, invented):
    return forecast(invented, tmp_path_factory.mktemp("plain"))


def later_removed(made):
    return [deal for deal in made if deal.order < ORIGIN]


def later_shuffled(made):
    draw = random.Random(3)
    later = [deal for deal in made if deal.order >= ORIGIN]
    buyers, sellers = [deal.buyer for deal in later], [deal.seller for deal in later]
    draw.shuffle(buyers)
    moved = [
        replace(deal, buyer=buyer, seller="Ruritania" if buyer == seller else seller, unit=500)
        for deal, buyer, seller in zip(later, buyers, sellers, strict=True)
    ]
    draw.shuffle(moved)
    return [*(deal for deal in made if deal.order < ORIGIN), *moved]


def arriving_at_other_times(made):
    """What comes of early orders from the origin on comes in the opposite order of years."""
    changed = []
    for deal in made:
        early = tuple(row for row in deal.delivered if row[0] < ORIGIN)
        late = [row for row in deal.delivered if row[0] >= ORIGIN]
        years = [min(year + 1, 2023) for year, _ in reversed(late)]
        moved = tuple((year, number) for year, (_, number) in zip(years, late, strict=True))
        changed.append(replace(deal, delivered=early + moved) if deal.order < ORIGIN else deal)
    return changed


def called_otherwise_later(made):
    """A large buyer has the mark of rebels in a later row, and rebels have none."""
    placed = next(deal for deal in made if deal.order >= ORIGIN)
    names = ("India*", "Pakistan**", "Hill rebels", "NATO")
    return [*made, *(replace(placed, number=9000 + i, buyer=name) for i, name in enumerate(names))]


@pytest.mark.parametrize(
    "change",
    [later_removed, later_shuffled, arriving_at_other_times, called_otherwise_later],
)
def test_later_rows_change_no_byte(tmp_path, invented, plain, change):
    changed = change(invented)
    assert changed != invented
    bytes_, tables = forecast(changed, tmp_path)
    assert tables == plain[1]
    assert bytes_ == plain[0]


def arriving_in_other_numbers(made):
    return [
        replace(
            deal,
            delivered=tuple((y, n + 7 if y >= ORIGIN else n) for y, n in deal.delivered),
        )
        for deal in made
    ]


def test_strictly_not_even_what_was_still_to_come(tmp_path, invented, plain):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one = forecast(invented, tmp_path / "one", strict=True)
    other = forecast(arriving_in_other_numbers(invented), tmp_path / "other", strict=True)
    assert one == other and one != plain


def test_an_earlier_row_does_change_it(tmp_path, invented, plain):
    place = next(i for i, deal in enumerate(invented) if 2005 < deal.order < ORIGIN - 3)
    changed = [*invented]
    changed[place] = replace(changed[place], unit=changed[place].unit * 3)
    assert forecast(changed, tmp_path)[0] != plain[0]
