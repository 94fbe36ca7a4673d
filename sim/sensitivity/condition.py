"""What is looked for: a measure, on one side of a number, as ``pak-china < 0.5``."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Bools, Floats
from sim.base.problems import InputError, Location, Problem, quote, suggest_or_list

UNTIL = "--until"  # where mistakes are reported

_COMPARE: Mapping[str, Callable[[Floats, float], Bools]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_IN_WORDS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
_FORM = re.compile(r"\s*(?P<measure>[^\s<>=]+)\s*(?P<sign>[<>=!]+)\s*(?P<number>\S+)\s*")


@dataclass(frozen=True)
class TipCondition:
    """A measure, a sign of comparison, and the threshold that it is compared with."""

    measure: str
    sign: str
    threshold: float

    @property
    def below(self) -> bool:
        """Whether small values meet it."""
        return self.sign.startswith("<")

    @property
    def words(self) -> str:
        """The comparison in words: ``below 0.5``."""
        return f"{_IN_WORDS[self.sign]} {self.threshold:g}"

    def __str__(self) -> str:
        """Show it as it is written."""
        return f"{self.measure} {self.sign} {self.threshold:g}"

    def holds(self, values: Floats) -> Bools:
        """Where values meet it; what is undefined does not."""
        return _COMPARE[self.sign](values, self.threshold)


def read_condition(text: str, measures: Collection[str]) -> TipCondition:
    """Read a condition on one of some measures.

    Raises:
        InputError: with every mistake in it, by its column.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        message = "must be MEASURE (<, <=, > or >=) NUMBER, such as 'pak-china < 0.5', not "
        raise InputError([Problem(Location(UNTIL, 1, 1), message + quote(text))])
    measure, sign, word = form["measure"], form["sign"], form["number"]
    problems = []

    def wrong(part: str, message: str) -> None:
        problems.append(Problem(Location(UNTIL, 1, form.start(part) + 1), message))

    if measure not in measures:
        hint = suggest_or_list(measure, measures)
        wrong("measure", f"the scenario has no measure {quote(measure)}{hint}")
    if sign not in _COMPARE:
        wrong("sign", f"a measure is compared by <, <=, > or >=, not by {quote(sign)}")
    number = _number(word)
    if number is None:
        hint = "; write a share as a part of 1, 50% as 0.5" if word.endswith("%") else ""
        wrong("number", f"the threshold must be a finite number, not {quote(word)}{hint}")
    if problems or number is None:
        raise InputError(problems)
    return TipCondition(measure, sign, number)


def _number(word: str) -> float | None:
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
