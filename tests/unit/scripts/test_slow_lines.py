"""mypyc's annotated page is read back as a list."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_a_line_inside_a_function_is_listed_and_one_at_the_margin_is_not() -> None:
    def slow(line: int, code: str, hint: str) -> str:
        shown = f'<div class="collapsible" style="background-color: #fcc">{line:>5}  {code}\n</div>'
        why = f'<div class="content">       <div class="hint">{hint}</div></div>'
        return f"<span>{shown}{why}</span>"

    page = (
        "<html><h2><tt>src/backsim/till.py</tt></h2>\n<pre>"
        + slow(1, "import numpy", "Get non-native attribute.")
        + "    2  def pay():\n"
        + slow(3, "    return a &lt; max(a, b, c)", "Generic &quot;&lt;&quot;.")
        + "</pre></html>"
    )
    found = list(runpy.run_path(str(ROOT / "scripts" / "slow_lines.py"))["slow_lines"](page))
    assert found == [("src/backsim/till.py", 3, "return a < max(a, b, c)", 'Generic "<".')]
