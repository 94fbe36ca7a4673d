"""The table that ``sim score`` prints."""

from collections.abc import Sequence

from sim.base.numbers import number, true_minus
from sim.base.phrases import counted
from sim.measure.measures import unit_of
from sim.report.score.verdicts import STYLISED_FACTS, by_heading, full_count, noun_of
from sim.report.templates import fill_in
from sim.score.frozen import Referenced
from sim.score.mixes import Mix
from sim.score.score_files import demand_in_words
from sim.score.scorecard import Scorecard, ScoreRatio, rivals_to_run
from sim.score.scored import EVENTS_OFF, HABIT_ONLY, MODEL, PERSISTENCE, PRIOR, Scored


def score_table(card: Scorecard) -> str:
    """Claims by role, then stylised facts, then how the scenario compares with its benchmarks."""
    simulated = rivals_to_run(card.scenario)
    benchmarks = [EVENTS_OFF, HABIT_ONLY, *([PRIOR] if PRIOR in simulated else []), PERSISTENCE]
    noun = noun_of((row.question.role, row.verdict) for row in card.claims)
    return fill_in(
        "scorecard.txt.j2",
        record=card.record,
        claims=_claims(card, benchmarks),
        numbers=7 + len(benchmarks),
        count=full_count([(row.question.role, row.verdict) for row in card.claims]),
        targets=counted(card.overall[0].targets if card.overall else 0, noun),
        noun=noun,
        overall=[_ratio_row(item) for item in card.overall],
        reference=card.reference,
        referenced=_referenced(card.over_reference, benchmarks),
        jointly=[
            f"{one.together.claim}: {one.shares[MODEL]:.1%} of worlds; "
            + ", ".join(f"{who} {one.shares[who]:.1%}" for who in simulated)
            for one in card.jointly
        ],
        placebo=_placebo(card),
        mixes=_mixes(card.mixes),
        unasked=card.unasked,
    ).rstrip()


def _claims(card: Scorecard, benchmarks: Sequence[str]) -> list[Sequence[str] | str]:
    """Rows of cells under their headings; below a row, what else is to be said of it."""
    lines: list[Sequence[str] | str] = []
    heads = ["record", "median", "90% of worlds", "interval", "tol.", "z", "CRPS"]
    for title, rows in by_heading(((row.question.role, row) for row in card.claims), card.facts):
        own = [who for who in benchmarks if title != STYLISED_FACTS or who != PERSISTENCE]
        lines += [""] if lines else []
        lines.append([title, *heads, *(f"/ {who}" for who in own)])
        for row in rows:
            lines += [_row(row, benchmarks), *(f"    {note}" for note in _remarks(row))]
    return lines


def _row(row: Scored, benchmarks: Sequence[str]) -> list[str]:
    asked, band, own = row.question, row.band, row.crps.get(MODEL)
    unit = unit_of(asked.kind)
    return [
        f"  {asked.what}" if asked.measure is None else f"  {asked.measure.label} ({asked.id})",
        unit.text(asked.observed),
        unit.text(None if band is None else band.median),
        "undefined" if band is None else f"{unit.text(band.low)} to {unit.text(band.high)}",
        number(row.interval_scores.get(MODEL)),
        number(asked.tolerance or None),
        "" if row.z is None else true_minus(f"{round(row.z, 1) + 0.0:+.1f}"),
        number(own),
        *(_ratio(own, row.crps.get(who)) for who in benchmarks),
        row.verdict,
    ]


def _remarks(row: Scored) -> list[str]:
    asked, remarks = row.question, []
    if asked.in_worlds is not None and row.share is not None:
        demand = demand_in_words(asked.in_worlds)
        remarks.append(f"demanded: {demand}; here {row.share:.1%} of worlds")
    if asked.base_rate is not None:
        remarks.append(f"base rate: {asked.base_rate}")
    if row.undefined:
        remarks.append(f"undefined in {row.undefined / row.worlds:.1%} of worlds")
    if asked.source == "quoted":
        remarks.append("the record is quoted, not recomputed")
    return remarks


def _ratio(own: float | None, other: float | None) -> str:
    return "" if own is None or other is None or other <= 0 else f"{own / other:.2f}"


def _placebo(card: Scorecard) -> list[str]:
    """What the scenario reaches beside what its events do on other pairs and years."""
    if card.placebo is None:
        return []
    claims = {one.together.id: one.together.claim for one in card.jointly}
    score, good = card.placebo.score, card.placebo.score.as_good
    return [
        f"score over events off: {score.own:.2f}; dealt anew {score.mean:.2f} "
        f"({score.low:.2f} to {score.high:.2f}); {good:.0%} of deals, itself counted, do as well",
        *(
            f"{claims[name]}: {one.own:.1%} of worlds; dealt anew {one.mean:.1%} "
            f"({one.low:.1%} to {one.high:.1%}); {one.as_good:.0%} of deals, itself counted, "
            "do as well"
            for name, one in card.placebo.jointly.items()
        ),
    ]


def _mixes(mixes: Sequence[Mix]) -> list[list[str]]:
    if not mixes:
        return []
    heads = [
        "buyers",
        "worlds",
        "by volume",
        "history",
        "before",
        "pairs",
        "inside",
        "width",
        "score",
    ]
    return [["", *heads]] + [
        [
            f"  {item.ledger} {item.window[0]}-{item.window[1]}", str(item.buyers),
            *(f"{apart:.3f}" for apart in (item.apart, item.by_volume, item.decayed_history)),
            "" if item.before is None else f"{item.before:.3f}",
            str(item.dyads), f"{item.inside:.0%}", f"{item.width:.2f}", f"{item.score:.2f}",
        ]
        for item in mixes
    ]  # fmt: skip


def _referenced(found: Sequence[Referenced], benchmarks: Sequence[str]) -> list[list[str]]:
    """A row a group: its rows, the scenario with its interval, and the simulated benchmarks."""
    means = {(item.group, item.who): f"{item.mean:.2f}" for item in found}
    own = [item for item in found if item.who == MODEL]
    others = [who for who in benchmarks if any(item.who == who for item in found)]
    head = ["", "rows", "this scenario", "90%", *others]
    return [head] * bool(own) + [
        [
            f"  {item.group}", str(item.rows), f"{item.mean:.2f}",
            f"{item.low:.2f} to {item.high:.2f}", *(means[item.group, who] for who in others),
        ]
        for item in own
    ]  # fmt: skip


def _ratio_row(item: ScoreRatio) -> list[str]:
    """Whose score, the score, and its interval or what else is to be said of it."""
    note = ""
    if item.low is not None and item.low < item.mean:
        note = f"{item.low:.2f} to {item.high:.2f}"
    if item.who == PERSISTENCE:
        note = (
            f"on the {item.targets} that have a window before; on these this scenario has "
            f"{item.model:.2f}"
        )
    elif item.who == PRIOR and item.mean == item.model:
        note += "  the scenario draws its parameters from the prior"
    return ["  this scenario" if item.who == MODEL else f"  {item.who}", f"{item.mean:.2f}", note]
