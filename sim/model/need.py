"""How a buyer comes to need arms: spending, the balance with its rivals, and tenders."""

import numpy as np

from sim.base.arrays import Floats
from sim.model import noise
from sim.model.compiled import compiled, compiled_apart, inlined
from sim.model.elementary import exp, total
from sim.model.equations import (
    demand_factor,
    domestic_factor,
    next_demand_slow,
    next_spending,
    pressure,
    spending_target,
    tender_rate,
    tipped_balance,
)
from sim.model.grids import grid1, grid2, grid3
from sim.model.world import (
    BUYERS,
    CLASS,
    CLASSES,
    CUT_REORDERED,
    CUT_YEAR,
    NO_LOT,
    NOBODY,
    NUMBER,
    OF_BUYER,
    OF_CLASS,
    OF_SUPPLIER,
    SUPPLIER,
    TIV,
    F,
    Fixed,
    Forcing,
    W,
    World,
    X,
)

FIRST_AGAIN = 40_000  # number of a tender for what was cancelled; others never come so far


@compiled
def total_stock(b: int, stock: Floats) -> float:
    """TIV in service with one buyer, all classes."""
    return total(stock[b])


@compiled
def stocks_of_rivals(
    rivals: Floats, rivalry: Floats, stock: Floats, start_stock: Floats
) -> tuple[float, float]:
    """TIV in service with a buyer's rivals, weighted by rivalry: now, and at the start."""
    now = start = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] != NOBODY:
            rival = int(rivals[r])
            now += rivalry[r] * total_stock(rival, stock)
            start += rivalry[r] * start_stock[rival]
    return now, start


