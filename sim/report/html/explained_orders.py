"""The decisive choices: the largest order that one reason decided in the typical world."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.phrases import the, verb
from sim.experiment.case import Case, build_case
from sim.experiment.payments import money_of
from sim.experiment.reproduce import StaleResultsError, open_current
from sim.experiment.worlds import case_of_world
from sim.explain.decisive import race_of
from sim.explain.replay import replay
from sim.explain.tender import Tender
from sim.explain.typical import typical_world
from sim.plots.drawing import save_whole
from sim.report.explain.narrative import (
    ExplainedTender,
    class_words,
    decisive_words,
    delivery,
    explained_tenders,
    flip_sentence,
    stopped_words,
    volume,
)
from sim.report.explain.waterfall_figure import waterfall_figure
from sim.report.explain.write import caption_of, waterfall_of
from sim.report.html.images import Picture, picture
from sim.report.run.figures import plot_buyers

BUYERS = 2  # of whom an order is taken apart


@dataclass(frozen=True)
class ExplainedOrder:
    """One order: whose and when, one of how many, two or three sentences, and the waterfall."""

    title: str
    counted: str
    words: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class ExplainedOrders:
    """The orders that are taken apart and which world they are of; or why there are none."""

    world: str = ""
    choices: tuple[ExplainedOrder, ...] = ()
    missing: str = ""


def choices_of(folder: Path, tick: Callable[[int], Any] = lambda done: None) -> ExplainedOrders:
    """Take apart the largest decided order of each plotted buyer, two at most.

    Args:
        folder: of a run whose model and theatre are as they were.
        tick: told of each buyer that is done.
    """
    try:
        scenario, _ = open_current(folder)
    except StaleResultsError as error:
        return ExplainedOrders(missing=str(error))
    case = build_case(scenario)
    names = plot_buyers(scenario, case.theatre)
    typical = typical_world(folder, scenario, case.theatre, names)
    case = case_of_world(case, typical.world)
    found = []
    for name in names[:BUYERS]:
        choice = _largest(case, typical.world, name, typical.words())
        tick(1)
        if choice is not None:
            found.append(choice)
    if not found:
        return ExplainedOrders(missing="No order of the plotted buyers had more than one offer.")
    return ExplainedOrders(typical.words(), tuple(found))


def _largest(case: Case, world: int, buyer: str, words: str) -> ExplainedOrder | None:
    """The largest contested order that one reason decided; the largest of all if there is none."""
    place = case.theatre.buyers.index(buyer)
    raced = [
        tender
        for year in replay(case, world, [place])
        for tender in year.tenders
        if _contested(tender)
    ]
    if not raced:
        return None
    decided = [tender for tender in raced if _decided(tender)]
    near = [tender for tender in decided if _asked(tender, case)]
    tender = min(
        near or decided or raced,
        key=lambda item: (-item.tiv, item.year, item.weapon_class, item.number),
    )
    [told] = explained_tenders([tender], case, money_of(case))
    which = "The largest of these" if decided else "The largest"
    which += (
        ", in the years and among the suppliers asked about" if near and near != decided else ""
    )
    counted = (
        f"In this world {buyer} signs {len(raced)} orders for which suppliers competed; on "
        f"{len(decided)} of them some kind of reason was decisive. {which}:"
    )
    figure = waterfall_figure(waterfall_of(told, case), caption_of(case, words))
    with tempfile.TemporaryDirectory() as folder:
        drawn = save_whole(figure, Path(folder) / "waterfall.png")
        shown = tuple(picture(page, in_words(told, case)) for page in drawn)
    return ExplainedOrder(f"{buyer}, {tender.year}", counted, in_words(told, case), shown)


def _contested(tender: Tender) -> bool:
    order = tender.order
    return order is not None and not order.given and tender.runner_up is not None


def _decided(tender: Tender) -> bool:
    race = race_of(tender)
    return race is not None and bool(race.decisive)


def _asked(tender: Tender, case: Case) -> bool:
    """Whether an order lies in years, and between suppliers, that the scenario asks about."""
    scenario, race = case.scenario, race_of(tender)
    windows = [window for item in scenario.measures for window in item.windows.values()]
    first = min((window[0] for window in windows), default=scenario.first_year)
    last = max((window[1] for window in windows), default=scenario.last_year)
    named = {case.theatre.find(word) or word for word in scenario.suppliers_asked}
    names = case.theatre.suppliers
    both = set() if race is None else {names[race.winner], names[race.runner_up]}
    return first <= tender.year <= last and bool(not named or named & both)


def in_words(told: ExplainedTender, case: Case) -> str:
    """Two sentences: what was chosen over what and why, and what would have turned it."""
    tender, race = told.tender, told.race
    assert race is not None and tender.order is not None
    names, order = case.theatre.suppliers, tender.order
    winner, other = names[race.winner], names[race.runner_up]
    stopped = "".join(f" Before it, {words}." for words in stopped_words(tender, case))
    bought = (
        f"In {tender.year} {case.theatre.buyers[tender.buyer]} orders "
        f"{class_words(case, tender.weapon_class)} ({volume(tender.tiv)}, "
        f"{delivery(order, case)}) from {the(winner)}; {the(other)} {verb(other, 'comes')} second."
        f"{stopped}"
    )
    fixed = [flip for flip in told.flips if flip.needed is not None]
    turned = ""
    if fixed:
        flip = fixed[0]
        turned = f" {flip_sentence(flip, other, names[flip.supplier])}"
    return f"{bought} {decisive_words(race, case)}{turned}"
