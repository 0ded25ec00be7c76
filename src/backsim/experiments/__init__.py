"""The study: trials, executors, archive, comparison."""

from backsim.experiments.conduct import Progress, draw_page, open_result
from backsim.experiments.reproduction import Mismatch, Reproduction, reproduce
from backsim.experiments.studies import compare, load, run
from backsim.experiments.study import Study, StudyFacts

__all__ = [
    "Mismatch",
    "Progress",
    "Reproduction",
    "Study",
    "StudyFacts",
    "compare",
    "draw_page",
    "load",
    "open_result",
    "reproduce",
    "run",
]
