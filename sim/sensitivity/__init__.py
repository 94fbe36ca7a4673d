"""What a sweep says: indices, responses, errors and tipping points from its tables."""
