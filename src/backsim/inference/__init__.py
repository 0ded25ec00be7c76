"""Across runs: intervals, paired differences, verdicts. Knows numbers, and no word of retail."""

from backsim.inference.paired import Contrast, judge, paired
from backsim.inference.sample import estimate
from backsim.inference.types import Difference, Estimate, Verdict

__all__ = ["Contrast", "Difference", "Estimate", "Verdict", "estimate", "judge", "paired"]
