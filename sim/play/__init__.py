"""A person, or several in turn, decides for a state, and the model plays all others.

A game is a scenario that grows: what is decided becomes events of it, and the world of the game is
that scenario's world of the same number. So a saved game can be run, compared and told as any
other scenario, and what is taken back leaves no trace.
"""

from sim.play.game import Game
from sim.play.market import ArmsMarket
from sim.play.offers import Offer, OpenTender
from sim.play.player import Player

__all__ = ["ArmsMarket", "Game", "Offer", "OpenTender", "Player"]
