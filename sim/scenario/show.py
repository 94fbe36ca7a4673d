"""A resolved scenario as YAML: every value of it, and behind each the place that wrote it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sim.base.problems import Location
from sim.document import yaml_text
from sim.scenario.omitted import Omitted
from sim.scenario.schema import Scenario

DEFAULT = "default"

_WIDEST = 92  # of a mapping on one line
_TEXT = 76  # width of text on several lines
_COLUMN = 66  # the farthest column of comments; longer lines reach beyond it
_LISTS = ("events", "measures")

Step = str | int


@dataclass(frozen=True)
class _Line:
    text: str
    origin: str = ""


def show(scenario: Scenario) -> str:
    """Write a scenario with all that it inherits and every default.

    The text is itself a scenario file, and loads as the same scenario under the name of that file.
    A path to a theatre starts at the working folder, so the file belongs there.
    """
    return "\n".join(_Page(scenario).lines()) + "\n"


def omission(item: Omitted, place: str, by: str) -> str:
    """Say of an inherited entry what became of it; ``place`` and ``by`` are its two marks."""
    if item.fate == "not reached":
        return f"{item.id}, {item.when} ({place}): not reached within the years of {by}"
    return f"{item.id} ({place}): {item.fate} by {by}"


class _Page:
    """Lays out one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.data = {k: v for k, v in scenario.resolved().items() if k != "name"}
        self.short = _short_names(self._files())

    def lines(self) -> Iterator[str]:
        yield from self._head()
        together: list[_Line] = []
        apart: list[str] = []
        for key, value in self.data.items():
            entry = list(self._entry(key, value, (key,), ""))
            if key in _LISTS or (key == "set" and value) or any(self._omitted(key)):
                yield from (*_aligned(together), "", *_aligned(entry), *self._omitted(key))
                together = []
                apart = [""]
            else:
                yield from apart
                apart = []
                together += entry
        yield from _aligned(together)

    def _head(self) -> Iterator[str]:
        name = yaml_text.comment(self.scenario.name)
        yield f"# Scenario '{name}' with all that it inherits; behind each value, who says so."
        for file, short in self.short.items():
            if file != short:
                yield f"#   {yaml_text.comment(short)} is {yaml_text.comment(file)}"
        if "/" in self.scenario.theatre:
            yield "# The path of its theatre starts at the folder where this was printed."

    def _omitted(self, part: str) -> Iterator[str]:
        items = [item for item in self.scenario.omitted if item.part == part]
        if items and part in _LISTS:
            yield f"  # inherited {part} that are not in it:"
        elif items:
            yield f"  # values under {part} that a later file overrules:"
        for item in items:
            yield yaml_text.comment(
                f"  #   {omission(item, self._place(item.mark), self._place(item.by))}"
            )

    def _entry(
        self, key: str, value: object, path: tuple[Step, ...], start: str
    ) -> Iterator[_Line]:
        """Write ``key: value``. ``start`` is what stands before the key: blanks, or a dash."""
        head = f"{start}{yaml_text.word(key)}:"
        within = " " * (len(start) + 2)
        if isinstance(value, str):
            yield from self._text(head, value, path, within)
            return
        value = _alone(value)
        origin = self._origin(value, path)
        line = f"{head} {yaml_text.flow(value)}"
        if origin is not None and (len(line) <= _WIDEST or not isinstance(value, Mapping | list)):
            yield _Line(line, origin)
        elif isinstance(value, Mapping):
            yield _Line(head)
            for name, item in value.items():
                yield from self._entry(name, item, (*path, name), within)
        elif yaml_text.is_list(value) and path[-1] in _LISTS:
            yield _Line(head)
            for place, item in enumerate(value):
                yield from self._item(item, (*path, place))
        elif yaml_text.is_list(value):
            yield _Line(head, self._said(path))
            yield from (_Line(f"{within}- {yaml_text.flow(item)}") for item in value)

    def _item(self, item: object, path: tuple[Step, ...]) -> Iterator[_Line]:
        """Write an event or a measure: each key on a line of its own, the first behind a dash."""
        assert isinstance(item, Mapping)
        for place, (key, value) in enumerate(item.items()):
            yield from self._entry(key, value, (*path, key), "    " if place else "  - ")

    def _text(self, head: str, text: str, path: tuple[Step, ...], within: str) -> Iterator[_Line]:
        line = f"{head} {yaml_text.word(text)}"
        block = yaml_text.block(text, _TEXT)
        if block is None or (len(line) <= _COLUMN and "\n" not in text):
            yield _Line(line, self._said(path))
            return
        sign, lines = block
        yield _Line(f"{head} {sign}", self._said(path))
        yield from (_Line(within + part if part else "") for part in lines)

    def _origin(self, value: object, path: tuple[Step, ...]) -> str | None:
        """Say who wrote a value, defaults within it by name; None if it was not on one line."""
        if yaml_text.is_list(value) and any(isinstance(item, Mapping) for item in value):
            return None
        if not isinstance(value, Mapping) or not value:
            return self._said(path)
        said = {leaf: self._said(leaf) for leaf in _leaves(value, path)}
        written = {origin for origin in said.values() if origin != DEFAULT}
        if len(written) > 1:
            return None
        silent = [str(leaf[-1]) for leaf, origin in said.items() if origin == DEFAULT]
        if not written or not silent:
            return written.pop() if written else DEFAULT
        return f"{written.pop()}; {DEFAULT}: {', '.join(silent)}"

    def _said(self, path: tuple[Step, ...]) -> str:
        mark = self.scenario.marks.written(*path)
        return DEFAULT if mark is None else self._place(mark)

    def _place(self, mark: Location) -> str:
        return yaml_text.comment(replace(mark, file=self.short.get(mark.file, mark.file)).short)

    def _files(self) -> list[str]:
        """Return the files that say anything here, in the order in which they are met."""
        said = [self.scenario.marks.at(*leaf) for leaf in _leaves(self.data, ())]
        taken = [mark for item in self.scenario.omitted for mark in (item.mark, item.by)]
        return list(dict.fromkeys(mark.file for mark in (*said, *taken) if mark.in_file))


def _aligned(lines: list[_Line]) -> Iterator[str]:
    """Put the origins of lines that belong together into one column."""
    commented = [len(line.text) for line in lines if line.origin]
    column = max((length for length in commented if length <= _COLUMN), default=0)
    for line in lines:
        yield f"{line.text:{column}}  # {line.origin}" if line.origin else line.text


def _alone(value: object) -> object:
    """Write one name without brackets, as people do."""
    if yaml_text.is_list(value) and len(value) == 1 and isinstance(value[0], str):
        return value[0]
    if isinstance(value, Mapping):
        return {key: _alone(item) for key, item in value.items()}
    return value


def _leaves(value: object, path: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    """Return the paths of all values that are not mappings; a list of names is one value."""
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif yaml_text.is_list(value) and any(isinstance(item, Mapping) for item in value):
        for place, item in enumerate(value):
            yield from _leaves(item, (*path, place))
    else:
        yield path


def _short_names(files: list[str]) -> dict[str, str]:
    """Return each file's bare name, or its whole path where two share a name."""
    bare = [Path(file).name for file in files]
    return {
        file: name if bare.count(name) == 1 else file
        for file, name in zip(files, bare, strict=True)
    }
