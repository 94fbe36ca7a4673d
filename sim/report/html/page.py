"""The page: all parts of one or several runs, set by a template that escapes every word."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import sim
from sim.compare.sides import Run
from sim.report.html.comparison import Compared, compared
from sim.report.html.limits import LIMITS
from sim.report.html.parts import RunPage, orders_told, subject_of

_TEMPLATE = "page.html"
_STYLE = Path(__file__).parent / "templates" / "style.css"


def page_of(
    runs: Sequence[Run], unscored: Sequence[str] | None = None, processes: int = 1,
    tick: Callable[[int], Any] = lambda done: None,
) -> str:  # fmt: skip
    """The page as HTML that needs no other file. The same folders give the same bytes.

    Args:
        runs: one, or a base and those that are held against it; the page is about the latter.
        unscored: why each run that the page is about has no scorecard, if it has none.
        processes: that draw side by side.
        tick: told of each buyer whose choice is explained.

    Raises:
        NotComparableError: if several runs have no year in common.
    """
    told = subjects(runs)
    reasons = [""] * len(told) if unscored is None else unscored
    about = [
        subject_of(run, number, reason, processes, tick)
        for number, (run, reason) in enumerate(zip(told, reasons, strict=True), start=1)
    ]
    held = compared(runs, processes) if len(runs) > 1 else None
    own = any(not run.theatre.is_default for run in told)
    orders = [(run.label, orders_told(run.scenario)) for run in runs]
    return render(about, held, own, [(label, words) for label, words in orders if words])


def subjects(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs that a page is about: the only one, or all but the base."""
    return runs if len(runs) == 1 else runs[1:]


def render(
    about: Sequence[RunPage], held: Compared | None, own_theatre: bool,
    orders: Sequence[tuple[str, str]],
) -> str:  # fmt: skip
    """Set the parts; the words of scenarios are escaped.

    ``orders`` are the runs that are told some, by label, and which.
    """
    places = Environment(
        loader=PackageLoader("sim.report.html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    return places.get_template(_TEMPLATE).render(
        subjects=about,
        compared=held,
        limits=LIMITS,
        own_theatre=own_theatre,
        orders_told=orders,
        version=sim.__version__,
        style=Markup(_STYLE.read_text(encoding="utf-8")),
    )
