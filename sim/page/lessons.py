"""Lessons of a page: a question, a guess, and what the model says; each from a small YAML file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sim.base.parameters import GROUPS, PARAMETERS
from sim.base.problems import InputError, Location, Problem, quote, suggest_or_list
from sim.document import tree
from sim.document.check import read
from sim.document.model import Model, Reading, wrong
from sim.document.tree import ListNode, MapNode, Node
from sim.document.types import Id, Line200, StateName, Text500, Window, Year, doc, text
from sim.experiment.case import Case
from sim.scenario.settings import ParameterName

SHIPPED = Path(__file__).resolve().parent / "lessons"
View = Literal["share-deliveries", "share-orders", "deliveries", "orders", "counts"]
Say = Annotated[str, text(1000)]


def _reason(word: str) -> str:
    if word not in GROUPS:
        hint = suggest_or_list(word, GROUPS)
        raise wrong(f"{{name}} must name a group of reasons; {quote(word)} is none{hint}")
    return word


ReasonName = Annotated[str, AfterValidator(_reason)]


class Choice(Model):
    """One answer to pick, right if the outcome lies from ``low`` up to, but not at, ``high``."""

    say: Line200 = doc("the answer in words")
    low: float | None = doc("the least outcome for which it is right; else any", None, key="from")
    high: float | None = doc("it is right below this outcome; else any", None, key="to")

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if self.low is None and self.high is None:
            raise wrong("{name} lacks 'from' or 'to': the outcomes for which it is right")
        return self


class Step(Model):
    """A question, a guess, and the change whose outcome is then shown."""

    say: Say = doc("what the reader is told and asked")
    guess: Literal["draw", "pick", "none"] = doc("how the reader guesses first", "none")
    choices: Annotated[tuple[Choice, ...], Field(max_length=6)] = doc(
        "answers to pick; outcomes are the mean difference over worlds, or without a change the "
        "median: percentage points of a share, else TIV or orders", ()
    )  # fmt: skip
    off: tuple[Id, ...] = doc("events that are switched off", ())
    year: dict[str, Year] = doc("events that are moved, each with its year", {})
    set: dict[ParameterName, float] = doc("numbers that are the same in every world", {})
    reasons_off: tuple[ReasonName, ...] = doc("groups of reasons that are switched off", ())
    tell: Annotated[str, text(1000, shortest=0)] = doc("what to notice, once it is shown", "")

    @model_validator(mode="after")
    def _can_be_guessed(self) -> Self:
        if self.guess == "pick" and len(self.choices) < 2:
            raise wrong("{name} says 'guess: pick' and needs at least two choices")
        if self.guess != "pick" and self.choices:
            raise wrong("{name} has choices and must say 'guess: pick'")
        return self

    def settings(self) -> dict[str, float]:
        """Numbers that it sets, those of reasons that are off among them."""
        rows = [row for row in PARAMETERS.values() if row.group in self.reasons_off]
        return {row.name: row.off for row in rows if row.off is not None} | dict(self.set)


class LessonFile(Model):
    """A lesson as it is written."""

    title: Line200 = doc("a short title")
    question: Text500 = doc("the question in one sentence")
    buyer: StateName = doc("the buyer that is looked at")
    supplier: StateName = doc("the supplier that is looked at")
    show: View = doc("what the chart shows", "share-deliveries")
    window: Window = doc("the years: a guess is drawn over them, and the last is looked at")
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=12)] = doc("one by one")
    talk: tuple[Text500, ...] = doc("what to talk about at the end", ())


@dataclass(frozen=True)
class Lesson:
    """A lesson, and the tree that it was read from, which knows the lines."""

    name: str
    file: LessonFile
    root: MapNode

    def written(self, case: Case) -> dict[str, Any]:
        """The same as ``Lesson`` in ``js/types.d.ts``."""
        file, find = self.file, case.theatre.find
        return {
            "id": self.name,
            "title": file.title,
            "question": file.question,
            "buyer": find(file.buyer),
            "supplier": find(file.supplier),
            "view": file.show,
            "window": list(file.window),
            "steps": [_step(step) for step in file.steps],
            "talk": list(file.talk),
        }

    def misfits(self, case: Case) -> list[Problem]:
        """What it names that the scenario does not have."""
        return [
            Problem(mark, f"the scenario has no {what} '{word}'{suggest_or_list(word, known)}")
            for what, word, known, mark in self._named(case)
            if (case.theatre.find(word) if what != "event" else word) not in known
        ]

    def _named(self, case: Case) -> Iterator[tuple[str, str, Sequence[str], Location]]:
        events = [event.id for event in case.scenario.events]
        at = self.root.entries
        yield "buyer", self.file.buyer, case.theatre.buyers, at["buyer"].node.mark
        yield "supplier", self.file.supplier, case.theatre.suppliers, at["supplier"].node.mark
        steps = at["steps"].node
        assert isinstance(steps, ListNode)
        for step, node in zip(self.file.steps, steps.items, strict=True):
            for word in (*step.off, *step.year):
                yield "event", word, events, _place(node, word)


def _place(node: Node, word: str) -> Location:
    """Where a step names an event."""
    assert isinstance(node, MapNode)
    for key in ("off", "year"):
        entry = node.entries.get(key)
        if entry is None:
            continue
        if isinstance(entry.node, ListNode):
            for item in entry.node.items:
                if getattr(item, "value", None) == word:
                    return item.mark
        elif isinstance(entry.node, MapNode) and word in entry.node.entries:
            return entry.node.entries[word].key_mark
    return node.mark


def _step(step: Step) -> dict[str, Any]:
    return {
        "say": step.say,
        "guess": step.guess,
        "choices": [{"say": one.say, "from": one.low, "to": one.high} for one in step.choices],
        "off": list(step.off),
        "set": step.settings(),
        "year": dict(step.year),
        "tell": step.tell,
    }


def load_lesson(path: Path) -> Lesson:
    """Read a lesson.

    Raises:
        InputError: with every mistake in the file, each with its line and what to write.
    """
    problems: list[Problem] = []
    root = tree.read(path, problems)
    made = None if root is None else read(LessonFile, root, "a lesson", Reading(problems=problems))
    if problems or made is None or not isinstance(root, MapNode):
        raise InputError(problems)
    return Lesson(path.stem, made, root)


def lessons_for(case: Case, own: Sequence[Path] = ()) -> list[dict[str, Any]]:
    """Lessons of a page: those of a reader's own, then the shipped ones that fit the scenario.

    Raises:
        InputError: if a lesson of the reader's own is wrong, or names what the scenario lacks.
    """
    loaded = [load_lesson(path) for path in own]
    problems = [problem for lesson in loaded for problem in lesson.misfits(case)]
    if problems:
        raise InputError(problems)
    shipped = [load_lesson(path) for path in sorted(SHIPPED.glob("*.yaml"))]
    fitting = [lesson for lesson in shipped if case.theatre.is_default and not lesson.misfits(case)]
    return [lesson.written(case) for lesson in (*loaded, *fitting)]
