"""What a user should know of an imported theatre, line by line."""

from collections.abc import Sequence

from sim.base.problems import listing, suggest
from sim.register.cast import WINDOW
from sim.register.dated import CastVolumes, age_lines, change_lines, rival_lines
from sim.register.outside import outside_lines
from sim.register.own_relations import Own
from sim.register.past import Past
from sim.register.read import Register
from sim.register.record import windows
from sim.register.relations import Relations
from sim.register.set_right import strangers
from sim.register.totals import comparison_lines
from sim.theatre.theatre import Theatre


def summary_lines(
    register: Register, past: Past, known: Relations, package: Theatre, own: Own,
    few: Sequence[str], borrowed: Sequence[str],
) -> list[str]:  # fmt: skip
    """All that is worth telling of a theatre made of a register.

    Args:
        register: what was read.
        past: cast and years.
        known: what is known of the states.
        package: the theatre of which that is.
        own: the user's own tables.
        few: classes whose package sizes are the default theatre's.
        borrowed: kinds and classes whose lags are.
    """
    deals, cast, start = register.deals, past.cast, past.start
    before = int((deals.order_year < start).sum())
    lines = [
        f"{len(deals.buyer):,} deals, {deals.first_year}-{deals.last_year}: {before:,} ordered "
        f"before {start}, {len(deals.buyer) - before:,} since",
        f"{len(cast.buyers) - 1} buyers and {len(cast.suppliers) - 1} suppliers, the largest of "
        f"{start - WINDOW}-{start - 1} by deliveries; the others are two aggregates",
        *outside_lines(deals, cast),
    ]
    if past.over(WINDOW) < WINDOW:
        lines.append(
            f"The record begins in {deals.first_year}: tenders are counted over "
            f"{past.over(WINDOW)} years instead of {WINDOW}, and what was ordered long before is "
            "not in habits and stocks. Download from 1950 if you can."
        )
    _, partly = windows(start, deals)
    if partly:
        lines.append(
            f"Not all of {listing(f'{first}-{last}' for first, last in partly)} is on record: "
            "these windows are in no table of what happened"
        )
    if register.unfinished:
        lines.append(f"Note: {register.unfinished}")
    volumes = CastVolumes(deals, cast)
    lines += change_lines(deals, cast, volumes)
    lines += age_lines(package, known.without, start, volumes)
    lines += rival_lines(package, own, cast, volumes)
    if any(known.without.values()) and not own.states:
        lines.append("  --relations DIR adds your own tables ('sim import --help')")
    if known.strangers:
        named = [f"{name}{suggest(name, past.cast.states)}" for name in known.strangers]
        lines.append(f"Your tables name who is no state of this theatre: {', '.join(named)}")
    for table in register.tables:
        unknown = [f"{name} ({tiv:,.4g} TIV)" for name, tiv in strangers(table, deals).items()]
        lines.append(_of_table(table.file, unknown, corrected=bool(register.warning)))
        lines += [f"  {line}" for line in comparison_lines(table, deals, register.lost)]
    for what, names in (("package sizes", few), ("delivery lags", borrowed)):
        if names:
            lines.append(
                f"Too few deals for {what} of: {listing(names)}; those of the default theatre, "
                "which count years up to 2012, stand in"
            )
    return lines


def _of_table(file: str, unknown: Sequence[str], *, corrected: bool) -> str:
    did = (
        "sets the recorded deliveries by year right, not those by class"
        if corrected
        else "is left aside, for the register's volumes are exact"
    )
    more = f"; not in the register: {listing(unknown)}" if unknown else ""
    return f"{file}: {did}{more}"
