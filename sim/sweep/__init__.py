"""Many scenarios that differ in a few numbers: designs, blocks of points, their results."""

from sim.sweep.gather import SweepResult, run_sweep
from sim.sweep.interchange import as_experiments, as_pandas, as_xarray
from sim.sweep.plan import Sweep, read_sweep

__all__ = [
    "Sweep", "SweepResult", "as_experiments", "as_pandas", "as_xarray", "read_sweep", "run_sweep",
]  # fmt: skip
