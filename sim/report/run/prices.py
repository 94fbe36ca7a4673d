"""What a buyer pays: the prices of signed orders that are drawn."""

from dataclasses import dataclass

import numpy as np

from sim.experiment.market import usual_price_for
from sim.plots.series import Band, band
from sim.report.run.read import BuyerRun
from sim.theatre.theatre import Theatre

PANELS = 6
FEWEST = 20  # worlds that sign in a year, lest quantiles be of a handful of deals
ENDS = 5  # years at the start and at the end that are compared


@dataclass(frozen=True)
class Prices:
    """US$ m per TIV of the orders that a buyer signs in a year; panels P in the order drawn.

    A world in which it signs nothing with a supplier has no price in that year; a year with fewer
    than ``fewest`` worlds that have one is NaN in every band.
    """

    buyer: str
    suppliers: tuple[str, ...]  # [P]
    years: tuple[int, ...]  # [Y]
    paid: Band  # [P, Y]
    usual: tuple[float, ...]  # [P] level of the supplier for what the buyer orders, US$ m per TIV
    fewest: int
    replayed: int = 0  # years at the start whose orders are those on record

    def change(self, panel: int) -> float:
        """Mean of medians of the last five years over that of the first five; NaN if unknown.

        Replayed years do not count: who sold did not have to be the cheapest of the model's offers.
        """
        median = self.paid.median[panel, self.replayed :]
        first, last = median[:ENDS], median[-ENDS:]
        if len(median) < 2 * ENDS or np.isnan(first).all() or np.isnan(last).all():
            return float("nan")
        return float(np.nanmean(last) / np.nanmean(first))


def prices_data(
    run: BuyerRun, theatre: Theatre, panels: int = PANELS, own_from: int | None = None
) -> Prices:
    """Prices to draw for the suppliers of most volume: money over volume by world and year.

    Suppliers that never have a price in enough worlds are passed over.

    Args:
        run: of the buyer.
        theatre: for levels of price.
        panels: at most.
        own_from: the first year whose orders are the model's own; if it is not said, all are.
    """
    signed = run.orders > 0
    fewest = max(1, min(FEWEST, len(signed) // 4))
    enough = signed.sum(axis=0) >= fewest
    volume = np.where(enough.any(axis=1), run.orders.sum(axis=(0, 2)), 0.0)
    order = np.argsort(-volume, kind="stable")[:panels]
    chosen = [int(s) for s in order if volume[s] > 0]
    paid = np.full((len(signed), len(chosen), signed.shape[2]), np.nan)
    known = (signed & enough)[:, chosen]
    np.divide(run.orders_usd[:, chosen], run.orders[:, chosen], out=paid, where=known)
    suppliers = tuple(run.suppliers[s] for s in chosen)
    return Prices(
        run.buyer,
        suppliers,
        tuple(range(run.first_year, run.first_year + signed.shape[2])),
        band(paid),
        tuple(usual_price_for(theatre, run.buyer, name) for name in suppliers),
        fewest,
        0 if own_from is None else own_from - run.first_year,
    )
