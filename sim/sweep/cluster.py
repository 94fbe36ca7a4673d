"""Machines of a dask.distributed cluster as an executor."""

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager

from sim.base.problems import RefusedError

RETRIES = 10  # of a block whose worker was lost; it is no fault of the block


class ClusterError(RefusedError):
    """No cluster can be reached, or it was lost on the way."""


@contextmanager
def cluster(address: str, timeout: float = 10.0) -> Iterator[Executor]:
    """The workers of a scheduler that runs already, as an executor.

    Results come back as bytes, so no disk needs to be shared; every worker needs this package in
    the same version, and a theatre of one's own under the same path.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.1:8786``.
        timeout: seconds to wait for it.

    Raises:
        ClusterError: if dask.distributed is not installed, nobody answers, or all is lost.
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError:
        message = (
            "a cluster needs dask.distributed; in the checkout of sim, with the Python that runs "
            "it: python -m pip install -e '.[cluster]'"
        )
        raise ClusterError(message) from None
    try:
        client = Client(address, timeout=timeout, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler answers at {address}: {error}") from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise ClusterError(f"the scheduler at {address} has no workers")
        try:
            yield client.get_executor(pure=False, retries=RETRIES)
        except (CancelledError, CommClosedError, KilledWorker) as error:
            message = f"the cluster at {address} was lost ({error or type(error).__name__}); "
            raise ClusterError(message + "the same command goes on") from None
