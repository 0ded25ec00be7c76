"""backsim: which backorder, pre-order, payment and discount policy, how sure are we, and why?

::

    import backsim

    study = backsim.compare("shop.yaml", replications=40)
    study.table()                                # a polars data frame
    backsim.write_page(study, "shop.html")

Importing it has no effects and loads nothing heavy: each name comes with its room when it is first
used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backsim.errors import (
        BacksimError,
        PluginError,
        ResultError,
        ScenarioError,
        TrialError,
        UsageError,
    )
    from backsim.experiments import Study, compare, open_result, reproduce, run
    from backsim.report import write_page

    __version__: str

__all__ = [
    "BacksimError",
    "PluginError",
    "ResultError",
    "ScenarioError",
    "Study",
    "TrialError",
    "UsageError",
    "__version__",
    "compare",
    "open_result",
    "reproduce",
    "run",
    "write_page",
]

_HOMES = {
    "BacksimError": "backsim.errors",
    "PluginError": "backsim.errors",
    "ResultError": "backsim.errors",
    "ScenarioError": "backsim.errors",
    "Study": "backsim.experiments",
    "TrialError": "backsim.errors",
    "UsageError": "backsim.errors",
    "compare": "backsim.experiments",
    "open_result": "backsim.experiments",
    "reproduce": "backsim.experiments",
    "run": "backsim.experiments",
    "write_page": "backsim.report",
}
"""Where each public name lives."""


# A type checker reads the imports above; it must not take any other name for one of ours.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """A public name, from its room."""
        if name == "__version__":
            from importlib.metadata import version

            value: Any = version("backsim")
        elif name in _HOMES:
            value = getattr(import_module(_HOMES[name]), name)
        else:
            raise AttributeError(f"module 'backsim' has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
