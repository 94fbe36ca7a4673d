"""What the package ships, read once in a process for all tests that only look at it."""

from sim.claims import load_ledger
from sim.scenario import load

LEDGER = load_ledger()
HISTORY = load("history")
