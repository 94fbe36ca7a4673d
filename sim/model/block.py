"""Many worlds, one after another, compiled: the unit that threads and machines share out."""

from typing import Any

from sim.base.arrays import Floats
from sim.base.problems import RefusedError
from sim.model.chance import began, draw_events, watch_world
from sim.model.compiled import compiled, compiled_apart, inlined
from sim.model.events import Events
from sim.model.grids import beginning, grid1, grid2
from sim.model.orders import Orders, write_book, write_orders
from sim.model.start import start
from sim.model.world import Fixed, Forcing, W, World, X
from sim.model.year import play_year


class TooManyTendersError(RefusedError):
    """A world wanted more tenders in a year than there is room for."""

    def __init__(self, world: int) -> None:
        """Name the world."""
        super().__init__(
            f"world {world} has more tenders in a year than there is room for; "
            "a need or a parameter is far out of range"
        )
        self.world = world

    def __reduce__(self) -> tuple[type["TooManyTendersError"], tuple[int]]:
        """Cross to another process as the same error, and not as one whose world is a message."""
        return type(self), (self.world,)


@compiled
def tenders_lost(world: World) -> float:
    """Tenders of a world that found no slot; more than none means that its arrays are too small."""
    lost = 0.0
    for by_buyer in grid1(world, W.LOST):
        lost += by_buyer
    return lost


@inlined
def play_world(
    number: int,
    row: int,
    fixed: Fixed,
    forcing: Forcing,
    events: Events | None,
    world: World,
    orders: Orders,
) -> int:
    """Play a world, whose key and parameters are set, and write its orders from ``row`` on.

    Returns the next free row, or -1 if the orders do not fit or a tender was lost.
    """
    if events is not None:  # where it is, none of what they need is compiled
        draw_events(world, events, forcing)
    start(fixed, forcing, world)
    row = write_book(fixed, world, number, row, orders)
    for t in range(grid2(world, W.TENDERS).shape[0]):
        if row < 0:
            return -1
        play_year(t, fixed, forcing, world)
        if events is not None:
            watch_world(t, fixed, world, events, forcing)
        row = write_orders(t, fixed, world, number, row, orders)
    return -1 if tenders_lost(world) > 0.0 else row


@compiled_apart
def run_block(
    first: int,
    parameters: Any,
    scores: Floats,
    fixed: Fixed,
    forcing: Forcing,
    events: Events | None,
    world: World,
    orders: Orders,
    talks: Floats,
    happened: Floats,
    clocks: Floats,
) -> tuple[int, int]:
    """Run worlds ``first``, ``first`` + 1, … one for each row of ``parameters`` and ``scores``.

    ``scores`` [W, H] are those of the events that have a size of their own.

    ``world`` is memory to work in; its key holds the seed. ``talks`` [W, Y * B * K * Q] takes the
    announcements of each world, as in ``W.TALKS``. ``forcing`` is painted anew in each world if
    there are ``events`` that differ; ``happened`` [W, J] takes the years in which they began, or
    NEVER, and ``clocks`` [W, S * K * E], unless it is empty, each world's ``X.CLOCK``.

    Returns the rows written and the worlds finished. A block stops early, at a whole world, when
    the next one does not fit into ``orders`` or has lost a tender.
    """
    row = 0
    for w in range(parameters.shape[0]):
        world.key[1] = first + w
        world.p[0] = parameters[w]
        own_score = grid1(world, W.EVENT_SCORE)
        for h in range(own_score.shape[0]):
            own_score[h] = scores[w, h]
        after = play_world(first + w, row, fixed, forcing, events, world, orders)
        if after < 0:
            return row, w
        row = after
        said = beginning(world, W.TALKS)
        for i in range(talks.shape[1]):
            talks[w, i] = world.data[said + i]
        if events is not None:
            for j in range(happened.shape[1]):
                happened[w, j] = began(j, grid2(world, W.TENDERS).shape[0], events)
        work = beginning(forcing, X.CLOCK)
        for i in range(clocks.shape[1]):
            clocks[w, i] = forcing.data[work + i]
    return row, parameters.shape[0]
