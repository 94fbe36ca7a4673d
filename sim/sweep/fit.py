"""Whether a design and what is to vary fit each other."""

from collections.abc import Iterator, Sequence

from sim.document.model import Path
from sim.sweep.designs import (
    DESIGNS,
    MOST,
    DesignKind,
    Grid,
    ListOfPoints,
    Morris,
    OneAtATime,
    Sobol,
)
from sim.sweep.ranges import Range
from sim.sweep.varied import ChoiceKey

_RANGES, _DESIGN = "parameters", "design"


def unfit(design: DesignKind, ranges: Sequence[Range]) -> Iterator[tuple[Path, str]]:
    """Ranges that a design cannot take, and designs that are none: where, and why."""
    unfitting = [(item, why) for item in ranges if (why := _unfit(design, item)) is not None]
    for item, why in unfitting:
        yield (_RANGES, item.key.name), f"{item.key.name}: {why}"
    wrong = _wrong_options(design)
    if wrong is not None:
        yield (_DESIGN,), wrong
    if unfitting or wrong is not None:
        return
    lengths = {len(item.values()) for item in ranges}
    if isinstance(design, ListOfPoints) and len(lengths) > 1:
        yield (_RANGES,), "a list needs as many values of every key"
    elif (points := design.count(ranges)) > MOST:
        message = f"this design has {points:,} points; at most {MOST:,} can be run"
        yield (_DESIGN,), message


def _wrong_options(design: DesignKind) -> str | None:
    if isinstance(design, Sobol) and design.n & (design.n - 1):
        down = 1 << (design.n.bit_length() - 1)
        return f"sobol needs a power of 2 as n: {down} or {2 * down}, not {design.n}"
    if isinstance(design, Morris) and design.levels % 2:
        return "morris needs an even number of levels"
    return None


def _unfit(design: DesignKind, item: Range) -> str | None:
    """Why a range does not fit a design; None if it does."""
    values = item.values(ends=isinstance(design, OneAtATime))
    whole_numbers = item.high - item.low + 1
    name = next(word for word, kind in DESIGNS.items() if isinstance(design, kind))
    if design.draws:
        if not item.draws_evenly:
            return f"{name} draws between two ends; give only from and to"
        if isinstance(design, Morris) and item.key.whole and whole_numbers < design.levels:
            what = "values" if isinstance(item.key, ChoiceKey) else "whole numbers"
            return f"has only {whole_numbers:g} {what}, fewer than the design has levels"
    elif not values:
        return f"{name} needs values: a list, or steps beside from and to"
    elif isinstance(design, Grid) and len(set(values)) < len(values):
        return "a value stands twice"
    return None
