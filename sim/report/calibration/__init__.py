"""Plots of a calibration."""
