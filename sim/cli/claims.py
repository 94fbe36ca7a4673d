"""``sim claims``."""

import argparse
from pathlib import Path

from sim.cli.terminal import print_utf8

PURPOSE = "list what is claimed and what is on record"
MORE = """\
Five articles ask who arms Pakistan and India, and why. Their claims are held against a register of
arms transfers, and against runs. A role says what a claim is used for:

  event         scenarios take it for granted  contradicted  the register says otherwise
  target        parameters may be fitted       disputed      sources disagree
  validation    nothing is fitted to it        limit         what no run may do too often
  fresh         the same, for other pairs      mechanism     a reason that can be switched off

  sim claims --role target              the claims that a fit may use
  sim claims --article courts-both      what one article claims; 'sim claims Q1' shows its key
  sim claims Q1                         measure, values, tolerance, sources, switch, scenario

'observed' is what the register has and 'claimed' what the article says, both in the measure's own
unit: a fall of 76% is -0.76, a volume is in millions of TIV. The file is seeds/claims.yaml."""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("id", nargs="?", metavar="ID", help="print this claim in full, such as Q1")
    parser.add_argument("--role", metavar="ROLE", help="only claims of this role, such as target")
    parser.add_argument("--article", metavar="KEY", help="only claims of this article")
    parser.add_argument(
        "--ledger", type=Path, metavar="FILE", help="another ledger (default: the shipped one)"
    )


def run(options: argparse.Namespace) -> int:
    """List the claims of the ledger, or print one in full."""
    from sim.base.problems import RefusedError, quote, suggest_or_list
    from sim.claims import load_ledger
    from sim.claims.claims import ROLES
    from sim.claims.show import in_full, listed
    from sim.scenario import load, shipped

    ledger = load_ledger(options.ledger)
    by_id = {claim.id: claim for claim in ledger.claims}
    for what, word, known in (
        ("claim", options.id, list(by_id)),
        ("role", options.role, list(ROLES)),
        ("article", options.article, list(ledger.articles)),
    ):
        if word is not None and word not in known:
            raise RefusedError(f"no {what} {quote(word)}{suggest_or_list(word, known)}")
    if options.id is not None:
        events = load(shipped.folder() / "history.yaml").events
        print_utf8(in_full(by_id[options.id], ledger, events))
        return 0
    chosen = [
        claim
        for claim in ledger.claims
        if options.role in (None, claim.role)
        and (options.article is None or options.article in claim.articles)
    ]
    print_utf8(listed(chosen) if chosen else "no claim of this role in this article\n")
    return 0
