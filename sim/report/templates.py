"""Templates of texts: what stands in ``sim/report/templates``, filled in."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.base import phrases
from sim.base.text_table import text_table


@cache
def environment(html: bool = False) -> Environment:
    """Where templates are found; in HTML every word of a user's is escaped, in text none is.

    A text has the filters of ``sim.base.phrases`` and ``table``, for rows of cells.
    """
    found = Environment(
        loader=PackageLoader("sim.report"), autoescape=html, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    for name in ("the", "was", "possessive", "joined", "counted", "capital", "sentence"):
        found.filters[name] = getattr(phrases, name)
    found.filters["table"] = lambda rows, align: "\n".join(text_table(rows, align))
    return found


def fill_in(template: str, **parts: object) -> str:
    """A template of plain text with its parts."""
    return environment().get_template(template).render(**parts)
