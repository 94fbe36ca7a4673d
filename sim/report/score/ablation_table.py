"""The summary that ``sim ablate`` prints."""

from sim.base.numbers import true_minus
from sim.base.phrases import counted
from sim.report.templates import fill_in
from sim.score.losses import Ablation, Loss

SECTIONS = {
    "group": "Groups of mechanisms",
    "events": "Events",
    "placebo": "Placebo",
    "parameter": "Single mechanisms",
    "trial": "Off by default: what is lost by switching it on",
    "noise": "Noise, which is no mechanism",
}
_EFFECTS = {"unclear": "inconclusive"}


def ablation_table(found: Ablation) -> str:
    """Losses on all targets, largest first; what does nothing stands in one line."""
    lines: list[list[str] | str] = []
    for kind, title in SECTIONS.items():
        losses = in_order(found, kind)
        if losses:
            lines += [""] if lines else []
            lines.append([title, "loss", "90% interval", "effect", "felt most by"])
            lines += [_row(found, loss) for loss in losses if loss.effect != "none"]
        idle = [loss.variant for loss in losses if loss.effect == "none"]
        if idle:
            lines.append(f"  without any effect on a {found.noun}: {', '.join(idle)}")
    number, chance = by_chance(found)
    own, targets = found.own_mean, counted(found.targets, found.noun)
    return fill_in(
        "ablation.txt.j2", own=own, targets=targets, losses=lines, number=number, chance=chance
    ).rstrip()


def in_order(found: Ablation, kind: str) -> list[Loss]:
    """Overall losses of one kind of variant, largest first."""
    return sorted(
        (loss for loss in found.overall() if loss.kind == kind),
        key=lambda loss: (-loss.loss, loss.variant),
    )


def by_chance(found: Ablation) -> tuple[int, float]:
    """How many single mechanisms have an interval, and how many of these miss zero by chance."""
    parts = [loss for loss in found.overall() if loss.kind == "parameter" and loss.effect != "none"]
    return len(parts), 0.1 * len(parts)


def _row(found: Ablation, loss: Loss) -> list[str]:
    most = found.felt_most(loss.variant)
    labels = {
        one.id: one.what if one.measure is None else one.measure.label for one in found.questions
    }
    group = f" ({loss.group})" if loss.kind == "parameter" else ""
    return [
        f"  {loss.variant}{group}",
        true_minus(f"{loss.loss:+.3f}"),
        true_minus(f"{loss.low:+.3f} to {loss.high:+.3f}"),
        _EFFECTS.get(loss.effect, loss.effect),
        ""
        if most is None
        else f"{labels[most.claim]} ({most.claim}) {true_minus(f'{most.loss:+.2f}')}",
    ]
