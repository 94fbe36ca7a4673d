"""Signals that end a command: it stops as at Ctrl-C, and cleans up behind itself."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

BY_SIGNAL = 128  # and the number of the signal, as shells have it
ENDING = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # Windows has no SIGHUP


class Stopped(KeyboardInterrupt):
    """A signal ends the command."""

    def __init__(self, number: int) -> None:
        """Keep which one."""
        super().__init__()
        self.number = number


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Raise ``Stopped`` at SIGTERM and SIGHUP, once; what is ignored, as by nohup, stays so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in ENDING}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def exit_status(stop: KeyboardInterrupt) -> int:
    """What a command that was stopped ends with: 130 at Ctrl-C, 143 at SIGTERM, 129 at SIGHUP."""
    return BY_SIGNAL + (stop.number if isinstance(stop, Stopped) else signal.SIGINT)


def _stop(number: int, frame: FrameType | None) -> None:
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)  # while it cleans up
    raise Stopped(number)
