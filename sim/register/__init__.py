"""A user's own register of arms transfers becomes a theatre."""
