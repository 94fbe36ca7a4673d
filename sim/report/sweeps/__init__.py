"""What one sees of a sweep: each figure is a function from tidy data to a figure."""
