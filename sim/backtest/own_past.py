"""The past of each pair as a forecast with its doubt: every window of it could be the future.

Hard to beat in the forecasting of conflicts, where it is known as conflictology (Hegre and others
2024, the VIEWS prediction challenge).
"""

import numpy as np

from sim.backtest.record import Flow, Record
from sim.base.arrays import Floats

LOOKED_BACK = 15  # years, or two horizons if these are longer


def own_past(past: Record, flow: Flow, origin: int, horizon: int) -> Floats:
    """Volumes [M, B, S] of M windows as long as the horizon, a year apart as far as on record.

    The latest one ends with the year before the origin. M is 0 if none is on record.
    """
    first = origin - max(LOOKED_BACK, 2 * horizon)
    starts = [
        start
        for start in range(first, origin - horizon + 1)
        if past.has(flow, start, start + horizon - 1)
    ]
    windows = [past.over(flow, start, start + horizon - 1) for start in starts]
    nothing = past.over(flow, origin, origin - 1) if not windows else windows[0]
    return np.array(windows).reshape(len(windows), *nothing.shape)
