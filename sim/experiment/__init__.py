"""Many worlds: from a scenario and a theatre to a results folder."""

TABLES = ("orders", "announcements", "deliveries", "measures", "parameters")
"""The tables of a results folder, as Parquet."""
