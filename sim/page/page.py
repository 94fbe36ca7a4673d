"""One HTML file of scenarios: the engine and its data, the scripts, the styles, and all words."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import sim
from sim.base.problems import RefusedError
from sim.experiment.case import Case
from sim.page.bundle import bundle_of
from sim.page.facts import facts_of
from sim.page.lessons import lessons_for
from sim.page.scripts import JS, join
from sim.page.shipped import Shipped, shipped_of
from sim.page.terms import terms

LARGEST = 3_000_000  # bytes: what a phone loads and a mail carries
STYLES = Path(__file__).resolve().parent / "css" / "page.css"


class PageTooLargeError(RefusedError):
    """The scenarios do not fit into a page that can be sent."""


@dataclass(frozen=True)
class PagePart:
    """A scenario as the page holds it: plain data for its scripts, and words for its template."""

    data: dict[str, Any]
    bundle: dict[str, Any]
    shipped: Shipped

    @property
    def meta(self) -> dict[str, Any]:
        """What its scripts are told of it."""
        meta: dict[str, Any] = self.data["meta"]
        return meta


def part_of(
    case: Case, own_lessons: Sequence[Path] = (), threads: int = 1,
    tick: Callable[[int], Any] = lambda done: None,
) -> PagePart:  # fmt: skip
    """Run a scenario and collect what a page needs of it.

    Args:
        case: scenario and theatre.
        own_lessons: files of lessons beside the shipped ones.
        threads: that share the worlds out.
        tick: told of the worlds that are done.

    Raises:
        InputError: if a lesson is wrong, or names what the scenario lacks.
    """
    lessons = lessons_for(case, own_lessons)
    shipped = shipped_of(case, threads, tick)
    data = {
        "meta": facts_of(case) | {"standing": shipped.standing},
        "shipped": shipped.written(),
        "lessons": lessons,
        "terms": terms(),
    }
    return PagePart(data, bundle_of(case).written(), shipped)


def page_of(parts: Sequence[PagePart]) -> str:
    """The page as HTML that needs no other file. The same scenarios give the same bytes.

    Raises:
        PageTooLargeError: if it would be larger than ``LARGEST``.
    """
    first = parts[0]
    page = (
        _environment()
        .get_template("page.html")
        .render(
            parts=[(part.meta["name"], _json(part.data), _json(part.bundle)) for part in parts],
            scenarios=[(part.meta["name"], part.meta["title"]) for part in parts],
            meta=first.meta,
            tables=_tables(first),
            styles=Markup(STYLES.read_text(encoding="utf-8")),
            script=_script(),
            version=sim.__version__,
        )
    )
    size = len(page.encode())
    if size > LARGEST:
        message = (
            f"the page would have {size / 1e6:.1f} MB, and {LARGEST / 1e6:.0f} MB is the most that "
            "can well be sent; name fewer scenarios, or a theatre with fewer states"
        )
        raise PageTooLargeError(message)
    return page


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("sim.page", "html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def _json(data: dict[str, Any]) -> Markup:
    """Data within a script element, which no word of a user's can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))


def _script() -> Markup:
    script = join(JS / "main.js")
    assert "</script" not in script
    return Markup(script)


def _tables(part: PagePart) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Shares of deliveries in the last window by buyer, for browsers that run no script."""
    meta, tables = part.meta, []
    for buyer, bands in part.shipped.views["share-deliveries"].items():
        rows = [
            (supplier["name"], _percent(last[2]), f"{_percent(last[0])} to {_percent(last[-1])}")
            for supplier, years in zip(meta["suppliers"], bands, strict=True)
            for last in years[-1:]
            if last[2] is not None and last[-1] >= 0.005
        ]
        tables.append((buyer, rows))
    return tables


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}%"
