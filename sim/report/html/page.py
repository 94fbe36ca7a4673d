"""The page: all parts of one or several runs, set by a template that escapes every word."""

from collections.abc import Callable, Sequence
from typing import Any

import sim
from sim.compare.sides import Run
from sim.report.html.comparison import Compared, compared
from sim.report.html.run_page import RunPage, given_orders, subject_of
from sim.report.run.asked import of_others
from sim.report.templates import environment
from sim.theatre.neutral import neutral_lines

LIMITS = (
    "It is no forecast from 2003. How often states buy, package sizes, delivery lags and capacity "
    "are averages over years up to 2012, and UN votes (to 2024), military spending (to 2025), "
    "rivalries, pacts and embargoes follow the record year by year.",
    "The posterior, which is what the evidence leaves of the guesses, is wide. So bands are wide, "
    "and a record inside a band proves little.",
    "For Pakistan, price, domestic cost and rivals move together in 2011 to 2015; nothing here "
    "separates them.",
    "Over all states no effect of rivals, of price or of domestic cost can be told from chance: "
    "they are hypotheses to switch on and off, not findings.",
    "The package's events were chosen, and its parameters fitted, by people who knew the outcome. "
    "That the record lies inside the bands of those years is fit, not foresight.",
    "Runs are held against nothing after 2017. Events keep their effect for good, so that shares "
    "run to extremes in the end. The record to 2012 gives no pace at which they would fade: "
    "changes of a pair's share are undone there no sooner than in the model, and pairs that fell "
    "silent return no oftener; after single events too few years follow.",
    "Such an extreme is the share of the United States in India.",
    "Lost capacity slows deliveries, but buyers do not mind waiting: they go on ordering from a "
    "supplier that delivers late.",
    "What a supplier makes does not limit the size of what it can win: in most worlds a small one "
    "wins some package that it could not build in years. Some orders are due decades ahead. "
    "Believe shares over many worlds sooner than a single large order.",
    "Deliveries echo orders of years before; a shift of deliveries says when states chose, not "
    "that they choose so now.",
    "An order arrives in equal parts in each of its years, without gaps. So ties of single years "
    "last longer than on record, whoever is chosen: recorded orders do so too when the model "
    "delivers them.",
)
"""What the model cannot say. Years and states are those of the theatre of the package."""


def page_of(
    runs: Sequence[Run], unscored: Sequence[str] | None = None, processes: int = 1,
    tick: Callable[[int], Any] = lambda done: None, model_page: str = "",
) -> str:  # fmt: skip
    """The page as HTML that needs no other file. The same folders give the same bytes.

    Args:
        runs: one, or a base and those that are held against it; the page is about the latter.
        unscored: why each run that the page is about has no scorecard, if it has none.
        processes: that draw side by side.
        tick: told of each buyer whose choice is explained.
        model_page: the name of a page beside it that runs the model, to link to; empty for none.

    Raises:
        NotComparableError: if several runs have no year in common.
    """
    shown = subjects(runs)
    reasons = [""] * len(shown) if unscored is None else unscored
    about = [
        subject_of(run, number, reason, processes, tick)
        for number, (run, reason) in enumerate(zip(shown, reasons, strict=True), start=1)
    ]
    held = compared(runs, processes) if len(runs) > 1 else None
    own = any(not run.theatre.is_default for run in shown)
    orders = [(run.title, given_orders(run.scenario)) for run in runs]
    told = [(label, words) for label, words in orders if words]
    return render(about, held, own, told, limits_of(shown), model_page)


def subjects(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs that a page is about: the only one, or all but the base."""
    return runs if len(runs) == 1 else runs[1:]


def limits_of(runs: Sequence[Run]) -> list[str]:
    """What the model cannot say, without what is on states that no run asks about.

    What is not on record of states of the runs' theatres stands at the end.
    """
    told = [
        limit for limit in LIMITS
        if not all(of_others(limit, run.scenario, run.theatre) for run in runs)
    ]  # fmt: skip
    return [*told, *dict.fromkeys(line for run in runs for line in neutral_lines(run.theatre))]


def render(
    about: Sequence[RunPage], held: Compared | None, own_theatre: bool,
    orders: Sequence[tuple[str, str]], limits: Sequence[str] = LIMITS, model_page: str = "",
) -> str:  # fmt: skip
    """Set the parts; the words of scenarios are escaped.

    Args:
        about: the runs that the page is about.
        held: all runs against the first, if there are several.
        own_theatre: whether a run has a theatre other than that of the package.
        orders: the runs that are told some orders: the label, and which.
        limits: what the model cannot say.
        model_page: a page beside it that runs the model; empty for none.
    """
    return (
        environment(html=True)
        .get_template("page.html")
        .render(
            subjects=about,
            compared=held,
            limits=limits,
            own_theatre=own_theatre,
            orders_told=orders,
            model_page=model_page,
            version=sim.__version__,
        )
    )
