"""Events as arrays: when each holds, which cells it paints, and where those lie in a forcing.

A cell is one number a year, such as the share of a buyer's tenders for aircraft that is closed to
one supplier. It has a path without events, from the year before the start on, and where it goes.

Axes: V events, in the order of the scenario, L strokes, C cells, A places of cells in a forcing, U
shifts of politics, O orders that events give, I suspensions, J cancellations, M changes of stocks,
E years from the year before the start on. Years count from the start.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sim.base.arrays import Floats, Integers
from sim.model.grids import Arrays, lay_out

NO_END = 1e6  # year in which an event without an end ends


class E(Arrays):
    """What events paint. EVENT may be changed between two paintings; the rest stays."""

    EVENT = "V5"  # columns below
    ORDER = "V"  # memory: events by year
    STROKES_OF = "V2"  # first row of STROKE of an event, and the one after its last
    STROKE = "L3"  # columns below
    CELL = "C3"  # columns below
    RECORDED = "CE"  # without events
    PAINTED = "CE"  # memory: with them
    PLACE = "A3"  # columns below
    SHIFTED = "U5"  # columns below; by buyer, then event
    ORDERED = "O9"  # as written, in the columns of X.GIVEN, of which these are the first rows
    EVENT_OF_ORDER = "O"
    HOLDS = "I6"  # as written, in the columns of X.HOLDS; years are those of the event
    EVENT_OF_HOLD = "I"
    CUTS = "J9"  # as written, in those of X.CUTS; the year is AT_ONCE or AT_END
    EVENT_OF_CUT = "J"
    HANDED = "M6"  # as written, in those of X.HANDED; the year is that of the event
    EVENT_OF_HANDED = "M"


# columns of an event; SIZE multiplies its numbers as written, OVER is 1 where it grows at once
EVENT_YEAR, EVENT_UNTIL, EVENT_OVER, EVENT_ON, EVENT_SIZE = range(5)

AT_ONCE, AT_END = range(2)  # when an event cancels: in its year, or after its last

# columns of a stroke, and what it does to what stood in the cell
STROKE_CELL, STROKE_MODE, STROKE_VALUE = range(3)
SET, ADD, MULTIPLY = range(3)

# columns of a cell: how it counts, US$ m that a buyer usually spends there, and whether the cell
# before this one is added to it; ways to count: as it stands, over what was in force before the
# start, or as money that the buyer need not pay
COUNTS, USUAL, JOINED = range(3)
LEVEL, CHANGE, RATIO, PAID = range(4)

# columns of a place: a cell, its first year's number in the data of a forcing, and the way from
# each year to the next
PLACE_CELL, PLACE_AT, PLACE_STEP = range(3)

# columns of a shift: a cell, and what goes into X.SHIFTS beside it
SHIFTED_CELL, SHIFTED_BUYER, SHIFTED_EVENT, SHIFTED_SUPPLIER, SHIFTED_KIND = range(5)


class Events(NamedTuple):
    """Arrays of ``E``."""

    data: Floats
    layout: Integers


def new_events(sizes: Mapping[str, int]) -> Events:
    """Memory for events and cells, given the length of each axis."""
    return Events(*lay_out(E, sizes))
