"""The ledger from its file, with every mistake reported at once and in its place."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.problems import InputError, Problem
from sim.claims.claims import Claims, Together, Within
from sim.claims.entries import ArticleList, ClaimList
from sim.claims.fields import Many, claim_fields, together_fields
from sim.scenario import load, shipped, tree
from sim.scenario.fields import Mapped
from sim.scenario.reading import Field, Reading, read_fields
from sim.scenario.tree import ListNode, MapNode, ScalarNode

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
    """
    file = shipped_ledger() if path is None else path
    problems: list[Problem] = []
    root = tree.read(file, problems)
    if root is None:
        raise InputError(problems)
    history = load(shipped.folder() / "history.yaml")
    reading = Reading((history.first_year, history.last_year), problems=problems)
    events = tuple(event.id for event in history.events)
    fields = claim_fields(_article_keys(root), events, tuple(shipped.shipped_names()))
    parts = (
        Field("articles", ArticleList(), "who makes the claims, by a short key"),
        Field("claims", ClaimList(fields), "what they claim"),
        Field(
            "together",
            Many(Mapped(together_fields(_measured(root)))),
            "what claims say of one world",
            required=False,
            default=(),
        ),
    )
    values = read_fields(root, parts, "a ledger", reading)
    if problems or values is None:
        raise InputError(problems)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    together = tuple(map(_together, values["together"]))
    return Claims(values["articles"], values["claims"], digest, together)


def _together(values: Mapping[str, Any]) -> Together:
    of = tuple(Within(one["claim"], one["from"], one["to"]) for one in values["of"])
    return Together(values["id"], values["claim"], of)


def _measured(root: MapNode) -> tuple[str, ...]:
    """Ids of the claims that have a measure, right or wrong in other ways."""
    entry = root.entries.get("claims")
    items = entry.node.items if entry is not None and isinstance(entry.node, ListNode) else ()
    claims = [item.entries for item in items if isinstance(item, MapNode)]
    ids = [claim["id"].node for claim in claims if {"id", "measure"} <= set(claim)]
    return tuple(str(node.value) for node in ids if isinstance(node, ScalarNode))


def _article_keys(root: MapNode) -> tuple[str, ...]:
    """Keys of the articles, right or wrong: what is wrong in one is right where it is named."""
    entry = root.entries.get("articles")
    return tuple(entry.node.entries) if entry and isinstance(entry.node, MapNode) else ()
