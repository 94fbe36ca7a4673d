"""How states behave: equations, behaviours, the schedule, and the Mesa model."""
