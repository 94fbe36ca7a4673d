"""What every figure shares: the frame, the marks, the house style."""
