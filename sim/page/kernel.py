"""The kernel of a page: the model as WebAssembly, and whether it is of the model as it stands.

``python -m tools.kernel`` makes it. It is kept in the package, with a note of what it was made of,
so that a page needs no compiler.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from sim.model.compiled import source_hash

KERNEL = Path(__file__).with_name("kernel.wasm")
NOTE = Path(__file__).with_name("kernel.json")
ENTRIES = Path(__file__).with_name("entries.py")


def source_of_kernel() -> str:
    """Sixteen hex digits that change whenever a source of the kernel does."""
    digest = hashlib.sha256(source_hash().encode() + ENTRIES.read_bytes())
    return digest.hexdigest()[:16]


def kernel_bytes() -> bytes:
    """The module, as it is kept in the package."""
    return KERNEL.read_bytes()


def note_of_kernel() -> dict[str, Any]:
    """What the kept module was made of: hashes of its sources and of itself, and by what."""
    note: dict[str, Any] = json.loads(NOTE.read_text(encoding="utf-8"))
    return note
