"""What to look for, where plots stand under their titles and not in files of their own."""

import re
from collections.abc import Sequence

from sim.base.phrases import possessive, the, with_dashes
from sim.report.run.figures import file_names

_FILE = re.compile(r"(^|\. )?\b([a-z_]+)\.png\b")
_OF_ALL = {
    "export_shares": "the plot of who sells to the world",
    "who_supplies_whom": "the plot of who supplies whom",
    "rival_balance": "the plot of the balance between rivals",
}
_OF_BUYER = {
    "shares": "the plot of who arms {name}",
    "orders_and_deliveries": "the plot of {whose} orders and deliveries",
    "prices_paid": "the plot of the prices that {name} pays",
    "announcements": "the plot of {whose} announced talks",
}


def in_plain_words(look_for: str, buyers: Sequence[str]) -> str:
    """The same with plots called by what they show; a file that is no plot of a run stays.

    Args:
        look_for: what a scenario says, in which plots are named by their files.
        buyers: those that are plotted.
    """
    named = dict(_OF_ALL)
    for name, slug in file_names(tuple(buyers)).items():
        for kind, words in _OF_BUYER.items():
            named[f"{kind}_{slug}"] = words.format(name=the(name), whose=possessive(name))

    def called(found: re.Match[str]) -> str:
        begins, words = found[1], named.get(found[2])
        if words is None:
            return found[0]
        return words if begins is None else begins + words[0].upper() + words[1:]

    return _FILE.sub(called, with_dashes(" ".join(look_for.split())))
