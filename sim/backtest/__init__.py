"""How well the model would have done: forecasts from the past alone, and what then happened."""
