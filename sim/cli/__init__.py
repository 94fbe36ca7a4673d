"""The command ``sim``: what it takes, and what each of its words does."""

from sim.cli.command import main

__all__ = ["main"]
