"""Does the customer take the offer?"""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import CustomerRule
from backsim.records.codes import LostCause
from backsim.units import Code, Money, Tick, share_of

_SOLD: Final[Code] = int(LostCause.SOLD)
_PRICE: Final[Code] = int(LostCause.PRICE)
_WAIT: Final[Code] = int(LostCause.WAIT)
_INTEREST: Final[Code] = int(LostCause.INTEREST)
_PREPAYMENT: Final[Code] = int(LostCause.PREPAYMENT)


@final
class Thresholds(CustomerRule):
    """The customer's own thresholds, in the order in which a shopper meets them.

    *Price*: the value must not exceed the limit of what they would pay.
    *Wait*: it must not exceed ``patience * (1 + discount_response * discount share)``: a discount
    buys patience.
    *Interest*: nor must the value with what is asked on top of it exceed the limit.
    *Prepayment*: paying ahead makes an offer feel dearer, by the aversion for all of it and in
    proportion for a part: ``value + surcharge + aversion * felt_ahead`` must not exceed the limit.

    What a share makes of a wait or an amount is rounded as everywhere (``units.share_of``), so that
    no answer hangs on how a share is held in binary.

    >>> rule = Thresholds()
    >>> LostCause(rule.weighs(1000, 1000, 0, 0, 7, 1100, 6, 0.0, 2.0)).name
    'WAIT'
    >>> LostCause(rule.weighs(1000, 900, 0, 0, 7, 1100, 6, 0.0, 2.0)).name
    'SOLD'
    >>> LostCause(rule.weighs(1000, 1000, 1000, 0, 1, 1100, 6, 0.2, 2.0)).name
    'PREPAYMENT'
    """

    def weighs(
        self,
        list_value: Money,
        value: Money,
        felt_ahead: Money,
        surcharge: Money,
        wait: Tick,
        limit: Money,
        patience: Tick,
        aversion: float,
        discount_response: float,
    ) -> Code:
        if value > limit:
            return _PRICE
        if wait > patience:
            discount = 1.0 - float(value) / float(list_value) if list_value else 0.0
            if wait > share_of(patience, 1.0 + discount_response * discount):
                return _WAIT
        if value + surcharge > limit:
            return _INTEREST
        if value + surcharge + share_of(felt_ahead, aversion) > limit:
            return _PREPAYMENT
        return _SOLD
