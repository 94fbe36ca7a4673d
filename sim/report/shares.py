"""Who arms a buyer: the supplier shares that are drawn."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.measure.flows import Window
from sim.report.read import BuyerRun
from sim.report.record import Record
from sim.report.series import Band, band, five_year_shares, mean_over

Floats = npt.NDArray[np.float64]

PANELS = 6
HISTORY_SHOWN = 6  # years drawn before the first simulated one, at most


@dataclass(frozen=True)
class Shares:
    """Supplier shares of one buyer's deliveries in %, panels P in the order drawn.

    ``years`` are the last years of the simulated windows of five years. Recorded windows are as the
    record has them, NaN without deliveries in one.
    """

    buyer: str
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


def shares_data(run: BuyerRun, record: Record, panels: int = PANELS) -> Shares:
    """Shares to draw for the main suppliers: those with the highest mean share, simulated or
    recorded, whichever is higher.
    """  # fmt: skip
    before = record.before(run.first_year)
    shares = 100 * five_year_shares(run.deliveries, before)
    last_year = run.first_year + run.deliveries.shape[2] - 1
    years = tuple(range(last_year - shares.shape[2] + 1, last_year + 1))
    windows, recorded = record.shares()
    earliest = run.first_year - HISTORY_SHOWN
    keep = [
        i for i, (first, last) in enumerate(windows)
        if (last if len(record.years) else first) >= earliest and last <= last_year
    ]  # fmt: skip
    recorded = 100 * recorded[:, keep]
    rank = np.maximum(mean_over(shares, axis=(0, 2)), mean_over(recorded, axis=1))
    chosen = [int(s) for s in np.argsort(-rank, kind="stable")[:panels] if rank[s] > 0]
    return Shares(
        run.buyer,
        tuple(run.suppliers[s] for s in chosen),
        run.first_year,
        last_year,
        years,
        band(shares[:, chosen]),
        tuple(windows[i] for i in keep),
        recorded[chosen],
        len(record.years) > 0,
        record.last_year,
        bool(np.isnan(shares).any()),
        not run.deliveries.any(),
    )
