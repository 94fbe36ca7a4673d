"""Ties as forecasts of the yearly network of transfers count them: who delivers to whom.

A tie is a delivery of at least half a TIV (million) within the year; all ordered pairs of buyer and
supplier count, whether the buyer gets anything or not, a state with itself left out (such networks:
Lebacher, Thurner and Kauermann, arXiv:1803.02707). Forecasts are of one year ahead. Axes: B buyers,
S suppliers, Y years, N pairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.backtest.record import OriginRecord
from sim.backtest.scores import precision_area, roc_area
from sim.base.arrays import Bools, Floats
from sim.estimate.logit import Sample, fit_logit
from sim.theatre.theatre import Theatre

LEAST = 0.5  # TIV (millions) in a year that make a tie
FITTED_YEARS = 5  # before the origin on which a logit is fitted, as in the published forecasts
LATELY = 10  # years without a tie after which one is new
DECAY = 0.8  # a year, of past ties, volumes and orders
LAGS = 3  # years whose ties enter one by one

MODEL, LAST, DECAYED = "model", "ties of the last year", "decayed ties"
LOGIT, ORDERED = "logit on lags", "logit on lags and orders placed"
AMONG = ("all", "new", "repeated")
TERMS = (
    "always", *(f"tie {lag} years ago" for lag in range(1, LAGS + 1)), "decayed ties",
    "decayed deliveries", "the buyer's ties", "the supplier's ties",
)  # fmt: skip
OF_ORDERS = ("ordered last year", "decayed orders")


@dataclass(frozen=True)
class Ties:
    """What was said of the origin's year, pair by pair, and what came."""

    origin: int
    chance: Mapping[str, Floats]  # by forecaster [N], 0 to 1
    came: Bools  # [N]
    new: Bools  # [N] no tie in ``LATELY`` years


@dataclass(frozen=True)
class TieScore:
    """A forecaster's scores over some of the pairs: all, new or repeated ones."""

    forecaster: str
    among: str
    pairs: int
    ties: int
    roc: float
    precision: float
    brier: float


def tied(volume: Floats) -> Bools:
    """Whether what is delivered in a year makes a tie."""
    return np.asarray(volume >= LEAST, dtype=np.bool_)


def ties_of(theatre: Theatre, chance: Floats, record: OriginRecord) -> Ties | None:
    """Every forecaster's chances beside the record; None where it does not have years.

    Args:
        theatre: what the origin started from.
        chance: share of worlds with a tie in its first year [B, S].
        record: before the origin and in its first year.
    """
    origin = theatre.start
    came = record.after.by_year("deliveries", origin, origin)
    delivered = record.before.by_year("deliveries", None, origin - 1)
    ordered = record.before.by_year("orders", None, origin - 1)
    if came is None or delivered is None or ordered is None or not delivered.shape[2]:
        return None
    pairs = _pairs(theatre)
    ties = tied(delivered)
    said = {
        MODEL: chance,
        LAST: ties[..., -1].astype(np.float64),
        DECAYED: _decayed(ties) / _decayed(np.ones(ties.shape[2])),
        LOGIT: logit_chances(delivered, None, pairs),
        ORDERED: logit_chances(delivered, ordered, pairs),
    }
    return Ties(
        origin,
        {name: chances[pairs] for name, chances in said.items()},
        tied(came[..., 0])[pairs],
        (ties[..., -LATELY:].sum(axis=2) == 0)[pairs],
    )


def logit_chances(delivered: Floats, ordered: Floats | None, pairs: Bools) -> Floats:
    """Chances [B, S] of a tie in the year after the last, by a logit fitted on the years before.

    Args:
        delivered: TIV [B, S, Y] of the years before.
        ordered: the same of orders; None leaves them out.
        pairs: [B, S] that count.
    """
    years = delivered.shape[2]
    names = TERMS if ordered is None else TERMS + OF_ORDERS
    terms, came = [np.zeros((0, len(names)))], [np.zeros(0, dtype=np.bool_)]
    for year in range(max(years - FITTED_YEARS, 1), years):
        before = None if ordered is None else ordered[..., :year]
        terms.append(terms_of(delivered[..., :year], before)[pairs])
        came.append(tied(delivered[..., year])[pairs])
    learned, ties = np.concatenate(terms), np.concatenate(came)
    if not ties.any() or ties.all():
        return np.full(pairs.shape, float(ties.any()))
    number = len(ties)
    sample = Sample(
        np.stack([np.zeros_like(learned), learned], axis=1), np.arange(number),
        np.ones((number, 2), dtype=np.bool_), ties.astype(np.int64), np.ones(number),
        np.zeros(number, dtype=np.int64),
    )  # fmt: skip
    weights = np.nan_to_num(fit_logit(sample, names).estimate)
    odds: Floats = 1 / (1 + np.exp(-terms_of(delivered, ordered) @ weights))
    return odds


def terms_of(delivered: Floats, ordered: Floats | None) -> Floats:
    """What a logit knows of each pair [B, S, P] from the years before: ``TERMS``, ``OF_ORDERS``."""
    ties = tied(delivered)
    last = ties[..., -1]
    nothing = np.zeros(last.shape)
    terms = [
        np.ones(last.shape),
        *(ties[..., -lag] if lag <= ties.shape[2] else nothing for lag in range(1, LAGS + 1)),
        _decayed(ties) / _decayed(np.ones(ties.shape[2])),
        np.log1p(_decayed(delivered)),
        np.broadcast_to(np.log1p(last.sum(axis=1))[:, None], last.shape),
        np.broadcast_to(np.log1p(last.sum(axis=0)), last.shape),
    ]
    if ordered is not None:
        terms += [np.log1p(ordered[..., -1]), np.log1p(_decayed(ordered))]
    return np.stack(terms, axis=2).astype(np.float64)


def tie_scores(found: Sequence[Ties]) -> list[TieScore]:
    """Areas under ROC and precision, and Brier score, over all origins together."""
    if not found:
        return []
    came, new = (np.concatenate([getattr(one, part) for one in found]) for part in ("came", "new"))
    among = dict(zip(AMONG, (np.ones_like(new), new, ~new), strict=True))
    return [
        _score(name, which, np.concatenate([one.chance[name] for one in found])[some], came[some])
        for which, some in among.items()
        for name in found[0].chance
    ]


def _score(name: str, which: str, chance: Floats, came: Bools) -> TieScore:
    brier = float(np.square(chance - came).mean()) if came.size else float("nan")
    return TieScore(
        name, which, came.size, int(came.sum()), roc_area(chance, came),
        precision_area(chance, came), brier,
    )  # fmt: skip


def _pairs(theatre: Theatre) -> Bools:
    """Pairs [B, S] of two single states."""
    buyers, suppliers = np.array(theatre.buyers), np.array(theatre.suppliers)
    single = [
        np.array([name not in theatre.aggregates for name in names])
        for names in (theatre.buyers, theatre.suppliers)
    ]
    return (buyers[:, None] != suppliers) & single[0][:, None] & single[1]


def _decayed(years: Floats | Bools) -> Floats:
    """Sum over the last axis, the last year counting whole."""
    total: Floats = years @ DECAY ** np.arange(years.shape[-1])[::-1]
    return total
