"""Where orders to learn from lie: in the files of a register, a theatre, or the folder of a run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.arrays import Floats
from sim.base.problems import InputError, Location, Problem
from sim.estimate.recorded import RecordedChoices, Tick
from sim.estimate.run import first_order, theatre_choices, theatre_of
from sim.estimate.simulated import case_of_run, simulated_choices
from sim.experiment.store import MANIFEST
from sim.register.build import ImportOptions
from sim.register.lines import Watch
from sim.register.read import read_register
from sim.register.weapons import classes_of
from sim.theatre.load import load_theatre
from sim.theatre.theatre import Theatre

KEPT_BACK = 5  # years of orders that are not fitted to, unless one says otherwise


@dataclass(frozen=True)
class OrderSource:
    """Orders that can be replayed, with the terms at each.

    ``years`` is what a replay of them all ticks; ``replay`` gives the choices and, of a run, the
    weights [R] that they were made with. ``left_out`` says which orders are no choices, and
    ``losses`` what of a register was dropped.
    """

    place: Location
    years: int
    replay: Callable[[Tick], tuple[RecordedChoices, Floats | None]]
    left_out: str = ""
    losses: tuple[str, ...] = ()

    def last_fitted(self, choices: RecordedChoices, until: int | None) -> int:
        """The last year to fit to: ``until``, else ``KEPT_BACK`` years before the last order.

        Raises:
            InputError: if no order is left to fit to.
        """
        if not len(choices.year):
            raise self._wrong("has no orders to learn from")
        first, last = int(choices.year.min()), int(choices.year.max())
        wanted = max(last - KEPT_BACK, first) if until is None else until
        if wanted < first:
            message = f"orders run from {first} to {last}; none is left to fit to"
            raise self._wrong(f"{message} (--until {wanted})")
        return min(wanted, last)

    def _wrong(self, message: str) -> InputError:
        whole = f"{message}. {self.left_out}" if self.left_out else message
        return InputError([Problem(self.place, whole)])


def is_folder(paths: Sequence[Path]) -> bool:
    """Whether a theatre or a run is meant, and not the files of a register."""
    return len(paths) == 1 and paths[0].is_dir()


def source_of_folder(folder: Path, worlds: int) -> OrderSource:
    """Orders of a run, of so many of its worlds, or of a theatre.

    Raises:
        NotResultsError: if the folder of a run is damaged.
        InputError: if a run or theatre has no orders of its own.
    """
    if not (folder / MANIFEST).is_file():
        return _of_theatre(load_theatre(folder), folder)
    case = case_of_run(folder)
    number = min(worlds, case.scenario.worlds)
    until = case.scenario.replay_until
    return OrderSource(
        Location(str(folder), 1, 1),
        number * len(case.years),
        lambda tick: simulated_choices(folder, case, number, tick),
        "" if until is None else (
            f"Orders up to {until} are those on record, not choices of the run: left out"
        ),
    )  # fmt: skip


def source_of_register(
    files: Sequence[Path], since: int | None, suppliers: int | None, relations: Path | None,
    classes: Path | None, watch: Callable[[Path], Watch] | None = None,
) -> OrderSource:  # fmt: skip
    """Orders of a register.

    Args:
        files: of the register.
        since: first year of the orders; by default as early as the register allows.
        suppliers: how many become states of their own; None is all.
        relations: folder of a user's own tables.
        classes: a user's own table of what weapons are.
        watch: as in ``read_register``.

    Raises:
        InputError: if the register cannot be used, or begins too late.
    """
    register = read_register(files, watch, classes_of(classes))
    deals = register.deals
    if since is not None and not deals.first_year < since <= deals.last_year:
        message = (
            f"this register runs from {deals.first_year} to {deals.last_year}; orders can be "
            f"learnt from since {deals.first_year + 1}, not {since} (--since)"
        )
        raise InputError([Problem(Location(str(files[0]), 1, 1), message)])
    first = first_order(deals, deals.last_year, since)
    theatre = theatre_of(register, ImportOptions(first, None, suppliers, relations))
    return _of_theatre(theatre, files[0], tuple(register.losses))


def _of_theatre(theatre: Theatre, path: Path, losses: tuple[str, ...] = ()) -> OrderSource:
    if not theatre.dated_orders:
        message = "has no orders by year on record; 'sim import' makes a theatre that has them"
        raise InputError([Problem(Location(str(path / "dated_orders.csv"), 1, 1), message)])
    last = max(order.year for order in theatre.dated_orders)
    return OrderSource(
        Location(str(path), 1, 1),
        last - theatre.start + 1,
        lambda tick: (theatre_choices(theatre, last, tick), None),
        losses=losses,
    )
