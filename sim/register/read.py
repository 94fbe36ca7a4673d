"""Files of a user → deals, tables and the account of every row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.problems import InputError, Mark, Problem, quote, suggest
from sim.register.account import FileAccount, by_weight, places
from sim.register.deals import Deals, Gathering
from sim.register.descriptions import Classes
from sim.register.lines import Watch, refuse
from sim.register.recognise import FORMS, Source, recognise
from sim.register.repeats import Seen
from sim.register.set_right import check_alike, in_order
from sim.register.single import SPREAD, read_single
from sim.register.tables import YearTable, read_table_of_years
from sim.register.yearly import read_yearly

UNFINISHED = (
    "only deals of which something has arrived are in this form of register, so orders of its last "
    "years are incomplete"
)
MANY = 0.1  # share of a file's rows
PREFERRED = (
    "deals took several years, and their volumes are spread evenly over them. That errs by 7 to "
    "11% of a window of five years and by about 20% of a year. The register with one row per deal "
    "and delivery year is exact: import that one if you can."
)


@dataclass(frozen=True)
class Register:
    """What the files of a user hold, and what became of each of their rows."""

    deals: Deals
    tables: tuple[YearTable, ...]
    accounts: tuple[FileAccount, ...]

    @property
    def unfinished(self) -> str:
        """What to warn of, or nothing: deals without a delivery have no row in one form."""
        yearly = any(account.form == "yearly deals" for account in self.accounts)
        return UNFINISHED if yearly else ""

    @property
    def warning(self) -> str:
        """What to warn of, or nothing: volumes that were spread over years."""
        spread = sum(
            account.notes[SPREAD].rows for account in self.accounts if SPREAD in account.notes
        )
        return f"{spread:,} {PREFERRED}" if spread else ""

    @property
    def losses(self) -> list[str]:
        """A line for each file of which many rows are dropped, with the commonest reason."""
        lines = []
        for account in self.accounts:
            if account.lost > MANY * account.rows:
                [(reason, tally), *_] = by_weight(account.dropped)
                lines.append(
                    f"Warning: {account.file}: {account.lost:,} of {account.rows:,} rows are "
                    f"dropped; {tally.rows:,}: {reason} ({places(tally)})"
                )
        return lines


def read_register(
    paths: Sequence[Path], watch: Callable[[Path], Watch] | None = None,
    classes: Classes | None = None,
) -> Register:  # fmt: skip
    """Read registers and tables, in the order in which they are given.

    Args:
        paths: at least one of them a register of deals; all registers of one form.
        watch: is told, file by file, of characters as they are read.
        classes: what tells the class of a weapon, if not the package alone.

    Raises:
        InputError: for files that cannot be used; every file is looked at first.
    """
    sources = _recognised(paths)
    into = Gathering()
    seen = Seen(several=sum(source.form != "table" for source in sources) > 1)
    tables: list[YearTable] = []
    accounts: list[FileAccount] = []
    problems: list[Problem] = []
    for source in sources:
        told = None if watch is None else watch(source.path)
        try:
            if source.form == "table":
                table, account = read_table_of_years(source, told)
                tables.append(table)
            else:
                reader = read_yearly if source.form == "yearly deals" else read_single
                account = reader(source, into, seen, classes or Classes(), told)
                _check_some_used(source, account)
            accounts.append(account)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    deals = into.finish()
    if not len(deals.deal):
        raise refuse(sources[0].file, 1, "no deal of this register has been delivered yet")
    kept = tuple(in_order(table for table in tables if _is_about_known(table, accounts, deals)))
    for file, message in check_alike(kept):
        _account_of(file, accounts).warn(message)
    return Register(deals, kept, tuple(accounts))


def _is_about_known(table: YearTable, accounts: Sequence[FileAccount], deals: Deals) -> bool:
    """Whether the register has whom a table is about; its account says so if it does not."""
    if table.partner is None or table.partner[0] in deals.names:
        return True
    name, tiv = table.partner[0], sum(map(sum, table.volumes.values()))
    _account_of(table.file, accounts).warn(
        f"line {table.headline}: is about {quote(name)}, whom the register does not have"
        f"{suggest(name, deals.names)}; its {tiv:,.4g} TIV are left out"
    )
    return False


def _account_of(file: str, accounts: Sequence[FileAccount]) -> FileAccount:
    return next(account for account in accounts if account.file == file)


def _recognised(paths: Sequence[Path]) -> list[Source]:
    """What each file is.

    Raises:
        InputError: if one is nothing known, or together they are no single register.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            sources.append(recognise(path))
        except InputError as error:
            problems += error.problems
    registers = [source for source in sources if source.form != "table"]
    if not problems and not registers:
        message = (
            "a table tells of deliveries only; a theatre needs orders, so give a trade register "
            "beside it"
        )
        problems = [
            Problem(Mark(source.file, source.header_line, 1), message) for source in sources
        ]
    for source in registers:
        if source.form != registers[0].form:
            message = (
                f"is a {FORMS[source.form]}, and {registers[0].file} a "
                f"{FORMS[registers[0].form]}: deals would count twice; give one of them"
            )
            problems.append(Problem(Mark(source.file, source.header_line, 1), message))
    if problems:
        raise InputError(problems)
    return sources


def _check_some_used(source: Source, account: FileAccount) -> None:
    if account.used or account.repeated:
        return
    why = "; ".join(
        f"{tally.rows:,} {reason} ({places(tally)})" for reason, tally in by_weight(account.dropped)
    )
    message = "there are no rows below this header" if not why else f"no row can be used: {why}"
    raise refuse(source.file, source.header_line, message)
