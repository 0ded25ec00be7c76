"""Luck: distributions as quantile functions, and random streams addressed by name."""
