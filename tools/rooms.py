"""The table of rooms, from the import contract and what each room says of itself."""

import ast
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


def rooms() -> str:
    """A row a room, the one on top first: what it is for, how many files and lines."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [order] = contract["tool"]["importlinter"]["contracts"]
    rows = ["| room | what it is for | files |", "|---|---|---:|"]
    for name in order["layers"]:
        folder = ROOT / name.replace(".", "/")
        files = sorted(folder.rglob("*.py"))
        told = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
        text = (told or "").split("\n\n")[0].replace("``", "`").replace("\n", " ")
        count = sum(file.name != "__init__.py" for file in files)
        rows.append(f"| `{name.replace('.', '/')}` | {text} | {count} |")
    return "\n".join(rows)


WRITERS: Mapping[str, Callable[[], str]] = {"rooms": rooms}
