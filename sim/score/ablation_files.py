"""What an ablation leaves: ``ablation.csv``, a row a variant and claim, and ``ablation.json``."""

import json
from collections.abc import Mapping
from dataclasses import astuple, fields
from pathlib import Path

from sim.base.files import csv_text, write_whole
from sim.experiment.variants import MECHANISMS, of_groups, off_values
from sim.score.losses import Ablation, Loss
from sim.score.scored import SAMPLES

METHOD = {
    "score": (
        "CRPS on the claim's scale, as in the scorecard, over that of the scenario without events"
    ),
    "loss": "score of the variant less that of the scenario: above 0, what is turned off helps",
    "interval": (
        f"90% by paired bootstrap over worlds, not over targets; {SAMPLES} samples, the scale held "
        "fixed"
    ),
    "all targets": "mean over the targets",
    "events off": "no event at all",
    "events with the wrong sign": (
        "every shift of alignment or domestic cost times -1; embargoes, grants and all else stay"
    ),
    "rivals permuted": "the placebo 'rivals: permuted'",
}


def write_ablation(folder: Path, found: Ablation, about: Mapping[str, object]) -> None:
    """Write both files into a folder, each whole or not at all.

    Args:
        folder: is made if it is not there.
        found: the ablation.
        about: what made it, such as the id of the run and the digest of the ledger.
    """
    header = [field.name for field in fields(Loss)]
    rows = (astuple(loss) for loss in found.losses)
    write_whole(folder / "ablation.csv", csv_text(header, rows))
    content = {
        **about,
        "method": METHOD,
        "off": off_values(),
        "groups": {group: of_groups([group]) for group in MECHANISMS},
        "own": {
            question.id: float(f"{own:.9g}")
            for question, own in zip(found.questions, found.own, strict=True)
        },
    }
    text = json.dumps(content, indent=2, ensure_ascii=False)
    write_whole(folder / "ablation.json", text + "\n")
