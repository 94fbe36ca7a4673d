"""The kernel that is kept in the package is of the model as it stands."""

import hashlib

from sim.page.kernel import kernel_bytes, note_of_kernel, source_of_kernel


def test_it_was_made_of_the_present_sources():
    made = note_of_kernel()["source"]
    assert made == source_of_kernel(), "the model has changed: python -m tools.kernel"


def test_it_is_as_it_was_made_and_small():
    module = kernel_bytes()
    assert hashlib.sha256(module).hexdigest() == note_of_kernel()["sha256"]
    assert module[:4] == b"\0asm" and len(module) < 200_000
