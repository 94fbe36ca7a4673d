"""Who gains and who loses: deliveries by buyer and supplier, the other side less the base."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Bools, Floats
from sim.base.bands import HOLDS
from sim.compare.contrast import Way, between, half_width
from sim.compare.sides import RecordSide, Run, Side
from sim.experiment.stream import Rows, add_at, read_through
from sim.measure.flows import Window
from sim.theatre.theatre import Theatre

COLUMNS = ("world", "buyer", "supplier", "delivery_year", "tiv")
ALL_BUYERS, ALL_SUPPLIERS = "All buyers", "All suppliers"
LEAST = 0.05  # TIV a year; less is no change worth a word


@dataclass(frozen=True)
class Gains:
    """Deliveries in TIV (millions) a year over a window, by buyer and supplier [B, S].

    The last buyer stands for all of them together, and so does the last supplier.
    ``difference`` is the mean over worlds of other less base, ``low`` to ``high`` an interval of it
    that holds in 90% of cases *for all pairs at once*. ``more`` and ``less`` are shares of worlds.
    ``sure`` is where the sign is: of two runs, where this interval misses zero; of the record,
    where it is outside the 90% of the worlds.
    """

    window: Window
    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]
    base: Floats
    other: Floats
    difference: Floats
    low: Floats
    high: Floats
    more: Floats
    less: Floats
    sure: Bools


class InWindow:
    """Deliveries [W, B, S] in a window of years, TIV a year."""

    def __init__(self, theatre: Theatre, worlds: int, window: Window) -> None:
        """Begin with nothing."""
        self.window = window
        self.tiv = np.zeros((worlds, len(theatre.buyers), len(theatre.suppliers)))

    def add(self, rows: Rows) -> None:
        """Take the window's rows of a batch; worlds from ``worlds`` on are left out."""
        first, last = self.window
        keep = np.flatnonzero((first <= rows["delivery_year"]) & (rows["delivery_year"] <= last))
        cells = rows["world"][keep], rows["buyer"][keep], rows["supplier"][keep]
        add_at(self.tiv, cells, rows["tiv"][keep] / (last - first + 1))


class ByYear:
    """Deliveries [B, S, Y] by year, summed over the first so many worlds."""

    def __init__(self, theatre: Theatre, worlds: int, years: Window) -> None:
        """Begin with nothing."""
        self.worlds, self.first = worlds, years[0]
        shape = len(theatre.buyers), len(theatre.suppliers), years[1] - years[0] + 1
        self.tiv = np.zeros(shape)

    def add(self, rows: Rows) -> None:
        """Take the rows of a batch."""
        keep = np.flatnonzero(rows["world"] < self.worlds)
        year = rows["delivery_year"][keep] - self.first
        add_at(self.tiv, (rows["buyer"][keep], rows["supplier"][keep], year), rows["tiv"][keep])


def gains(base: Side, other: Side, years: Window, worlds: int, way: Way) -> Gains | None:
    """Compare who delivers how much to whom, in the theatre of the base.

    Of paired runs the window begins in the first year in which any delivery differs: before it
    nothing can be gained. Of the record it is what its windows cover.

    Args:
        base, other: the sides; at most one is the record.
        years: the years that both have.
        worlds: how many worlds of each run are compared, if they are paired.
        way: how worlds belong together.

    Returns:
        None if nothing differs, or if the record covers no window within the years.
    """
    ground = base.theatre
    window: Window | None = years
    if way == "record":
        window = recorded_span(ground, years)
    elif way == "paired" and isinstance(base, Run) and isinstance(other, Run):
        window = _since_parting(base, other, ground, years, worlds)
    if window is None:
        return None
    one, two = (_delivered(side, ground, window, worlds, way) for side in (base, other))
    return gains_between(ground.buyers, ground.suppliers, window, one, two, way)


