"""Events as arrays: when each holds, which cells it paints, and where those lie in a forcing.

A cell is one number a year, such as the share of a buyer's tenders for aircraft that is closed to
one supplier. It has a path without events, from the year before the start on, and where it goes.

Some events differ from world to world: whether they happen, or when, is drawn, or hangs on what
happens there.

Axes: V events, in the order of the scenario, L strokes, C cells, A places of cells in a forcing, U
shifts of politics, O orders that events give, E years from the year before the start on, J events
that differ, M what their conditions watch, I suspensions, K cancellations, N changes of stocks.
Years count from the start.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sim.base.arrays import Floats, Integers
from sim.model.grids import Arrays, lay_out

NO_END = 1e6  # year in which an event without an end ends


class E(Arrays):
    """What events paint. EVENT may be changed between two paintings; the rest stays.

    Of an event that differs, EVENT is set anew in each world; DIFFERS says how.
    """

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
    DIFFERS = "JW"  # columns below
    WATCHED = "M3"  # buyer, supplier, class; of each event that hangs on them, one after another
    HOLDS = "I6"  # as written, in the columns of X.HOLDS; years are those of the event
    EVENT_OF_HOLD = "I"
    CUTS = "K9"  # as written, in those of X.CUTS; the year is AT_ONCE or AT_END
    EVENT_OF_CUT = "K"
    HANDED = "N6"  # as written, in those of X.HANDED; the year is that of the event
    EVENT_OF_HANDED = "N"


# columns of an event; SIZE multiplies its numbers as written, OVER is 1 where it grows at once
EVENT_YEAR, EVENT_UNTIL, EVENT_OVER, EVENT_ON, EVENT_SIZE = range(5)

AT_ONCE, AT_END = range(2)  # when an event cancels: in its year, or after its last

# columns of a stroke, and what it does to what stood in the cell
STROKE_CELL, STROKE_MODE, STROKE_VALUE = range(3)
SET, ADD, MULTIPLY, PUT = range(4)  # PUT is SET whatever the size

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

# columns of an event that differs. Its KEY is that of its id; it happens with a PROBABILITY, 0 if
# it is off, in a year drawn from EARLIEST to LATEST; its last year is ENDS, or it LASTS so many
# years. With a CONDITION, that counts from EARLIEST to LATEST, and the event begins so many years
# AFTER; a condition reaches AT_LEAST a number, or is that an OTHER event has begun, and watches
# rows of WATCHED
(
    DIFFERS_EVENT, KEY, PROBABILITY, EARLIEST, LATEST, ENDS, LASTS, CONDITION, AFTER, AT_LEAST,
    OTHER, FIRST_WATCHED, END_WATCHED,
) = range(13)  # fmt: skip
DIFFERS_COLUMNS = 13

# conditions; all but the last watch pairs of states, in classes where these matter
NONE, ORDERED, TALKED, DELIVERED, SHARE_ABOVE, SHARE_BELOW, HAPPENED = range(-1, 6)
SHARE_YEARS = 5  # years of deliveries of which a share is taken


class Events(NamedTuple):
    """Arrays of ``E``."""

    data: Floats
    layout: Integers


SIZES = {"2": 2, "3": 3, "5": 5, "6": 6, "9": 9, "W": DIFFERS_COLUMNS}
"""Lengths of the axes that are columns."""


def new_events(sizes: Mapping[str, int]) -> Events:
    """Memory for events and cells, given the length of each axis that is not of columns."""
    return Events(*lay_out(E, {**sizes, **SIZES}))
