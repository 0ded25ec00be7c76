"""Plain Python, unless BACKSIM_COMPILE=1: then the engine is compiled. See scripts/compile.py."""

from __future__ import annotations

import os
from pathlib import Path

from setuptools import setup

COMPILED = ("units.py", "columns.py", "policies/*.py", "simulation/*.py")
"""What is compiled, as one group ..."""
PLAIN = {
    # ... but for the doors of the two rooms,
    *("policies/__init__.py", "simulation/__init__.py", "simulation/engine.py"),
    # what loads plug-ins, tries them and looks rules up,
    *("policies/entry.py", "policies/plugins.py", "policies/conformance.py"),
    "policies/registry.py",
    # what works on whole numpy columns before and after the run,
    *("simulation/demand.py", "simulation/luck.py"),
    *("simulation/inputs.py", "simulation/lead_times.py", "simulation/sharing.py"),
    "simulation/line_delays.py",
    *("simulation/workload.py", "simulation/runlog.py"),
    # what reads a scenario to open the shop,
    *("simulation/opening.py", "simulation/wiring.py", "simulation/spending.py"),
    # and what is derived from SimPy's classes, which compiled code cannot do.
    "simulation/simpy_clock.py",
}
FLAGS = ("--strict", "--follow-imports=silent")


def engine() -> list[str]:
    """The modules that are compiled."""
    src = Path("src/backsim")
    found = {path.relative_to(src).as_posix() for kind in COMPILED for path in src.glob(kind)}
    return sorted(f"{src}/{name}" for name in found - PLAIN)


def compiled() -> list[object]:
    """The extension modules."""
    from mypyc.build import mypycify

    modules = mypycify([*FLAGS, *engine()], opt_level="3", debug_level="1")
    for module in modules:
        # Calls within the library need not go through its table of symbols: 5 % faster. And no
        # fused multiply-add, so that floats are equal on every machine.
        module.extra_compile_args += ["-fno-semantic-interposition", "-ffp-contract=off"]
    return list(modules)


if __name__ == "__main__":
    setup(ext_modules=compiled() if os.environ.get("BACKSIM_COMPILE") == "1" else [])
