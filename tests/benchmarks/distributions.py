"""Whether another checkout's worlds are distributed as this one's.

``python -m tests.benchmarks.distributions PATH [WORLDS]`` compares every measure of history in so
many worlds each, whose noise may differ: the z of the difference of means, and the p-value of the
two-sample Kolmogorov-Smirnov test.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy import stats

from sim.base.arrays import Floats
from tests.benchmarks import child
from tests.benchmarks.against import HISTORY, THREADS, Checkout


def values_of(project: Path, worlds: int) -> dict[str, Floats]:
    """Measures of the worlds of a checkout; NaN where undefined."""
    with Checkout(project) as checkout:
        found = checkout.ask_for("values", HISTORY, worlds, THREADS)
    return {name: np.array(column, dtype=np.float64) for name, column in found.items()}


def lines(before: dict[str, Floats], now: dict[str, Floats]) -> Iterator[str]:
    """A line a measure, and how extreme the most extreme of them are."""
    yield "| measure | mean before | mean now | z | Kolmogorov-Smirnov, p |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    scores, chances = [], []
    for name, old in before.items():
        one, other = old[~np.isnan(old)], now[name][~np.isnan(now[name])]
        spread = np.sqrt(one.var() / len(one) + other.var() / len(other))
        z = (other.mean() - one.mean()) / spread if spread > 0 else 0.0
        p = float(stats.ks_2samp(one, other).pvalue)
        scores.append(abs(float(z)))
        chances.append(p)
        yield f"| {name} | {one.mean():.4g} | {other.mean():.4g} | {z:+.2f} | {p:.3f} |"
    number = len(scores)
    yield ""
    yield (
        f"{number} measures, {len(next(iter(before.values())))} worlds each: largest |z| "
        f"{max(scores):.2f} (of so many, 19 in 20 times below "
        f"{stats.norm.isf((1 - 0.95 ** (1 / number)) / 2):.2f}); least p {min(chances):.3f} (above "
        f"{1 - 0.95 ** (1 / number):.4f})."
    )


def main() -> int:
    """Compare and print."""
    other, worlds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 4000
    for line in lines(values_of(other, worlds), values_of(child.PROJECT, worlds)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
