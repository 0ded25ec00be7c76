"""A customer weighs an offer: price first, then the wait, then what is paid ahead."""

from __future__ import annotations

import pytest

from backsim.policies.customer import weigh
from backsim.records.codes import LostCause
from backsim.records.views import OfferView
from backsim.units import FOREVER

OFFER = OfferView(
    list_value=1000,
    value=1000,
    prepaid=0,
    surcharge=0,
    quoted_wait=10,
    limit=1000.0,
    patience=10,
    aversion=0.0,
    discount_response=0.0,
)


@pytest.mark.parametrize(
    ("offer", "answer"),
    [
        (OFFER, LostCause.SOLD),
        (OFFER._replace(limit=999.9), LostCause.PRICE),
        (OFFER._replace(limit=900.0, value=900), LostCause.SOLD),
        (OFFER._replace(quoted_wait=11), LostCause.WAIT),
        (OFFER._replace(quoted_wait=FOREVER), LostCause.SOLD),
        (OFFER._replace(prepaid=300, aversion=0.1), LostCause.PREPAYMENT),
        (OFFER._replace(prepaid=300, aversion=0.1, limit=1030.0), LostCause.SOLD),
        (OFFER._replace(prepaid=300, aversion=0.1, value=970), LostCause.SOLD),
        (OFFER._replace(prepaid=300, aversion=0.1, value=971), LostCause.PREPAYMENT),
        # Interest on top is felt like what is paid ahead, and weighed after the wait.
        (OFFER._replace(surcharge=1), LostCause.PREPAYMENT),
        (OFFER._replace(surcharge=50, limit=1050.0), LostCause.SOLD),
        (OFFER._replace(surcharge=20, prepaid=300, aversion=0.1, limit=1050.0), LostCause.SOLD),
        (
            OFFER._replace(surcharge=21, prepaid=300, aversion=0.1, limit=1050.0),
            LostCause.PREPAYMENT,
        ),
        # Whoever would leave for several reasons leaves for the first.
        (OFFER._replace(limit=500.0, quoted_wait=99, prepaid=1, aversion=1), LostCause.PRICE),
        (OFFER._replace(quoted_wait=99, prepaid=1, aversion=1), LostCause.WAIT),
        # A free order is never too dear.
        (OFFER._replace(list_value=0, value=0, limit=0.0), LostCause.SOLD),
        (OFFER._replace(list_value=0, value=0, quoted_wait=11), LostCause.WAIT),
    ],
)
def test_each_threshold_decides_at_its_edge(offer: OfferView, answer: LostCause) -> None:
    assert weigh(offer, None) == answer


@pytest.mark.parametrize(("quoted_wait", "answer"), [(14, LostCause.SOLD), (15, LostCause.WAIT)])
def test_a_discount_buys_patience(quoted_wait: int, answer: LostCause) -> None:
    # 10 % off, and patience grows twice as fast as the discount share, doubled: 10 * 1.4 = 14.
    offer = OFFER._replace(value=900, discount_response=4.0, quoted_wait=quoted_wait)
    assert weigh(offer, None) == answer
