"""Worlds held against claims and the record: scorecard, ablation."""
