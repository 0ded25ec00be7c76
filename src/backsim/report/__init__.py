"""The answer: views (plain data), figures (which compute nothing), one page, and text.

Heavy libraries are loaded only by the function that draws with them.
"""

from __future__ import annotations

from backsim.report.page import write_page
from backsim.report.text import kpis_text, study_text

__all__ = ["kpis_text", "study_text", "write_page"]
