"""What a user should know of an imported theatre, line by line."""

from collections.abc import Iterator, Mapping, Sequence

from sim.base.problems import listing, suggest
from sim.register.cast import WINDOW
from sim.register.corrections import comparison_lines, strangers
from sim.register.outside import (
    CastVolumes,
    aggregate_lines,
    change_lines,
    few,
    rival_lines,
    states_text,
)
from sim.register.past import Past
from sim.register.read import Register
from sim.register.record import windows
from sim.register.relations import Relations
from sim.register.user_tables import UserTables
from sim.theatre import names
from sim.theatre.neutral import STANDS_IN
from sim.theatre.theatre import Theatre

KNOWN_FOR = {
    "UN votes": (1990, 2024),
    "rivalries": (1990, 2020),
    "defence pacts": (1990, 2018),
    "embargoes": (1990, 2026),
    "prices": (1980, 2012),
    "lead times": (1985, 2012),
}
"""First and last year that the package's tables are about, as its theatre.yaml has them. Spending
and wealth have years of their own."""
_INSTEAD = {
    "UN votes": "the mean distance stands in",
    "military spending": "it stays as it is",
    "rivalries": "taken to have none",
    "defence pacts": "taken to have none",
    "embargoes": "taken to have none",
    **{what: STANDS_IN[what] for what in ("prices", "wealth", "lead times")},
}
"""By what is not known of some states: what a run supposes."""


def summary_lines(
    register: Register, past: Past, relations: Relations, default: Theatre, user: UserTables,
    few_sizes: Sequence[str], few_years: Sequence[str],
) -> list[str]:  # fmt: skip
    """All that is worth telling of a theatre made of a register.

    Args:
        register: what was read.
        past: cast and years.
        relations: what is known of the states.
        default: the theatre that lends what is known.
        user: the user's own tables.
        few_sizes: classes whose package sizes are the default theatre's.
        few_years: kinds, classes and sizes whose years of delivery are.
    """
    deals, cast, start = register.deals, past.cast, past.start
    before = int((deals.order_year < start).sum())
    lines = [
        f"{len(deals.buyer):,} deals, {deals.first_year}-{deals.last_year}: {before:,} ordered "
        f"before {start}, {len(deals.buyer) - before:,} since",
        f"{len(cast.buyers) - 1} buyers and {len(cast.suppliers) - 1} suppliers, the largest of "
        f"{start - WINDOW}-{start - 1} by deliveries; the others are two aggregates",
        *aggregate_lines(deals, cast),
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
            f"Not all of {listing(f'{first}-{last}' for first, last in partly)} is recorded: "
            "these windows are in no table of what happened"
        )
    if register.unfinished:
        lines.append(f"Note: {register.unfinished}")
    volumes = CastVolumes(deals, cast)
    lines += change_lines(deals, cast, volumes)
    lines += age_lines(default, relations.without, start, volumes)
    lines += _own_lines(user)
    lines += rival_lines(default, user, cast, volumes)
    if any(relations.without.values()) and not user.states:
        lines.append("  --relations DIR adds your own tables ('sim import --help')")
    if relations.strangers:
        unknown = [name for name in relations.strangers if name not in names.states()]
        named = [f"{name}{suggest(name, cast.states)}" for name in unknown]
        known = len(relations.strangers) - len(unknown)
        named += [f"{states_text(range(known))} that the package knows"] if known else []
        lines.append(f"Your tables name who is no state of this theatre: {', '.join(named)}")
    lines += _table_lines(register)
    for what, few_of in (("package sizes", few_sizes), ("years of delivery", few_years)):
        if few_of:
            lines.append(
                f"Too few deals for {what} of: {listing(few_of)}; those of the default theatre, "
                "which count years up to 2012, stand in"
            )
    return lines


def _own_lines(user: UserTables) -> Iterator[str]:
    """How far the user's own tables reach, which stand in place of the package's."""
    ends = {
        file: max((max(path) for path in paths.values() if path), default=None)
        for file, paths in (("un_votes.csv", user.un_votes), ("spending.csv", user.spending))
    }
    told = [
        file if ends.get(file) is None else f"{file} to {ends[file]}"
        for file in user.files if file != "states.csv"
    ]  # fmt: skip
    if told:
        yield f"Your own tables stand in place of the package's: {', '.join(told)}"


def _table_lines(register: Register) -> Iterator[str]:
    use = (
        "corrects the recorded deliveries by year, not those by class"
        if register.warning
        else "is left aside, for the register's volumes are exact"
    )
    for table in register.tables:
        unknown = strangers(table, register.deals)
        names = listing(f"{name} ({tiv:,.4g} TIV)" for name, tiv in unknown.items())
        yield f"{table.file}: {use}" + (f"; not in the register: {names}" if unknown else "")
        for line in comparison_lines(table, register.deals, register.lost):
            yield f"  {line}"


def age_lines(
    default: Theatre, without: Mapping[str, list[str]], start: int, volumes: CastVolumes
) -> Iterator[str]:
    """A line for each thing that the package knows: how old it is, and of whom it is missing.

    Args:
        default: the package's theatre.
        without: by what is missing, the states of which it is not known.
        start: the first simulated year.
        volumes: what states bought and sold before it.
    """
    above: list[str] = []
    for what, instead in _INSTEAD.items():
        missing = without[what]
        age = _age_of(what, default, start)
        line = f"{what[0].upper()}{what[1:]}: {age}"
        if missing and missing == above:
            line += f"; missing for the same states ({instead})"
        elif missing:
            line += (
                f"; missing for {states_text(missing)} with {volumes.share(missing)} of the "
                f"volume ({instead}): {few(volumes.largest(missing))}"
            )
        above = missing
        yield line


def _age_of(what: str, default: Theatre, start: int) -> str:
    if what in ("prices", "lead times"):
        first, last = KNOWN_FOR[what]
        late = f", so they know {start}-{last} too" if start <= last else ""
        return f"as measured on {first}-{last}{late}"
    if what == "wealth":
        return _wealth_age(default, start)
    return _age(*KNOWN_FOR[what], start) if what in KNOWN_FOR else _spending_age(default, start)


def _age(first: int, last: int, start: int) -> str:
    if first == last:
        return f"of {last}, {_apart(last, start)}"
    known = f"known for {first}-{last}"
    if start < first:
        return f"{known}, so nothing that ended before; {_apart(first, start)}"
    return known if start <= last else f"{known}, then carried on; {_apart(last, start)}"


def _spending_age(default: Theatre, start: int) -> str:
    years = sorted({year for path in default.spending.values() for year in path})
    if not years:
        return "none is known"
    nearest = max((year for year in years if year <= start), default=years[0])
    return f"known for {years[0]}-{years[-1]}, at the start of {nearest}, {_apart(nearest, start)}"


def _wealth_age(default: Theatre, start: int) -> str:
    years = {year for path in default.wealth.values() for year in path if year < start}
    return f"of {max(years)}, {_apart(max(years), start)}" if years else "none is known"


def _apart(year: int, start: int) -> str:
    if year == start:
        return "the first simulated year"
    years = f"{abs(start - year)} year{'s' if abs(start - year) > 1 else ''}"
    return f"{years} before the start" if year < start else f"{years} after the start"
