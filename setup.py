"""Plain Python by default; with BACKSIM_COMPILE=1 the engine is compiled."""

from __future__ import annotations

import os
from pathlib import Path

from setuptools import setup

PLAIN = {"__init__.py", "engine.py", "luck.py", "opening.py", "runlog.py", "workload.py"}
"""Of the compiled rooms: what works on whole numpy columns, and the door."""
PLAIN_TOO = {"simpy_clock.py", "registry.py", "plugins.py", "entry.py", "conformance.py"}
"""SimPy's classes cannot be derived from in compiled code; plug-ins are loaded, not computed."""


def engine() -> list[str]:
    """The modules that are compiled, as one group."""
    src = Path("src/backsim")
    rooms = [*(src / "policies").glob("*.py"), *(src / "simulation").glob("*.py")]
    chosen = [path for path in rooms if path.name not in PLAIN | PLAIN_TOO]
    return sorted(str(path) for path in [src / "units.py", src / "columns.py", *chosen])


def compiled() -> list[object]:
    """The extension modules."""
    from mypyc.build import mypycify

    modules = mypycify(
        ["--strict", "--follow-imports=silent", *engine()], opt_level="3", debug_level="1"
    )
    for module in modules:
        # Calls within the library need not go through its table of symbols: 5 % faster. And no
        # fused multiply-add, so that floats are equal on every machine.
        module.extra_compile_args += ["-fno-semantic-interposition", "-ffp-contract=off"]
    return list(modules)


setup(ext_modules=compiled() if os.environ.get("BACKSIM_COMPILE") == "1" else [])
