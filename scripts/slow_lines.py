"""List the lines of the compiled engine at which mypyc falls back on Python's own slow ways.

    python scripts/slow_lines.py             # the departments and the rules
    python scripts/slow_lines.py shelf till  # only these modules

Each line is `file:line: the code  <- what is slow`. It is mypyc's annotated page (`mypyc -a`), read
back as a list. Most of what is listed happens once per run; a line that is passed on every visit
should not be here.
"""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from html import unescape
from pathlib import Path
from shutil import copy, copytree
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
FILE = re.compile(r"<h2><tt>(.*?)</tt></h2>(.*?)</pre>", re.DOTALL)
LINE = re.compile(
    r'<div class="collapsible"[^>]*> *(\d+)  (.*?)\n?</div>'
    r'<div class="content"> *<div class="hint">(.*?)</div></div>',
    re.DOTALL,
)


def annotated() -> str:
    """The page that mypyc writes."""
    from mypyc.build import mypycify

    with TemporaryDirectory() as folder:
        copytree(ROOT / "src", Path(folder) / "src")
        for name in ("pyproject.toml", "setup.py"):
            copy(ROOT / name, folder)
        with chdir(folder), redirect_stdout(sys.stderr):
            setup = runpy.run_path("setup.py")
            mypycify([*setup["FLAGS"], "-a", "page.html", *setup["engine"]()])
            return Path("page.html").read_text(encoding="utf-8")


def slow_lines(page: str) -> Iterator[tuple[str, int, str, str]]:
    """File, line, code and what is slow.

    Left out: what stands at the margin, which is done once, at the import, and the heads of
    functions, where the way to somebody's interpreted subclass is listed.
    """
    for path, body in FILE.findall(page):
        for line, code, hint in LINE.findall(body):
            if code.startswith(" ") and not code.lstrip().startswith("def "):
                yield path, int(line), unescape(code).strip(), unescape(hint)


def main() -> None:
    """Print the list."""
    wanted = set(sys.argv[1:])
    for path, line, code, hint in slow_lines(annotated()):
        if not wanted or Path(path).stem in wanted:
            print(f"{path}:{line}: {code}  <- {hint}")


if __name__ == "__main__":
    main()
