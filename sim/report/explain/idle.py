"""What is said of a year in which a buyer chose nothing."""

from collections.abc import Sequence

from sim.experiment.case import Case
from sim.explain.replay import replay
from sim.report.run.record import replayed_words


def idle_words(case: Case, world: int, buyer: int, classes: Sequence[int], year: int) -> str:
    """Why there is nothing to explain, and in which years there is; on two lines.

    Args:
        case: scenario and theatre.
        world: that is played again.
        buyer: its place.
        classes: places of the classes that are looked at.
        year: without a tender of theirs.
    """
    every = case.theatre.classes
    words = ", ".join(every[place].replace("_", " ") for place in classes)
    of = "" if len(classes) == len(every) else f" of {words}"
    name, until = case.theatre.buyers[buyer], case.scenario.replay_until
    if until is not None and year <= until:
        first = (
            f"{replayed_words(case.scenario)} {name} chooses nothing{of} of its own in {year}, so "
            "there is nothing to explain ('sim story' tells its orders)."
        )
    else:
        first = f"{name} puts nothing{of} out to tender in {year} in this world."
    busy = [
        str(item.year)
        for item in replay(case, world, [buyer])
        if any(tender.weapon_class in classes for tender in item.tenders)
    ]
    second = f"It does in {', '.join(busy)}." if busy else "Nor does it in any other year."
    return f"{first}\n{second}"
