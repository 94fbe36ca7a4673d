"""The strict face of PyYAML: one untagged document without anchors, or problems with marks."""

from typing import Any

import yaml
from yaml.reader import ReaderError

from sim.base.problems import Location, Problem

SPOILT = "spoilt"
"""Tag of a node whose mistake is already reported."""

_DEEPEST = 30


class MarkedLoader(yaml.SafeLoader):
    """Composes nodes only; nothing in a file can make it construct an object."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        """Make ready to report problems in ``text`` under the name ``file``."""
        self._file = file
        self._problems = problems
        self._depth = 0
        super().__init__(text)

    @classmethod
    def compose_text(cls, text: str, file: str, problems: list[Problem]) -> yaml.Node | None:
        """Compose the only document in ``text``; report and return None when that cannot be."""
        loader = None
        try:
            loader = cls(text, file, problems)
            return loader._only_document()
        except ReaderError as error:
            mark = mark_at(file, text, error.position)
            message = f"the control character U+{ord(text[error.position]):04X} cannot stand here"
        except yaml.MarkedYAMLError as error:
            place = error.problem_mark or error.context_mark
            mark = Location(file, 1, 1) if place is None else _one_based(file, place)
            message = _explain(error)
        except (ValueError, OverflowError):
            # PyYAML lets these through for an escape or a version number out of range.
            mark = Location(file, 1, 1) if loader is None else _one_based(file, loader.get_mark())
            message = "this is not YAML: an escape or a number is out of range"
        finally:
            if loader is not None:
                loader.dispose()
        problems.append(Problem(mark, message))
        return None

    def _only_document(self) -> yaml.Node | None:
        if not self.check_node():
            self._report(self.get_mark(), "the file is empty")
            return None
        document = self.get_node()
        if self.check_node():
            start = self._coming().start_mark
            self._report(start, "a second document begins here; a scenario is one document")
        return document

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node, refusing aliases, anchors and tags."""
        event = self._coming()
        start = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            self.get_event()  # type: ignore[no-untyped-call]
            self._report(start, f"the alias *{event.anchor} is not allowed; write the value out")
            return yaml.ScalarNode(SPOILT, "", start)
        if event.anchor is not None:
            self._report(
                start, f"the anchor &{event.anchor} is not allowed; nothing may refer to it"
            )
            event.anchor = None
        tagged = event.tag is not None
        if tagged:
            self._report(start, f"the tag {_as_written(event.tag)} is not allowed")
            event.tag = None
        # A recursive composer must not meet a file that is nothing but brackets.
        if self._depth == _DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"nested over {_DEEPEST} deep", problem_mark=start)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if tagged and node is not None:
            node.tag = SPOILT
        return node

    def _coming(self) -> Any:
        return self.peek_event()  # type: ignore[no-untyped-call]

    def _report(self, place: yaml.Mark, message: str) -> None:
        self._problems.append(Problem(_one_based(self._file, place), message))


def mark_at(file: str, text: str, position: int) -> Location:
    """Return the mark of a position in a text."""
    before = text[:position]
    return Location(file, before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def _one_based(file: str, place: yaml.Mark) -> Location:
    return Location(file, place.line + 1, place.column + 1)


def _as_written(tag: str) -> str:
    return tag.replace(yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG.removesuffix("str"), "!!")


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or error.context or "it cannot be read"
    if "'\\t'" in problem:
        return "a tab cannot stand here; indent with spaces"
    context = f" ({error.context})" if error.context and error.problem else ""
    return f"this is not YAML: {problem}{context}"
