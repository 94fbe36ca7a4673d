"""Signals that end a command: it stops as at Ctrl-C, and cleans up behind itself."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

AGAIN = 0.5  # seconds
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
        heard()
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def exit_status(stop: KeyboardInterrupt) -> int:
    """What a command that was stopped ends with: 130 at Ctrl-C, 143 at SIGTERM, 129 at SIGHUP."""
    return BY_SIGNAL + (stop.number if isinstance(stop, Stopped) else signal.SIGINT)


def heard() -> None:
    """Stop asking: the command is ending, and cleans up undisturbed."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0.0)


def _stop(number: int, frame: FrameType | None) -> None:
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, partial(_ask, number))
        signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
    raise Stopped(number)


def _ask(number: int, alarm: int, frame: FrameType | None) -> None:
    """Again: libraries swallow what is raised while they import another."""
    raise Stopped(number)
