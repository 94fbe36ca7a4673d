"""What a calibration leaves to read: a table, a file, and its plots."""

import json
from pathlib import Path

import numpy as np

from sim.base.bands import ENDS_OF_90, HOLDS
from sim.base.files import write_whole
from sim.base.numbers import true_minus
from sim.base.text_table import text_table
from sim.calibration.laplace import Peak
from sim.calibration.plan import CalibrationPlan
from sim.calibration.recovery import Recovery
from sim.calibration.run import Calibration, last_year_of, steps_of, told
from sim.calibration.scores import values_of
from sim.plots.drawing import Pages, save_whole
from sim.plots.frame import Caption
from sim.report.calibration.learnt_figure import learnt_figure, parameter_rows
from sim.report.calibration.pulls_figure import pulls_figure, pulls_of
from sim.report.calibration.ridges_figure import ridges_figure, ridges_of

FILES = (
    "calibration.json", "plots/prior_posterior.png", "plots/ridges.png", "plots/pulls.png",
)  # fmt: skip


def calibration_table(plan: CalibrationPlan, done: Calibration) -> str:
    """For each unknown what the orders say, both ways of counting them, and the posterior."""
    rows = [["parameter", "orders alike", f"by TIV up to {plan.orders.cap:g}", "posterior, 90%"]]
    for name in told(done):
        rows.append([name, _found(done.alike, name), _found(done.by_volume, name),
                     _interval(*_ends(done, name))])  # fmt: skip
    orders, worth = len(done.evidence.tiv), done.by_volume.orders
    lines = [
        *text_table(rows, "<>>>"),
        f"orders: {orders:,} of {plan.scenario.first_year} to {plan.orders.last_year}; "
        f"{done.evidence.left_out} left out, from suppliers that offer nothing in the model; "
        f"by TIV they are worth {worth:,.0f} alike",
        "estimates ± standard errors, of curvature or of buyers whose orders resemble each other, "
        "whichever are larger; of events, scores of their size within their kind",
    ]
    return "\n".join([*lines, *_targets(plan, done)])


def _targets(plan: CalibrationPlan, done: Calibration) -> list[str]:
    """What the step toward the targets was, and what it brought in worlds not looked at."""
    tilt = done.tilt
    if tilt is None or plan.targets is None:
        return []
    rows = [["target", "CRPS after the orders", "after the step", "ratio"]]
    for claim, before, after in zip(tilt.claims, tilt.before, tilt.after, strict=True):
        rows.append([claim, f"{before:.3f}", f"{after:.3f}", f"{after / before:.2f}"])
    moved = [
        f"{name} {true_minus(format(step, '+.2f'))}"
        for name, step in zip(done.posterior.priors, tilt.step.tolist(), strict=True)
        if step
    ]
    return [
        "",
        *text_table(rows, "<>>>"),
        f"step: {tilt.nats:.2f} of {plan.targets.nats:g} nats; mean ratio in fresh worlds "
        f"{float((tilt.after / tilt.before).mean()):.3f}",
        f"moved, in errors of what the orders say: {', '.join(moved) or 'nothing'}",
    ]


def _found(peak: Peak, name: str) -> str:
    if name not in peak.names:
        return "–"
    place = peak.names.index(name)
    return true_minus(f"{peak.values[place]:.2f} ± {peak.errors[place]:.2f}")


def _ends(done: Calibration, name: str) -> tuple[float, float]:
    """Ends of the middle 90% of an unknown."""
    column = list(done.posterior.priors).index(name)
    values = values_of(done.sample[:, [column]], {name: done.posterior.priors[name]})
    low, high = np.quantile(values, ENDS_OF_90).tolist()
    return low, high


def _interval(low: float, high: float) -> str:
    return true_minus(f"{low:.2f} to {high:.2f}")


