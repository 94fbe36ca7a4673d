"""Say in words what a back-test comes to."""

from collections.abc import Mapping, Sequence

from sim.backtest.benchmarks import HINDSIGHT
from sim.backtest.outcomes import Outcome
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
from sim.report.backtest.skill_figure import WORDS

SIGNS = {BETTER: "+", WORSE: "-", UNCLEAR: ".", "": " "}
FEW_NAMES = 8


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
    spans = ", ".join(f"{first}-{first + plan.horizon - 1}" for first in plan.origins)
    head = [
        f"Forecasts of {spans}, from what was known before the first of these years",
        f"{source.as_of}; no event is told",
        f"Recorded: {source.record_of}",
        f"{plan.worlds:,} worlds, seed {plan.seed}; parameters: {parameters}",
        "Known too well:",
        *(f"  - {line}" for line in known_too_well),
    ]
    by_origin = _origin_lines(outcomes, plan) if len(plan.origins) > 1 else []
    return "\n".join([*head, "", table, *by_origin, "", COLUMNS.rstrip()]) + "\n"


def _origin_lines(outcomes: Sequence[Outcome], plan: BacktestPlan) -> list[str]:
    """Total variation, plain/by volume, of every forecaster and origin."""
    text = []
    for flow, word in WORDS.items():
        text += ["", f"{word}: tv by origin"]
        columns = [
            lines_of([item for item in outcomes if (item.origin, item.flow) == (origin, flow)],
                     plan.seed)
            for origin in plan.origins
        ]  # fmt: skip
        rows: dict[str, dict[int, str]] = {}
        for origin, lines in zip(plan.origins, columns, strict=True):
            for line in lines:
                rows.setdefault(line.forecaster, {})[origin] = _pair(line.means, "tv")
        width = max(map(len, rows), default=0)
        text.append(" " * width + "".join(f"{origin:>12}" for origin in plan.origins))
        text += [
            f"{name:{width}}" + "".join(f"{row.get(origin, '-'):>12}" for origin in plan.origins)
            for name, row in rows.items()
        ]
    return text


def backtest_table(lines: Sequence[Line], reliability: Sequence[Reliability]) -> str:
    """The table as text: scores plain / by volume, gaps with intervals, ties, and who leads."""
    text = []
    for about in reliability:
        chosen = [line for line in lines if line.flow == about.flow]
        if not chosen:
            continue
        text += ["", *_flow_table(chosen)]
        text += _model_lines(about)
    text += ["", *_verdicts(lines)]
    return "\n".join(text[1:])


def _flow_table(lines: Sequence[Line]) -> list[str]:
    width = max(len(line.forecaster) for line in lines)
    head = (
        f"{WORDS[lines[0].flow]:{width}}  {'tv':>11} {'log':>11} {'crps':>11} {'top':>9} "
        f"{'roc':>4} {'pr':>4} {'new':>9}   model against it: tv  log crps"
    )
    rows = [head]
    for line in lines:
        cells = " ".join(
            _pair(line.means, score).rjust(room)
            for score, room in (("tv", 11), ("log", 11), ("crps", 11), ("top", 9))
        )
        ties = line.ties
        fresh = f"{_digits(ties['roc new'], 2)}/{_digits(ties['precision new'], 2)}"
        signs = [
            "/".join(SIGNS[line.gaps[score, weighting].verdict] for weighting in WEIGHTINGS)
            for score in GAPPED if line.gaps
        ]  # fmt: skip
        rows.append(
            f"{line.forecaster:{width}}  {cells} {_digits(ties['roc'], 2):>4} "
            f"{_digits(ties['precision'], 2):>4} {fresh:>9}  {' '.join(signs):>30}".rstrip()
        )
    return rows


def _pair(means: Mapping[tuple[str, str], float], score: str) -> str:
    """A score plain/by volume."""
    return "/".join(_digits(means[score, weighting]) for weighting in WEIGHTINGS)


def _digits(value: float, digits: int = 3) -> str:
    """A figure between 0 and 10 without its leading 0; a dash if it is not known."""
    if value != value:
        return "–"
    text = f"{value:.{digits}f}"
    return text[1:] if text.startswith("0.") else text


def _model_lines(about: Reliability) -> list[str]:
    held = ", ".join(f"{holds:.0%} bands hold {share:.0%}" for holds, share in about.held.items())
    plain, by_volume = about.floor["plain"], about.floor["by volume"]
    lines = [
        f"  {held} of {about.pairs:,} pairs at stake; tv would be "
        f"{_digits(plain)}/{_digits(by_volume)} if the worlds were right"
        if about.pairs
        else "  no pair is at stake"
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
        if line.forecaster != HINDSIGHT
        for (score, weighting), gap in line.gaps.items()
        if gap.verdict == WORSE
    ]
    return [
        "Model against it, plain/by volume: + nearer the record, - farther off, by the 90%",
        "interval of differences over buyers; . no clear difference. Intervals are in table.csv.",
        f"The model is worse at {'; '.join(worse)}." if worse
        else "Against no forecaster that does not know the future is the model clearly worse.",
    ]  # fmt: skip
