"""A world at the start of its first year."""

from sim.model import noise
from sim.model.compiled import compiled, compiled_apart
from sim.model.delivery import remaining_schedule, size_of
from sim.model.due import due_of, enter_cuts, enter_deliveries
from sim.model.elementary import exp
from sim.model.equations import begun_chance, idle_share, price_level
from sim.model.grids import beginning, grid1, grid2, grid3, grid4
from sim.model.luck import delivery_luck, draw_pair_luck
from sim.model.roots import roots_of
from sim.model.signing import longest_span, shortest_span
from sim.model.world import (
    BUYERS,
    CLASSES,
    IMPORTED,
    LICENSED,
    SUPPLIERS,
    UNSAID,
    F,
    Fixed,
    Forcing,
    W,
    World,
    X,
)

_NONE = 0


@compiled
def _draw_demand(fixed: Fixed, world: World) -> None:
    """Put the slow part of each buyer's demand somewhere in its long-run spread."""
    demand_slow = grid1(world, W.DEMAND_SLOW)
    for b in range(demand_slow.shape[0]):
        u, _, _, _ = noise.uniforms(
            world.key,
            noise.DEMAND,
            _NONE,
            fixed.keys[BUYERS, b],
            noise.NO_NAME,
            noise.NO_NAME,
            _NONE,
        )
        demand_slow[b] = world.p[0].demand_slow_sd * noise.normal(u)


@compiled
def _draw_levels(fixed: Fixed, world: World) -> None:
    """Draw each supplier's level of price, class by class, within its error."""
    ln_level, level = grid2(world, W.LN_LEVEL), grid2(world, W.LEVEL)
    known, error = grid2(fixed, F.LN_LEVEL), grid2(fixed, F.LEVEL_SE)
    of_class = grid1(fixed, F.CLASS_PRICE)
    for k in range(level.shape[0]):
        for s in range(level.shape[1]):
            u, _, _, _ = noise.uniforms(
                world.key, noise.LEVEL, _NONE, noise.NO_NAME, fixed.keys[SUPPLIERS, s],
                fixed.keys[CLASSES, k], _NONE,
            )  # fmt: skip
            ln_level[k, s] = price_level(known[k, s], error[k, s], noise.normal(u))
            level[k, s] = of_class[k] * exp(ln_level[k, s])


@compiled
def _set_idle(fixed: Fixed, world: World) -> None:
    """Share of each supplier's capacity that is idle at the start."""
    highest, load = grid2(fixed, F.HIGHEST_OUTPUT), grid2(world, W.LOAD)
    idle_start = grid2(world, W.IDLE_START)
    for s in range(load.shape[0]):
        for k in range(load.shape[1]):
            idle_start[s, k] = idle_share(load[s, k], highest[s, k], world.p[0].capacity_slack)


@compiled
def _run_off_book(fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Schedule what was ordered before the start and not yet delivered."""
    place, volume = grid2(fixed, F.BOOK_PLACE), grid1(fixed, F.BOOK_TIV)
    ordered, has_begun = grid1(fixed, F.BOOK_ORDERED), grid1(fixed, F.BOOK_BEGUN)
    years_to_first = grid3(fixed, F.YEARS_TO_FIRST)
    years_delivered = grid3(fixed, F.YEARS_DELIVERED)
    begun_by, over_by = grid4(fixed, F.BEGUN_BY), grid4(fixed, F.OVER_BY)
    sizes, clock = grid1(fixed, F.SIZES), grid3(forcing, X.CLOCK)
    delivery, output = grid2(world, W.BOOK_DELIVERY), grid2(fixed, F.HIGHEST_OUTPUT)
    due_class, due_dyad = grid3(world, W.DUE_CLASS), grid3(world, W.DUE_DYAD)
    due_supplier = grid3(world, W.DUE_SUPPLIER)
    for row in range(volume.shape[0]):
        b, s, k = int(place[row, 0]), int(place[row, 1]), int(place[row, 2])
        signed, licensed = int(place[row, 3]), int(place[row, 4])
        year = fixed.first_year + signed
        u, v, w, _ = noise.uniforms(
            world.key, noise.BOOK, year, fixed.keys[BUYERS, b],
            fixed.keys[SUPPLIERS, s], fixed.keys[CLASSES, k], licensed,
        )  # fmt: skip
        delays = roots_of(b, k, signed, fixed, world).delays
        u, v = delivery_luck(b, s, delays, licensed, u, v, fixed, world)
        kind, size = LICENSED if licensed else IMPORTED, size_of(ordered[row], sizes)
        to_first, span = years_to_first[kind, k, size], years_delivered[kind, k, size]
        chance = has_begun[row]
        if chance == UNSAID:
            chance = begun_chance(-signed, to_first, span)
        longest = longest_span(kind)
        begun, over = begun_by[kind, k, size], over_by[kind, k, size]
        first, last = remaining_schedule(u, v, -signed, w < chance, span, begun, over, longest)
        if licensed:
            last = max(last, first + shortest_span(volume[row], output[s, k], world))
        delivery[row, 0], delivery[row, 1] = first, last
        due = due_of(b, s, k, signed, first, last, forcing)
        enter_deliveries(due_class[:, b, k], due, clock[s, k], volume[row], forcing)
        enter_deliveries(due_dyad[:, b, s], due, clock[s, k], volume[row], forcing)
        enter_deliveries(due_supplier[:, s, k], due, clock[s, k], volume[row], forcing)
        if due.cut < due.cuts:
            enter_cuts(due, clock[s, k], volume[row], forcing, world)


@compiled_apart
def start(fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Put a world, whose key and parameters are set, at the start of its first year."""
    for i in range(beginning(world, W.TENDER)):
        world.data[i] = fixed.start[i]
    _draw_demand(fixed, world)
    _draw_levels(fixed, world)
    _set_idle(fixed, world)
    draw_pair_luck(fixed, world)
    _run_off_book(fixed, forcing, world)
