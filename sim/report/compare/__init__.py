"""What one sees of a comparison: a table, tidy files, plots, and an answer in two sentences."""
