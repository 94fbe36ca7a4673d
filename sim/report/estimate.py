"""Estimated weights and their scores as text."""

import math

from sim.base.arrays import Floats
from sim.base.numbers import true_minus
from sim.base.text_table import text_table
from sim.estimate.files import weight_rows
from sim.estimate.weights import ALL_TERMS, MEANING, Estimated


def estimate_table(estimated: Estimated, used: Floats | None) -> str:
    """Weights beside those of the table, or those of the run (``used`` [P]); then log scores."""
    fit = estimated.fit
    heads = ["term", "estimate", "table" if used is None else "used by the run", "apart"]
    rows: list[list[str]] = [heads]
    for name, mean, error, _, prior, sd, own in weight_rows(estimated, used):
        if name in fit.not_identified:
            rows.append([name, "–", "", "", "these orders do not identify it"])
            continue
        if name in fit.separated:
            rows.append([name, "without bound"])
            continue
        beside = f"{prior:.3f} ± {sd:.3f}" if math.isfinite(sd) else f"{prior:.3f}"
        apart = (mean - prior) / math.hypot(error, sd) if math.isfinite(sd) else math.nan
        if used is not None:
            beside, apart = f"{own:.3f}", (mean - own) / error
        far = f"{apart:+.1f}" if math.isfinite(apart) else ""
        rows.append([name, f"{mean:.3f} ± {error:.3f}", beside, far])
    lines = [
        f"{fit.choices:,} orders, {estimated.first}-{estimated.last}; errors clustered by buyer",
        *([f"Warning: {estimated.caution}"] if estimated.caution else []),
        "",
        *map(true_minus, text_table(rows, "<>>><")),
        "apart: difference, in its standard errors",
    ]
    return "\n".join([*lines, *_scores(estimated)])


def _scores(estimated: Estimated) -> list[str]:
    if not estimated.test_orders:
        return ["", "No later orders to test the weights on (--until keeps some back)"]
    best = estimated.scores[ALL_TERMS]
    rows = [["", "an order", "by volume"]] + [
        [name, f"{score.plain:.3f}", f"{score.by_volume:.3f}", MEANING[name]]
        for name, score in estimated.scores.items()
    ]
    lines = [
        "",
        f"Log score of {estimated.test_orders:,} later orders, {estimated.last + 1}-"
        f"{estimated.tested}: smaller is better",
        *text_table(rows, "<>><"),
    ]
    worse = [
        name for name, score in estimated.scores.items()
        if name != ALL_TERMS and score.by_volume < best.by_volume
    ]  # fmt: skip
    if worse:
        lines.append(f"By volume the refitted weights do worse than: {', '.join(worse)}")
    return lines
