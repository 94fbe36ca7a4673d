"""A run, made readable: plots of a results folder, and the table that is printed."""
