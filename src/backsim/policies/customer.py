"""Does the customer take the offer? ``decide(OfferView, params) -> LostCause``."""

from __future__ import annotations

from backsim.records.codes import LostCause
from backsim.records.views import OfferView
from backsim.units import FOREVER


def weigh(view: OfferView, params: None) -> LostCause:
    """The customer's own thresholds, in the order in which a shopper meets them.

    *Price*: the value must not exceed the limit of what they would pay.
    *Wait*: the quoted wait must not exceed ``patience * (1 + discount_response * discount share)``:
    a discount buys patience. Without a promise (``FOREVER``) nobody weighs the wait.
    *Prepayment*: paying ahead makes an offer feel dearer, by the aversion for all of it and in
    proportion for a part: ``value + surcharge + aversion * prepaid`` must not exceed the limit.

    >>> view = OfferView(list_value=1000, value=1000, prepaid=0, surcharge=0, quoted_wait=7,
    ...                  limit=1100, patience=6, aversion=0.0, discount_response=2.0)
    >>> weigh(view, None).name, weigh(view._replace(value=900), None).name
    ('WAIT', 'SOLD')
    >>> weigh(view._replace(quoted_wait=1, prepaid=1000, aversion=0.2), None).name
    'PREPAYMENT'
    """
    if view.value > view.limit:
        return LostCause.PRICE
    if view.quoted_wait < FOREVER and view.quoted_wait > view.patience:
        discount = 1 - view.value / view.list_value if view.list_value else 0.0
        if view.quoted_wait > view.patience * (1 + view.discount_response * discount):
            return LostCause.WAIT
    if view.value + view.surcharge + view.aversion * view.prepaid > view.limit:
        return LostCause.PREPAYMENT
    return LostCause.SOLD
