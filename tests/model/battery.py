"""A battery for the noise: ``python -m tests.model.battery [DRAWS]`` prints a p-value a test.

The streams are those of the model: draws that follow each other in number, and draws at
neighbouring worlds, years, buyers, suppliers and classes. A hash that is too simple fails where
addresses differ little; that is what most of the tests look for.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.base.arrays import Floats
from sim.model import noise
from sim.model.compiled import compiled_apart

Words = npt.NDArray[np.uint64]

NAMES = [
    "Pakistan", "India", "China", "Russia", "United States", "France", "Israel", "Turkey",
]  # fmt: skip
KEYS = np.array([noise.name_key(name) for name in NAMES], dtype=np.uint64)
FIRST = {"world": 0, "process": noise.OFFER, "year": 2003, "buyer": 0, "supplier": 1, "kind": 2}


def addresses(draws: int, varied: str) -> npt.NDArray[np.int64]:
    """Addresses [draws, 7] (world, process, year, buyer, supplier, kind, number) by which one
    part, and the number within it, counts up.
    """
    parts = [*FIRST, "number"]
    rows = np.tile([*FIRST.values(), 0], (draws, 1))
    numbers = 1 if varied == "world" else -(-draws // 8)
    rows[:, parts.index("number")] = np.arange(draws) % max(numbers, 1)
    if varied != "number":
        rows[:, parts.index(varied)] += np.arange(draws) // max(numbers, 1)
    else:
        rows[:, parts.index("number")] = np.arange(draws)
    return rows


@compiled_apart
def _draw(rows: Any, keys: Words, key: Words, words: Words) -> None:
    for i in range(rows.shape[0]):
        world, process, year, buyer, supplier, kind, number = rows[i]
        key[1] = world
        root = noise.root(key, process, year, keys[buyer % 8], keys[kind % 8])
        words[i] = noise.bits_at(root, noise.lot(keys[supplier % 8]), number)


def draw(rows: npt.NDArray[np.int64], seed: int = 1) -> Words:
    """64 bits at each address."""
    words = np.zeros(len(rows), dtype=np.uint64)
    _draw(rows, KEYS, np.array([seed, 0], dtype=np.uint64), words)
    return words


def halves(words: Words) -> tuple[Floats, Floats]:
    """The two uniforms of each word, computed apart from the model."""
    return (
        ((words >> np.uint64(32)).astype(np.float64) + 0.5) / 2**32,
        ((words & np.uint64(2**32 - 1)).astype(np.float64) + 0.5) / 2**32,
    )


def even(u: Floats, cells: int = 4096) -> float:
    """Chi-square of counts in equal cells of (0, 1)."""
    return float(stats.chisquare(np.bincount((u * cells).astype(int), minlength=cells)).pvalue)


def even_pairs(u: Floats, v: Floats, cells: int = 64) -> float:
    """Chi-square of counts of pairs in equal cells of the unit square."""
    at = (u * cells).astype(int) * cells + (v * cells).astype(int)
    return float(stats.chisquare(np.bincount(at, minlength=cells * cells)).pvalue)


def bit_counts(words: Words) -> float:
    """Each of 64 bits set as often as not."""
    ones = [int(((words >> np.uint64(bit)) & np.uint64(1)).sum()) for bit in range(64)]
    z = (np.array(ones) - len(words) / 2) / np.sqrt(len(words) / 4)
    return float(stats.chi2.sf((z**2).sum(), 64))


def uncorrelated(u: Floats, v: Floats) -> float:
    """No linear correlation."""
    return float(stats.pearsonr(u, v).pvalue)


def birthdays(words: Words, days: int = 2**32) -> float:
    """Spacings between sorted birthdays that occur twice, which are Poisson (Marsaglia)."""
    sample, found, expected = 4096, 0, 0.0
    for begin in range(0, len(words) - sample + 1, sample):
        born = np.sort((words[begin : begin + sample] >> np.uint64(32)).astype(np.int64))
        spacings = np.sort(np.diff(born))
        found += int((np.diff(spacings) == 0).sum())
        expected += sample**3 / (4 * days)
    return float(2 * min(stats.poisson.cdf(found, expected), stats.poisson.sf(found - 1, expected)))


def runs(u: Floats) -> float:
    """As many runs above and below the middle as there should be."""
    above = u > 0.5
    changes, n = int((above[1:] != above[:-1]).sum()), len(u) - 1
    return float(2 * stats.norm.sf(abs(changes - n / 2) / np.sqrt(n / 4)))


def avalanche(part: str, trials: int = 4096) -> float:
    """Each bit of an address turns each bit of the draw half the time."""
    parts = [*FIRST, "number"]
    bits = {
        "world": 16,
        "year": 5,
        "number": 12,
        "buyer": 3,
        "supplier": 3,
        "kind": 3,
        "process": 3,
    }
    rng = np.random.default_rng(1)
    rows = np.stack(
        [rng.integers(0, 2 ** bits[name], trials) for name in parts], axis=1
    )  # fmt: skip
    turned = []
    for bit in range(bits[part]):
        other = rows.copy()
        other[:, parts.index(part)] ^= 1 << bit
        flips = draw(rows) ^ draw(other)
        turned += [int(((flips >> np.uint64(i)) & np.uint64(1)).sum()) for i in range(64)]
    z = (np.array(turned) - trials / 2) / np.sqrt(trials / 4)
    return float(stats.chi2.sf((z**2).sum(), len(z)))


def normal_moments(u: Floats) -> Iterator[tuple[str, float]]:
    """Mean, variance, skewness, kurtosis and tails of the normals of some uniforms."""
    z = np.array([noise.normal(x) for x in u[: 2**18]])
    n = len(z)
    yield "mean", float(2 * stats.norm.sf(abs(z.mean()) * np.sqrt(n)))
    yield "variance", float(2 * stats.norm.sf(abs((z**2).mean() - 1) * np.sqrt(n / 2)))
    yield "skewness", float(2 * stats.norm.sf(abs((z**3).mean()) * np.sqrt(n / 15)))
    yield "kurtosis", float(2 * stats.norm.sf(abs((z**4).mean() - 3) * np.sqrt(n / 96)))
    yield "Kolmogorov-Smirnov", float(stats.kstest(z, "norm").pvalue)
    for beyond in (2.0, 3.0, 4.0):
        found, p = int((np.abs(z) > beyond).sum()), 2 * stats.norm.sf(beyond)
        yield f"beyond {beyond:.0f} sd", float(stats.binomtest(found, n, p).pvalue)


def battery(draws: int) -> Iterator[tuple[str, float]]:
    """Every test by its name, with its p-value."""
    for varied in ("number", "world", "year", "buyer", "supplier", "kind"):
        words = draw(addresses(draws, varied))
        one, other = halves(words)
        step = 1 if varied in ("number", "world") else -(-draws // 8)
        tests: dict[str, Callable[[], float]] = {
            "first half even": lambda u=one: even(u),
            "second half even": lambda u=other: even(u),
            "pairs of halves even": lambda u=one, v=other: even_pairs(u, v),
            "neighbours even": lambda u=one, d=step: even_pairs(u[:-d], u[d:]),
            "neighbours' second halves even": lambda u=other, d=step: even_pairs(u[:-d], u[d:]),
            "neighbours uncorrelated": lambda u=one, d=step: uncorrelated(u[:-d], u[d:]),
            "bits even": lambda w=words: bit_counts(w),
            "runs": lambda u=one: runs(u),
            "birthday spacings": lambda w=words: birthdays(w),
        }
        yield from ((f"{varied}: {name}", test()) for name, test in tests.items())
        yield f"{varied}: all different", 1.0 if len(np.unique(words)) == draws else 0.0
    for part in (*FIRST, "number"):
        yield f"avalanche of {part}", avalanche(part)
    one, _ = halves(draw(addresses(draws, "number"), seed=2))
    yield from ((f"normals: {name}", p) for name, p in normal_moments(one))


def main() -> int:
    """Print the battery; it fails if any p-value is too small for so many tests."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 2**22
    found = list(battery(draws))
    for name, p in found:
        print(f"{p:8.5f}  {name}")
    least = min(p for _, p in found)
    print(
        f"{len(found)} tests of {draws} draws, least p {least:.2g}, bound {1e-3 / len(found):.2g}"
    )
    return 0 if least > 1e-3 / len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
