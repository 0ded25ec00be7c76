"""Across runs: intervals, paired differences, verdicts. Knows numbers, and no word of retail."""
