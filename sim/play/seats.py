"""Who sits at the table of a game, and whom a player means by a name."""

from collections.abc import Sequence

from sim.base.problems import quote, suggest_or_list
from sim.play.moment import GameError
from sim.theatre.theatre import Theatre


class GameSeats:
    """States of a theatre that are played."""

    def __init__(self, theatre: Theatre, words: Sequence[str]) -> None:
        """Seat some states, by name, alias or ISO code.

        Raises:
            GameError: for a state that the theatre does not have, or no state.
        """
        self.theatre = theatre
        self.names = tuple(dict.fromkeys(self.state(word) for word in words))
        if not self.names:
            raise GameError("a game needs at least one state that is played")

    @property
    def buyers(self) -> tuple[str, ...]:
        """GameSeats that buy."""
        return tuple(name for name in self.names if name in self.theatre.buyers)

    @property
    def sellers(self) -> tuple[str, ...]:
        """GameSeats that sell."""
        return tuple(name for name in self.names if name in self.theatre.suppliers)

    def state(self, word: str) -> str:
        """The state that a word means, played or not."""
        name = self.theatre.find(word)
        if name is None:
            hint = self.theatre.suggestion(word)
            raise GameError(f"there is no state {quote(word)} in the theatre{hint}")
        return name

    def supplier(self, word: str) -> str:
        """The supplier that a word means, played or not."""
        name = self.state(word)
        if name not in self.theatre.suppliers:
            raise GameError(
                f"{name} sells no arms here{suggest_or_list('', self.theatre.suppliers)}"
            )
        return name

    def buyer(self, word: str) -> str:
        """The seat that buys and is meant by a word."""
        return self._seat(word, self.buyers, "buys")

    def seller(self, word: str) -> str:
        """The seat that sells and is meant by a word."""
        return self._seat(word, self.sellers, "sells")

    def with_rivals(self, year: int) -> list[str]:
        """GameSeats that buy, and their rivals of a year."""
        pairs = (
            pair
            for relation in self.theatre.rivalries
            if relation.holds(year)
            for pair in (
                (relation.state_a, relation.state_b),
                (relation.state_b, relation.state_a),
            )
        )
        rivals = (other for one, other in pairs if one in self.buyers)
        return list(dict.fromkeys((*self.buyers, *rivals)))

    def _seat(self, word: str, seats: tuple[str, ...], does: str) -> str:
        name = self.state(word)
        if name not in seats:
            raise GameError(
                f"{name} is no seat of this game that {does}{suggest_or_list('', seats)}"
            )
        return name
