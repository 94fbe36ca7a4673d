"""What is asked of a run, by name, found on its axes; or what it does not have, and what it has."""

from sim.base.problems import RefusedError, quote, suggest_or_list
from sim.experiment.case import Case


class NotThereError(RefusedError):
    """A state, class, year or world that the run does not have."""


def place_of_buyer(word: str, case: Case) -> int:
    """Place of the buyer that a user means by its name, an alias or its ISO code.

    Raises:
        NotThereError: if the theatre has no such state, or it buys nothing.
    """
    theatre = case.theatre
    name = theatre.find(word)
    if name is None:
        hint = theatre.suggestion(word) or suggest_or_list(word, theatre.buyers)
        raise NotThereError(f"there is no state {quote(word)} in the theatre{hint}")
    if name not in theatre.buyers:
        raise NotThereError(
            f"{name} buys nothing in this theatre{suggest_or_list('', theatre.buyers)}"
        )
    return theatre.buyers.index(name)


def places_of_classes(words: list[str] | None, case: Case) -> list[int]:
    """Places of the classes that are named; of all if none are.

    Raises:
        NotThereError: if the theatre has no such class.
    """
    classes = case.theatre.classes
    for word in words or ():
        if word not in classes:
            raise NotThereError(f"there is no class {quote(word)}{suggest_or_list(word, classes)}")
    return [classes.index(word) for word in (words or classes)]


def years_asked(first: int | None, last: int | None, case: Case) -> range:
    """The years from a first to a last one, by default those of the run.

    Raises:
        NotThereError: if either is not simulated, or the last lies before the first.
    """
    begin, end = case.years[0], case.years[-1]
    first, last = begin if first is None else first, end if last is None else last
    for year in (first, last):
        if year not in case.years:
            raise NotThereError(f"{year} is not simulated; the run has the years {begin} to {end}")
    if last < first:
        raise NotThereError(f"the last year, {last}, lies before the first, {first}")
    return range(first, last + 1)
