"""Why a row cannot be used."""


class RowError(Exception):
    """A row cannot be used; its text is the reason."""
