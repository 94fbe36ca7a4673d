"""What came out: flows in, numbers out."""
