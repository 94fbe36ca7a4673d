"""What the evidence says of the parameters: a plan, summary statistics, a posterior."""
