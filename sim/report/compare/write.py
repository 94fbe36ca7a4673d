"""A comparison on disk: tables and plots in one folder, complete or absent."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sim.base.files import csv_text, write_whole
from sim.base.own import listed_in, refuse_foreign, writing
from sim.base.partial import FolderTakenError
from sim.base.phrases import capital, counted, joined
from sim.compare.compare import Comparison
from sim.compare.files import write_comparison
from sim.compare.sides import RecordSide, Run, Side
from sim.compare.values import asking
from sim.plots.drawing import Plot, draw_all
from sim.plots.frame import Caption
from sim.report.compare.buyer_shares import SideShares, buyer_shares, recorded_shares
from sim.report.compare.effects import effects_data
from sim.report.compare.effects_figure import effects_figure
from sim.report.compare.events import each_once, marks_of_sides
from sim.report.compare.gains import gains_figure, gains_table
from sim.report.compare.over_time import OverTime, over_time_data, over_time_figure
from sim.report.compare.panels import panels_data, panels_figure
from sim.report.run.figures import file_names, plot_buyers
from sim.report.run.record import known_of, record_of, record_words

_LONGEST = 60  # letters of a folder's name
_OVER_TIME = (
    "base", "other", "way", "buyer", "supplier", "last_year", "p5", "p25", "median", "p75", "p95",
    "mean",
)  # fmt: skip
Shares = dict[str, list[SideShares]]


def default_folder(found: Comparison) -> Path:
    """Where a comparison goes if nobody says."""
    name = "-".join("_".join(side.label.split()) for side in found.sides)
    return Path("results") / "compared" / name[:_LONGEST]


def buyers_drawn(found: Comparison) -> tuple[str, ...]:
    """The buyers that the asking scenarios plot, each once, if all sides have them."""
    named = (
        buyer
        for side in asking(found.sides)
        for buyer in plot_buyers(side.scenario, found.base.theatre)
    )
    return tuple(buyer for buyer in dict.fromkeys(named) if buyer in found.buyers)


def may_write(folder: Path) -> None:
    """Refuse a folder that holds something, unless an earlier comparison is among it.

    Raises:
        FolderTakenError: if it holds none.
        ForeignFileError: if a file of the comparison was changed since.
    """
    earlier = listed_in(folder).get("compare", {})
    if not earlier and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTakenError(f"{folder} exists and is no comparison; name another with --out")
    refuse_foreign(folder, earlier)


def write_compared(
    folder: Path, found: Comparison, buyers: Sequence[str], processes: int = 1
) -> None:
    """Write ``comparison.csv``, ``gains.csv``, ``over_time.csv``, ``comparison.json`` and plots.

    Args:
        folder: an earlier comparison in it is replaced; files of others stay.
        found: what to write.
        buyers: whose panels are drawn, by the theatre's own names.
        processes: that draw side by side.

    Raises:
        FolderTakenError: if the folder holds anything else.
    """
    may_write(folder)
    with writing(folder, "compare", anew=True) as partial:
        (partial / "plots").mkdir()
        write_comparison(partial, found)
        shares = buyer_shares(found, buyers)
        changed = list(_over_time(found, shares))
        labels = {side.named: side.label for side in found.sides}
        rows = [row for data in changed for row in _rows(data, labels)]
        write_whole(partial / "over_time.csv", csv_text(_OVER_TIME, rows))
        plots = _plots(found, buyers, shares, changed)
        names = (
            Plot(partial / "plots" / plot.path.name, plot.figure, plot.parts) for plot in plots
        )
        draw_all(names, processes)


def plots_of(found: Comparison, buyers: Sequence[str]) -> list[Plot]:
    """All plots of a comparison, by the names of their files; none is drawn yet."""
    shares = buyer_shares(found, buyers)
    return _plots(found, buyers, shares, list(_over_time(found, shares)))


def _plots(
    found: Comparison, buyers: Sequence[str], shares: Shares, changed: Sequence[OverTime]
) -> list[Plot]:
    return [*_of_buyers(found, shares), *_changes(found, changed), *_of_all(found, buyers)]


def _of_buyers(found: Comparison, shares: Shares) -> Iterator[Plot]:
    """The same panels for all sides; the record stands in each unless it is a side itself."""
    ground, runs = found.base.theatre, _runs(found)
    alone = any(isinstance(side, RecordSide) for side in found.sides)
    names = file_names(tuple(shares))
    for buyer, sides in shares.items():
        record = None if alone else recorded_shares(record_of(ground, buyer), "The record")
        data = panels_data(buyer, ground.suppliers, sides, record)
        marks = marks_of_sides(runs, ground, buyer, data.suppliers)
        parts = (data, marks, _caption(found, found.sides, recorded=True))
        yield Plot(Path(f"panels_{names[buyer]}.png"), panels_figure, parts)


def _over_time(found: Comparison, shares: Shares) -> Iterator[OverTime]:
    suppliers = found.base.theatre.suppliers
    for buyer, (base, *others) in shares.items():
        for against, other in zip(found.against, others, strict=True):
            yield over_time_data(buyer, suppliers, base, other, against.way)


def _changes(found: Comparison, changed: Sequence[OverTime]) -> Iterator[Plot]:
    ground = found.base.theatre
    names = file_names(tuple(dict.fromkeys(data.buyer for data in changed)))
    by_name = {side.named: side for side in found.sides}
    for data in changed:
        pair = by_name[data.base], by_name[data.other]
        runs = [side for side in pair if isinstance(side, Run)]
        marks = each_once(
            marks_of_sides(runs, ground, data.buyer, data.suppliers, only_differing=True)
        )
        name = f"difference_{names[data.buyer]}{_suffix(found, pair[1].label)}.png"
        yield Plot(
            Path(name), over_time_figure, (data, marks, _caption(found, pair, recorded=True))
        )


def _of_all(found: Comparison, buyers: Sequence[str]) -> Iterator[Plot]:
    ground = found.base.theatre
    for against in found.against:
        if against.gains is not None:
            data = gains_table(
                against.gains, found.base.named, against.other.named, against.way, tuple(buyers),
                ground.aggregates,
            )  # fmt: skip
            name = f"gains_and_losses{_suffix(found, against.other.label)}.png"
            caption = _caption(found, (found.base, against.other))
            yield Plot(Path(name), gains_figure, (data, caption))
    parts = (effects_data(found), _caption(found, found.sides))
    yield Plot(Path("measures.png"), effects_figure, parts)


def _suffix(found: Comparison, other: str) -> str:
    """Part of a file's name that tells the other sides apart, if there are several."""
    if len(found.against) == 1:
        return ""
    names = file_names(tuple(against.other.label for against in found.against))
    return f"_{names[other]}"


