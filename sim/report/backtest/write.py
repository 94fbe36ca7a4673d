"""Draw a back-test, and say in words what it comes to."""

from collections.abc import Sequence
from pathlib import Path

from sim.backtest.baselines import SEEING
from sim.backtest.outcomes import Outcome
from sim.backtest.plan import Plan
from sim.backtest.source import Source
from sim.backtest.table import BETTER, GAPPED, UNCLEAR, WEIGHTINGS, WORSE, Line, Reliability
from sim.report.backtest.misses_figure import misses_figure
from sim.report.backtest.reliability_figure import reliability_figure, reliable
from sim.report.backtest.skill_figure import MOST, WORDS, skill_figure, skill_rows
from sim.report.drawing import save_whole
from sim.report.page import Caption

SIGNS = {BETTER: "+", WORSE: "-", UNCLEAR: ".", "": " "}


def draw_backtest(
    folder: Path, outcomes: Sequence[Outcome], plan: Plan, source: Source
) -> list[Path]:
    """Write ``skill_by_buyer.png``, ``reliability.png`` and ``misses.png`` into ``plots``.

    Args:
        folder: of the back-test.
        outcomes: what was forecast and what came.
        plan: origins, horizon, worlds.
        source: whose record it is.
    """
    spans = ", ".join(f"{first}–{first + plan.horizon - 1}" for first in plan.origins)
    title = f"Forecasts of {spans}, from what was known before"
    question = f"{source.known_before}; no event is told"
    foot = (
        f"Forecast: {plan.worlds:,} world{'' if plan.worlds == 1 else 's'}, seed {plan.seed}. "
        f"Recorded: {source.recorded}."
    )
    caption = Caption(title, question, foot, plan.worlds)
    buyers = {buyer for item in outcomes for buyer in item.buyers}
    figures = {
        "skill_by_buyer": skill_figure(skill_rows(outcomes), max(len(buyers) - MOST, 0), caption),
        "reliability": reliability_figure(reliable(outcomes), caption),
        "misses": misses_figure(outcomes, caption),
    }
    plots = folder / "plots"
    return [save_whole(figure, plots / f"{name}.png") for name, figure in figures.items()]


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
            "/".join(_digits(line.means[score, weighting]) for weighting in WEIGHTINGS).rjust(room)
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


def _digits(value: float, digits: int = 3) -> str:
    """A figure between 0 and 10 without its leading 0; a dash if it is not known."""
    if value != value:
        return "–"
    text = f"{value:.{digits}f}"
    return text[1:] if text.startswith("0.") else text


def _model_lines(about: Reliability) -> list[str]:
    held = ", ".join(f"{holds:.0%} bands hold {share:.0%}" for holds, share in about.held.items())
    plain, by_volume = about.floor["plain"], about.floor["by volume"]
    return [
        f"  {held} of {about.pairs:,} pairs at stake; tv would be "
        f"{_digits(plain)}/{_digits(by_volume)} if the worlds were right"
        if about.pairs
        else "  no pair is at stake"
    ]


def _verdicts(lines: Sequence[Line]) -> list[str]:
    """What the signs mean, and where the model loses in words."""
    worse = [
        f"{WORDS[line.flow].lower()} than {line.forecaster} ({score}, {weighting})"
        for line in lines
        if line.forecaster != SEEING
        for (score, weighting), gap in line.gaps.items()
        if gap.verdict == WORSE
    ]
    return [
        "Model against it, plain/by volume: + nearer the record, - farther off, by the 90%",
        "interval of differences over buyers; . no clear difference. Intervals are in table.csv.",
        f"The model is worse at {'; '.join(worse)}." if worse
        else "Against no forecaster that does not know the future is the model clearly worse.",
    ]  # fmt: skip
