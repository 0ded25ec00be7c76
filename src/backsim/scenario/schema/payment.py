"""When customers pay, and what the payment processor takes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from backsim.policies import payment
from backsim.records.views import Policy
from backsim.scenario.kinds import Duration, Money, Share
from backsim.scenario.schema.base import OneOf, Option, Section, section, setting


class Fee(Section):
    """What the processor keeps of each charge; never returned, not even on a refund."""

    share: Share = setting("Share of the charge.", 0.0)
    fixed: Money = setting("Fixed amount per charge.", 0)


class Approach(Option):
    """When customers pay. The fee and the refund delay are the store's, whatever the approach."""

    example: ClassVar[str] = """\
payment:
  approach: deposit
  share: 30%
  fee: {share: 2.9%, fixed: 0.30}
  refund_after: 7 days
"""

    fee: Fee = section("What the processor keeps of each charge (store-wide only).", Fee)
    refund_after: Duration = setting(
        "From a cancellation until the money is given back (store-wide only).", 0
    )


class AtShipment(Approach):
    """Nothing ahead: the card is charged when the goods leave."""

    word = "at_shipment"

    def policy(self) -> Policy:
        return Policy(payment.at_shipment, None)


class Deposit(Approach):
    """A part at checkout, the balance at shipment, for what has to wait."""

    word = "deposit"
    share: Share = setting("Share of the value that is paid at checkout.")

    def policy(self) -> Policy:
        return Policy(payment.deposit, payment.Deposit(self.share))


class InFull(Approach):
    """Everything at checkout, for what has to wait."""

    word = "full"

    def policy(self) -> Policy:
        return Policy(payment.deposit, payment.Deposit(1.0))


STORE_WIDE = ("fee", "refund_after")

Payment = Annotated[
    AtShipment | Deposit | InFull, OneOf("approach", otherwise="at_shipment", shared=STORE_WIDE)
]
