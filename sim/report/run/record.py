"""Theatre → what really happened to one buyer, where the theatre says it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.base.phrases import counted, joined
from sim.measure.flows import Flows, Window
from sim.plots.frame import Known
from sim.plots.series import SPAN, rolled, shares_of
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

HISTORY_SHOWN = 6  # years drawn before the first simulated one, at most


@dataclass(frozen=True)
class BuyerRecord:
    """Recorded volumes of one buyer in TIV (millions), by supplier. Nothing recorded: no periods.

    Yearly deliveries are on record for few buyers; windows of years for all.
    """

    years: Integers  # [n] with a yearly record, ascending
    yearly: Floats  # [S, n]
    windows: tuple[Window, ...]
    delivered: Floats  # [S, len(windows)] in the whole window
    order_windows: tuple[Window, ...]
    ordered: Floats  # [S, len(order_windows)] in the whole window

    @property
    def last_year(self) -> int | None:
        """The last year for which deliveries are on record, or None."""
        ends = [*self.years.tolist(), *(last for _, last in self.windows)]
        return max(ends, default=None)

    def before(self, year: int, most: int = SPAN - 1) -> Floats:
        """Yearly volumes [S, H] of the unbroken record before a year, at most ``most`` years."""
        place = {int(recorded): i for i, recorded in enumerate(self.years)}
        columns: list[int] = []
        while len(columns) < most and year - 1 - len(columns) in place:
            columns.insert(0, place[year - 1 - len(columns)])
        chosen: Floats = self.yearly[:, columns]
        return chosen

    def shares(self) -> tuple[tuple[Window, ...], Floats]:
        """Windows with the supplier shares [S, windows] in each, 0 to 1; NaN without deliveries.

        They end in every year where deliveries are on record by year, else as recorded.
        """
        if len(self.years) == 0:
            return self.windows, shares_of(self.delivered, axis=0)
        first, last = int(self.years[0]), int(self.years[-1])
        everything = np.full((len(self.yearly), last - first + 1), np.nan)
        everything[:, self.years - first] = self.yearly
        sums = rolled(everything)  # NaN where a year of the window is not on record
        windows = tuple((year, year + SPAN - 1) for year in range(first, last - SPAN + 2))
        return windows, shares_of(sums, axis=0)


def windows_shown(
    windows: Sequence[Window], yearly: bool, first_year: int, last_year: int
) -> list[int]:
    """Places of the windows on record that a plot of these simulated years shows.

    Of windows that end in every year (``yearly``) some begin earlier than ``HISTORY_SHOWN`` years.
    """
    earliest = first_year - HISTORY_SHOWN
    return [
        i
        for i, (first, last) in enumerate(windows)
        if (last if yearly else first) >= earliest and last <= last_year
    ]


def record_of(theatre: Theatre, buyer: str) -> BuyerRecord:
    """Collect the record of one buyer, named as in the theatre."""
    by_year, windows = theatre.recorded.get("by_year"), theatre.recorded.get("deliveries")
    orders = theatre.recorded.get("orders")
    periods, yearly = _volumes(by_year, "deliveries", theatre, buyer)
    single = [i for i, (first, last) in enumerate(periods) if first == last]
    single.sort(key=lambda i: periods[i])
    if not yearly[:, single].any():
        single = []  # years are on record for some buyers only; the others have no rows, not zeros
    delivered_in, delivered = _volumes(windows, "deliveries", theatre, buyer)
    ordered_in, ordered = _volumes(orders, "orders", theatre, buyer)
    return BuyerRecord(
        np.array([periods[i][0] for i in single], dtype=np.int64),
        yearly[:, single],
        delivered_in,
        delivered,
        ordered_in,
        ordered,
    )


def record_of_all(theatre: Theatre) -> BuyerRecord:
    """Collect the record of all buyers together: windows only, since years are known for few."""
    flows, none = theatre.recorded.get("deliveries"), np.zeros((len(theatre.suppliers), 0))
    if flows is None or flows.deliveries is None:
        return BuyerRecord(np.zeros(0, dtype=np.int64), none, (), none, (), none)
    delivered: Floats = flows.deliveries[0].sum(axis=(0, 2))
    return BuyerRecord(np.zeros(0, dtype=np.int64), none, flows.periods, delivered, (), none)


def recorded_window(theatre: Theatre, scenario: Scenario) -> Window | None:
    """The last window of five years within the run for which all deliveries are on record."""
    flows = theatre.recorded.get("deliveries")
    fits = [
        (first, last)
        for first, last in (() if flows is None else flows.periods)
        if scenario.first_year <= first and last == first + SPAN - 1 <= scenario.last_year
    ]
    return max(fits, default=None)


def recorded_shares(theatre: Theatre, window: Window) -> tuple[Floats, Floats]:
    """Shares [B, S] of each buyer's recorded deliveries, NaN without any; volumes in TIV a year."""
    flows = theatre.recorded["deliveries"]
    period = flows.periods.index(window)
    assert flows.deliveries is not None
    volumes: Floats = flows.deliveries[0].sum(axis=2)[:, :, period]
    return shares_of(volumes, axis=1), volumes / (window[1] - window[0] + 1)


def simulated_line(scenario: Scenario) -> str:
    """Where simulated numbers come from, in one sentence."""
    worlds = counted(scenario.worlds, "world")
    line = f"Simulated: scenario {scenario.name}, {worlds}, seed {scenario.seed}."
    return f"{line} {replayed_words(scenario)}".rstrip()


def replayed_words(scenario: Scenario) -> str:
    """Which orders are on record and not the model's own, in one sentence; empty if none are."""
    until = scenario.replay_until
    return "" if until is None else f"Orders up to {until} are those on record."


def source_line(scenario: Scenario, theatre: Theatre) -> str:
    """Where simulated and recorded numbers come from, in one sentence each."""
    return f"{simulated_line(scenario)} {record_words(theatre)}"


def record_words(theatre: Theatre) -> str:
    """Where recorded numbers come from, in one sentence."""
    if not theatre.recorded:
        return f"Theatre: {theatre.title}; it has no record to compare with."
    return f"Recorded: {theatre.record_of}."


def known_of(theatre: Theatre) -> Known | None:
    """Where a theatre's record ends, and its relations with it; None without a record."""
    ends = [last for flows in theatre.recorded.values() for _, last in flows.periods]
    if not ends:
        return None
    paths = {"UN votes": theatre.un_votes, "military spending": theatre.spending}
    known = {what: max((max(path) for path in by_state.values() if path), default=None)
             for what, by_state in paths.items()}  # fmt: skip
    carried = [f"{what} to {year}" for what, year in known.items() if year is not None]
    words = f"Shaded: years after {max(ends)}, where this theatre's record ends."
    if carried:
        words += f" Of relations, {joined(carried)} are known; they stay as they were after that."
    return Known(max(ends), words)


def _volumes(
    flows: Flows | None, ledger: str, theatre: Theatre, buyer: str
) -> tuple[tuple[Window, ...], Floats]:
    array = None if flows is None else getattr(flows, ledger)
    if flows is None or array is None or buyer not in flows.buyers:
        return (), np.zeros((len(theatre.suppliers), 0))
    volumes: Floats = array[0, flows.buyers.index(buyer)].sum(axis=1)
    return flows.periods, volumes
