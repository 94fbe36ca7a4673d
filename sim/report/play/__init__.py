"""A game in words: what is offered, what happened, what became of it."""
