"""Does the customer take the offer?"""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import CustomerRule
from backsim.records.codes import LostCause
from backsim.units import FOREVER, Code, Money, Tick

_SOLD: Final[Code] = int(LostCause.SOLD)
_PRICE: Final[Code] = int(LostCause.PRICE)
_WAIT: Final[Code] = int(LostCause.WAIT)
_PREPAYMENT: Final[Code] = int(LostCause.PREPAYMENT)


@final
class Thresholds(CustomerRule):
    """The customer's own thresholds, in the order in which a shopper meets them.

    *Price*: the value must not exceed the limit of what they would pay.
    *Wait*: the quoted wait must not exceed ``patience * (1 + discount_response * discount share)``:
    a discount buys patience. Without a promise (``FOREVER``) nobody weighs the wait.
    *Prepayment*: paying ahead makes an offer feel dearer, by the aversion for all of it and in
    proportion for a part: ``value + surcharge + aversion * prepaid`` must not exceed the limit.

    >>> rule = Thresholds()
    >>> LostCause(rule.weighs(1000, 1000, 0, 0, 7, 1100.0, 6, 0.0, 2.0)).name
    'WAIT'
    >>> LostCause(rule.weighs(1000, 900, 0, 0, 7, 1100.0, 6, 0.0, 2.0)).name
    'SOLD'
    >>> LostCause(rule.weighs(1000, 1000, 1000, 0, 1, 1100.0, 6, 0.2, 2.0)).name
    'PREPAYMENT'
    """

    def weighs(
        self,
        list_value: Money,
        value: Money,
        prepaid: Money,
        surcharge: Money,
        quoted_wait: Tick,
        limit: float,
        patience: Tick,
        aversion: float,
        discount_response: float,
    ) -> Code:
        if float(value) > limit:
            return _PRICE
        if patience < quoted_wait < FOREVER:
            discount = 1.0 - float(value) / float(list_value) if list_value else 0.0
            if float(quoted_wait) > float(patience) * (1.0 + discount_response * discount):
                return _WAIT
        if float(value + surcharge) + aversion * float(prepaid) > limit:
            return _PREPAYMENT
        return _SOLD
