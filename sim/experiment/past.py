"""Theatre → Fixed: a recorded past becomes the arrays that every world starts from."""

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats, Integers, Keys
from sim.experiment.forcing import Imposed
from sim.experiment.market import lead_times, licence_shares, outputs, price_levels, wealths
from sim.experiment.packages import (
    order_kinds,
    package_sizes,
    packages_a_year,
    recorded_tenders,
)
from sim.experiment.room import tender_slots
from sim.model import noise
from sim.model.delivery import by_age
from sim.model.equations import SALES_KEPT
from sim.model.grids import array_of, lay_out
from sim.model.world import (
    AGES,
    BITS,
    BUYERS,
    CLASSES,
    LICENSED,
    LOTS,
    MEMORY,
    NEVER,
    PRICED_AT_ONCE,
    SUPPLIERS,
    UNSAID,
    F,
    Fixed,
    Forcing,
    W,
    new_world,
)
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

AFFINITY_FLOOR = 0.01  # added to both shares, so that none is 0


def build_fixed(
    theatre: Theatre, scenario: Scenario, lengths: dict[str, int], imposed: Imposed
) -> Fixed:
    """Arrays of the start, for the years of a scenario; ``lengths`` gains the axes settled here."""
    packages, tiv = recorded_tenders(theatre, scenario)
    slots = tender_slots(theatre, scenario, packages, imposed)
    mu, below = package_sizes(theatre)
    licensed, second_hand = order_kinds(theatre)
    mean, highest = outputs(theatre)
    own_sales = recent_sales(theatre)
    ties = theatre.decayed_orders.sum(axis=2)
    place, volume = order_book(theatre)
    before = orders_before(theatre)
    begun_by, over_by = by_age(theatre.years_to_first, theatre.years_delivered)
    levels, (buyer_wealth, supplier_wealth) = price_levels(theatre), wealths(theatre)
    lengths |= {"3": 3, "2": 2, "5": 5, "8": 8, "M": MEMORY + 1, "A": AGES, "U": PRICED_AT_ONCE}
    lengths["Z"] = len(theatre.sizes)
    lengths["Q"] = -(-len(theatre.suppliers) // BITS)
    lengths |= {"N": len(volume), "C": len(slots), "T": int(slots[-1])}
    single = {state.name: float(not state.aggregate) for state in theatre.states}
    fixed: dict[F, npt.ArrayLike] = {
        F.SINGLE_BUYER: [single[name] for name in theatre.buyers],
        F.SINGLE_SUPPLIER: [single[name] for name in theatre.suppliers],
        F.SAME_STATE: [[float(b == s) for s in theatre.suppliers] for b in theatre.buyers],
        F.AFFINITY: affinities(ties),
        F.TIE: _shares(ties, axis=1),
        F.CUSTOMER: _shares(ties, axis=0),
        F.INDUSTRY: [theatre.industry.get(name, 0.0) for name in theatre.buyers],
        F.PACKAGES: packages_a_year(theatre),
        F.SIZE_MU: mu,
        F.SIZE_SD: theatre.size_sd,
        F.SIZE_BELOW: below,
        F.LICENSED: licensed,
        F.NOT_IMPORTED: np.minimum(licensed + second_hand, 1.0),
        F.SIZES: theatre.sizes,
        F.YEARS_TO_FIRST: theatre.years_to_first,
        F.YEARS_DELIVERED: theatre.years_delivered,
        F.BEGUN_BY: begun_by,
        F.OVER_BY: over_by,
        F.CLASS_PRICE: levels.of_class,
        F.LN_LEVEL: levels.relative,
        F.LEVEL_SE: levels.error,
        F.WEALTH: buyer_wealth,
        F.WEALTH_OF_BOTH: np.outer(buyer_wealth, supplier_wealth),
        F.LEAD_TIME: lead_times(theatre),
        F.LICENCES: licence_shares(theatre),
        F.HIGHEST_OUTPUT: highest,
        F.START_SHARE: _shares(own_sales.sum(axis=0) - own_sales, axis=2),
        F.START_STOCK: theatre.stock.sum(axis=(1, 2)),
        F.RIVAL_OF: imposed.rival_of,
        F.FIRST_SLOT: slots,
        F.BOOK_PLACE: place,
        F.BOOK_TIV: volume,
        F.BOOK_ORDERED: [row.tiv if row.ordered is None else row.ordered for row in theatre.book],
        F.BOOK_BEGUN: [UNSAID if row.begun is None else row.begun for row in theatre.book],
        F.RECORDED_PACKAGES: packages,
        F.RECORDED_TIV: tiv,
    }
    start: dict[W, npt.ArrayLike] = {
        W.SPENDING: 1.0,
        W.STOCK: theatre.stock.sum(axis=1),
        W.HABIT: theatre.decayed_orders.transpose(0, 2, 1),
        W.OWN_SALES: own_sales,
        W.RECENT_ORDERS: before.sum(axis=2),
        W.ORDERED: _by_slot(before),
        W.LAST_ORDER: last_orders(theatre),
        W.DYAD_SALES: own_sales.sum(axis=1),
        W.DYAD_ORDERS: ties,
        W.TIE: _shares(ties, axis=1),
        W.LOAD: mean,
        W.CLASS_SALES: own_sales.sum(axis=0),
        W.ALL_SALES: own_sales.sum(axis=(0, 1)),
    }
    bundle = Forcing(*lay_out(F, lengths))  # any bundle will do to write the arrays into
    for constant, values in fixed.items():
        array_of(bundle, constant)[...] = values
    world = new_world(lengths)
    for state, values in start.items():
        array_of(world, state)[...] = values
    by_dyad, by_class, of_all = (
        array_of(world, book) for book in (W.DYAD_BOOK, W.BOOK, W.BOOK_OF_ALL)
    )
    for row, (b, s, k) in enumerate(place[:, :3]):
        by_dyad[b, s] += volume[row]
        by_class[s, k] += volume[row]
        of_all[s] += volume[row]
    return Fixed(bundle.data, bundle.layout, name_keys(theatre), theatre.start, world.data)


def recent_sales(theatre: Theatre) -> Floats:
    """Sales [B, K, S] of the last years in TIV, decayed.

    The record has shares of each class by supplier, but not by buyer: they are spread over each
    supplier's buyers by their decayed orders, or by need where there are none.
    """
    by_class = theatre.ordered.sum(axis=0) * SALES_KEPT / (1 - SALES_KEPT)
    sales = theatre.world_shares * by_class
    orders = theatre.decayed_orders
    need = np.broadcast_to(theatre.ordered[:, None, :], orders.shape)
    weights = np.where(orders.sum(axis=0) > 0, orders, need)
    return (_shares(weights, axis=0) * sales).transpose(0, 2, 1).copy()


def affinities(ties: Floats) -> Floats:
    """Lasting taste [B, S]: own share over the share among other buyers, logged."""
    own = _shares(ties, axis=1)
    others = _shares(ties.sum(axis=0) - ties, axis=1)
    affinity: Floats = np.log((own + AFFINITY_FLOOR) / (others + AFFINITY_FLOOR))
    return np.where(ties.sum(axis=1, keepdims=True) > 0, affinity, 0.0)


def orders_before(theatre: Theatre) -> Floats:
    """Deals of the years before the start [B, K, MEMORY, S], one in the year of the last order."""
    buyers, suppliers, classes = theatre.orders_5y.shape
    before = np.zeros((buyers, classes, MEMORY, suppliers))
    for b, s, k in zip(*np.nonzero(theatre.orders_5y), strict=True):
        deals, last = theatre.orders_5y[b, s, k], theatre.last_order[b, s, k] - theatre.start
        last = int(min(max(last, -MEMORY), -1)) if not np.isnan(last) else -1
        before[b, k, last, s] += 1
        before[b, k, : last + 1 + MEMORY, s] += (deals - 1) / (last + 1 + MEMORY)
    return before


def _by_slot(before: Floats) -> Floats:
    """The same as ``W.ORDERED`` has it [MEMORY + 1, B, K, S]; none yet in the first year."""
    slots = np.zeros((MEMORY + 1, *before.shape[:2], before.shape[3]))
    for year in range(-MEMORY, 0):
        slots[year % (MEMORY + 1)] = before[:, :, MEMORY + year]
    return slots


def last_orders(theatre: Theatre) -> Integers:
    """Year of the last order [B, S] of any class, counted from the start, or NEVER."""
    last = np.where(np.isnan(theatre.last_order), -np.inf, theatre.last_order).max(axis=2)
    return np.where(np.isfinite(last), last - theatre.start, NEVER).astype(np.int64)


def order_book(theatre: Theatre) -> tuple[Integers, Floats]:
    """Buyer, supplier, class, order year, licence [N, 5] and TIV [N] of the book at the start."""
    b = {name: i for i, name in enumerate(theatre.buyers)}
    s = {name: i for i, name in enumerate(theatre.suppliers)}
    k = {name: i for i, name in enumerate(theatre.classes)}
    rows = [
        (b[row.buyer], s[row.supplier], k[row.weapon], row.order_year - theatre.start,
         LICENSED if row.licensed else 0)
        for row in theatre.book
    ]  # fmt: skip
    place = np.array(rows, dtype=np.int64).reshape(len(rows), 5)
    return place, np.array([row.tiv for row in theatre.book], dtype=np.float64)


def name_keys(theatre: Theatre) -> Keys:
    """Noise keys of all names [4, most names]: BUYERS, SUPPLIERS and CLASSES, suppliers' LOTS.

    Raises:
        ValueError: if two names share a key, which would make them share their noise.
    """
    by_row = {BUYERS: theatre.buyers, SUPPLIERS: theatre.suppliers, CLASSES: theatre.classes}
    keys = np.zeros((4, max(map(len, by_row.values()))), dtype=np.uint64)
    for row, names in by_row.items():
        found = [noise.name_key(name) for name in names]
        if len(set(found)) != len(found):
            raise ValueError(f"two of these names share a noise key; rename one: {names}")
        keys[row, : len(found)] = found
    for s in range(len(theatre.suppliers)):
        keys[LOTS, s] = noise.lot(keys[SUPPLIERS, s])
    return keys


def _shares(array: Floats, axis: int) -> Floats:
    """Shares along an axis; 0 where the sum is 0."""
    total = array.sum(axis=axis, keepdims=True)
    return np.divide(array, total, out=np.zeros_like(array), where=total > 0)
