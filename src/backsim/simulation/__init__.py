"""The day: ``draw`` the luck of a replication, then ``simulate`` one arm through it."""

from backsim.simulation.engine import simulate
from backsim.simulation.luck import draw
from backsim.simulation.sharing import SharedLuck
from backsim.simulation.workload import Workload

__all__ = ["SharedLuck", "Workload", "draw", "simulate"]
