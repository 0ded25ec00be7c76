"""Discounts for those who wait."""

from __future__ import annotations

from typing import ClassVar

from backsim.policies import pricing
from backsim.records.views import Policy
from backsim.scenario.kinds import Duration, Share
from backsim.scenario.schema.base import Section, setting


class Pricing(Section):
    """What is taken off the list price; store-wide, or for one product."""

    example: ClassVar[str] = """\
pricing:
  preorder_discount: 10%
  wait_discounts: {14 days: 5%, 30 days: 10%}
"""

    preorder_discount: Share = setting("Off every pre-order.", 0.0)
    wait_discounts: dict[Duration, Share] = setting(
        "Off a backorder, by its promised wait: each wait, and the share that it earns from there "
        "on.",
        {},
    )

    def policy(self) -> Policy:
        """The discounts as the engine takes them."""
        by_wait = tuple(sorted(self.wait_discounts.items()))
        return Policy(pricing.discounts, pricing.Discounts(self.preorder_discount, by_wait=by_wait))
