"""The table that ``sim score`` prints."""

from collections.abc import Sequence
from textwrap import fill

from sim.base.numbers import number, true_minus
from sim.claims.claims import ROLES
from sim.measure.measures import unit_of
from sim.report.score.verdicts import full_count
from sim.score.mixes import Mix
from sim.score.score_files import demand_in_words
from sim.score.scorecard import Scorecard, ScoreRatio, rivals_to_run
from sim.score.scored import EVENTS_OFF, HABIT_ONLY, MODEL, PERSISTENCE, PRIOR, Scored

HEADINGS = {
    "target": "Targets: figures that parameters may be fitted to",
    "validation": "Validation: nothing is fitted to these",
    "limit": "Limits: what no run may produce too often",
    "contradicted": "Contradicted: the register says otherwise than the article",
    "disputed": "Disputed: sources disagree",
    "mechanism": "Mechanisms: what a run must let one see",
    "event": "Events: what scenarios put in",
}
WIDTH = 120  # letters of a line of words
PATTERNS = "Stylised facts of the arms trade"

_NOTES = (
    "tol., z, CRPS: on the claim's own scale. tol. is the sd of a discrepancy fixed beforehand, z "
    "the record less the mean of the worlds over the sd of both. CRPS is how far all worlds are\n"
    "from the record, 0 if each has it right; '/ rival' is this score over the rival's: below 1 "
    "is better than the rival.",
    "'uninformative': the record is inside the 90% band, but the band is as wide as half of all "
    "shares, ten ranks or a factor of ten.",
)


def score_table(card: Scorecard) -> str:
    """Claims by role, then patterns, then how the scenario compares with its rivals overall."""
    against = [EVENTS_OFF, HABIT_ONLY]
    against += [PRIOR] if PRIOR in rivals_to_run(card.scenario) else []
    groups = [(HEADINGS[role], card.with_role(role)) for role in HEADINGS if role in ROLES]
    lines = fill(card.record, WIDTH).splitlines()
    for title, rows in (*groups, (PATTERNS, list(card.facts))):
        if rows:
            columns = against if title == PATTERNS else [*against, PERSISTENCE]
            lines += ["", *_group(title, rows, columns)]
    judged = [(row.question.role, row.verdict) for row in card.claims]
    lines += ["", *fill(f"{full_count(judged)}.", WIDTH).splitlines()]
    lines += ["", *_NOTES, "", *_overall(card.overall), *_jointly(card), *_mixes(card.mixes)]
    if card.unasked:
        lines += ["", "Not asked:"]
        lines += [f"  {item.claim.id}: {item.reason}" for item in card.unasked]
    return "\n".join(lines)


def _group(title: str, rows: Sequence[Scored], against: Sequence[str]) -> list[str]:
    width = max(len(title) - 2, *(len(_name(row)) for row in rows))
    rivals = "".join(f"{'/ ' + who:>14}" for who in against)
    lines = [
        f"{title:{width + 2}} {'record':>8} {'median':>8} {'90% of worlds':>19} {'tol.':>6} "
        f"{'z':>5} {'CRPS':>7}{rivals}"
    ]
    for row in rows:
        asked, band, own = row.question, row.band, row.crps.get(MODEL)
        unit = unit_of(asked.kind)
        spread = "undefined" if band is None else f"{unit.text(band.low)} to {unit.text(band.high)}"
        ratios = "".join(f"{_ratio(own, row.crps.get(who)):>14}" for who in against)
        lines.append(
            f"  {_name(row):{width}} {unit.text(asked.observed):>8} "
            f"{unit.text(None if band is None else band.median):>8} {spread:>19} "
            f"{number(asked.tolerance or None):>6} {_signed(row.z):>5} "
            f"{number(own):>7}{ratios}  {row.verdict}"
        )
        lines += [f"    {note}" for note in _remarks(row)]
    return lines


def _signed(z: float | None) -> str:
    return "" if z is None else true_minus(f"{z:+.1f}")


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


def _name(row: Scored) -> str:
    asked = row.question
    return asked.id if asked.measure is None else f"{asked.id} {asked.measure.id}"


def _ratio(own: float | None, other: float | None) -> str:
    return "" if own is None or other is None or other <= 0 else f"{own / other:.2f}"


def _jointly(card: Scorecard) -> list[str]:
    lines: list[str] = []
    for one in card.jointly:
        simulated = [*rivals_to_run(card.scenario)]
        others = ", ".join(f"{who} {one.shares[who]:.1%}" for who in simulated)
        lines += ["", f"{one.together.claim}: {one.shares[MODEL]:.1%} of worlds; {others}"]
    return lines


def _mixes(mixes: Sequence[Mix]) -> list[str]:
    if not mixes:
        return []
    lines = [
        "",
        "Supplier mix of single buyers: distance from the record (0 to 1) of the mean of the "
        "worlds, of decayed history",
        "and of the window before; pairs with a mean share above a tenth, and how many 90% bands "
        "hold the record",
        f"  {'':21} {'buyers':>6} {'worlds':>8} {'by volume':>10} {'history':>8} {'before':>7} "
        f"{'pairs':>7} {'inside':>7} {'width':>6}",
    ]
    for item in mixes:
        name = f"{item.ledger} {item.window[0]}-{item.window[1]}"
        before = "" if item.before is None else f"{item.before:.3f}"
        lines.append(
            f"  {name:21} {item.buyers:>6} {item.apart:>8.3f} {item.by_volume:>10.3f} "
            f"{item.decayed_history:>8.3f} {before:>7} {item.dyads:>7} {item.inside:>7.0%} "
            f"{item.width:>6.2f}"
        )
    return lines


def _overall(found: Sequence[ScoreRatio]) -> list[str]:
    if not found:
        return ["No target has a score."]
    lines = [
        f"Mean CRPS over {found[0].targets} targets, each over that of the model without events, "
        "and 90% interval over worlds:"
    ]
    for item in found:
        who = "this scenario" if item.who == MODEL else item.who
        note = ""
        if item.low is not None and item.low < item.mean:
            note = f"  {item.low:.2f} to {item.high:.2f}"
        if item.who == PERSISTENCE:
            note = (
                f"  on the {item.targets} that have a window before; on these this scenario has "
                f"{item.model:.2f}"
            )
        elif item.who == PRIOR and item.mean == item.model:
            note += "  the scenario draws its parameters from the prior"
        lines.append(f"  {who:14} {item.mean:.2f}{note}")
    return lines
