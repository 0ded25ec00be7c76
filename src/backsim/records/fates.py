"""Every fate that a line may have, by the name that profiles and reports know it by."""

from __future__ import annotations

from typing import Final

from backsim.records.codes import Fate, LostCause
from backsim.records.shown import Shown


def fate_id(fate: Fate | LostCause) -> str:
    """The name of a fate in a profile.

    >>> fate_id(Fate.OPEN), fate_id(LostCause.PRICE)
    ('open', 'lost_price')
    """
    name = fate.name.lower()
    return f"lost_{name}" if isinstance(fate, LostCause) else name


FATES: Final[dict[str, Shown]] = {
    **{fate_id(fate): fate for fate in Fate},
    **{fate_id(cause): cause for cause in LostCause if cause != LostCause.SOLD},
}
"""From the best end to the worst, which is the order in which reports show them."""
