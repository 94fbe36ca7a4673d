"""The command ``sim``: how it begins, how it ends, and what it says of what goes wrong."""

import sys
from collections.abc import Sequence

from sim.base.garbage import collecting_seldom
from sim.base.stopping import exit_status, heard, stopped_by_signals
from sim.cli.parser import build_parser
from sim.cli.terminal import mute, settle_streams, why_not

INPUT_WRONG = 2
NOTHING_LEFT = "nothing half-written is left"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: its words; by default those of the process.

    Returns:
        The exit status: 0 well, 1 not reproduced, 2 the input is wrong or the disk is full, 130
        stopped, 143 by SIGTERM, 129 by SIGHUP.
    """
    settle_streams()
    try:
        with stopped_by_signals(), collecting_seldom():
            return _run(arguments)
    except BrokenPipeError:  # the reader, such as 'head', has seen enough
        mute()
        return 0


def _run(arguments: Sequence[str] | None) -> int:
    options = build_parser().parse_args(arguments)
    from sim.base.problems import InputError, RefusedError  # not for help

    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except InputError as error:
        return _refused(str(error))
    except RefusedError as error:
        return _refused("\n".join([f"sim {options.name}: {error}", *_notes(error)]))
    except BrokenPipeError:
        raise
    except OSError as error:
        status = _refused("\n".join([f"sim: {why_not(error)}", *_notes(error)]))
        if error.filename is None:
            mute()  # it may be the output that cannot be written
        return status
    except KeyboardInterrupt as stop:
        heard()
        print(f"\nstopped; {'; '.join(_notes(stop)) or NOTHING_LEFT}", file=sys.stderr)
        return exit_status(stop)


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return INPUT_WRONG


def _notes(error: BaseException) -> list[str]:
    """What a command adds to an error on its way: see ``kept_when_stopped``."""
    return getattr(error, "__notes__", [])
