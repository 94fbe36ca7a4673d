"""What every room stands on: files, problems, numbers and words, the parameter table."""
