"""What a back-test is asked for."""

from dataclasses import dataclass

from sim.register.build import ImportOptions


@dataclass(frozen=True)
class BacktestPlan:
    """Origins, years forecast, who takes part, and chance; ``choice.start`` is not looked at."""

    origins: tuple[int, ...]
    horizon: int
    choice: ImportOptions
    worlds: int
    seed: int
    strict: bool


def plan_in_words(plan: BacktestPlan) -> dict[str, object]:
    """What was asked, as plain data."""
    return {
        "origins": list(plan.origins),
        "horizon": plan.horizon,
        "buyers": "all" if plan.choice.buyers is None else plan.choice.buyers,
        "suppliers": "all" if plan.choice.suppliers is None else plan.choice.suppliers,
        "worlds": plan.worlds,
        "seed": plan.seed,
        "strict": plan.strict,
    }