def recovery_table(found: Recovery) -> str:
    """How often intervals of 90% hold a known value."""
    held = found.coverage(HOLDS)
    rows = [["parameter", "holds"], *([name, f"{share:.0%}"] for name, share in held.items())]
    return "\n".join(
        [
            *text_table(rows, "<>"),
            f"all together: {holding(found):.1%} of 90% intervals hold the known "
            f"value, in {len(found.off)} sets of simulated orders",
        ]
    )


def holding(found: Recovery) -> float:
    """How often an interval of 90% holds the known value, of all that was estimated."""
    held, known = np.array(list(found.coverage(HOLDS).values())), ~np.isnan(found.off)
    return float(held @ known.sum(axis=0) / max(known.sum(), 1))


def write_calibration(
    folder: Path, plan: CalibrationPlan, done: Calibration, found: Recovery | None = None
) -> list[Path]:
    """Write ``calibration.json`` and the plots."""
    tilt = done.tilt
    parameters = {
        name: {
            "alike": _moments(done.alike, name),
            "by volume": _moments(done.by_volume, name),
            "posterior": [round(end, 4) for end in _ends(done, name)],
        }
        for name in told(done)
    }
    text: dict[str, object] = {
        "plan": plan.title, "seed": plan.seed, "orders": len(done.evidence.tiv),
        "left out": done.evidence.left_out, "worth by volume": round(done.by_volume.orders, 1),
        "count": plan.orders.count,
        "parameters": parameters,
    }  # fmt: skip
    if tilt is not None:
        rows = zip(tilt.claims, tilt.before.tolist(), tilt.after.tolist(), strict=True)
        text["targets"] = {
            "nats": round(tilt.nats, 4),
            "crps": {claim: [round(a, 4), round(b, 4)] for claim, a, b in rows},
            "moved": {
                name: round(step, 4)
                for name, step in zip(done.posterior.priors, tilt.step.tolist(), strict=True)
                if step
            },
        }
    if found is not None:
        off = found.off[~np.isnan(found.off)]
        held = found.coverage(HOLDS)
        text["recovery"] = {
            "sets": len(found.off), "holds": round(float(holding(found)), 4),
            "off": round(float(np.sqrt(np.square(off).mean())), 4),
            "by name": {name: round(share, 4) for name, share in held.items()},
        }  # fmt: skip
    file = folder / "calibration.json"
    write_whole(file, json.dumps(text, indent=1) + "\n")
    return [file, *_draw(folder / "plots", plan, done)]


def _moments(peak: Peak, name: str) -> list[float] | None:
    """Estimate, error, and error by buyer alone; None if the orders do not tell it."""
    if name not in peak.names:
        return None
    place = peak.names.index(name)
    by_buyer = peak.clustered * peak.units
    return [round(float(one[place]), 4) for one in (peak.values, peak.errors, by_buyer)]


def _draw(folder: Path, plan: CalibrationPlan, done: Calibration) -> list[Path]:
    """Write ``prior_posterior.png``, ``ridges.png`` and ``pulls.png``."""
    worlds = steps_of(plan)
    orders = f"{len(done.evidence.tiv):,} orders to {plan.orders.last_year}"
    toward = "" if plan.targets is None else (
        f", then {len(plan.targets.claims)} targets to {last_year_of(plan)}"
    )  # fmt: skip
    record = (
        "SIPRI Arms Transfers Database and the ledger of claims"
        if plan.scenario.theatre == "default"
        else f"theatre {plan.scenario.theatre}"
    )
    simulated = f"Simulated: {worlds:,} worlds of {plan.scenario.title!r}, seed {plan.seed}."
    caption = Caption(
        plan.title, f"Fitted to {orders}{toward}.", f"{simulated} Recorded: {record}.", worlds
    )
    figures: dict[str, Pages] = {
        "prior_posterior": learnt_figure(parameter_rows(done), caption),
        "ridges": ridges_figure(ridges_of(done), caption),
        "pulls": pulls_figure(pulls_of(done), caption),
    }
    return [
        path
        for name, pages in figures.items()
        for path in save_whole(pages, folder / f"{name}.png")
    ]
