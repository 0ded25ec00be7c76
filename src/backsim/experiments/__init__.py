"""The study: trials, executors, archive, comparison."""

from backsim.experiments.conduct import Progress, open_result
from backsim.experiments.studies import compare, load, run
from backsim.experiments.study import Study, StudyFacts

__all__ = ["Progress", "Study", "StudyFacts", "compare", "load", "open_result", "run"]
