"""Logarithm and exponential without branches, so that a loop over suppliers runs four at a time.

The compiler cannot do that with a library's functions. The argument reductions are the usual ones;
the polynomials are those of FreeBSD's msun (e_log.c, e_exp.c, Sun Microsystems 1993). Errors stay
below 1e-15 relative, for arguments that are positive and normal.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.model.compiled import compiled

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_INVERSE_LN2 = 1.44269504088896338700e00
_ROUNDING = 6755399441055744.0  # 1.5 * 2**52: adding it leaves a whole number in the low bits
_TWO_52 = 4503599627370496.0
_TWO_52_BITS = np.int64(0x4330000000000000)
_ROOT_HALF_BITS = np.int64(0x3FE6A09E667F3BCD)
_MANTISSA = np.int64(52)
_BIAS = np.int64(2048)  # makes every exponent positive, so that it can be read off as a float


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
def ln(x: float) -> float:
    """Natural logarithm of a positive number."""
    bits = bits_of(x)
    exponent = (bits - _ROOT_HALF_BITS) >> _MANTISSA
    k = float_of((exponent + _BIAS) | _TWO_52_BITS) - (_TWO_52 + 2048.0)
    f = float_of(bits - (exponent << _MANTISSA)) - 1.0
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
