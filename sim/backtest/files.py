"""What a back-test leaves: tables as CSV, and one file that says how it was made."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from pathlib import Path

from sim.backtest.bands import BandScore
from sim.backtest.benchmarks import MEANING
from sim.backtest.outcomes import AT_STAKE, LATELY, MEAN, MODEL, POINT, SCORES, Outcome
from sim.backtest.scores import EVEN, MIXED_IN
from sim.backtest.table import GAPPED, WEIGHTINGS, Line, Reliability
from sim.backtest.ties import DECAY, FITTED_YEARS, OF_ORDERS, TERMS, TieScore
from sim.backtest.ties import LEAST as LEAST_OF_TIE
from sim.backtest.widening import EARLIER
from sim.base.bands import ENDS_OF_80, HELD
from sim.base.files import csv_text, write_whole

Cell = str | float | None

METHOD: Mapping[str, object] = {
    "tv": "total variation: half the sum over suppliers of |forecast share - recorded share|",
    "point forecast": (
        f"declared before scoring: of what has worlds, one {POINT} of a buyer's shares, that at "
        "which they add up to 1; its tv and top are scored. The log score is that of mean shares; "
        f"'{MEAN}' has these for tv and top too"
    ),
    "log": (
        "-sum of recorded share * ln(forecast share), nats per TIV; into every forecast "
        f"{MIXED_IN:g} is mixed, {1 - EVEN:g} of it world shares and {EVEN:g} even"
    ),
    "crps": (
        "half the sum over suppliers of the CRPS of their share, in the form that is fair to few "
        "worlds; of one forecast its tv"
    ),
    "top": "share of buyers whose largest supplier is the one forecast",
    "by volume": "each buyer counts as much as its recorded TIV",
    "gap": (
        "model less other, so below 0 the model leads; ends of 90% by paired bootstrap over buyers"
    ),
    "coverage": (
        f"of pairs with a mean simulated share of {AT_STAKE:g} or more; where the record lies "
        "among equal worlds is drawn at random (randomised PIT)"
    ),
    "roc, precision": (
        "does the forecast rank the ties that come before those that do not; areas under the "
        f"curves; new: pairs without an order for {LATELY} years and without the flow before. "
        "Any volume over all years makes a tie, only buyers that got anything count, benchmarks "
        "rank by shares within a buyer, which flatters the model: see ties.csv"
    ),
    "ties.csv": (
        f"the published definition: a delivery of at least {LEAST_OF_TIE:g} TIV in the origin's "
        "year, all ordered pairs of buyer and supplier; new: none in ten years. Where the record "
        f"has no years there is no such file. Logits, fitted on the {FITTED_YEARS} years before, "
        f"have: {', '.join(TERMS)}; with orders: {', '.join(OF_ORDERS)}; decay {DECAY:g} a year. "
        "A yearly register tells dates and volumes known only later, and an order only because it "
        "came"
    ),
    "bands.csv": (
        "held: share of records in the band, by randomised PIT; width and interval score (width + "
        "10 * distance outside) of 80% bands, of shares over pairs at stake, of volumes over all "
        "buyers in TIV over what came. Widened: worlds stretched about their mean by one factor, "
        "shares on the logit and volumes on the log scale, with which 80% bands would have held "
        f"80% at up to {EARLIER} origins before, whose years had ended by the origin"
    ),
    "band": f"quantiles {ENDS_OF_80[0]:g} and {ENDS_OF_80[1]:g} over the worlds",
    "forecasters": MEANING,
}


def write_tables(
    folder: Path, outcomes: Sequence[Outcome], lines: Sequence[Line],
    reliability: Sequence[Reliability], about: Mapping[str, object],
) -> None:  # fmt: skip
    """Write ``table.csv``, ``buyers.csv``, ``forecast.csv`` and ``backtest.json``.

    Args:
        folder: of the back-test.
        outcomes: of every origin and flow.
        lines: of the table.
        reliability: of each flow.
        about: what made it, as plain data.
    """
    write_whole(folder / "table.csv", csv_text(_TABLE, map(_table_row, lines)))
    write_whole(folder / "buyers.csv", csv_text(_BUYERS, _buyer_rows(outcomes)))
    write_whole(folder / "forecast.csv", csv_text(_PAIRS, _pair_rows(outcomes)))
    content = {
        **about,
        "method": METHOD,
        "reliability": [
            {
                "flow": item.flow,
                "pairs at stake": item.pairs,
                "held": {f"{holds:.0%}": _rounded(v) for holds, v in item.held.items()},
                "held of all": {
                    f"{holds:.0%}": _rounded(v) for holds, v in item.held_of_all.items()
                },
                "tv if the worlds were right": {w: _rounded(v) for w, v in item.floor.items()},
            }
            for item in reliability
        ],
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    write_whole(folder / "backtest.json", text)


def write_bands_and_ties(
    folder: Path, bands: Sequence[BandScore], ties: Sequence[TieScore]
) -> None:
    """Write ``bands.csv``, and ``ties.csv`` if the record has years."""
    write_whole(folder / "bands.csv", csv_text(_BANDS, map(_band_row, bands)))
    if ties:
        header = [item.name for item in fields(TieScore)]
        rows = ([_known(cell) for cell in astuple(item)] for item in ties)
        write_whole(folder / "ties.csv", csv_text(header, rows))


_BANDS = (
    "flow", "of", "forecaster", "number", *(f"held {holds:.0%}" for holds in HELD), "width 80%",
    "interval score 80%", "factors",
)  # fmt: skip


def _band_row(item: BandScore) -> list[object]:
    return [
        item.flow, item.of, item.forecaster, item.number,
        *(_known(item.held[holds]) for holds in HELD), _known(item.width), _known(item.score),
        " ".join(f"{factor:g}" for factor in item.factors),
    ]  # fmt: skip


_TIES = ("roc", "precision", "roc new", "precision new", "share new")
_TABLE = (
    "flow", "forecaster",
    *(f"{score} {weighting}" for score in SCORES for weighting in WEIGHTINGS),
    *(f"{score} {weighting} {end}" for score in GAPPED for weighting in WEIGHTINGS
      for end in ("gap", "low", "high")),
    *_TIES,
)  # fmt: skip
_BUYERS = ("origin", "horizon", "flow", "forecaster", "buyer", "recorded_tiv", *SCORES)
_PAIRS = (
    "origin", "horizon", "flow", "buyer", "supplier", "recorded_tiv", "recorded_share",
    "forecast_share", "mean_share", "p10", "p90", "chance_of_any", "place_among_worlds", "new_tie",
)  # fmt: skip


def _table_row(line: Line) -> list[object]:
    row: list[object] = [line.flow, line.forecaster]
    row += [_known(line.means[score, w]) for score in SCORES for w in WEIGHTINGS]
    for score in GAPPED:
        for weighting in WEIGHTINGS:
            gap = line.gaps.get((score, weighting))
            ends = (None,) * 3 if gap is None else (gap.difference, gap.low, gap.high)
            row += map(_known, ends)
    return [*row, *(_known(line.ties[name]) for name in _TIES)]


def _buyer_rows(outcomes: Iterable[Outcome]) -> Iterator[list[object]]:
    for item in outcomes:
        for name, scores in item.scores.items():
            for b, buyer in enumerate(item.buyers):
                yield [
                    item.origin, item.horizon, item.flow, name, buyer, float(item.volume[b]),
                    *(_known(float(scores[score][b])) for score in SCORES),
                ]  # fmt: skip


def _pair_rows(outcomes: Iterable[Outcome]) -> Iterator[list[object]]:
    for item in outcomes:
        point, mean = item.shares[MODEL], item.shares[MEAN]
        for b, buyer in enumerate(item.buyers):
            for s, supplier in enumerate(item.suppliers):
                if item.chance[b, s] > 0 or mean[b, s] > 0 or item.recorded[b, s] > 0:
                    yield [
                        item.origin, item.horizon, item.flow, buyer, supplier,
                        float(item.recorded[b, s] * item.volume[b]), float(item.recorded[b, s]),
                        float(point[b, s]), float(mean[b, s]),
                        _known(float(item.low[b, s])), _known(float(item.high[b, s])),
                        float(item.chance[b, s]), float(item.places[b, s]), int(item.new[b, s]),
                    ]  # fmt: skip


def _known(value: Cell) -> Cell:
    return None if isinstance(value, float) and math.isnan(value) else value


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
