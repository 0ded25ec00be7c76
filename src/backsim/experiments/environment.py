"""What a study ran on: versions and machine, for the manifest."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

LIBRARIES = ("numpy", "pydantic", "pyyaml", "scipy", "simpy")
"""Libraries that can move a number or the reading of a scenario."""


def backsim_version() -> str:
    """The version of backsim, as installed."""
    return _version("backsim")


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that matter to a result."""
    return {"python": platform.python_version()} | {name: _version(name) for name in LIBRARIES}


def machine() -> str:
    """The kind of machine, without its name."""
    return platform.platform()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        # Run from a source tree that was never installed.
        return "unknown"
