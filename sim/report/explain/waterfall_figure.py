"""Why the winner beat the runner-up: the difference of each reason, one after the other."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.base.numbers import true_minus
from sim.explain.decisive import Race
from sim.explain.reasons import GROUPS, LUCK, REASONS
from sim.plots.bars import draw_bar, say_beyond, say_sides
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import INK, MUTED, house, supplier_colour, tint
from sim.plots.table import FigureRow, FigureSection, WordColumn, table
from sim.report.explain.narrative import LEAST, two_digits

FOR = 0.85  # strength of the colour of what speaks for the winner
SUM = len(REASONS)  # the place of the margin among the reasons


@dataclass(frozen=True)
class Waterfall:
    """One choice as it is drawn. Parts [P + 1] are of utility, without unit."""

    title: str
    winner: str
    runner_up: str
    ours: tuple[float, ...]  # of the winner
    theirs: tuple[float, ...]  # of the runner-up
    race: Race
    stopped: tuple[str, ...] = ()  # clauses about deals that were struck first and stopped

    def rows(self) -> list[int]:
        """Reasons that differ by group, the largest first, and by size in it; chance comes last."""
        groups = [GROUPS.index(reason.group) for reason in REASONS]
        size = {g: -abs(float(self.race.groups[g])) for g in set(groups)}
        order = sorted(
            range(len(REASONS)),
            key=lambda j: (
                REASONS[j] is LUCK,
                size[groups[j]],
                groups[j],
                -abs(float(self.race.parts[j])),
            ),
        )
        return [j for j in order if abs(self.race.parts[j]) >= LEAST]


@house()
def waterfall_figure(data: Waterfall, caption: Caption) -> list[Figure]:
    """Bars to the right speak for the winner, bars to the left for the runner-up."""
    places = data.rows()
    frame = Frame(data.title, caption, _notes(data), _key(data))
    sections = [FigureSection("", [*(_row(data, place) for place in places), _sum(data)])]
    columns = WordColumn(_short(data.winner)), WordColumn(_short(data.runner_up))
    ends, total = _ends(data, places), 0.0
    pages = table(frame, sections, columns)
    for page in pages:
        axes = page.axes
        axes.set_xlim(*ends)
        axes.set_xticks([0], ["0"])
        axes.axvline(0, color=INK, linewidth=1.2, zorder=3)
        say_sides(axes, f"{data.runner_up} ahead", f"{data.winner} ahead")
        for at, place in page.rows:
            if place == SUM:
                axes.axhline(at - 0.5, color=MUTED, linewidth=0.8, zorder=0.5)
                draw_bar(axes, (0.0, data.race.margin), at, 0.32, INK)
                _say(axes, data.race.margin, data.race.margin, at, bold=True)
                continue
            part = float(data.race.parts[place])
            _draw(axes, total, part, at, data)
            total += part
    return [page.figure for page in pages]


def _row(data: Waterfall, place: int) -> FigureRow[int]:
    reason = REASONS[place]
    cells = two_digits(data.ours[place]), two_digits(data.theirs[place])
    bold = reason.group in data.race.decisive
    return FigureRow(reason.words, place, cells, group=reason.group, bold=bold)


def _sum(data: Waterfall) -> FigureRow[int]:
    cells = two_digits(sum(data.ours)), two_digits(sum(data.theirs))
    return FigureRow("margin", SUM, cells, bold=True)


def _short(name: str) -> str:
    return {"Other suppliers": "others", "United States": "US", "United Kingdom": "UK"}.get(
        name, name
    )


def _ends(data: Waterfall, rows: list[int]) -> tuple[float, float]:
    """Ends of the axis, with room for numbers beside the bars; zero is inside."""
    path = np.cumsum([0.0, *(float(data.race.parts[j]) for j in rows), 0.0])
    low, high = min(float(path.min()), 0.0), max(float(path.max()), data.race.margin, 0.0)
    room = 0.12 * max(high - low, 0.1)
    return low - room, high + room


def _draw(axes: Axes, start: float, part: float, at: float, data: Waterfall) -> None:
    colour = supplier_colour(data.winner if part > 0.0 else data.runner_up)
    face = tint(colour, FOR) if part > 0.0 else "white"
    end = start + part
    draw_bar(axes, (start, end), at, 0.32, face, colour, hatched=part <= 0.0)
    axes.plot([end, end], [at + 0.32, at + 0.68], color=MUTED, linewidth=0.8)
    _say(axes, end, part, at)


def _say(axes: Axes, end: float, value: float, at: float, *, bold: bool = False) -> None:
    say_beyond(axes, end, at, true_minus(f"{value:+.2f}"), right=value > 0, bold=bold)


def _key(data: Waterfall) -> list[KeyItem]:
    return [
        KeyItem(f"speaks for {data.winner}", tint(supplier_colour(data.winner), FOR)),
        KeyItem(f"speaks for {data.runner_up}", supplier_colour(data.runner_up), hatched=True),
        KeyItem("margin, the sum of all bars", INK),
    ]


def _notes(data: Waterfall) -> list[str]:
    bold = (
        "Reasons in bold were decisive: without the difference that the group makes, "
        f"{data.runner_up} would have won."
        if data.race.decisive
        else "No group of reasons was decisive alone."
    )
    return [
        "Utility has no unit: each 1 that the reasons add makes an offer 2.7 times as likely to be "
        "preferred, before chance is drawn. The columns are what each reason gives either offer; a "
        "bar is their difference. Chance is what the model adds for all that it does not know.",
        bold,
        *(
            f"{words[:1].upper()}{words[1:]}; this is the choice that came after."
            for words in data.stopped
        ),
    ]
