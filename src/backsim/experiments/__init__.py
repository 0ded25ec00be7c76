"""The study: trials, executors, archive, comparison."""
