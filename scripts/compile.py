"""Compile the engine and install it here, in place of the plain form.

    python scripts/compile.py                  # into this interpreter's environment
    python scripts/compile.py --into FOLDER    # into a folder, to be put on PYTHONPATH

The wheel is built from a copy in a temporary folder: a compiled module beats the source beside it,
so one that is left in the tree would go on being used after the source is edited. Later edits show
when this is run again, or when `pip install -e .` puts the plain form back. It needs a C compiler
and what `requirements-compile.lock` pins.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from shutil import copy, copytree, ignore_patterns, which
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
NEEDED = ("pyproject.toml", "setup.py", "README.md", "LICENSE")
NOT_SOURCE = ignore_patterns("*.egg-info", "__pycache__", "*.so", "*.pyd")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


def what_is_missing() -> str:
    """The sentence that says why nothing can be compiled here; empty if nothing is missing."""
    for module in ("mypyc", "setuptools", "librt"):
        if find_spec(module) is None:
            pins = "python -m pip install -r requirements-compile.lock"
            return f"{module} is not installed, which `{pins}` does"
    words = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    if which(words.split()[0]) is None:
        return f"there is no C compiler ({words.split()[0]})"
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        return "this Python comes without its header files (Python.h)"
    return ""


def build(folder: Path) -> Path:
    """The compiled wheel, made below a folder. Raises ``CalledProcessError`` if that fails."""
    tree, wheels = folder / "tree", folder / "wheels"
    copytree(ROOT / "src", tree / "src", ignore=NOT_SOURCE)
    for name in NEEDED:
        copy(ROOT / name, tree)
    command = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(tree)]
    subprocess.run(command, check=True, env=os.environ | {"BACKSIM_COMPILE": "1"})
    (wheel,) = wheels.glob("*.whl")
    return wheel


def install(wheel: Path, into: Path | None) -> None:
    """Put a wheel into this environment or a folder, in place of any other form of it."""
    where = [] if into is None else ["--upgrade", "--target", str(into)]
    subprocess.run(
        [*PIP, "install", "--no-deps", "--force-reinstall", *where, str(wheel)], check=True
    )


def form(of: Path | None) -> str:
    """What the installed program says of itself."""
    places = {} if of is None else {"PYTHONPATH": str(of)}
    command = [sys.executable, "-m", "backsim.cli.main", "--version"]
    done = subprocess.run(
        command, check=True, env=os.environ | places, capture_output=True, text=True, cwd="/"
    )
    return done.stdout.strip()


def main() -> None:
    """Build, install, and say which form runs now."""
    parser = argparse.ArgumentParser(description="Compile the engine and install it.")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="install into a folder instead")
    into: Path | None = parser.parse_args().into
    into = into and into.resolve()
    if missing := what_is_missing():
        sys.exit(f"Nothing is compiled and nothing is changed: {missing}.")
    with TemporaryDirectory() as folder:
        try:
            wheel = build(Path(folder))
        except subprocess.CalledProcessError:
            sys.exit("The engine could not be compiled, for the reason above; nothing is changed.")
        install(wheel, into)
    print(form(into))


if __name__ == "__main__":
    main()
