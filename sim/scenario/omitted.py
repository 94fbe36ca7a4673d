"""What a scenario inherits and yet does without, and who decided so."""

from dataclasses import dataclass
from typing import Literal

from sim.base.problems import Location

Fate = Literal["removed", "replaced", "overruled", "not reached"]


@dataclass(frozen=True)
class Omitted:
    """An entry that some file wrote and the scenario has not.

    ``part`` is the heading it stood under and ``mark`` where it was written; ``by`` is what took it
    out: the line that removes it, the entry that stands in its place, the value of a file beside it
    (``overruled``), or the year that cuts the scenario short. ``when`` are the years of an entry
    that is not reached.
    """

    part: str
    id: str
    mark: Location
    fate: Fate
    by: Location
    when: str = ""

    @property
    def noun(self) -> str:
        """Say what it is: an event or a measure."""
        return self.part.removesuffix("s")
