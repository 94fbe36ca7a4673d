"""The model once more, in plain Mesa: slow, short, and written from ``docs/MODEL.md`` alone.

It teaches how the model works and checks the compiled one, order by order. It shares with it the
arrays of a case and the uniforms and normal quantile of the noise, and no equation.
"""

from tests.plain.market import PlainMarket

__all__ = ["PlainMarket"]
