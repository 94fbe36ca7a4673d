"""Who takes part, and with what past."""
