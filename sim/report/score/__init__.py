"""Tables and plots of a scorecard and an ablation."""
