"""The parser of the command line, put together from the commands: each is a file of its name."""

import argparse
from importlib import import_module
from keyword import iskeyword
from typing import Protocol, cast

import sim

COMMANDS = (
    "new", "check", "show", "schema", "claims", "run", "reproduce", "score", "compare", "ablate",
    "tip", "calibrate", "sweep", "gather", "report", "page", "import", "estimate", "backtest",
    "explain", "story", "play", "refresh", "today",
)  # fmt: skip

DESCRIPTION = """\
Who arms whom, and why: price, political cost and rival behaviour.

A scenario is a YAML file with the years, the political events and what to measure. A run simulates
many worlds of it and leaves a folder of plots and tables.
"""

EXAMPLES = """\
examples:
  sim run history                       run a shipped scenario; the last line names its folder
  sim new what-if.yaml                  a file of your own, explained, that extends history
  sim check what-if.yaml                is it right?
  sim show what-if.yaml                 all its values, and where each is set
  sim run what-if.yaml --worlds 50 --out results/what-if
  sim sweep price_by_rivals             many scenarios that differ in a few numbers
  sim score results/what-if             does the record lie inside its bands?
  sim compare history what-if.yaml      what does it change?
  sim report results/what-if            all of it on one page, to send
  sim page what-if.yaml                 a page that runs the model, to play with
  sim ablate what-if.yaml               what does each mechanism add?
  sim tip history --vary price_sensitivity=0:3 --until 'pak-china-2013-17 > 0.5'
                                        at which value does it cross?
  sim calibrate seeds/calibration.yaml  fit the parameters anew
  sim reproduce results/what-if         does it still give the same bytes?
  sim claims Q1                         a claim, and what the register says of it
  sim explain results/what-if --buyer Pakistan --year 2015    why did it choose whom it chose?
  sim story results/what-if             one world, told year by year
  sim play --seat Pakistan              decide yourself, year by year
  sim import register.csv --out mine    a theatre from your own register of arms transfers
  sim today register.csv --out now      a theatre that begins today, with scenarios
  sim refresh --from milex.xlsx --out relations    newer votes, spending, pacts, rivalries
  sim estimate register.csv             choice weights from your own register
  sim backtest mine                     forecasts from the past alone, and what then happened
  sim schema > scenario.schema.json     so that an editor completes and explains scenarios

'sim COMMAND --help' says more about a command.
"""


class Command(Protocol):
    """What the module of a command has."""

    PURPOSE: str  # one line, without a capital or a full stop
    MORE: str  # what its help says below that, with examples

    def take_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say what the command is called with."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it, and return the exit status."""


def command_named(name: str) -> Command:
    """The module of a command; ``import_`` is that of ``import``, which Python keeps for itself."""
    module = import_module(f"sim.cli.{name}_" if iskeyword(name) else f"sim.cli.{name}")
    return cast(Command, module)


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; ``options.run`` is what the command does."""
    parser = argparse.ArgumentParser(
        "sim", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=_formatter,
        allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("-V", "--version", action="version", version=f"sim {sim.__version__}")
    added = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name in COMMANDS:
        command = command_named(name)
        purpose = command.PURPOSE
        stop = "" if purpose.endswith("?") else "."
        one = added.add_parser(
            name, help=purpose, formatter_class=_formatter, allow_abbrev=False,
            description=f"{purpose[0].upper()}{purpose[1:]}{stop}\n\n{command.MORE}",
        )  # fmt: skip
        one.set_defaults(run=command.run, name=name)
        command.take_arguments(one)
    return parser


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=28, width=100)
