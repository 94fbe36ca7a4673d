"""What one sees of a back-test: skill by buyer, reliability, and the biggest misses."""
