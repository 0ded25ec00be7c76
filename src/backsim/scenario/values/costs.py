"""What things are worth or cost: a piece that is left, what is paid again and again, a wait."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from backsim.scenario.values import shares, texts, wording
from backsim.scenario.values.amounts import MOST_MONEY, NUMBER, money
from backsim.scenario.values.hints import FaultsError, not_one_of, quoted
from backsim.scenario.values.kinds import Context
from backsim.scenario.values.times import time_unit
from backsim.units import DAY, share_of

PERIODS = ("day", "week", "month", "year")
_PER = re.compile(rf"({NUMBER})\s*([A-Z]{{3}})?\s*(?:per|a|an|/)\s*([^\W\d]+)")


class Salvage(NamedTuple):
    """What a piece that is left is worth: an amount, or a share of its unit cost."""

    amount: int = 0
    share: float = 0.0

    def of(self, unit_cost: int) -> int:
        """In minor units.

        >>> Salvage(share=0.25).of(4000), Salvage(amount=300).of(4000)
        (1000, 300)
        """
        return self.amount + share_of(unit_cost, self.share)


def salvage(raw: object, context: Context) -> Salvage:
    """Money, or a percentage.

    >>> salvage("40%", Context()), salvage(12.5, Context())
    (Salvage(amount=0, share=0.4), Salvage(amount=1250, share=0.0))
    """
    if isinstance(raw, str) and raw.rstrip().endswith("%"):
        return Salvage(share=shares.share(raw))
    if not _is_amount(raw, context):
        wanted = "must be money such as `12.00`, or a share of the unit cost such as `40%`"
        raise ValueError(f"{wanted}, not {quoted(raw)}")
    return Salvage(amount=money(raw, context.currency, context.minor_digits))


def say_salvage(value: Salvage, context: Context) -> str:
    """The way back."""
    if value.share:
        return wording.share(value.share)
    return wording.money(value.amount, context.currency, context.minor_digits)


class Recurring(NamedTuple):
    """What is paid again and again."""

    amount: int
    every: str
    """One of ``PERIODS``."""


def recurring(raw: object, context: Context) -> Recurring:
    """An amount of money per day, week, month or year.

    >>> recurring("2000.00 per month", Context())
    Recurring(amount=200000, every='month')
    """
    found = _PER.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if not found and _is_amount(raw, context):
        raise ValueError(f"{quoted(raw)} needs a time, for instance `{raw} per month`")
    if not found:
        raise ValueError(f"must be money per time such as `2000.00 per month`, not {quoted(raw)}")
    every = found[3].casefold()
    if every not in PERIODS:
        raise ValueError(not_one_of(found[3], PERIODS))
    amount = " ".join(filter(None, found.groups()[:2]))
    return Recurring(money(amount, context.currency, context.minor_digits), every)


def say_recurring(value: Recurring, context: Context) -> str:
    """The way back."""
    amount = wording.money(value.amount, context.currency, context.minor_digits)
    return f"{amount} per {value.every}"


class WaitingCost(NamedTuple):
    """What a piece that a customer waits for costs."""

    per_piece: int = 0
    """Once, in minor units."""
    per_day: float = 0.0
    """For each day, in minor units; it may be less than one of them."""


def waiting_cost(raw: object, context: Context) -> WaitingCost:
    """Money per piece, money per piece and time, or a mapping of both.

    >>> waiting_cost("0.05 per day", Context()), waiting_cost(2, Context())
    (WaitingCost(per_piece=0, per_day=5.0), WaitingCost(per_piece=200, per_day=0.0))
    """
    if isinstance(raw, dict):
        return _both(raw, context)
    if isinstance(raw, str) and _PER.fullmatch(raw.strip()):
        return WaitingCost(per_day=_per_day(raw, context))
    if not _is_amount(raw, context):
        wanted = "must be money per piece such as `2.00`, per piece and time such as `0.05 per day`"
        both = "{per_piece: 2.00, per_time: 0.05 per day}"
        raise ValueError(f"{wanted}, or both: `{both}`, not {quoted(raw)}")
    return WaitingCost(per_piece=money(raw, context.currency, context.minor_digits))


def say_waiting_cost(value: WaitingCost, context: Context) -> str:
    """The way back."""
    once = wording.money(value.per_piece, context.currency, context.minor_digits)
    major = value.per_day / 10**context.minor_digits
    lasting = f"{wording.trimmed(major)} {context.currency} per day"
    if value.per_piece and value.per_day:
        return f"{once} and {lasting}"
    return lasting if value.per_day else once


def _both(raw: dict[str, object], context: Context) -> WaitingCost:
    faults: list[tuple[tuple[str | int, ...], str]] = []
    once, per_day = 0, 0.0
    for key, told in raw.items():
        try:
            texts.word(key, ("per_piece", "per_time"))
            if told is None:
                continue
            if key == "per_piece":
                once = money(told, context.currency, context.minor_digits)
            else:
                per_day = _per_day(told, context)
        except ValueError as error:
            faults.append(((key,), str(error)))
    if faults:
        raise FaultsError(*faults)
    return WaitingCost(once, per_day)


def _per_day(raw: object, context: Context) -> float:
    """Money per time as minor units a day; not in whole ones, since nobody is paid it."""
    found = _PER.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if not found or found[2] not in (None, context.currency):
        raise ValueError(f"must be money per time such as `0.05 per day`, not {quoted(raw)}")
    amount = Decimal(found[1]).scaleb(context.minor_digits)
    if not 0 <= amount <= MOST_MONEY:
        raise ValueError(f"must be an amount of money of 0 or more: {quoted(raw)}")
    return float(amount) * DAY / time_unit(found[3], found[0], plural=False)


def _is_amount(raw: object, context: Context) -> bool:
    """Is it a number, with or without the currency? Whether it is a sound one, ``money`` says."""
    if isinstance(raw, str):
        return re.fullmatch(NUMBER, raw.removesuffix(context.currency).strip()) is not None
    return isinstance(raw, int | float) and not isinstance(raw, bool)
