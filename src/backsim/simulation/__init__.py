"""The day: ``draw`` the luck of a replication, then ``simulate`` one arm through it."""

from backsim.simulation.engine import simulate
from backsim.simulation.workload import Workload, draw

__all__ = ["Workload", "draw", "simulate"]
