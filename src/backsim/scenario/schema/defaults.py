"""What holds where a file leaves it open: defaults that follow from other values."""

from __future__ import annotations

from math import ceil

import numpy as np

from backsim.scenario.schema.file import File
from backsim.scenario.schema.payment import Approach
from backsim.scenario.schema.products import Product
from backsim.scenario.schema.store import Carrier
from backsim.units import DAY


def supplier_of(file: File, product: Product) -> str:
    """The name of a product's supplier: its own, or the only one; empty if there is none."""
    if product.supplier or len(file.suppliers) != 1:
        return product.supplier
    return next(iter(file.suppliers))


def early_price(product: Product) -> int:
    """The price before the announced release."""
    told = product.price_before_release
    return product.price if told is None else told


def reference_price(product: Product) -> int:
    """The price that willingness is a multiple of."""
    told = product.reference_price
    return product.price if told is None else told


def approaches(product: Product) -> list[tuple[str, Approach]]:
    """The ways to pay for a product, by name, as the store shows them."""
    payment = product.payment
    return list(payment.offer.items()) or [(payment.word, payment)]


def quoted_transit(carrier: Carrier) -> int:
    """The transit time that customers are told: by default the 90 % quantile, in whole days."""
    if carrier.quoted >= 0:
        return carrier.quoted
    ticks = float(carrier.transit.quantile(np.array([0.9]))[0])
    return max(ceil(ticks / DAY), 0) * DAY


def charged(file: File, carrier: Carrier) -> int:
    """What a customer pays for the shipping of an order: the carrier's price, or the store's."""
    return file.shipping.charged if carrier.charged is None else carrier.charged


def free_above(file: File, carrier: Carrier) -> int:
    """The value of goods from which on shipping is free."""
    return file.shipping.free_above if carrier.free_above is None else carrier.free_above
