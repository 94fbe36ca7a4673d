"""Many scenarios that differ in a few numbers: designs, blocks of points, their results."""

from sim.sweep.gather import SweepResult, run_sweep
from sim.sweep.interchange import as_experiments, as_pandas, as_xarray
from sim.sweep.plan import Sweep, read_sweep
from sim.sweep.results import Results, read_results

__all__ = [
    "Results", "Sweep", "SweepResult", "as_experiments", "as_pandas", "as_xarray", "read_results",
    "read_sweep", "run_sweep",
]  # fmt: skip
