"""Who arms a buyer, and who sells to the world: the supplier shares that are drawn."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.measure.flows import Window
from sim.plots.series import Band, band, five_year_shares, mean_over
from sim.report.run.read import BuyerRun
from sim.report.run.record import BuyerRecord, windows_shown
from sim.theatre.theatre import Theatre

PANELS = 6


@dataclass(frozen=True)
class Shares:
    """Supplier shares of the deliveries to one buyer, or to all, in %; panels P in the order drawn.

    ``years`` are the last years of the simulated windows of five years. Recorded windows are as the
    record has them, NaN without deliveries in one.
    """

    buyer: str  # empty for all buyers together
    suppliers: tuple[str, ...]  # [P]
    first_year: int  # simulated
    last_year: int
    years: tuple[int, ...]  # [E]
    simulated: Band  # [P, E]
    recorded_windows: tuple[Window, ...]
    recorded: Floats  # [P, windows]
    yearly_record: bool  # recorded windows end in every year
    record_end: int | None
    undefined: bool  # in some world nothing is delivered in some window
    nothing: bool  # no deliveries in any world


def shares_data(
    run: BuyerRun, record: BuyerRecord, panels: int = PANELS, named: Collection[str] = ()
) -> Shares:
    """Shares to draw for the main suppliers: those with the highest mean share, simulated or
    recorded, whichever is higher. Suppliers that are ``named`` are drawn in any case.
    """  # fmt: skip
    return drawn_shares(
        run.buyer, run.suppliers, run.first_year, run.deliveries, record, panels, set(), named
    )


def exports_data(
    deliveries: Floats, first_year: int, theatre: Theatre, record: BuyerRecord, panels: int = PANELS
) -> Shares:
    """Shares to draw of the deliveries to all buyers, chosen alike, aggregates last.

    Args:
        deliveries: [W, S, Y] in TIV.
        first_year: simulated.
        theatre: of the run.
        record: of all buyers together.
        panels: at most.
    """
    last = set(theatre.aggregates)
    return drawn_shares("", theatre.suppliers, first_year, deliveries, record, panels, last)


def drawn_shares(
    buyer: str, suppliers: tuple[str, ...], first_year: int, deliveries: Floats,
    record: BuyerRecord, panels: int, last: Collection[str], named: Collection[str] = (),
) -> Shares:  # fmt: skip
    """Shares to draw of the deliveries [W, S, Y] to a buyer, or to all; ``last`` are drawn last."""
    shares = 100 * five_year_shares(deliveries, record.before(first_year))
    last_year = first_year + deliveries.shape[2] - 1
    years = tuple(range(last_year - shares.shape[2] + 1, last_year + 1))
    windows, recorded = record.shares()
    keep = windows_shown(windows, len(record.years) > 0, first_year, last_year)
    recorded = 100 * recorded[:, keep]
    rank = np.maximum(mean_over(shares, axis=(0, 2)), mean_over(recorded, axis=1))
    found = np.flatnonzero(rank > 0).tolist()
    by_rank = sorted(found, key=lambda s: (suppliers[s] in last, -rank[s]))
    asked = [s for s in range(len(suppliers)) if suppliers[s] in named]
    others = [s for s in by_rank if s not in asked][: max(panels - len(asked), 0)]
    chosen = sorted(
        [*asked, *others], key=lambda s: (suppliers[s] in last, -np.nan_to_num(rank[s]))
    )
    return Shares(
        buyer,
        tuple(suppliers[s] for s in chosen),
        first_year,
        last_year,
        years,
        band(shares[:, chosen]),
        tuple(windows[i] for i in keep),
        recorded[chosen],
        len(record.years) > 0,
        record.last_year,
        bool(np.isnan(shares).any()),
        not deliveries.any(),
    )
