"""Elementary functions of the model's own: the same bits on every platform, and four at a time.

Libraries differ in the last bits. The compiler cannot run their functions for four suppliers at
once either, as it does with a logarithm and an exponential without branches. The argument
reductions are the usual ones; the polynomials are those of FreeBSD's msun (e_log.c, e_exp.c, Sun
Microsystems 1993). Errors stay below 1e-15 relative, for arguments that are positive and normal.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.base.arrays import Floats
from sim.model.compiled import compiled

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_INVERSE_LN2 = 1.44269504088896338700e00
_ROUNDING = 6755399441055744.0  # 1.5 * 2**52: adding it leaves a whole number in the low bits
_TWO_52 = 4503599627370496.0
_TWO_52_BITS = np.int64(0x4330000000000000)
_ROOT_HALF_BITS = np.int64(0x3FE6A09E667F3BCD)
_MANTISSA = np.int64(52)
_FRACTION = np.int64(2**52 - 1)
_ABOVE_ROOT_HALF = np.int64(0x3FF0000000000000 - 0x3FE6A09E667F3BCD)  # from there to 1


@intrinsic  # type: ignore[untyped-decorator]
def bits_of(typing_context: Any, x: Any) -> Any:
    """The 64 bits of a float as an integer."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


@intrinsic  # type: ignore[untyped-decorator]
def float_of(typing_context: Any, bits: Any) -> Any:
    """The float that 64 bits stand for."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


@compiled
def whole_as_float(number: np.uint64) -> float:
    """A whole number below 2**52 as a float, in a way of which the processor does four at once."""
    return float_of(np.int64(number) | _TWO_52_BITS) - _TWO_52


@compiled
def power(base: float, times: int) -> float:
    """``base`` multiplied with itself, so many times in all."""
    product = 1.0
    for _ in range(times):
        product *= base
    return product


@compiled
def total(amounts: Floats) -> float:
    """Sum of amounts, in their order.

    A loop that also adds up is run for one supplier at a time; so adding up has a loop of its own.
    """
    added = 0.0
    for i in range(amounts.shape[0]):
        added += amounts[i]
    return added


@compiled
def ln(x: float) -> float:
    """Natural logarithm of a positive number."""
    shifted = bits_of(x) + _ABOVE_ROOT_HALF
    exponent = np.uint64(shifted) >> np.uint64(_MANTISSA)  # never negative: cheap to shift
    k = whole_as_float(exponent) - 1023.0
    f = float_of((shifted & _FRACTION) + _ROOT_HALF_BITS) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
    odd = z * (
        0.6666666666666735130
        + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591))
    )
    half = 0.5 * f * f
    return k * _LN2_HIGH - ((half - (s * (half + even + odd) + k * _LN2_LOW)) - f)


@compiled
def exp(x: float) -> float:
    """Exponential function, for arguments between -700 and 700; others are held there."""
    x = min(max(x, -700.0), 700.0)
    shifted = x * _INVERSE_LN2 + _ROUNDING
    k = shifted - _ROUNDING
    high = x - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    t = r * r
    c = r - t * (
        1.66666666666666019037e-01
        + t
        * (
            -2.77777777770155933842e-03
            + t
            * (
                6.61375632143793436117e-05
                + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
            )
        )
    )
    y = 1.0 - ((low - (r * c) / (2.0 - c)) - high)
    return float_of(bits_of(y) + (bits_of(shifted) << _MANTISSA))
