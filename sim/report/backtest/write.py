"""Draw a back-test."""

from collections.abc import Sequence
from pathlib import Path

from sim.backtest.outcomes import Outcome
from sim.backtest.run import BacktestPlan, RecordSource
from sim.base.phrases import counted
from sim.plots.drawing import Pages, save_whole
from sim.plots.frame import Caption
from sim.report.backtest.misses_figure import misses_figure
from sim.report.backtest.reliability_figure import reliability_figure, reliable
from sim.report.backtest.skill_figure import MOST, skill_figure, skill_rows
from sim.report.backtest.text import windows_of


def draw_backtest(
    folder: Path, outcomes: Sequence[Outcome], plan: BacktestPlan, source: RecordSource
) -> list[Path]:
    """Write ``skill_by_buyer.png``, ``reliability.png`` and ``misses.png`` into ``plots``.

    Args:
        folder: of the back-test.
        outcomes: what was forecast and what came.
        plan: origins, horizon, worlds.
        source: whose record it is.
    """
    spans = ", ".join(f"{first}–{last}" for first, last in windows_of(plan))
    title = f"Forecasts of {spans}, from what was known before"
    question = f"{source.as_of}; no event is told"
    foot = (
        f"Forecast: {counted(plan.worlds, 'world')}, seed {plan.seed}. "
        f"Recorded: {source.record_of}."
    )
    caption = Caption(title, question, foot, plan.worlds)
    buyers = {buyer for item in outcomes for buyer in item.buyers}
    figures: dict[str, Pages] = {
        "skill_by_buyer": skill_figure(skill_rows(outcomes), max(len(buyers) - MOST, 0), caption),
        "reliability": reliability_figure(reliable(outcomes), caption),
        "misses": misses_figure(outcomes, caption),
    }
    plots = folder / "plots"
    return [
        path for name, pages in figures.items() for path in save_whole(pages, plots / f"{name}.png")
    ]
