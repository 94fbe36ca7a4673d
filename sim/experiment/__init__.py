"""Many worlds: from a scenario and a theatre to a results folder."""
