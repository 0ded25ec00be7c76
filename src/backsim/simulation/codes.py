"""The vocabularies of ``records.codes`` as plain numbers: an enum member costs a look-up and a slow
comparison wherever the shop meets one."""

from __future__ import annotations

from typing import Final

from backsim.records.codes import (
    Answer,
    CancelCause,
    LineOrigin,
    LostCause,
    Offer,
    PaymentKind,
    Priority,
    WaitCause,
)
from backsim.units import Code

# The order of events at one instant.
RECEIPT: Final[Code] = int(Priority.RECEIPT)
CANCELLATION: Final[Code] = int(Priority.CANCELLATION)
PAYMENT: Final[Code] = int(Priority.PAYMENT)
RELEASE: Final[Code] = int(Priority.RELEASE)
REVIEW_BEFORE: Final[Code] = int(Priority.REVIEW_BEFORE)
DEMAND: Final[Code] = int(Priority.DEMAND)
REVIEW: Final[Code] = int(Priority.REVIEW)
DEADLINE: Final[Code] = int(Priority.DEADLINE)

# What the store had to offer.
STOCK: Final[Code] = int(Offer.STOCK)
BACKORDER: Final[Code] = int(Offer.BACKORDER)
PREORDER: Final[Code] = int(Offer.PREORDER)
ADVANCE: Final[Code] = int(Offer.ADVANCE)

YES: Final[Code] = int(Answer.YES)
LIST: Final[Code] = int(Answer.LIST)

# How a line of a basket ended.
SOLD: Final[Code] = int(LostCause.SOLD)
REFUSED: Final[Code] = int(LostCause.REFUSED)
NOT_RELEASED: Final[Code] = int(LostCause.NOT_RELEASED)
SOLD_OUT: Final[Code] = int(LostCause.SOLD_OUT)
ENDED: Final[Code] = int(LostCause.ENDED)
LOST_TO_SHIPPING: Final[Code] = int(LostCause.SHIPPING)
LIMIT: Final[Code] = int(LostCause.LIMIT)
WAITING_LIST: Final[Code] = int(LostCause.WAITING_LIST)

# Why a line was withdrawn.
LATE: Final[Code] = int(CancelCause.LATE)
TOLD: Final[Code] = int(CancelCause.TOLD)
CHANGED: Final[Code] = int(CancelCause.CHANGED)
SWAPPED: Final[Code] = int(CancelCause.SWAPPED)
DECLINED: Final[Code] = int(CancelCause.DECLINED)
DISPUTED: Final[Code] = int(CancelCause.DISPUTED)
UNPAID: Final[Code] = int(CancelCause.UNPAID)

# Money that moves between a customer and the store.
CHECKOUT: Final[Code] = int(PaymentKind.CHECKOUT)
SHIPMENT: Final[Code] = int(PaymentKind.SHIPMENT)
REFUND: Final[Code] = int(PaymentKind.REFUND)
SCHEDULED: Final[Code] = int(PaymentKind.SCHEDULED)
CHARGEBACK: Final[Code] = int(PaymentKind.CHARGEBACK)
RENEWAL: Final[Code] = int(PaymentKind.RENEWAL)
FAILED: Final[Code] = int(PaymentKind.FAILED)
DEFAULT: Final[Code] = int(PaymentKind.DEFAULT)
REWARD: Final[Code] = int(PaymentKind.REWARD)
SHIPPING_KEPT: Final[Code] = int(PaymentKind.SHIPPING_KEPT)
KEPT: Final[Code] = int(PaymentKind.KEPT)
CANCELLATION_FEE: Final[Code] = int(PaymentKind.CANCELLATION_FEE)
CREDIT: Final[Code] = int(PaymentKind.CREDIT)
RECLAIMED: Final[Code] = int(PaymentKind.RECLAIMED)
CREDIT_REDEEMED: Final[Code] = int(PaymentKind.CREDIT_REDEEMED)
CREDIT_EXPIRED: Final[Code] = int(PaymentKind.CREDIT_EXPIRED)

# Why a line waits.
SHORT: Final[Code] = int(WaitCause.SHORT)
FOR_RELEASE: Final[Code] = int(WaitCause.RELEASE)
FOR_DATE: Final[Code] = int(WaitCause.DATE)
FOR_REST: Final[Code] = int(WaitCause.REST)
FOR_PAYMENT: Final[Code] = int(WaitCause.PAYMENT)

REMAINDER: Final[Code] = int(LineOrigin.REMAINDER)
SWAP: Final[Code] = int(LineOrigin.SWAP)
