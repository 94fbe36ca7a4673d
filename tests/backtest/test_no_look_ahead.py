"""Nothing that a register has of the origin's year or later can change a forecast."""

import random
from dataclasses import replace

import pytest

from sim.backtest import run
from sim.backtest.benchmarks import benchmarks
from sim.backtest.from_register import FromRegister
from sim.backtest.run import BacktestPlan

from .conftest import CHOICE, HORIZON, ORIGIN, register_of

pytestmark = pytest.mark.slow


def forecast(made, folder, *, strict=False, estimated=False):
    """All bytes that a back-test has before it looks at what came, and the tables it starts from.

    The record of the years before goes with them, for forecasters without a model read it.
    """
    source = FromRegister(register_of(made, folder), CHOICE)
    plan = BacktestPlan((ORIGIN,), HORIZON, CHOICE, 5, 1, strict)
    origins = source.prepare(plan, folder)
    settings = {ORIGIN: source.estimate(origins[0], no_bar)} if estimated else {}
    parts = []

    def set_beside(theatre, flow, simulated, record, *rest):
        parts.append(simulated.tobytes())
        shares = benchmarks(record.before, theatre, flow, HORIZON)
        parts.extend(share.tobytes() for share in shares.values())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "outcome_of", set_beside)
        run.backtest(source, origins, plan, settings, None, 1, no_bar)
    tables = {path.name: path.read_bytes() for path in folder.glob("theatre_*/*.csv")}
    return b"".join(parts), tables, settings


def no_bar(done):
    """Nobody watches."""


@pytest.fixture(scope="module")
def plain(tmp_path_factory, invented):
    return forecast(invented, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def estimated(tmp_path_factory, invented):
    return forecast(invented, tmp_path_factory.mktemp("estimated"), estimated=True)


def factors(made, folder):
    """By how much bands are widened at the origin."""
    source = FromRegister(register_of(made, folder), CHOICE)
    plan = BacktestPlan((ORIGIN,), HORIZON, CHOICE, 5, 1, strict=False)
    origins, tried = source.prepare(plan, folder), run.prepare_earlier(source, plan)
    found = run.backtest(source, origins, plan, {}, None, 1, no_bar, tried)
    return [item.widening for item in found.outcomes]


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
    bytes_, tables, _ = forecast(changed, tmp_path)
    assert tables == plain[1]
    assert bytes_ == plain[0]


def test_nor_the_widening_of_bands(tmp_path, invented):
    found = []
    for name, made in (
        ("plain", invented),
        ("other", arriving_at_other_times(later_shuffled(invented))),
    ):
        (tmp_path / name).mkdir()
        found.append(factors(made, tmp_path / name))
    assert found[0] == found[1]
    assert {one.origins for one in found[0]} == {(ORIGIN - HORIZON, ORIGIN - 2 * HORIZON)}


@pytest.mark.parametrize("change", [later_removed, later_shuffled, arriving_at_other_times])
def test_nor_the_weights_that_are_estimated(tmp_path, invented, estimated, change):
    bytes_, _, settings = forecast(change(invented), tmp_path, estimated=True)
    assert settings == estimated[2]
    assert bytes_ == estimated[0]


def test_estimated_weights_are_those_of_the_forecast(plain, estimated):
    assert estimated[2][ORIGIN].weights
    assert estimated[1] == plain[1] and estimated[0] != plain[0]


def test_no_table_of_an_origin_tells_what_then_happened(plain):
    assert "history.csv" in plain[1]
    assert not [name for name in plain[1] if name.startswith(("recorded", "dated"))]


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
    assert one == other
    assert one[0] != plain[0] and one[1] != plain[1]


def test_an_earlier_row_does_change_it(tmp_path, invented, plain):
    place = next(i for i, deal in enumerate(invented) if 2005 < deal.order < ORIGIN - 3)
    changed = [*invented]
    changed[place] = replace(changed[place], unit=changed[place].unit * 3)
    assert forecast(changed, tmp_path)[0] != plain[0]
