"""The glossary, for a page on which terms explain themselves."""

import re
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_LINE = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \|$")


def glossary_file() -> Path:
    """Where the glossary lies: in the package when installed, else in the checkout."""
    installed = _PACKAGE / "page" / "glossary.md"
    return installed if installed.is_file() else _PACKAGE.parent / "docs" / "glossary.md"


def terms() -> list[dict[str, str]]:
    """Words and meanings of the glossary; where a row explains several words, each is one."""
    found = [_LINE.match(line) for line in glossary_file().read_text("utf-8").splitlines()]
    rows = [(row[1], row[2]) for row in found if row is not None][1:]  # without the head
    return [
        {"word": word.strip(), "meaning": meaning.replace("`", "")}
        for words, meaning in rows
        for word in re.sub(r"\(.*?\)", "", words).split(",")
    ]
