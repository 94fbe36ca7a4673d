"""Files of a user → deals, tables and the account of every row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.phrases import joined
from sim.base.problems import InputError, Location, Problem, quote, suggest
from sim.register.account import FileAccount
from sim.register.corrections import contradictions, in_order
from sim.register.deal_files import read_deals
from sim.register.deals import Deals
from sim.register.editions import coverage_of
from sim.register.files import File
from sim.register.join import join
from sim.register.lines import Watch, refuse
from sim.register.recognise import RegisterFile, recognise
from sim.register.tables import YearTable, read_table_of_years
from sim.register.tallies import by_weight, tiv_text
from sim.register.weapons import Classes

UNFINISHED = (
    "only deals of which something has arrived are in this form of register, so orders of its last "
    "years are incomplete"
)
WARN, REFUSE = 0.01, 0.1  # shares of a file's volume that are dropped
MANY = 10  # deliveries a year, from which a year without any is odd
PREFERRED = (
    "deals took several years, and their volumes are spread evenly over them. That errs by 7 to "
    "11% of a window of five years and by about 20% of a year. The register with one row per deal "
    "and delivery year is exact: import that one if you can, or both together."
)


@dataclass(frozen=True)
class Register:
    """What the files of a user hold, and what became of each of their rows.

    ``remarks`` are lines about what files have in common.
    """

    deals: Deals
    tables: tuple[YearTable, ...]
    accounts: tuple[FileAccount, ...]
    remarks: tuple[str, ...] = ()

    @property
    def registers(self) -> list[FileAccount]:
        """Accounts of the files that have deals."""
        return [account for account in self.accounts if account.form != "table"]

    @property
    def unfinished(self) -> str:
        """What to warn of, or nothing: deals without a delivery have no row in one form."""
        forms = {account.form for account in self.registers}
        return UNFINISHED if forms == {"yearly deals"} else ""

    @property
    def warning(self) -> str:
        """What to warn of, or nothing: volumes that were spread over years."""
        spread = len(set(self.deals.deal[self.deals.spread].tolist()))
        return f"{spread:,} {PREFERRED}" if spread else ""

    @property
    def losses(self) -> list[str]:
        """A line for each register of which much volume is dropped, with the largest reason."""
        lines = []
        for account in self.registers:
            if account.lost_share > WARN:
                [(reason, tally), *_] = by_weight(account.dropped)
                lines.append(
                    f"Warning: {account.file}: {account.lost_share:.1%} is dropped: "
                    f"{account.lost:,} of {account.rows:,} rows, {tiv_text(account.lost_tiv)} of "
                    f"{tiv_text(account.tiv)} TIV delivered; most of it: {reason} "
                    f"({tally.volume()}, {tally.places()})"
                )
        return lines

    @property
    def lost(self) -> float:
        """TIV delivered of the registers' rows that are dropped."""
        return sum(account.lost_tiv for account in self.registers)

    @property
    def too_much_lost(self) -> list[str]:
        """Registers of which so much is dropped that a user must say that it is meant."""
        return [account.file for account in self.registers if account.lost_share > REFUSE]

    def refuse(self, message: str) -> InputError:
        """That the register cannot be used as a user wishes, to be raised."""
        return refuse(self.accounts[0].file, 1, message)


def read_register(
    paths: Sequence[Path], watch: Callable[[Path], Watch] | None = None,
    classes: Classes | None = None,
) -> Register:  # fmt: skip
    """Read registers and tables. The order in which they are given does not matter.

    Args:
        paths: at least one of them a register of deals.
        watch: makes of a file what counts its characters as they are read.
        classes: what tells the class of a weapon, if not the package alone.

    Raises:
        InputError: for files that cannot be used, all of them at once.
    """
    tables: list[YearTable] = []
    files: list[File] = []
    accounts: list[FileAccount] = []
    problems: list[Problem] = []
    for source in _recognised(paths):
        count = None if watch is None else watch(source.text.path)
        try:
            if source.form == "table":
                table, account = read_table_of_years(source, count)
                tables.append(table)
            else:
                file = _read(source, classes or Classes(), count)
                account = file.account
                files.append(file)
            accounts.append(account)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    deals, remarks = join(files)
    if not len(deals.deal):
        raise refuse(files[0].name, 1, "no deal of this register has been delivered yet")
    of_file = {account.file: account for account in reversed(accounts)}
    kept = [table for table in tables if _has_partner(table, of_file[table.file], deals)]
    for name, message in contradictions(kept):
        of_file[name].warnings.append(message)
    silent = silent_years(deals)
    if silent:
        accounts[0].warnings.append(
            f"nothing was delivered in {joined([str(year) for year in silent])}, between years of "
            "many deliveries: was this left out of the download?"
        )
    return Register(deals, tuple(in_order(kept)), tuple(accounts), remarks)


def silent_years(deals: Deals) -> list[int]:
    """Years without any delivery in a register of which most years have ``MANY`` or more."""
    number = np.bincount(deals.delivery_year - deals.first_year)
    if np.median(number) < MANY:
        return []
    return [deals.first_year + int(place) for place in np.flatnonzero(number == 0)]


def _read(source: RegisterFile, classes: Classes, watch: Watch | None) -> File:
    rows, account = read_deals(source, classes, watch)
    if not rows:
        raise _nothing_used(source, account)
    number = source.columns.get("id")
    return File(
        account=account,
        exact=source.form == "yearly deals",
        numbers="" if number is None else source.header[number].casefold(),
        covers=coverage_of(source, rows),
        rows=rows,
    )


def _has_partner(table: YearTable, account: FileAccount, deals: Deals) -> bool:
    """Whether the register has whom a table is about; its account says so if it does not."""
    if table.partner is None or table.partner[0] in deals.names:
        return True
    name, tiv = table.partner[0], sum(map(sum, table.volumes.values()))
    account.warnings.append(
        f"line {table.headline}: is about {quote(name)}, whom the register does not have"
        f"{suggest(name, deals.names)}; its {tiv_text(tiv)} TIV are left out"
    )
    return False


def _recognised(paths: Sequence[Path]) -> list[RegisterFile]:
    """What each file is.

    Raises:
        InputError: if one is nothing known, or there is no register among them.
    """
    sources: list[RegisterFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            sources.append(recognise(path))
        except InputError as error:
            problems += error.problems
    if not problems and all(source.form == "table" for source in sources):
        message = (
            "a table has deliveries only; a theatre needs orders, so give a trade register beside "
            "it"
        )
        problems = [
            Problem(Location(source.file, source.header_line, 1), message) for source in sources
        ]
    if problems:
        raise InputError(problems)
    return sources


def _nothing_used(source: RegisterFile, account: FileAccount) -> InputError:
    why = "; ".join(
        f"{tally.rows:,} {reason} ({tally.places()})"
        for reason, tally in by_weight(account.dropped)
    )
    message = "there are no rows below this header" if not why else f"no row can be used: {why}"
    return refuse(source.file, source.header_line, message)
