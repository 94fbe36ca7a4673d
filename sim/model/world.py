"""The arrays that behaviours read and write, with their axes.

Axes: Y years, B buyers, S suppliers, K classes, R a buyer's rivals, T tender slots of a year, N
rows of the order book at the start, M years of memory and this one, Z sizes of orders, E ends of
years (Y + 1), G orders that a scenario gives, D different rows over suppliers, H events with a size
of their own, P shifts of politics by them, I suspensions of deliveries, J cancellations, L changes
of stocks, A ages of an order, U deals that are priced together. Years count from the start (``t``).
``Fixed`` and ``Forcing`` are shared by all worlds of a run and never change; ``World`` is one
world, and each behaviour writes only the rows of the state that acts: the buyer (b) or the supplier
(s).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.base.arrays import Floats, Integers, Keys
from sim.base.parameters import PARAMETERS
from sim.model.grids import Arrays, lay_out

NOBODY = -1  # no rival, no supplier
UNSAID = -1  # of a given order, or one in the book: for the model to say
NO_LOT = np.uint64(0)  # where no supplier is meant
NEVER = -10_000  # year of the last order where there was none
BITS = 52  # suppliers whose announcements one floating-point number can hold
MEMORY = 5  # years for which an order counts as recent
AGES = 100  # years within which every delivery comes
PRICED_AT_ONCE = 64  # deals, of which the near cache holds all
IMPORTED, LICENSED, SECOND_HAND = 0, 1, 2  # kinds of order, the first axis of YEARS_TO_FIRST
SMALL, LARGE = 0, 1  # sizes of package, for which reasons weigh differently
BUYERS, SUPPLIERS, CLASSES, LOTS = range(4)  # rows of the name keys; suppliers' lots of noise

PARAMETER_DTYPE = np.dtype([(name, np.float64) for name in PARAMETERS])


class F(Arrays):
    """What a theatre says about the states, the same for all worlds."""

    SINGLE_BUYER = "B"  # 0 for an aggregate
    SINGLE_SUPPLIER = "S"
    SAME_STATE = "BS"  # a state is not its own supplier
    AFFINITY = "BS"  # ln((own share + .01) / (world share + .01)) at the start
    TIE = "BS"  # share of the supplier in the buyer's decayed orders at the start
    CUSTOMER = "BS"  # share of the buyer in the supplier's decayed orders at the start
    INDUSTRY = "B"  # 0 to 1: arms industry of one's own
    PACKAGES = "BK"  # a year
    SIZE_MU = "BK"  # mean of ln(TIV) of a package
    SIZE_SD = "K"
    SIZE_BELOW = "BK"  # probability below the largest package on record
    LICENSED = "BK"  # share of orders made under licence
    NOT_IMPORTED = "BK"  # share licensed or second hand
    SIZES = "Z"  # TIV from which each size of orders begins, rising from 0
    YEARS_TO_FIRST = "3KZ"  # by kind of order and size: mean years to the first delivery
    YEARS_DELIVERED = "3KZ"  # mean years from the first delivery to the last
    BEGUN_BY = "3KZA"  # chance that deliveries have begun so many years after the order
    OVER_BY = "3KZA"  # chance that none follows so many years after the first
    CLASS_PRICE = "K"  # US$ m per TIV: level of a supplier like others, see ``price_level``
    LN_LEVEL = "KS"  # ln of the supplier's level over that
    LEVEL_SE = "KS"  # standard error of it
    WEALTH = "B"  # ln GDP per head, less what a middling state has
    WEALTH_OF_BOTH = "BS"  # the buyer's wealth times the supplier's
    LEAD_TIME = "KS"  # years to the first delivery, over those of others
    HIGHEST_OUTPUT = "SK"  # TIV a year; 0 where the supplier never makes the class
    LICENCES = "S"  # share of the supplier's sales on record that buyers made under licence
    START_SHARE = "BKS"  # of the supplier in the class, among other buyers
    START_STOCK = "B"  # TIV, all classes
    RIVAL_OF = "BR"  # buyers, or NOBODY
    FIRST_SLOT = "C"  # of each buyer's tenders, B + 1 entries
    BOOK_PLACE = "N5"  # buyer, supplier, class, order year, licensed
    BOOK_TIV = "N"
    BOOK_ORDERED = "N"  # TIV of the whole order
    BOOK_BEGUN = "N"  # 1 if something of it had come before the start, 0 if not, or UNSAID
    RECORDED_PACKAGES = "YBK"  # or -1 where tenders are simulated
    RECORDED_TIV = "YBK"


class X(Arrays):
    """What events and recorded covariates impose, by year."""

    SPENDING = "YB"  # over the spending at the start
    NEED = "YBK"  # factor, over the start
    RIVALRY = "YBR"  # 0 to 1, with the buyers of RIVAL_OF
    ROWS = "DS"  # rows of the arrays whose last axis is a small letter, each once
    OBJECTION = "YBRs"  # strength with which that rival objects
    OWN_RIVAL = "YBs"  # 0 to 1
    UN_DISTANCE = "YBs"  # of ideal points
    DEFENCE_PACT = "YBs"  # 0 or 1
    SHIFTS_OF = "YB2"  # first row of SHIFTS of that year and buyer, and the one after the last
    SHIFTS = "P4"  # by events of size 1, since the start; columns below
    PATRON_OBJECTION = "YBs"  # -1 to 1, as a change since the start
    PAID_SHARE = "YBs"  # of the price that the buyer pays itself, over the start
    WITHHELD = "YBKs"  # share of the technology that the supplier keeps back, over the start
    CLOSED = "YBKs"  # share of tenders closed by an embargo
    OUTPUT = "YSK"  # TIV a year that the supplier makes at CAPACITY 1; 0 while it makes none
    BUYS = "YBK"  # 0 for a newcomer that does not buy the class yet, else 1
    COMPONENT_FROM = "YBKs"  # supplier of a component on which the supplier relies, or NOBODY
    COMPONENT_CLASS = "YBKs"  # class of that component
    RELIANCE = "YBKs"  # share of what the supplier sells to the buyer that carries it
    LICENCES_ASKED = "YBK"  # share of its orders that the buyer wants to make itself
    YEARS_ASKED = "YBK"  # to the first delivery, within which it wants it, or UNSAID
    CAPACITY = "YSK"  # factor, over the start
    LIST_PRICE = "YSK"  # factor, over the start
    CLOCK = "SKE"  # years of work done by the beginning of each year, and by the end of the last
    GIVEN = "G9"  # orders that do not come from a choice; columns below
    HOLDS = "I6"  # deliveries that are suspended; columns below; by buyer, supplier and class
    CUTS = "J9"  # orders that are cancelled; columns below; by buyer, supplier and class
    HANDED = "L6"  # stocks that are lost or handed on; columns below
    TALKING = "YBKs"  # 1 where the buyer makes talks with the supplier known, whoever offers


class W(Arrays):
    """One world."""

    SPENDING = "B"  # b: over the recorded path
    DEMAND_SLOW = "B"  # b: slow part of ln(demand)
    BALANCE = "B"  # b: how far the balance with rivals has tipped, ln(ratio)
    STOCK = "BK"  # b: TIV in service
    FADED_TO = "BK"  # b: year to which the next two are decayed
    HABIT = "BKS"  # b: decayed orders, TIV
    OWN_SALES = "BKS"  # b: decayed faster, TIV
    RECENT_ORDERS = "BKS"  # b: number in the last MEMORY years
    ORDERED = "MBKS"  # b: number in each of them and in this year; year t at t % (MEMORY + 1)
    LAST_ORDER = "BS"  # b: year, or NEVER
    DYAD_SALES = "BS"  # b: decayed sales of all classes, TIV
    DYAD_ORDERS = "BS"  # b: decayed orders of all classes, TIV
    DYAD_BOOK = "BS"  # b: ordered, not yet delivered, TIV
    TIE = "BS"  # b: share of the supplier in decayed orders
    DELIVERED = "B"  # b: TIV this year
    STOCK_CHANGE = "BK"  # b: TIV lost or received this year without an order
    ALIGNMENT = "BS"  # b: sum of this year's shifts by events, since the start
    DOMESTIC_COST = "BS"  # b: the same
    DRIFT = "BS"  # b: alignment since the start, beyond events
    COST = "BS"  # b: domestic cost, beyond events
    SOLD_TO_RIVALS = "BS"  # b: share of the supplier's sales
    TIES_RISEN = "BS"  # b: of the rivals with the supplier, since the start
    ALIGNED = "BS"  # b: how far the supplier has turned to the rivals, since the start
    DRIFTING = "BS"  # b: share of the supplier's orders that it loses with the rivals
    RISE = "BS"  # b: of the supplier's deliveries to the rivals, over the ties of the start
    TALKED = "BKS"  # b: 1 where talks of this year were announced
    SAID = "BS"  # b: classes of this year with announcements
    RELATION = "BS"  # b: part of an offer's value that is the same in every class
    TALKATIVE = "BS"  # b: chance that talks about an offer are announced
    QUIET = "BS"  # b: the same for a buyer that has nothing to show its patron
    ESTRANGED = "B"  # b: how far it and those on whom it leans have parted this year
    SIGNALS = "B"  # b: last year's announcements that only showed other options
    CONCEDED = "BS"  # b: share of the price that remains after concessions
    VALUE = "BS"  # b: of every supplier's offer, for the class at hand
    MEAN_TIME = "B2S"  # b: of its offer in the race, for a small or a large package
    WEIGHED = "B2"  # b: 1 where that is set for the class at hand
    RACE_TIME = "BS"  # b: of each offer for the tender at hand
    OFFER_DRAWS = "B2S"  # b: noise behind the offers for a tender that is looked into
    WANTED = "BK"  # b: tenders of this year
    LOST = "B"  # b: tenders for which there was no slot; must stay 0
    CHANCE = "BKS"  # s: that it answers a tender of this year
    OBJECTING = "BS"  # s: share of its order book by which objecting customers are larger
    WALK = "S"  # s: drift of ln(world share) in everybody's eyes
    LN_LEVEL = "KS"  # s: ln of the level of price in this world, over that of the class
    LEVEL = "KS"  # s: level of price in this world, US$ m per TIV
    IDLE_START = "SK"  # s: share of capacity idle at the start
    LOAD = "SK"  # s: TIV delivered last year
    BOOK = "SK"  # s: ordered, not yet delivered, TIV
    BOOK_OF_ALL = "S"  # s: the same, all classes
    WAITING = "SK"  # s: years of work that lie before a new order
    ODDS = "KS"  # s: of offering, to a buyer like any other
    FAVOUR = "BS"  # s: factor of these odds for the buyer
    PRICE = "KS"  # s: price index of this year, 1 at the start
    LN_PRICE = "KS"  # s: its logarithm
    CLASS_SALES = "KS"  # s: decayed sales, TIV
    ALL_SALES = "S"  # s: decayed sales of all classes, TIV
    PAIR_LUCK = "BS2"  # two uniforms, by which what is so delayed of a pair's orders comes
    # Orders and deliveries: ``terms.aside`` does without what follows.
    # Orders and deliveries: ``terms.aside`` does without what follows.
    DUE_CLASS = "YBK"  # b: deliveries by year, TIV
    DUE_DYAD = "YBS"  # b
    DUE_SUPPLIER = "YSK"  # s
    STRUCK = "J2"  # b: TIV and number of the orders that each row of CUTS cancels
    BOOK_DELIVERY = "N2"  # first and last year of delivery of the book at the start
    TALKS = "YBKQ"  # b: suppliers with whom talks were announced, a bit each, BITS to a number
    TENDERS = "YB"  # b: number of tenders
    TENDER = "T8"  # b: one row a tender of this year, which becomes an order; columns below
    DEAL = "T2"  # b: what its price depends on beside that: BIDDERS and LUCK
    PRICED = "9U"  # b: what the prices of some deals depend on, while they are settled
    EVENT_SCORE = "H"  # size of each event in this world, standard normal; set before the start


# columns of a tender; FIRST and LAST are the years of delivery if the supplier's clock never slows
CLASS, NUMBER, TIV, SUPPLIER, FIRST, LAST, KIND, USD = range(8)
BIDDERS, LUCK = range(2)  # columns of DEAL; luck is a uniform

# columns of a given order; money and years of delivery may be UNSAID
YEAR_GIVEN, BUYER_GIVEN, SUPPLIER_GIVEN, CLASS_GIVEN = range(4)
TIV_GIVEN, USD_GIVEN, FIRST_GIVEN, LAST_GIVEN, KIND_GIVEN = range(4, 9)

# columns of HOLDS and CUTS: the dyad and class, then the years; orders are cut that were signed
# before CUT_YEAR, from CUT_FROM to CUT_TO; a hold without an end lasts until ``events.NO_END``
OF_BUYER, OF_SUPPLIER, OF_CLASS = range(3)
HOLD_FIRST, HOLD_UNTIL, HOLD_SHARE = range(3, 6)
CUT_YEAR, CUT_FROM, CUT_TO, CUT_SHARE, CUT_REORDERED, CUT_REFUNDED = range(3, 9)

# columns of HANDED; the giver may be NOBODY, and the amount is TIV or a share of a stock
HANDED_YEAR, HANDED_TO, HANDED_CLASS, HANDED_FROM, HANDED_AMOUNT, HANDED_IS_SHARE = range(6)

# columns of a shift, and its kinds
SHIFT_EVENT, SHIFT_SUPPLIER, SHIFT_KIND, SHIFT = range(4)
ALIGNMENT_SHIFT, COST_SHIFT = range(2)


class Fixed(NamedTuple):
    """Arrays of ``F``, the keys of all names, and the start that every world is copied from."""

    data: Floats
    layout: Integers
    keys: Keys  # [4, most names] of BUYERS, SUPPLIERS and CLASSES, and LOTS
    first_year: int
    start: Floats  # data of a World before its own noise


class Forcing(NamedTuple):
    """Arrays of ``X``."""

    data: Floats
    layout: Integers


class World(NamedTuple):
    """Arrays of ``W``; ``key`` is seed and world; ``p`` holds one record of parameters."""

    data: Floats
    layout: Integers
    key: Keys
    p: Any  # array [1] of PARAMETER_DTYPE


def new_world(sizes: Mapping[str, int]) -> World:
    """An empty world for a theatre whose axes have these lengths."""
    data, layout = lay_out(W, sizes)
    return World(data, layout, np.zeros(2, dtype=np.uint64), np.zeros(1, dtype=PARAMETER_DTYPE))
