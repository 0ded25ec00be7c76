"""Numbers, pieces, money and weights, as people write them.

As everywhere in this room, a function takes what the YAML file holds and raises ``ValueError``
with a message for the user. Nothing here knows of a file, a key or a schema.
"""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite

from backsim.scenario.values.hints import quoted
from backsim.units import FOREVER

MOST_PIECES = 1_000_000_000
MOST_MONEY = 1_000_000_000_000

_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF
BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD
JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL
LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED
VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
"""Codes that are in use (ISO 4217)."""

MINOR_DIGITS = {
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
}
"""Currencies whose smallest coin is not a hundredth (ISO 4217)."""

NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
_WEIGHT = re.compile(rf"({NUMBER})\s*([^\W\d]+)")


def number(raw: object, low: float = -1e15, high: float = 1e15) -> float:
    """A plain number.

    >>> number(1000.0)
    1000.0
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(f"must be a number, not {quoted(raw)}")
    if not isfinite(raw):
        raise ValueError("must be a finite number")
    if raw < low:
        below = "must not be negative" if low == 0 else f"must be at least {low:g}"
        raise ValueError(f"{below}: {quoted(raw)}")
    if raw > high:
        raise ValueError(f"must be at most {high:,g}: {quoted(raw)}")
    return float(raw)


def whole(raw: object, low: int = 0, high: int = MOST_PIECES) -> int:
    """A whole number; ``1e3`` is one.

    >>> whole(1000.0)
    1000
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(f"must be a whole number, not {quoted(raw)}")
    if not isfinite(raw) or raw != int(raw):
        raise ValueError(f"must be a whole number, not {quoted(raw)}")
    if raw < low:
        below = "must not be negative" if low == 0 else f"must be at least {low:,}"
        raise ValueError(f"{below}: {quoted(raw)}")
    if raw > high:
        raise ValueError(f"must be at most {high:,}: {quoted(raw)}")
    return int(raw)


def whole_or_unlimited(raw: object) -> int:
    """A number of pieces, or the word ``unlimited``."""
    return FOREVER if raw == "unlimited" else whole(raw)


def counted(raw: object, low: int = 0) -> int:
    """A whole number that stands as the key of a mapping, where YAML makes it a text.

    >>> counted("12")
    12
    """
    plain = int(raw) if isinstance(raw, str) and raw.isdecimal() and len(raw) < 12 else raw
    return whole(plain, low)


def money(raw: object, code: str, digits: int) -> int:
    """An amount in minor units; ``digits`` is the number of decimals of the currency.

    >>> money(49.9, "EUR", 2), money("49.90 EUR", "EUR", 2), money(49, "JPY", 0)
    (4990, 4990, 49)
    """
    told = raw.removesuffix(code).strip() if isinstance(raw, str) else quoted(raw)
    if isinstance(raw, bool) or not re.fullmatch(NUMBER, told):
        example = f"{49:.{digits}f}"
        raise ValueError(f"must be an amount of money such as `{example}`, not {quoted(raw)}")
    # From the text as written: as a float, 0.29 times 100 is not 29.
    amount = Decimal(told).scaleb(digits)
    if amount < 0:
        raise ValueError(f"an amount of money must not be negative: {quoted(raw)}")
    if amount > MOST_MONEY:
        raise ValueError(f"too large an amount of money: {quoted(raw)}")
    if amount != int(amount):
        places = f"{digits} decimals" if digits else "no decimals"
        raise ValueError(f"{quoted(raw)} has too many decimals: {code} has {places}")
    return int(amount)


def weight(raw: object) -> float:
    """A weight in kilograms.

    >>> weight("200 g"), weight("0.2 kg")
    (0.2, 0.2)
    """
    if raw == 0 and not isinstance(raw, bool):
        return 0.0
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raise ValueError(f"{quoted(raw)} needs a unit, for instance `{raw} kg`")
    found = _WEIGHT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if not found or found[2] not in ("g", "kg"):
        raise ValueError(f"must be a weight such as `0.2 kg` or `200 g`, not {quoted(raw)}")
    kilos = float(Decimal(found[1]) / (1000 if found[2] == "g" else 1))
    if not 0 <= kilos <= 1e6:
        raise ValueError(f"a weight must lie between 0 and 1,000,000 kg: {quoted(raw)}")
    return kilos
