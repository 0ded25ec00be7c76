"""Write the pinned files from what is installed: run it in a fresh environment after an upgrade.

    python scripts/lock.py

``requirements.lock`` holds what backsim needs to run, ``requirements-compile.lock`` also what
compiling its engine needs, ``requirements-dev.lock`` also what its tests and checks need; each with
everything below it, by exact version.
"""

from __future__ import annotations

from importlib.metadata import requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


def closure(extra: str) -> dict[str, str]:
    """Every distribution that backsim with an extra (or none: empty) leads to, by version."""
    found: dict[str, str] = {}
    todo = [("backsim", extra)]
    while todo:
        parent, wanted = todo.pop()
        for line in requires(parent) or []:
            need = Requirement(line)
            name = canonicalize_name(need.name)
            if name in found or (need.marker and not need.marker.evaluate({"extra": wanted})):
                continue
            found[name] = version(name)
            todo += [(name, "")] + [(name, asked) for asked in need.extras]
    return found


def main() -> None:
    """Write both files."""
    for extra in ("", "compile", "dev"):
        file = f"requirements-{extra}.lock" if extra else "requirements.lock"
        pins = sorted(closure(extra).items())
        text = "".join(f"{name}=={pinned}\n" for name, pinned in pins)
        (ROOT / file).write_text(f"# Written by scripts/lock.py\n{text}", encoding="utf-8")
        print(f"{file}: {len(pins)} versions")


if __name__ == "__main__":
    main()
