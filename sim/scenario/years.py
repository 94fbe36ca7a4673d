"""Fields that hold a year or a window of years."""

import re
from dataclasses import dataclass

from sim.scenario.reading import EARLIEST, LATEST, FieldType, Reading
from sim.scenario.tree import Node, ScalarNode

_WINDOW = re.compile(r"([0-9]{4})(?:\s*-\s*([0-9]{4}))?")


@dataclass(frozen=True)
class Year(FieldType):
    """A calendar year; ``within`` the scenario's own, or ``before`` them as well."""

    within: bool = True
    before: bool = False

    @property
    def expected(self) -> str:
        """Say what a year is."""
        return f"a year from {EARLIEST} to {LATEST}"

    def read(self, node: Node, name: str, reading: Reading) -> int | None:
        """Return the year."""
        year = node.value if isinstance(node, ScalarNode) else None
        if isinstance(year, bool) or not isinstance(year, int) or not EARLIEST <= year <= LATEST:
            self.refuse(node, name, reading)
            return None
        first = EARLIEST if self.before else reading.years[0]
        if self.within and not first <= year <= reading.years[1]:
            where = "after" if self.before else "outside"
            reading.wrong(
                node, f"{name} {year} lies {where} the scenario's years, {_years(reading)}"
            )
            return None
        return year


@dataclass(frozen=True)
class Window(FieldType):
    """Consecutive years, written ``2013-2017`` or ``2013``; with ``within``, of the scenario."""

    within: bool = True

    @property
    def expected(self) -> str:
        """Say how a window is written."""
        return "years such as 2013-2017 or 2013"

    def read(self, node: Node, name: str, reading: Reading) -> tuple[int, int] | None:
        """Return the first and the last year."""
        word = node.value if isinstance(node, ScalarNode) else None
        if isinstance(word, bool) or not isinstance(word, str | int):
            self.refuse(node, name, reading)
            return None
        match = _WINDOW.fullmatch(str(word).strip())
        if match is None:
            self.refuse(node, name, reading)
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            reading.wrong(node, f"{name} ends before it begins: {first}-{last}")
        elif self.within and (first < reading.years[0] or last > reading.years[1]):
            message = f"{name} {first}-{last} leaves the scenario's years, {_years(reading)}"
            reading.wrong(node, message)
        else:
            return first, last
        return None

    def plain(self, value: tuple[int, int]) -> object:
        """Write the window in its long form."""
        return f"{value[0]}-{value[1]}"


def _years(reading: Reading) -> str:
    return f"{reading.years[0]}-{reading.years[1]}"
