"""The scenario room's door: ``load`` a file to run it, ``show`` it to read it."""

from __future__ import annotations

from backsim.scenario.loading import Loaded, load
from backsim.scenario.show import ShownValue, show

__all__ = ["Loaded", "ShownValue", "load", "show"]
