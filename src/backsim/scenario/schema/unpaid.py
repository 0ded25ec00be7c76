"""Orders that are placed, hold their pieces, and are paid later or never."""

from __future__ import annotations

from typing import ClassVar

from backsim.chance.delays import Delay
from backsim.chance.distributions import Constant
from backsim.scenario.schema.base import Section, setting
from backsim.scenario.schema.cancelling import CreditDelay
from backsim.scenario.values.kinds import LongDuration, Share
from backsim.units import DAY, HOUR


class Unpaid(Section):
    """Customers who pay by slip or transfer, ahead: nothing of their order leaves before it is
    paid, its pieces are held for a time, and then it ends and they go to the next. A date is
    promised when they pay.

    What such a way to pay wins, customers who could not or would not pay otherwise, is not in the
    model: here it only costs. In Olist, 19 % of orders were paid by slip, half of them within 29
    hours; how many are never paid is not in that data, which has only orders that were.
    """

    example: ClassVar[str] = """\
payment:
  unpaid: {share: 19%, paid_after: lognormal(mean 40 hours, cv 1), never: 20%, held_for: 3 days}
"""

    share: Share = setting("Of all orders: those that are not paid as they are placed.", 0.0)
    paid_after: CreditDelay = setting(
        "From the order to the payment; what is paid later than `held_for` is never paid.",
        Delay(Constant(29.0 * HOUR)),
    )
    never: Share = setting("Share of them that is never paid.", 0.0)
    held_for: LongDuration = setting(
        "From the order until it ends if it is not paid. ASSUMED; nothing depends on it where "
        "everybody pays.",
        3 * DAY,
    )
