"""Whether a design and what is to vary fit each other."""

from collections.abc import Sequence

from sim.scenario.reading import Reading
from sim.scenario.tree import MapNode
from sim.sweep.designs import DESIGNS, MOST, Design, count_points
from sim.sweep.ranges import Range


def check_design(design: Design, ranges: Sequence[Range], root: MapNode, reading: Reading) -> None:
    """Report ranges that a design cannot take, and designs that are none."""
    under = root.entries["parameters"].node
    before = len(reading.problems)
    for item in ranges:
        message = _unfit(design, item)
        if message is not None:
            node = under.entries[item.key.name].node if isinstance(under, MapNode) else under
            reading.wrong(node, f"{item.key.name}: {message}")
    node = root.entries["design"].node
    n: int = design.options.get("n", 1)
    if design.name == "sobol" and n & (n - 1):
        down = 1 << (n.bit_length() - 1)
        reading.wrong(node, f"sobol needs a power of 2 as n: {down} or {2 * down}, not {n}")
    if design.name == "morris" and design.options["levels"] % 2:
        reading.wrong(node, "morris needs an even number of levels")
    if len(reading.problems) > before:
        return
    lengths = {len(item.values()) for item in ranges}
    if design.name == "list" and len(lengths) > 1:
        reading.wrong(under, "a list needs as many values of every key")
        return
    points = count_points(design, ranges)
    if points > MOST:
        reading.wrong(node, f"this design has {points:,} points; at most {MOST:,} can be run")


def _unfit(design: Design, item: Range) -> str | None:
    """Why a range does not fit a design; None if it does."""
    values = item.values(ends=design.name == "one-at-a-time")
    whole_numbers = item.high - item.low + 1
    if DESIGNS[design.name].draws:
        if item.listed is not None or item.steps is not None:
            return f"{design.name} draws between two ends; give only from and to"
        if design.name == "morris" and item.key.whole and whole_numbers < design.options["levels"]:
            return f"has only {whole_numbers:g} whole numbers, fewer than the design has levels"
    elif not values:
        return f"{design.name} needs values: a list, or steps beside from and to"
    elif design.name == "grid" and len(set(values)) < len(values):
        return "a value stands twice"
    return None
