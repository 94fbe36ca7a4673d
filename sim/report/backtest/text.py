"""Say in words what a back-test comes to."""

from collections.abc import Mapping, Sequence

from sim.backtest.benchmarks import HINDSIGHT
from sim.backtest.outcomes import MEAN, Outcome
from sim.backtest.run import BacktestPlan, RecordSource
from sim.backtest.table import (
    BETTER,
    GAPPED,
    UNCLEAR,
    WEIGHTINGS,
    WORSE,
    Line,
    Reliability,
    lines_of,
)
from sim.backtest.words import COLUMNS
from sim.base.text_table import text_table
from sim.measure.flows import Window
from sim.report.backtest.skill_figure import WORDS
from sim.report.templates import fill_in

SIGNS = {BETTER: "+", WORSE: "−", UNCLEAR: ".", "": " "}
FEW_NAMES = 8
_HEADS = ("tv", "log", "crps", "top", "roc", "pr", "new", "model against it: tv", "log", "crps")


def report_text(
    table: str, outcomes: Sequence[Outcome], plan: BacktestPlan, source: RecordSource,
    parameters: str, known_too_well: Sequence[str],
) -> str:  # fmt: skip
    """The whole report: what was asked, the table, each origin if there are several, the columns.

    Args:
        table: as ``backtest_table`` has it.
        outcomes: what was forecast and what came.
        plan: origins, horizon, worlds.
        source: whose record it is.
        parameters: where they come from.
        known_too_well: what forecasts know that nobody can have known.
    """
    return fill_in(
        "backtest.txt.j2",
        spans=[f"{first}-{last}" for first, last in windows_of(plan)],
        plan=plan,
        source=source,
        parameters=parameters,
        known_too_well=known_too_well,
        table=table,
        by_origin=_by_origin(outcomes, plan) if len(plan.origins) > 1 else [],
        columns=COLUMNS.rstrip(),
    )


def windows_of(plan: BacktestPlan) -> list[Window]:
    """First and last year of each forecast."""
    return [(first, first + plan.horizon - 1) for first in plan.origins]


def _by_origin(outcomes: Sequence[Outcome], plan: BacktestPlan) -> list[list[list[str]]]:
    """Total variation, plain/by volume, of every forecaster and origin: a table for each flow."""
    tables = []
    for flow, word in WORDS.items():
        rows: dict[str, dict[int, str]] = {}
        for origin in plan.origins:
            own = [item for item in outcomes if (item.origin, item.flow) == (origin, flow)]
            for line in lines_of(own, plan.seed):
                rows.setdefault(line.forecaster, {})[origin] = _pair(line.means, "tv")
        head = [f"{word}: tv by origin", *map(str, plan.origins)]
        cells = [[name, *(row.get(o, "–") for o in plan.origins)] for name, row in rows.items()]
        tables.append([head, *cells])
    return tables


def backtest_table(lines: Sequence[Line], reliability: Sequence[Reliability]) -> str:
    """The table as text: scores plain / by volume, gaps with intervals, ties, and who leads."""
    text: list[list[str] | str] = []
    for about in reliability:
        own = [line for line in lines if line.flow == about.flow]
        if own:
            text += [[WORDS[about.flow], *_HEADS], *map(_row, own), *_model_lines(about), ""]
    return "\n".join([*text_table(text, "<>>>>>>>>>>"), *_verdicts(lines)])


def _row(line: Line) -> list[str]:
    new = "/".join(digits(line.ties[tie], 2) for tie in ("roc new", "precision new"))
    signs = [
        "/".join(SIGNS[line.gaps[score, weighting].verdict] for weighting in WEIGHTINGS)
        for score in GAPPED if line.gaps
    ]  # fmt: skip
    return [
        line.forecaster,
        *(_pair(line.means, score) for score in ("tv", "log", "crps", "top")),
        *(digits(line.ties[tie], 2) for tie in ("roc", "precision")),
        new,
        *signs,
    ]


def _pair(means: Mapping[tuple[str, str], float], score: str) -> str:
    """A score plain/by volume."""
    return "/".join(digits(means[score, weighting]) for weighting in WEIGHTINGS)


def digits(value: float, digits: int = 3) -> str:
    """A figure between 0 and 10 without its leading 0; a dash if it is not known."""
    return "–" if value != value else f"{value:.{digits}f}".removeprefix("0")


def _model_lines(about: Reliability) -> list[str]:
    held = ", ".join(f"{holds:.0%} bands hold {share:.0%}" for holds, share in about.held.items())
    floor = "/".join(digits(about.floor[weighting]) for weighting in WEIGHTINGS)
    lines = ["  no pair is at stake"]
    if about.pairs:
        lines = [
            f"  {held} of {about.pairs:,} pairs at stake; tv would be {floor} if the worlds were "
            "right"
        ]
    if about.without:
        more = ", …" if len(about.without) > FEW_NAMES else ""
        named = ", ".join(about.without[:FEW_NAMES]) + more
        lines.append(f"  no world has them buy, so the world's shares are said of them: {named}")
    return lines


def _verdicts(lines: Sequence[Line]) -> list[str]:
    """What the signs mean, and where the model loses in words."""
    worse = [
        f"{WORDS[line.flow].lower()} than {line.forecaster} ({score}, {weighting})"
        for line in lines
        if line.forecaster not in (HINDSIGHT, MEAN)
        for (score, weighting), gap in line.gaps.items()
        if gap.verdict == WORSE
    ]
    return [
        "Model against it, plain/by volume: + nearer the record, − farther off, by the 90%",
        "interval of differences over buyers; . no clear difference. Intervals are in table.csv.",
        f"The model is worse at {'; '.join(worse)}." if worse
        else "No forecaster without knowledge of the future is clearly better than the model.",
    ]  # fmt: skip
