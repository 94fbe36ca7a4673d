"""Noise that is addressed, not drawn.

Every random number is a pure function of an address: seed, world, process, year, the names of the
states and of the class, and the tender's number. Scenarios therefore share every draw that they can
share, and neither threads nor the order of acting can change one.

An address is hashed. Each step takes 64 bits through ``mix``, a bijection in which each bit of the
input turns about half of those of the output: variant 13 of Stafford's search ("Better bit mixing",
2011), as in SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
OOPSLA 2014). What many draws have in common, a buyer, class and year, is hashed once (``root``); a
supplier's lot and a number are added to it, and mixed, for each draw. The normal quantile is
algorithm AS 241 (Wichura, Applied Statistics 37, 1988).
"""

import hashlib
import math

import numpy as np

from sim.base.arrays import Floats, Keys
from sim.model.compiled import compiled, compiled_apart
from sim.model.elementary import exp, ln, whole_as_float

# Processes: what a draw is for. A number here is part of every address; never reuse one.
DEMAND, TENDERS, SIZE, OFFER, TERMS, WALK, BOOK, PARAMETER, VETO, PLACEBO, EVENT = range(11)
LEVEL, CHANCE, DELAY = 11, 12, 13
NEGOTIATION = 15  # in a game; no world of a run draws it

NO_NAME = np.uint64(0)  # stands in an address where no state or class is meant

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio, odd
_ONE, _OTHER = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_27, _30, _31, _32 = (np.uint64(places) for places in (27, 30, 31, 32))
_4 = np.uint64(4)
_LOW_32 = np.uint64(0xFFFFFFFF)


def name_key(name: str) -> int:
    """Stable 32-bit key of a name; equal on every machine and in every process."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")


@compiled
def mix(x: np.uint64) -> np.uint64:
    """Turn every bit of the result with a chance of a half for each bit of ``x`` that turns."""
    x = (x ^ (x >> _30)) * _ONE
    x = (x ^ (x >> _27)) * _OTHER
    return x ^ (x >> _31)


@compiled
def moment(key: Keys, process: int, year: int) -> np.uint64:
    """What all draws of a process in a calendar year have in common.

    ``key`` is (seed, world) as uint64[2].
    """
    world = mix(((key[0] << _32) | key[1]) + _GOLDEN)
    return mix(world ^ ((np.uint64(year) << _4) | np.uint64(process)))


@compiled
def root_at(moment: np.uint64, buyer: np.uint64, kind: np.uint64) -> np.uint64:
    """What all draws of a moment have in common that differ in supplier and number alone.

    ``buyer`` and ``kind`` (the class) are name keys.
    """
    return mix(moment ^ ((np.uint64(buyer) << _32) | np.uint64(kind)))


@compiled
def root(key: Keys, process: int, year: int, buyer: np.uint64, kind: np.uint64) -> np.uint64:
    """The same at the address of its moment."""
    return root_at(moment(key, process, year), buyer, kind)


@compiled
def lot(supplier: np.uint64) -> np.uint64:
    """What a supplier's name key adds to a root; nothing for NO_NAME."""
    return mix(np.uint64(supplier))


@compiled
def bits_at(root: np.uint64, lot: np.uint64, number: int) -> np.uint64:
    """64 random bits at an address."""
    return mix(root + lot + np.uint64(number) * _GOLDEN)


@compiled
def unit(bits: np.uint64) -> float:
    """Uniform in (0, 1) of 32 random bits."""
    return (whole_as_float(bits) + 0.5) * 2.0**-32


@compiled
def halves(bits: np.uint64) -> tuple[float, float]:
    """Two uniforms in (0, 1) of 64 random bits."""
    return unit(bits >> _32), unit(bits & _LOW_32)


@compiled
def uniforms(
    key: Keys,
    process: int,
    year: int,
    buyer: np.uint64,
    supplier: np.uint64,
    kind: np.uint64,
    number: int,
) -> tuple[float, float, float, float]:
    """Four uniforms in (0, 1) at an address; ``supplier`` is a name key, the rest as in ``root``.

    Those who need only the first two take the ``halves`` of ``bits_at``.
    """
    return uniforms_at(root(key, process, year, buyer, kind), lot(supplier), number)


@compiled
def uniforms_at(root: np.uint64, lot: np.uint64, number: int) -> tuple[float, float, float, float]:
    """The same, of a supplier's lot and a number at a root."""
    bits = bits_at(root, lot, number)
    one, other = halves(bits)
    third, fourth = halves(mix(bits + _GOLDEN))
    return one, other, third, fourth


@compiled_apart
def draw_worlds(key: Keys, process: int, kind: np.uint64, drawn: Floats) -> None:
    """Draw a uniform for each of consecutive worlds; ``key``, of the first, is counted up."""
    for i in range(drawn.shape[0]):
        drawn[i] = uniforms(key, process, 0, NO_NAME, NO_NAME, kind, 0)[0]
        key[1] += np.uint64(1)


@compiled
def normal(u: float) -> float:
    """Standard normal value at probability ``u`` in (0, 1), exact to about 1e-15."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return (
            q
            * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r
                    + 67265.770927008700853) * r + 45921.953931549871457) * r
                  + 13731.693765509461125) * r + 1971.5909503065514427) * r
                + 133.14166789178437745) * r + 3.387132872796366608)
            / (((((((5226.495278852545925 * r + 28729.085735721942674) * r
                    + 39307.89580009271061) * r + 21213.794301586595867) * r
                  + 5394.1960214247511077) * r + 687.1870074920579083) * r
                + 42.313330701600911252) * r + 1.0)
        )  # fmt: skip
    r = math.sqrt(-ln(min(u, 1.0 - u)))
    if r <= 5.0:
        r -= 1.6
        z = (
            (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
                  + 0.24178072517745061177) * r + 1.27045825245236838258) * r
                + 3.64784832476320460504) * r + 5.7694972214606914055) * r
              + 4.6303378461565452959) * r + 1.42343711074968357734)
            / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                    + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
                  + 0.68976733498510000455) * r + 1.6763848301838038494) * r
                + 2.05319162663775882187) * r + 1.0)
        )  # fmt: skip
    else:
        r -= 5.0
        z = (
            (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                  + 0.0012426609473880784386) * r + 0.026532189526576123093) * r
                + 0.29656057182850489123) * r + 1.7848265399172913358) * r
              + 5.4637849111641143699) * r + 6.6579046435011037772)
            / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                    + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
                  + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
                + 0.59983220655588793769) * r + 1.0)
        )  # fmt: skip
    return -z if q < 0.0 else z


@compiled
def poisson(u: float, mean: float) -> int:
    """Poisson count at probability ``u``: the smallest n with P(N <= n) >= u."""
    probability = exp(-mean)
    below = probability
    n = 0
    while u > below and n < 10_000:
        n += 1
        probability *= mean / n
        below += probability
    return n
