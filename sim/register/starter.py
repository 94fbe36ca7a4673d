"""A first scenario for an imported theatre, which runs as it stands."""

from collections.abc import Sequence

from sim.register.record import SPAN
from sim.scenario.yaml_text import word

SHOWN = 3  # buyers with plots
_AHEAD = 10  # years simulated at least
_TEXT = """\
# Made by 'sim import'; change what you like. 'sim run {file}' writes plots and tables.
title: {title}
question: With no political event told, who arms whom, and how does the record compare?
theatre: .
years: {{from: {start}, to: {last}}}
# Up to a year, orders as they happened; from then on the model's own:
# replay: {{until: {until}}}

# Political events make a scenario; 'sim new FILE --extends {file}' shows how they are written.
events: []

measures:
{measures}
plots: {{buyers: [{shown}]}}
look_for: >-
  Habit and supply alone carry these bands: no event since {start} is told. Where the record leaves
  a band, something happened that the model was not told of, or does not know.
"""


def starter_text(
    file: str, title: str, start: int, last_on_record: int, buyers: Sequence[str],
    suppliers: Sequence[str],
) -> str:  # fmt: skip
    """Text of the scenario.

    Args:
        file: where it will lie, as a user would type it.
        title: what it supposes.
        start: first year.
        last_on_record: the last year of the register.
        buyers: single buyers, the largest first; at least one.
        suppliers: single suppliers, the largest first; at least one.
    """
    last = max(start + _AHEAD, last_on_record)
    shown = buyers[:SHOWN]
    windows = [
        (year, year + SPAN - 1) for year in range(start, last - SPAN + 2, SPAN)
        if year + SPAN - 1 <= last_on_record
    ] or [(start, start + SPAN - 1)]  # fmt: skip
    first, second = windows[0], windows[-1]
    lines = [
        f"  - {{id: largest-supplier-{i}-{a}, share: {{buyer: {word(buyer, in_flow=True)}, supplier: "
        f"{word(_seller(buyer, suppliers), in_flow=True)}, window: {a}-{b}, of: {flow}}}}}"
        for i, buyer in enumerate(shown, 1)
        if _seller(buyer, suppliers)
        for a, b, flow in dict.fromkeys([(*first, "deliveries"), (*second, "deliveries")])
    ]
    return _TEXT.format(
        file=file,
        title=word(title),
        start=start,
        last=last,
        until=min(start + SPAN - 1, last),
        measures="\n".join(lines) + "\n" if lines else "  []\n",
        shown=", ".join(word(name, in_flow=True) for name in shown),
    )


def _seller(buyer: str, suppliers: Sequence[str]) -> str:
    """The largest supplier that is not the buyer itself, or nothing."""
    return next((name for name in suppliers if name != buyer), "")
