"""What became of a game, drawn: its shares beside the record and beside worlds nobody played."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.base.own import writing
from sim.base.phrases import years
from sim.play.ending import Ending
from sim.play.game import Game
from sim.plots.drawing import Plot, draw
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem, band_key
from sim.plots.lines import record_key
from sim.plots.marks import EventMarker, dyad_marks
from sim.plots.series import SPAN, five_year_shares
from sim.plots.style import MUTED, supplier_colour
from sim.report.run.figures import file_names
from sim.report.run.record import record_of, source_line
from sim.report.run.shares import PANELS, Shares, drawn_shares
from sim.report.run.shares_figure import DELIVERIES, shares_panels

MATTERS = 0.1  # share of all that was got in the game, from which a supplier has a panel


def draw_ending(game: Game, ended: Ending, folder: Path) -> list[Path]:
    """Draw a plot for each seat that buys into a folder.

    Raises:
        ForeignFileError: if a file is in the way that no command wrote.
    """
    with writing(folder, "play", anew=True) as partial:
        made = [
            path
            for buyer, name in file_names(game.buyers).items()
            for path in draw(
                Plot(partial / f"{name}.png", ending_figure, _parts(game, ended, buyer))
            )
        ]
    return [folder / path.name for path in made]


def _parts(
    game: Game, ended: Ending, buyer: str
) -> tuple[Shares, Floats, tuple[EventMarker, ...], Caption]:
    theatre, first = game.theatre, game.base.first_year
    over = replace(game.base, last_year=game.year - 1)
    record, alone, played = record_of(theatre, buyer), ended.alone[buyer], ended.played[buyer]
    chosen = np.flatnonzero(played[0].sum(axis=1) >= MATTERS * played.sum())
    data = drawn_shares(
        buyer, theatre.suppliers, first, alone, record, PANELS, theatre.aggregates,
        [theatre.suppliers[s] for s in chosen if played.any()],
    )  # fmt: skip
    own = 100 * five_year_shares(played, record.before(first))[0]
    events = tuple(event for event in over.events if event.year <= over.last_year)
    marks = dyad_marks(replace(over, events=events), theatre, buyer, data.suppliers)
    caption = Caption(
        f"{buyer} played, {years(first, over.last_year)}",
        f"Beside what happened, and beside {len(alone):,} worlds of {over.title!r} that nobody "
        "played",
        source_line(replace(over, worlds=len(alone)), theatre),
        len(alone),
    )
    return data, own[[theatre.suppliers.index(name) for name in data.suppliers]], marks, caption


def ending_figure(
    data: Shares, played: Floats, marks: Sequence[EventMarker], caption: Caption
) -> Figure:
    """A panel a supplier: its share of deliveries as played [P, E], on record, and by the model."""
    notes = [
        f"Shares of deliveries by volume (SIPRI's trend-indicator value, TIV) in the {SPAN} years "
        "ending each year; windows that begin before the game hold recorded years. Words at the "
        "right: the game. What was on order when it began is delivered in all worlds alike."
    ]
    colours = [supplier_colour(name) for name in data.suppliers[:1]]
    key = [
        *(KeyItem("your game, in the supplier's colour", colour, 3.2) for colour in colours),
        *record_key(data.record_end if data.recorded_windows else None, data.yearly_record),
        *band_key(caption.worlds, MUTED),
    ]
    frame = Frame(f"Your arms for {data.buyer}", caption, notes, key, marks)
    nothing = f"{data.buyer} receives no arms in any world, and none on record in these years."
    return shares_panels(data, frame, DELIVERIES, nothing, played=played)