def _runs(found: Comparison) -> list[Run]:
    return [side for side in found.sides if isinstance(side, Run)]


def _caption(found: Comparison, sides: Sequence[Side], recorded: bool = False) -> Caption:
    """What each side is, its question for a pair, and where the numbers are from.

    ``recorded`` is whether a plot has recorded numbers even if the record is no side.
    """
    runs = [side for side in sides if isinstance(side, Run)]
    others = [side for side in runs if side is not found.base]
    base, *against = (side.named for side in sides)
    title = f"{capital(joined(against))} against {base}"
    question = others[0].scenario.question if len(others) == 1 else ""
    source = f"Simulated: {'; '.join(map(_simulated, runs))}."
    if recorded or len(runs) < len(sides):
        source += f" {record_words(found.base.theatre)}"
    worlds = max(side.scenario.worlds for side in runs)
    known = known_of(found.base.theatre)
    return Caption(title, question, source.strip(), worlds, known=known)


def _simulated(run: Run) -> str:
    own = run.scenario
    return f"scenario {own.name}, {counted(own.worlds, 'world')}, seed {own.seed}"


def _rows(data: OverTime, labels: Mapping[str, str]) -> Iterator[list[object]]:
    bands = data.difference
    for s, supplier in enumerate(data.suppliers):
        for i, year in enumerate(data.years):
            levels = (bands.low, bands.lower, bands.median, bands.upper, bands.high, data.mean)
            yield [
                labels[data.base], labels[data.other], data.way, data.buyer, supplier, year,
                *(_known(float(level[s, i])) for level in levels),
            ]  # fmt: skip


def _known(value: float) -> float | None:
    return None if value != value else value
