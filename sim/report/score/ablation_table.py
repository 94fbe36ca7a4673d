"""The summary that ``sim ablate`` prints."""

from sim.score.losses import Ablation, Loss

SECTIONS = {
    "group": "Groups of mechanisms",
    "events": "Events",
    "placebo": "Placebo",
    "parameter": "Single mechanisms",
    "noise": "Noise, which is no mechanism",
}
_NAMED = 34  # letters of a name


def ablation_table(found: Ablation) -> str:
    """Losses on all targets, largest first; what does nothing stands in one line."""
    own = found.own_mean
    lines = [
        f"Mean CRPS over {found.targets} targets, each over that of the model without events: "
        f"{own:.3f}. What is lost when something is turned off:"
    ]
    for kind, title in SECTIONS.items():
        losses = in_order(found, kind)
        if not losses:
            continue
        lines += [
            "",
            f"{title:{_NAMED + 2}} {'loss':>7} {'90% interval':>18}  {'':7}  felt most by",
        ]
        lines += [_line(found, loss) for loss in losses if loss.effect != "none"]
        idle = [loss.variant for loss in losses if loss.effect == "none"]
        if idle:
            lines.append(f"  without any effect on a target: {', '.join(idle)}")
    return "\n".join([*lines, "", *_notes(found)])


def in_order(found: Ablation, kind: str) -> list[Loss]:
    """Overall losses of one kind of variant, largest first."""
    return sorted(
        (loss for loss in found.overall() if loss.kind == kind),
        key=lambda loss: (-loss.loss, loss.variant),
    )


def by_chance(found: Ablation) -> tuple[int, float]:
    """How many single mechanisms have an interval, and how many of these miss zero by chance."""
    told = [loss for loss in found.overall() if loss.kind == "parameter" and loss.effect != "none"]
    return len(told), 0.1 * len(told)


def _line(found: Ablation, loss: Loss) -> str:
    most = found.felt_most(loss.variant)
    felt = "" if most is None else f"{most.claim} {most.loss:+.2f}"
    group = f" ({loss.group})" if loss.kind == "parameter" else ""
    return (
        f"  {loss.variant + group:{_NAMED}} {loss.loss:+7.3f} "
        f"{f'{loss.low:+.3f} to {loss.high:+.3f}':>18}  {loss.effect:7}  {felt}"
    )


def _notes(found: Ablation) -> list[str]:
    number, chance = by_chance(found)
    return [
        "Above 0: the model is worse so. All variants have the same noise; intervals are of the "
        "paired difference.",
        f"Of {number} intervals about {chance:.0f} miss 0 by chance alone.",
    ]
