"""Draw a back-test."""

from collections.abc import Sequence
from pathlib import Path

from sim.backtest.outcomes import Outcome
from sim.backtest.plan import BacktestPlan
from sim.backtest.source import RecordSource
from sim.plots.drawing import Pages, save_whole
from sim.plots.frame import Caption
from sim.report.backtest.misses_figure import misses_figure
from sim.report.backtest.reliability_figure import reliability_figure, reliable
from sim.report.backtest.skill_figure import MOST, skill_figure, skill_rows


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
    spans = ", ".join(f"{first}–{first + plan.horizon - 1}" for first in plan.origins)
    title = f"Forecasts of {spans}, from what was known before"
    question = f"{source.known_before}; no event is told"
    foot = (
        f"Forecast: {plan.worlds:,} world{'' if plan.worlds == 1 else 's'}, seed {plan.seed}. "
        f"Recorded: {source.recorded}."
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
