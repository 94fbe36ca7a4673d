"""What the model cannot say: the one home of these sentences."""

LIMITS = (
    "It is no forecast from 2003. How often states buy, package sizes, delivery lags and capacity "
    "are averages over years up to 2012, and military spending (to 2015), rivalries, pacts and "
    "embargoes follow the record year by year. UN positions stay those of 2000.",
    "What the calibration leaves of the guesses is wide, so bands are wide, and a record inside a "
    "band proves little.",
    "For Pakistan, price, domestic cost and rivals move together in 2011 to 2015; nothing here "
    "separates them.",
    "Over all states the effect of rivals is small and fragile: a hypothesis to switch on and "
    "off, not a finding.",
    "Lost capacity slows deliveries, but buyers do not mind waiting: they go on ordering from a "
    "supplier that delivers late.",
    "Deliveries echo orders of years before; a shift of deliveries says when states chose, not "
    "that they choose so now.",
)
"""Years and states are those of the theatre that comes with the package."""
