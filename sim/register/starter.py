"""A first scenario for an imported theatre, which runs as it stands."""

import re
import unicodedata
from collections.abc import Sequence

from sim.document.model import LATEST
from sim.document.yaml_text import comment, word
from sim.register.record import SPAN

SHOWN = 3  # buyers with plots
_AHEAD = 10  # years simulated at least
_LONGEST_SLUG = 24
_TEXT = """\
# Made by 'sim import'; change what you like. 'sim run {file}' writes plots and tables.
title: {title}
question: With no political event told, who arms whom, and how does the record compare?
theatre: .
years: {{from: {start}, to: {last}}}
# What the evidence leaves of the parameters was found in the default theatre, by what happened up
# to 2017: 'posterior' would know some of what this run is to be held against.
parameters: prior
# Up to a year, orders as they happened; from then on the model's own:
# replay: {{until: {until}}}

# Political events make a scenario; 'sim new FILE --extends {file}' shows how they are written.
events: []

measures:
{measures}
plots: {{buyers: [{shown}]}}
look_for: >-
  No political event since {start} is told: wherever orders are the model's own, habit and supply
  alone carry these bands. Where the record leaves a band, something happened that the model was
  not told of, or does not know.
"""


def starter_text(
    file: str, title: str, start: int, last_on_record: int, largest: Sequence[tuple[str, str]]
) -> str:
    """Text of the scenario.

    Args:
        file: where it will lie, as a user would type it.
        title: what it supposes.
        start: first year.
        last_on_record: the last year of the register.
        largest: single buyers, the largest first, each with its largest single supplier, which may
            be missing ("").
    """
    last = min(max(start + _AHEAD, last_on_record), LATEST)
    shown = largest[:SHOWN]
    begins = range(start, min(last, last_on_record) - SPAN + 2, SPAN)
    windows = [(year, year + SPAN - 1) for year in (*begins[:1], *begins[1:][-1:])]
    lines = [
        f"  - {{id: {slug(buyer)}-{slug(supplier)}-{first}, share: {{buyer: "
        f"{word(buyer, in_flow=True)}, supplier: {word(supplier, in_flow=True)}, "
        f"window: {first}-{end}}}}}"
        for buyer, supplier in shown if supplier
        for first, end in windows or [(start, min(start + SPAN - 1, last))]
    ]  # fmt: skip
    return _TEXT.format(
        file=comment(file),
        title=word(title),
        start=start,
        last=last,
        until=min(start + SPAN - 1, last),
        measures="\n".join(dict.fromkeys(lines)) + "\n" if lines else "  []\n",
        shown=", ".join(word(name, in_flow=True) for name, _ in shown),
    )


def slug(name: str) -> str:
    """A name as part of an id: plain letters and hyphens, at most ``_LONGEST_SLUG``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "state"
