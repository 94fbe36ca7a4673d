"""Announcements against contracts of one buyer: the counts that are drawn."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.measure.flows import Window
from sim.plots.series import SPAN, Band, band
from sim.report.run.collectors import TalksByYear
from sim.report.run.read import BuyerRun

MAIN = 6  # panels of the suppliers with most orders
LOUD = 3  # panels of others, with most announcements that came to nothing


@dataclass(frozen=True)
class Announcements:
    """Announcements of one buyer's talks a year, and those that became orders, over worlds.

    Only years whose orders are the model's own: one on record has its one announcement.
    Panels P are in the order drawn, the other suppliers O by announcements. A ratio is the number
    of announcements for each that became an order, both summed over worlds: infinite where none
    did, NaN where nothing was announced.
    """

    buyer: str
    suppliers: tuple[str, ...]  # [P]
    years: tuple[int, ...]  # [Y]
    mean_talks: Floats  # [P, Y] announcements, mean over worlds
    mean_orders: Floats  # [P, Y] those of them that became orders
    per_order: Floats  # [P] ratio over all years
    spans: tuple[Window, ...]  # [N] first and last years, five years each, the last may be shorter
    talks_in: Band  # [P, N] announcements a year in each span
    per_order_in: Floats  # [P, N] ratio in each span
    others: tuple[tuple[str, float, float], ...]  # [O] name, announcements a year, ratio
    all_talks: float  # announcements a year with all suppliers, mean over worlds
    all_orders: float  # those of them that became orders
    replayed: Window | None = None  # years that are left out: their orders are those on record

    @property
    def all_per_order(self) -> float:
        """Ratio over all suppliers and years."""
        return float(_ratio(np.array(self.all_talks), np.array(self.all_orders)))


def announcements_data(
    run: BuyerRun, announced: TalksByYear, aggregates: frozenset[str],
    main: int = MAIN, loud: int = LOUD, own_from: int | None = None,
) -> Announcements:  # fmt: skip
    """Counts to draw: of the suppliers with most orders, and of others that are only talked about.

    Args:
        run: of the buyer.
        announced: its announcements in all worlds.
        aggregates: names of suppliers that stand for many states; they come last.
        main: panels for the suppliers with most orders.
        loud: further panels for those with most announcements that became no order.
        own_from: the first year whose orders are the model's own; if it is not said, all are.
    """
    suppliers = run.suppliers
    first_year = run.first_year if own_from is None else own_from
    skipped = first_year - run.first_year
    replayed = (run.first_year, first_year - 1) if skipped else None
    in_worlds = announced.talks[..., skipped:]
    talks, orders = in_worlds.mean(axis=0), announced.orders[..., skipped:].mean(axis=0)
    said, signed = talks.sum(axis=1), orders.sum(axis=1)
    single = np.array([name not in aggregates for name in suppliers])
    found = [int(s) for s in np.lexsort((-said, -signed, ~single)) if said[s] > 0]
    chosen = found[:main]
    rest = sorted(found[main:], key=lambda s: (not single[s], signed[s] - said[s]))
    chosen += rest[:loud]
    others = sorted(rest[loud:], key=lambda s: -said[s])
    length, ratios = talks.shape[1], _ratio(said, signed)
    cuts = list(range(0, length, SPAN))
    in_spans, in_talks, in_orders = (
        np.add.reduceat(part, cuts, axis=-1)
        for part in (in_worlds[:, chosen], talks[chosen], orders[chosen])
    )
    return Announcements(
        run.buyer,
        tuple(suppliers[s] for s in chosen),
        tuple(range(first_year, first_year + length)),
        talks[chosen],
        orders[chosen],
        ratios[chosen],
        tuple((first_year + i, first_year + min(i + SPAN, length) - 1) for i in cuts),
        band(in_spans / np.diff([*cuts, length])),
        _ratio(in_talks, in_orders),
        tuple((suppliers[s], float(said[s]) / length, float(ratios[s])) for s in others),
        float(said.sum()) / length,
        float(signed.sum()) / length,
        replayed,
    )


def _ratio(talks: Floats, orders: Floats) -> Floats:
    """Announcements for each that became an order; infinite without orders, NaN without both."""
    ratio = np.where(talks > 0, np.inf, np.nan)
    np.divide(talks, orders, out=ratio, where=orders > 0)
    return ratio
