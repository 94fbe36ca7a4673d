"""Bands of shares and volumes: how many records they hold, how wide they are, and both together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.backtest.benchmarks import OWN_PAST
from sim.backtest.outcomes import MODEL, Outcome, ends_of
from sim.backtest.record import FLOWS, Flow
from sim.backtest.scores import coverage, randomised_pit
from sim.backtest.widening import SHARES, VOLUMES, EarlierForecast, Widening, factor_of, widened
from sim.base.arrays import Floats
from sim.base.bands import HELD, HOLDS_OF_80
from sim.measure.scoring import interval_score

OF_SHARES, OF_VOLUMES = "shares", "volumes"
OF = (OF_SHARES, OF_VOLUMES)
WIDENED = "model, widened"
WHOSE = (MODEL, WIDENED, OWN_PAST)
FEWEST = 9  # windows with fewer have no place below the first tenth, nor above the last


@dataclass(frozen=True)
class BandScore:
    """Bands of 80% of one forecaster: of shares, or of volumes.

    ``held`` has the share of records in bands of each of ``HELD``, NaN where there are too few
    worlds to tell. ``width`` and ``score``, the interval score, are means in shares of a buyer's
    volume; of volumes they are sums over buyers, over what came in all. ``number`` counts pairs
    or buyers, ``factors`` the widening at each origin.
    """

    flow: Flow
    of: str
    forecaster: str
    number: int
    held: dict[float, float]
    width: float
    score: float
    factors: tuple[float, ...]


def widening_of(trials: Sequence[Outcome], seed: int) -> Widening | None:
    """How much wider bands of a flow must be, by earlier outcomes of it; None without any."""
    if not trials:
        return None
    shares = [EarlierForecast(one.worlds, one.recorded, one.at_stake) for one in trials]
    volumes = [
        EarlierForecast(
            one.totals.worlds, one.totals.recorded, np.ones(len(one.totals.recorded), np.bool_)
        )
        for one in trials
    ]
    return Widening(
        tuple(one.origin for one in trials),
        factor_of(shares, SHARES, seed),
        factor_of(volumes, VOLUMES, seed),
    )


def band_scores(outcomes: Sequence[Outcome], seed: int) -> list[BandScore]:
    """Every flow, shares and volumes; the widened model only if every origin has its factor."""
    return [
        _score(chosen, flow, of, name, seed)
        for flow in FLOWS
        if (chosen := [item for item in outcomes if item.flow == flow])
        for of in OF
        for name in WHOSE
        if name != WIDENED or all(item.widening is not None for item in chosen)
    ]


def _score(outcomes: Sequence[Outcome], flow: Flow, of: str, name: str, seed: int) -> BandScore:
    drawn = [_drawn(item, of, name) for item in outcomes]
    places = [randomised_pit(one.worlds, one.recorded, seed)[one.counted] for one in drawn]
    ends = [ends_of(one.worlds) for one in drawn]
    low, high = (_row([end[i] for end in ends], drawn) for i in (0, 1))
    recorded = _row([one.recorded for one in drawn], drawn)
    known = ~np.isnan(low)
    scores = interval_score(low, high, recorded, HOLDS_OF_80)
    unit = recorded[known].mean() if of == OF_VOLUMES and known.any() else 1.0
    enough = all(len(one.worlds) >= FEWEST for one in drawn)
    joined = np.concatenate(places)
    return BandScore(
        flow, of, name, int(known.sum()),
        {holds: coverage(joined, holds) if enough else float("nan") for holds in HELD},
        _mean((high - low)[known], unit), _mean(scores[known], unit),
        tuple(_factor(item, of) for item in outcomes) if name == WIDENED else (),
    )  # fmt: skip


def _drawn(item: Outcome, of: str, name: str) -> EarlierForecast:
    """What a forecaster's worlds say of an outcome: the pairs at stake, or all buyers."""
    totals, scale = item.totals, SHARES if of == OF_SHARES else VOLUMES
    if of == OF_SHARES:
        worlds, recorded, counted = item.worlds, item.recorded, item.at_stake
    else:
        worlds, recorded = totals.worlds, totals.recorded
        counted = np.ones(len(recorded), dtype=np.bool_)
    if name == OWN_PAST:
        worlds = item.past if of == OF_SHARES else totals.past
    if name == WIDENED:
        worlds = widened(worlds, _factor(item, of), scale)
    return EarlierForecast(worlds, recorded, counted)


def _factor(item: Outcome, of: str) -> float:
    assert item.widening is not None  # asked for by ``band_scores``
    return item.widening.shares if of == OF_SHARES else item.widening.volumes


def _row(parts: Sequence[Floats], drawn: Sequence[EarlierForecast]) -> Floats:
    """What counts of each origin, in a row."""
    return np.concatenate([part[one.counted] for part, one in zip(parts, drawn, strict=True)])


def _mean(values: Floats, unit: float) -> float:
    return float(values.mean() / unit) if values.size and unit > 0 else float("nan")
