"""What the evidence says of the parameters: a plan, simulated figures, a posterior."""
