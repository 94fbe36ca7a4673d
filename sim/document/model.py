"""What files are read as: models of their fields, and how a validator says what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from sim.base.problems import MOST_TOLD, Location, Problem, suggest_or_list
from sim.document.tree import Node, SpoiltNode

EARLIEST, LATEST = 1900, 2200
"""The years that any scenario may speak of."""

Path = tuple[str | int, ...]
"""The way from a value to a part of it."""


class Model(BaseModel):
    """Fields of a mapping in a file. A key that is none of them is a mistake."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_by_name=True,
        arbitrary_types_allowed=True,
    )  # fmt: skip

    def written(self) -> dict[str, Any]:
        """Plain data from which the same model can be read; what is None is left out."""
        return self.model_dump(by_alias=True, exclude_none=True)


@dataclass(frozen=True)
class Reading:
    """What a reader needs besides the tree: where to report, and the years of the scenario.

    ``years`` are wide open while the scenario's own are unknown. ``complete`` is false when a
    parent file is missing, which may hold what seems to be lacking. ``known`` has words that only
    some files know, by what they name.
    """

    years: tuple[int, int] = (EARLIEST, LATEST)
    complete: bool = True
    problems: list[Problem] = field(default_factory=list)
    known: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def wrong(self, node: Node, message: str) -> None:
        """Report a mistake at a node, unless the node's mistake is reported already."""
        if not isinstance(node, SpoiltNode):
            self.at(node.mark, message)

    def at(self, mark: Location, message: str) -> None:
        """Report a mistake at a place."""
        self.problems.append(Problem(mark, message))

    def hint(self, word: str, known: Iterable[str]) -> str:
        """Likely words in place of an unknown one; nothing where nobody reads so many problems."""
        return suggest_or_list(word, known) if len(self.problems) < MOST_TOLD else ""


def wrong(message: str, *at: str | int) -> ValidationError:
    """An error with a message of its own, for validators to raise.

    Args:
        message: says all; ``{name}`` in it becomes the name of the field, ``{what}`` that of the
            mapping.
        at: the way from the validated value to the part that is wrong.
    """
    return all_wrong([(at, message)])


def all_wrong(
    found: Iterable[tuple[Path, str]], parts: Mapping[str, ValidationError] | None = None
) -> ValidationError:
    """As ``wrong``, for several mistakes at once; ``parts`` are errors of parts, by their keys."""
    lines = [
        InitErrorDetails(
            type=PydanticCustomError("wrong", "{message}", {"message": message}), loc=at, input=None
        )
        for at, message in found
    ]
    for key, error in (parts or {}).items():
        for item in error.errors(include_url=False):
            loc, context = (key, *item["loc"]), item.get("ctx", {})
            line = InitErrorDetails(type=item["type"], loc=loc, input=item["input"], ctx=context)
            lines.append(line)
    return ValidationError.from_exception_data("", lines)
