"""No number that decides is raised by serving a customer worse: tried on finished logs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from backsim.metrics import Reading, evaluate
from backsim.records.codes import CancelCause, LostCause
from backsim.records.log import RunLog
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate
from backsim.units import FOREVER, NEVER

Tree = dict[str, Any]
ArmsOf = Callable[[Tree], tuple[Scenario, ...]]

UNSENT = {"shipped_at": NEVER, "parcel": NEVER}
WORSE = {
    "refused": UNSENT
    | {"lost": LostCause.REFUSED, "promised_at": NEVER, "went_by": NEVER, "allocated_at": NEVER},
    "too dear": UNSENT
    | {"lost": LostCause.PRICE, "promised_at": NEVER, "went_by": NEVER, "allocated_at": NEVER},
    "undated": {"promised_at": FOREVER},  # its customer goes by a date of their own
    "not sent yet": UNSENT,
    "withdrawn": UNSENT | {"cancelled": CancelCause.LATE},
}


def rewritten(log: RunLog, row: int, columns: dict[str, int]) -> RunLog:
    """The same log with something else in a row of its lines; nothing is run again."""
    changed = {name: np.array(getattr(log.lines, name)) for name in columns}
    for name, value in columns.items():
        changed[name][row] = value
    if "cancelled" in columns:
        changed["cancelled_at"] = np.array(log.lines.cancelled_at)
        changed["cancelled_at"][row] = max(log.lines.shipped_at[row], 0)
    return replace(log, lines=replace(log.lines, **changed))


@settings(max_examples=60, phases=[Phase.generate])
@given(st.data())
def test_nothing_that_is_done_to_a_line_shrinks_what_it_is_counted_in(
    whole_shop: st.SearchStrategy[Tree], arms_of: ArmsOf, data: st.DataObject
) -> None:
    (scenario,) = arms_of(data.draw(whole_shop))
    log = simulate(scenario, draw(scenario, 1, 0))
    reading = Reading(log)
    alone = np.bincount(reading.asked_line, minlength=len(log.lines)) == 1
    rows = np.flatnonzero(reading.judged & alone & reading.accepted_lines)
    assume(len(rows))
    row = int(data.draw(st.sampled_from(rows.tolist())))
    before = evaluate(log)
    for name, columns in WORSE.items():
        after = evaluate(rewritten(log, row, columns))
        # Who was let down may well have been better off refused; but that serves nobody.
        kpis = {"demand_on_time", "demand_served"}
        kpis |= {"experience"} if reading.served_on_time[row] else set()
        for kpi in kpis:
            assert (after[kpi] or 0) <= (before[kpi] or 0), (name, kpi)
