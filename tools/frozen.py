"""The frozen reference of all scores, made anew: ``python -m tools.frozen``, before a release.

It holds the uncalibrated model without events of ``history``: see ``sim/score/frozen.py``.
"""

import argparse
import os

from sim.claims import load_ledger
from sim.model.version import MODEL_VERSION
from sim.scenario import load
from sim.score.frozen import FILE, Reference, kept_rows, plain_model, write_reference
from sim.score.scorecard import score_scenario

SCENARIO, WORLDS = "history", 400


def frozen(worlds: int, threads: int) -> Reference:
    """Simulate the plain model, and keep its scores."""
    scenario = plain_model(load(SCENARIO), worlds)
    card = score_scenario(scenario, load_ledger(), threads)
    return Reference(
        MODEL_VERSION, SCENARIO, scenario.first_year, scenario.last_year, worlds, scenario.seed,
        kept_rows([*card.claims, *card.facts]),
    )  # fmt: skip


def main() -> None:
    """Write the file that comes with the package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=WORLDS)
    options = parser.parse_args()
    reference = frozen(options.worlds, os.cpu_count() or 1)
    write_reference(FILE, reference)
    print(f"{FILE}: {len(reference.rows)} rows, model version {reference.model_version}")


if __name__ == "__main__":
    main()
