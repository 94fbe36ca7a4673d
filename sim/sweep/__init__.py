"""Many scenarios that differ in a few numbers: designs, blocks of points, their results."""
