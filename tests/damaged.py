"""Results folders that were spoiled on purpose."""

import json
from pathlib import Path
from typing import Any

from sim.experiment.damage import SEAL, sealed
from sim.experiment.store import MANIFEST


def rewrite_manifest(folder: Path, **changed: Any) -> None:
    """Give a manifest other fields, as if its run had written them."""
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest = {key: value for key, value in (manifest | changed).items() if key != SEAL}
    path.write_text(json.dumps(sealed(manifest)), encoding="utf-8")
