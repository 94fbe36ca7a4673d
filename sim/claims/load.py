"""The claims from their file, with every mistake reported at once and in its place."""

import hashlib
from pathlib import Path

from sim.base.problems import InputError, Problem, quote
from sim.claims.claims import Claims, ClaimsFile
from sim.document import tree
from sim.document.check import read
from sim.document.model import Reading
from sim.document.tree import ListNode, MapNode, ScalarNode
from sim.scenario import load, shipped

_PACKAGE = Path(__file__).resolve().parent.parent
_FILE = Path("seeds") / "claims.yaml"


def shipped_ledger() -> Path:
    """Return where the shipped ledger lies: in the package when installed, else in the checkout.

    Below the working folder it is relative, as a user would write it.
    """
    installed = _PACKAGE / _FILE
    path = installed if installed.is_file() else _PACKAGE.parent / _FILE
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def load_ledger(path: Path | None = None) -> Claims:
    """Load a ledger of claims; without a path, the shipped one.

    Raises InputError with every mistake in the file.

    >>> load_ledger().by_id("Q3").number
    0.028
    """
    file = shipped_ledger() if path is None else path
    problems: list[Problem] = []
    root = tree.read(file, problems)
    if root is None:
        raise InputError(problems)
    history = load(shipped.folder() / "history.yaml")
    known = {
        "an article": _keys(root, "articles"),
        "a claim with a measure": _measured(root),
        "an event of history": [event.id for event in history.events],
        "a shipped scenario": shipped.shipped_names(),
    }
    reading = Reading((history.first_year, history.last_year), problems=problems, known=known)
    made = read(ClaimsFile, root, "a ledger", reading)
    _refuse_twins(_items(root, "claims"), reading)
    if problems or made is None:
        raise InputError(problems)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Claims(made.articles, made.claims, digest, made.together)


def _measured(root: MapNode) -> list[str]:
    """Ids of the claims that have a measure, right or wrong in other ways."""
    ids = [item.entries["id"].node for item in _items(root, "claims")
           if {"id", "measure"} <= set(item.entries)]  # fmt: skip
    return [str(node.value) for node in ids if isinstance(node, ScalarNode)]


def _keys(root: MapNode, name: str) -> list[str]:
    """Keys of a mapping, right or wrong: what is wrong in one is right where it is named."""
    entry = root.entries.get(name)
    return list(entry.node.entries) if entry and isinstance(entry.node, MapNode) else []


def _items(root: MapNode, name: str) -> list[MapNode]:
    entry = root.entries.get(name)
    items = entry.node.items if entry is not None and isinstance(entry.node, ListNode) else ()
    return [item for item in items if isinstance(item, MapNode)]


def _refuse_twins(items: list[MapNode], reading: Reading) -> None:
    """Report an id that two claims share."""
    first: dict[str, int] = {}
    for item in items:
        node = item.entries["id"].node if "id" in item.entries else None
        if isinstance(node, ScalarNode):
            word = str(node.value)
            if word in first:
                message = f"the id {quote(word)} stands twice; first on line {first[word]}"
                reading.at(node.mark, message)
            first.setdefault(word, node.mark.line)