@inlined
def plan_spending(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A buyer moves its spending toward what its rivals' stocks call for."""
    now, start = stocks_of_rivals(
        grid2(fixed, F.RIVAL_OF)[b],
        grid3(forcing, X.RIVALRY)[t, b],
        grid2(world, W.STOCK),
        grid1(fixed, F.START_STOCK),
    )
    spending = grid1(world, W.SPENDING)
    target = spending_target(now, start, world.p[0].spending_reaction)
    spending[b] = next_spending(spending[b], target)


@compiled
def balance_against(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> float:
    """How far the balance of stocks has moved against a buyer since the start."""
    stock, start_stock = grid2(world, W.STOCK), grid1(fixed, F.START_STOCK)
    now, start = stocks_of_rivals(
        grid2(fixed, F.RIVAL_OF)[b], grid3(forcing, X.RIVALRY)[t, b], stock, start_stock
    )
    return tipped_balance(total_stock(b, stock), now, start_stock[b], start)


@compiled
def draw_demand(b: int, t: int, fixed: Fixed, world: World) -> float:
    """Whether this is a good year of a buyer; an aggregate of many states has none in common."""
    p = world.p[0]
    slow = grid1(world, W.DEMAND_SLOW)
    year = fixed.first_year + t
    root = noise.root(world.key, noise.DEMAND, year, fixed.keys[BUYERS, b], noise.NO_NAME)
    u, v = noise.halves(noise.bits_at(root, NO_LOT, 0))
    slow[b] = next_demand_slow(slow[b], noise.normal(v), p.demand_slow_sd, p.demand_persistence)
    if grid1(fixed, F.SINGLE_BUYER)[b] == 0.0:
        return 1.0
    return demand_factor(noise.normal(u), slow[b], p.demand_year_sd, p.demand_slow_sd)


@compiled
def open_tender(
    b: int, k: int, t: int, number: int, root: np.uint64, fixed: Fixed, world: World
) -> None:
    """Put one package on the market: lognormal, never larger than the largest on record."""
    first_slot, tenders = grid1(fixed, F.FIRST_SLOT), grid2(world, W.TENDERS)
    slot = int(first_slot[b] + tenders[t, b])
    if slot >= first_slot[b + 1]:
        grid1(world, W.LOST)[b] += 1
        return
    tenders[t, b] += 1
    u, _ = noise.halves(noise.bits_at(root, NO_LOT, number))
    z = noise.normal(u * grid2(fixed, F.SIZE_BELOW)[b, k])
    tender = grid2(world, W.TENDER)[slot]
    tender[CLASS] = k
    tender[NUMBER] = number
    tender[TIV] = exp(grid2(fixed, F.SIZE_MU)[b, k] + grid1(fixed, F.SIZE_SD)[k] * z)


@compiled
def scale_to_record(tenders: Floats, recorded_tiv: float) -> None:
    """Give replayed packages, rows of tenders, the total volume that is on record."""
    drawn = 0.0
    for n in range(tenders.shape[0]):
        drawn += tenders[n, TIV]
    for n in range(tenders.shape[0]):
        tenders[n, TIV] *= recorded_tiv / drawn


@compiled_apart
def ask_again(b: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> int:
    """Put on the market what was cancelled this year and is to be ordered elsewhere.

    As many packages as there were orders, of one size; each keeps the supplier that it is not to
    have. Returns their number.
    """
    cut, struck = grid2(forcing, X.CUTS), grid2(world, W.STRUCK)
    first_slot, tenders = grid1(fixed, F.FIRST_SLOT), grid2(world, W.TENDERS)
    asked = 0
    for j in range(cut.shape[0]):
        if (
            int(cut[j, CUT_YEAR]) == t
            and int(cut[j, OF_BUYER]) == b
            and int(cut[j, OF_CLASS]) == k
            and cut[j, CUT_REORDERED] != 0.0
        ):
            for _ in range(int(struck[j, 1])):
                slot = int(first_slot[b] + tenders[t, b])
                if slot >= first_slot[b + 1]:
                    grid1(world, W.LOST)[b] += 1
                    continue
                tenders[t, b] += 1
                tender = grid2(world, W.TENDER)[slot]
                tender[CLASS], tender[NUMBER] = k, FIRST_AGAIN + asked
                tender[TIV], tender[SUPPLIER] = struck[j, 0] / struck[j, 1], cut[j, OF_SUPPLIER]
                asked += 1
    return asked


@inlined
def assess_need(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A buyer decides what to tender for this year, in each class."""
    p = world.p[0]
    first_slot, tenders = int(grid1(fixed, F.FIRST_SLOT)[b]), grid2(world, W.TENDERS)
    packages, need = grid2(fixed, F.PACKAGES), grid3(forcing, X.NEED)[t, b]
    buys = grid3(forcing, X.BUYS)[t, b]
    recorded = grid3(fixed, F.RECORDED_PACKAGES)
    demand, year = draw_demand(b, t, fixed, world), fixed.first_year + t
    of_tenders = noise.moment(world.key, noise.TENDERS, year)
    of_sizes = noise.moment(world.key, noise.SIZE, year)
    balance = balance_against(b, t, fixed, forcing, world)
    grid1(world, W.BALANCE)[b] = balance
    spending = grid2(forcing, X.SPENDING)[t, b] * grid1(world, W.SPENDING)[b]
    wanted = pressure(spending, p.spending_elasticity, balance, p.parity, demand)
    wanted *= domestic_factor(grid1(fixed, F.INDUSTRY)[b], t, p.domestic_growth)
    tenders[t, b], cuts = 0.0, grid2(forcing, X.CUTS).shape[0]
    for k in range(packages.shape[1]):
        rate = tender_rate(packages[b, k], wanted, need[k] * buys[k])
        buyer, kind = fixed.keys[BUYERS, b], fixed.keys[CLASSES, k]
        root = noise.root_at(of_tenders, buyer, kind)
        u, _ = noise.halves(noise.bits_at(root, NO_LOT, 0))
        replayed = recorded[t, b, k] >= 0.0
        count = int(recorded[t, b, k]) if replayed else noise.poisson(u, rate)
        grid2(world, W.WANTED)[b, k] = count
        first = first_slot + int(tenders[t, b])
        root = noise.root_at(of_sizes, buyer, kind)
        for number in range(count):
            open_tender(b, k, t, number, root, fixed, world)
        if replayed:
            last = first_slot + int(tenders[t, b])
            scale_to_record(
                grid2(world, W.TENDER)[first:last], grid3(fixed, F.RECORDED_TIV)[t, b, k]
            )
        if cuts > 0 and need[k] * buys[k] > 0.0:  # who needs nothing replaces nothing
            grid2(world, W.WANTED)[b, k] += ask_again(b, k, t, fixed, forcing, world)
