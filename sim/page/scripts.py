"""Modules of plain JavaScript joined into one script, without a toolchain.

Browsers load no module from a file beside a page that was opened from a disk. So each module
becomes a function that gives its exports, and they follow one another as they need one another.
What a module may write is little, and ``join`` refuses all else:

- imports stand on one line each: ``import { a, b } from "./c.js";``
- exports stand before what they name: ``export function``, ``export const``, ``export class``.
"""

import re
from pathlib import Path

JS = Path(__file__).resolve().parent / "js"

_IMPORT = re.compile(r'^import \{ ?([\w$, ]+?) ?\} from "(\.[\w./-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|const|class) ([\w$]+)", re.MULTILINE)
_MODULE_WORD = re.compile(r"^(import|export)\b.*$", re.MULTILINE)


class ScriptError(Exception):
    """A module that cannot be joined: it imports in a circle, or writes what ``join`` cannot."""


def join(entry: Path, folder: Path = JS) -> str:
    """One script of a module and all that it imports.

    Args:
        entry: the module that begins; it runs when the script does.
        folder: of all modules; their names in the script are their places in it.

    Raises:
        ScriptError: for a circle, or an import or export of another form.
    """
    parts: dict[Path, str] = {}
    _add(entry.resolve(), folder.resolve(), parts, ())
    return '"use strict";\n' + "\n".join(parts.values())


def _add(file: Path, folder: Path, parts: dict[Path, str], above: tuple[Path, ...]) -> None:
    if file in above:
        way = " -> ".join(one.name for one in (*above, file))
        raise ScriptError(f"modules import one another in a circle: {way}")
    if file in parts:
        return
    text = file.read_text(encoding="utf-8")
    for found in _IMPORT.finditer(text):
        _add((file.parent / found[2]).resolve(), folder, parts, (*above, file))
    parts[file] = _wrapped(file, folder, text)


def _wrapped(file: Path, folder: Path, text: str) -> str:
    def imported(found: re.Match[str]) -> str:
        return f"const {{ {found[1]} }} = {_name((file.parent / found[2]).resolve(), folder)};"

    exports = [found[2] for found in _EXPORT.finditer(text)]
    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(imported, text))
    left = _MODULE_WORD.search(body)
    if left is not None:
        raise ScriptError(f"{file.name}: write this import or export on one line: {left[0]}")
    given = ", ".join(exports)
    return f"const {_name(file, folder)} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();"


def _name(file: Path, folder: Path) -> str:
    """The name of a module in the script: ``$engine_noise`` is ``engine/noise.js``."""
    return "$" + re.sub(r"\W", "_", str(file.relative_to(folder).with_suffix("")))
