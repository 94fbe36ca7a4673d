"""Numbers as print writes them."""


def number(value: float | None) -> str:
    """A plain number: three digits, thousands with a comma, a true minus; nothing for None."""
    if value is None:
        return ""
    return true_minus(f"{value:.3g}" if abs(value) < 999.5 else f"{value:,.0f}")


def true_minus(text: str) -> str:
    """Numbers with the minus sign of print in place of the hyphen."""
    return text.replace("-", "−")
