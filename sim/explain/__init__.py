"""Why a choice fell as it did: a world played again, its offers taken apart, its story told."""
