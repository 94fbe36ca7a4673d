"""Commands in processes of their own that need not import anything: copies of this one."""

import os
import resource
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from sim.cli.command import main

_BROKEN = 99  # a status that no command has


@dataclass
class Forked:
    """A command that was started; its output, and its errors, wait in a pipe."""

    pid: int
    pipe: int
    status: int | None = None

    def has_ended(self) -> bool:
        """Whether it has, by itself or by a signal."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status is not None

    def send(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if not self.has_ended():
            os.kill(self.pid, number)

    def wait(self) -> tuple[int, str]:
        """Its status, or minus the signal that ended it, and what it said."""
        with os.fdopen(self.pipe) as file:
            text = file.read()
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        assert "Traceback" not in text and self.status != _BROKEN, text
        return self.status, text


def start(words: Sequence[str], room: int | None = None) -> Forked:
    """Start a command; ``room`` is how many bytes a file may have."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return Forked(child, ours)
    os.dup2(theirs, 1)
    os.dup2(theirs, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
    status = _BROKEN
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        status = main(list(words))
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)
