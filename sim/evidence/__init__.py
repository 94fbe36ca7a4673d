"""What is claimed and what is on record: the ledger of claims against which runs are held."""

from sim.evidence.claims import Article, Claim, InWorlds, Ledger
from sim.evidence.load import load_ledger, shipped_ledger

__all__ = ["Article", "Claim", "InWorlds", "Ledger", "load_ledger", "shipped_ledger"]
