"""A brief for each player, as Markdown to print."""

from pathlib import Path
from typing import Any

import numpy as np

from sim.base.own import refuse_foreign_file, write_own
from sim.play.decisions import slug
from sim.play.game import Game
from sim.plots.marks import dyads_of
from sim.plots.words import words_of
from sim.report.explain.narrative import volume
from sim.report.templates import fill_in
from sim.theatre.records import Relation

LEAST_TOLD = 0.01  # share from which a partner has a row


def write_briefs(game: Game, folder: Path) -> list[Path]:
    """Write a brief for each seat into a folder.

    Raises:
        ForeignFileError: if a file is in the way that no command wrote.
    """
    paths = {seat: folder / f"{slug(seat)}.md" for seat in game.seats}
    for path in paths.values():
        refuse_foreign_file(path)
    folder.mkdir(parents=True, exist_ok=True)
    for seat, path in paths.items():
        write_own(path, brief(game, seat), "play")
    return list(paths.values())


def brief(game: Game, seat: str) -> str:
    """What a player should know before the first year."""
    theatre, year = game.theatre, game.base.first_year
    buys, sells = seat in theatre.buyers, seat in theatre.suppliers
    in_force = [
        {"year": event.year, "words": words_of(event, theatre), "why": event.why}
        for event in game.base.events
        if event.year < year and any(seat in dyad for dyad in dyads_of(event, theatre))
    ]
    return fill_in(
        "brief.md.j2",
        seat=seat,
        year=year,
        title=game.base.title,
        rivals=_others(theatre.rivalries, seat, year),
        pacts=_others(theatre.defence_pacts, seat, year),
        habits=_habits(game, seat) if buys else [],
        customers=_customers(game, seat) if sells else [],
        in_force=in_force,
        buys=buys,
        sells=sells,
    )


def _others(relations: tuple[Relation, ...], seat: str, year: int) -> list[str]:
    pairs = [(one.state_a, one.state_b) for one in relations if one.holds(year)]
    found = [b if a == seat else a for a, b in pairs if seat in (a, b)]
    return sorted(dict.fromkeys(found))


def _habits(game: Game, seat: str) -> list[list[str]]:
    theatre = game.theatre
    ordered = theatre.decayed_orders[theatre.buyers.index(seat)].sum(axis=1)
    book: dict[str, float] = {}
    for row in theatre.book:
        if row.buyer == seat:
            book[row.supplier] = book.get(row.supplier, 0.0) + row.tiv
    rows = [
        [name, f"{share:.0%}", volume(book[name]) if name in book else ""]
        for name, share in _ranked(theatre.suppliers, ordered)
    ]
    return [["supplier", "share of orders", "on order"], *rows] if rows else []


def _customers(game: Game, seat: str) -> list[list[str]]:
    theatre = game.theatre
    sold = theatre.decayed_orders[:, theatre.suppliers.index(seat)].sum(axis=1)
    rows = [[name, f"{share:.0%}"] for name, share in _ranked(theatre.buyers, sold)]
    return [["buyer", "share of your sales"], *rows] if rows else []


def _ranked(names: tuple[str, ...], amounts: Any) -> list[tuple[str, float]]:
    total = float(amounts.sum())
    places = np.argsort(-amounts, kind="stable").tolist()
    shares = [(names[i], float(amounts[i]) / total) for i in places] if total > 0 else []
    return [(name, share) for name, share in shares if share >= LEAST_TOLD]
