"""What programs write into the pages: ``python -m tools.pages`` brings every page up to date.

Tables come from the code (``tools.reference``, ``tools.odd``), sentences with figures from the
templates in ``docs/figures``, filled in with what ``python -m tools.figures`` has kept there.
Nothing is simulated.
"""

import argparse
import re
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tools import odd, reference, rooms
from tools.figures import KEPT, ROOT, kept
from tools.marked import rewritten

WIDTH = 130  # of a line in a page
TABLES: Mapping[str, Callable[[], str]] = {
    **reference.WRITERS, **odd.WRITERS, **rooms.WRITERS,
}  # fmt: skip


def pages() -> list[Path]:
    """All pages that people read, in the checkout's order."""
    fixed = (ROOT / "README.md", ROOT / "results" / "README.md", ROOT / "CONTRIBUTING.md")
    return [*fixed, *sorted((ROOT / "docs").glob("**/*.md"))]


def up_to_date(text: str) -> str:
    """Return a page with its marked places as code and kept figures have them now.

    Raises:
        KeyError: for a place that nothing writes.
    """
    return rewritten(text, _write)


def _write(name: str) -> str:
    if name in TABLES:
        return TABLES[name]()
    if not (KEPT / f"{name}.md.j2").is_file():
        raise KeyError(f"nothing writes the place '{name}' of a page")
    return reflowed(_templates().get_template(f"{name}.md.j2").render())


def reflowed(text: str) -> str:
    """A page with the lines of its paragraphs filled; tables, lists and code stay as they are."""
    return "\n\n".join(
        textwrap.fill(part, WIDTH, break_on_hyphens=False, break_long_words=False)
        if part[0].isalnum() or part.startswith(("[", "*"))
        else part
        for part in re.split(r"\n{2,}", text.strip())
    )


@cache
def _templates() -> Environment:
    """Templates see the figures of every row by its name, and a few ways to write a number."""
    made = Environment(
        loader=FileSystemLoader(KEPT), undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, autoescape=False,  # Markdown, of our own numbers
    )  # fmt: skip
    made.globals.update(figures=lambda name: _kept(name)["figures"], command=command)
    made.filters.update(percent=percent, fixed=fixed, thousands=thousands, listed=listed)
    return made


def command(name: str) -> str:
    """The command that made the figures of a row."""
    made: str = _kept(name)["made with"]["command"]
    return made


def _kept(name: str) -> Mapping[str, Any]:
    held = kept(name)
    if held is None:
        raise KeyError(f"there are no figures '{name}': python -m tools.figures {name}")
    return held


def percent(value: float, digits: int = 0) -> str:
    """A share as a percentage; shares between 0 and 1% keep a digit."""
    return f"{value:.{max(digits, 1) if 0 < value < 0.01 else digits}%}"


def fixed(value: float, digits: int = 2) -> str:
    """A number with so many digits behind the point, and a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def thousands(value: float) -> str:
    """A whole number with commas."""
    return f"{value:,.0f}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence."""
    if len(words) < 2:
        return "".join(words) or "none"
    return f"{', '.join(words[:-1])} and {words[-1]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring every page up to date, and name those that were not; with ``--check`` write nothing."""
    parser = argparse.ArgumentParser("python -m tools.pages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only name them; exit status 1 if any")
    only_check = parser.parse_args(arguments).check
    stale = False
    for path in pages():
        before = path.read_text(encoding="utf-8")
        after = up_to_date(before)
        if after != before:
            stale = True
            print(f"{path.relative_to(ROOT)} {'is out of date' if only_check else 'is renewed'}")
            if not only_check:
                path.write_text(after, encoding="utf-8", newline="\n")
    return int(stale and only_check)


if __name__ == "__main__":
    sys.exit(main())