def gains_between(
    buyers: tuple[str, ...], suppliers: tuple[str, ...], window: Window, one: Floats, two: Floats,
    way: Way,
) -> Gains:  # fmt: skip
    """Gains of one side over the other.

    Args:
        buyers: names along B.
        suppliers: names along S.
        window: years over which deliveries are counted.
        one: deliveries [W, B, S] of the base, TIV a year; the record has one world.
        two: those of the other side.
        way: how worlds belong together.
    """
    buyers, suppliers = (*buyers, ALL_BUYERS), (*suppliers, ALL_SUPPLIERS)
    one, two = with_totals(one), with_totals(two)
    cells = len(buyers) * len(suppliers)
    if way == "apart":
        worlds = min(len(one), len(two))
        variance = one.var(axis=0, ddof=1) / len(one) + two.var(axis=0, ddof=1) / len(two)
        error = np.sqrt(variance) if worlds > 1 else np.full(one.shape[1:], np.inf)
        both = np.sort(one, axis=0)
        # Share of all pairs of worlds in which the other side has more: by ranks.
        more = _share_above(both, two)
        less = _share_above(np.sort(two, axis=0), one)
    else:
        apart = between(one, two)
        worlds = len(apart)
        error = (apart.std(axis=0, ddof=1) if worlds > 1 else np.inf) / np.sqrt(worlds)
        more, less = (apart > 0).mean(axis=0), (apart < 0).mean(axis=0)
    mean = between(one.mean(axis=0), two.mean(axis=0))
    error = np.broadcast_to(error, mean.shape)
    half = error * half_width(1.0, worlds, 1 - (1 - HOLDS) / cells)
    sure = np.abs(mean) > half
    if way == "record":
        sure = np.maximum(more, less) >= (1 + HOLDS) / 2
    sure = sure & (np.abs(mean) >= LEAST)
    return Gains(
        window, buyers, suppliers, one.mean(axis=0), two.mean(axis=0), mean, mean - half,
        mean + half, more, less, sure,
    )  # fmt: skip


def with_totals(volumes: Floats) -> Floats:
    """Volumes [W, B, S] with the sums over suppliers and over buyers as last column and row."""
    wider = np.concatenate([volumes, volumes.sum(axis=2, keepdims=True)], axis=2)
    whole: Floats = np.concatenate([wider, wider.sum(axis=1, keepdims=True)], axis=1)
    return whole


def recorded_span(theatre: Theatre, years: Window) -> Window | None:
    """The longest run of years for which all deliveries are on record, within some years."""
    flows = theatre.recorded.get("deliveries")
    periods = [
        (first, last)
        for first, last in (() if flows is None else flows.periods)
        if years[0] <= first and last <= years[1]
    ]
    spans = [
        (first, last)
        for first in {first for first, _ in periods}
        for last in {last for _, last in periods}
        if first <= last and flows is not None and flows.periods_in((first, last)) is not None
    ]
    return max(spans, key=lambda span: (span[1] - span[0], span[1]), default=None)


def _share_above(below: Floats, values: Floats) -> Floats:
    """Share of pairs in which a value [W2, …] lies above one of ``below`` [W1, …], sorted."""
    flat, asked = below.reshape(len(below), -1), values.reshape(len(values), -1)
    shares = [
        np.searchsorted(column, other, side="left").mean() / len(flat)
        for column, other in zip(flat.T, asked.T, strict=True)
    ]
    return np.array(shares).reshape(below.shape[1:])


def _since_parting(
    base: Run, other: Run, ground: Theatre, years: Window, worlds: int
) -> Window | None:
    """From the first year in which the sides' deliveries differ; None if they never do."""
    sums = []
    for run in (base, other):
        by_year = ByYear(ground, worlds, years)
        read_through(run.folder / "deliveries.parquet", COLUMNS, ground, [by_year])
        sums.append(by_year.tiv)
    apart = ~np.isclose(sums[0], sums[1], rtol=1e-9, atol=1e-9)
    differing = np.flatnonzero(apart.any(axis=(0, 1)))
    return (years[0] + int(differing[0]), years[1]) if len(differing) else None


def _delivered(side: Side, ground: Theatre, window: Window, worlds: int, way: Way) -> Floats:
    if isinstance(side, RecordSide):
        flows = side.theatre.recorded["deliveries"]
        total = flows.total("deliveries", window)
        assert total is not None
        recorded: Floats = total.sum(axis=3) / (window[1] - window[0] + 1)
        return recorded
    within = InWindow(ground, worlds if way == "paired" else side.scenario.worlds, window)
    read_through(side.folder / "deliveries.parquet", COLUMNS, ground, [within])
    return within.tiv
