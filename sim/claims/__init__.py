"""What is claimed and what is on record: the ledger of claims against which runs are held."""

from sim.claims.claims import Article, Claim, Claims, InWorlds
from sim.claims.load import load_ledger, shipped_ledger

__all__ = ["Article", "Claim", "Claims", "InWorlds", "load_ledger", "shipped_ledger"]
