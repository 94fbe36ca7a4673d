"""Estimated weights and their scores as text."""

import math

from sim.base.arrays import Floats
from sim.estimate.files import weight_rows
from sim.estimate.weights import ALL_TERMS, MEANING, Estimated


def estimate_table(estimated: Estimated, used: Floats | None) -> str:
    """Weights beside those of the table, or those of the run; then log scores."""
    fit = estimated.fit
    lines = [
        f"{fit.choices:,} orders, {estimated.first}-{estimated.last}; errors clustered by buyer",
        *([f"Warning: {estimated.caution}"] if estimated.caution else []),
        "",
        f"{'term':25} {'estimate':>17} {'table' if used is None else 'used by the run':>17} "
        f"{'apart':>6}",
    ]
    for name, mean, error, _, prior, sd, own in weight_rows(estimated, used):
        if name in fit.not_identified:
            lines.append(f"{name:25} {'–':>17}  not told by these orders")
            continue
        if name in fit.separated:
            lines.append(f"{name:25} {'without bound':>17}")
            continue
        beside = f"{prior:.3f} ± {sd:.3f}" if math.isfinite(sd) else f"{prior:.3f}"
        apart = (mean - prior) / math.hypot(error, sd) if math.isfinite(sd) else math.nan
        if used is not None:
            beside, apart = f"{own:.3f}", (mean - own) / error
        far = f"{apart:+.1f}" if math.isfinite(apart) else ""
        lines.append(f"{name:25} {f'{mean:.3f} ± {error:.3f}':>17} {beside:>17} {far:>6}")
    lines.append("apart: in standard errors of the difference")
    return "\n".join([*lines, *_scores(estimated)])


def _scores(estimated: Estimated) -> list[str]:
    if not estimated.test_orders:
        return ["", "No later orders to test the weights on (--until keeps some back)"]
    best = estimated.scores[ALL_TERMS]
    lines = [
        "",
        f"Log score of {estimated.test_orders:,} later orders, {estimated.last + 1}-"
        f"{estimated.tested}: smaller is better",
        f"{'':25} {'an order':>9} {'by volume':>10}",
    ]
    for name, score in estimated.scores.items():
        lines.append(f"{name:25} {score.plain:9.3f} {score.by_volume:10.3f}  {MEANING[name]}")
    worse = [
        name for name, score in estimated.scores.items()
        if name != ALL_TERMS and score.by_volume < best.by_volume
    ]  # fmt: skip
    if worse:
        lines.append(f"By volume the refitted weights do worse than: {', '.join(worse)}")
    return lines
