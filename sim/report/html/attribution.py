"""What did it, on the page of a run: what 'sim compare' with one side left of the same run."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.own import changed_since
from sim.compare.sides import Run
from sim.report.compare.attribution_write import MANIFEST, PLOT
from sim.report.html.images import Picture, pictures


@dataclass(frozen=True)
class Attributed:
    """The base, the sentences about measures and about far effects, and the plot."""

    against: str
    sentences: tuple[str, ...]
    far: tuple[str, ...]
    pictures: tuple[Picture, ...]


def attributed(run: Run) -> Attributed | None:
    """The attribution of a run that lies among the comparisons beside it; None if none does.

    Of several, that against what the run extends comes first, else the first by name.
    """
    found = sorted(_of(run), key=lambda item: (item[1]["base"]["own"], item[0]))
    if not found:
        return None
    folder, content = found[0]
    return Attributed(
        content["base"]["name"], tuple(content["sentences"]), tuple(content["far"]),
        pictures(folder / PLOT, f"{run.scenario.title}."),
    )  # fmt: skip


def _of(run: Run) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folders and manifests of attributions of just this run that nobody changed."""
    for path in (run.folder.parent.parent / "compared").glob(f"*/{MANIFEST}"):
        if changed_since(path.parent, MANIFEST):
            continue
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["whole"]["run"] == run.manifest["id"]:
            yield path.parent, content
