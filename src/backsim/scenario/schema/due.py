"""When a payment falls due: on a date, some time after another, on a day of the month."""

from __future__ import annotations

from re import fullmatch
from typing import Annotated, Any, NamedTuple

from backsim.scenario.values import amounts, times, wording
from backsim.scenario.values.hints import FaultsError, not_one_of, quoted
from backsim.scenario.values.kinds import Context, Kind
from backsim.units import DAY, FOREVER


class Balance(NamedTuple):
    """When the rest of a deposit is paid: at a tick, so many ticks after checkout, or neither."""

    at: int = FOREVER
    after: int = FOREVER


def balance(raw: Any, context: Context) -> Balance:
    """When the balance is due: ``at_shipment``, ``{at: 2026-05-01}``, ``{after: 14 days}``."""
    if raw == "at_shipment":
        return Balance()
    if isinstance(raw, dict) and len(raw) == 1:
        ((key, told),) = raw.items()
        if key not in ("at", "after"):
            raise FaultsError(((key,), not_one_of(key, ("at", "after"))))
        try:
            if key == "after":
                return Balance(after=times.duration(told))
            return Balance(at=times.moment(told, context.start))
        except ValueError as error:
            raise FaultsError(((key,), str(error))) from None
    try:
        return Balance(at=(times.day(raw) - context.start).days * DAY)
    except ValueError:
        message = "must be `at_shipment`, `{at: 2026-05-01}` or `{after: 14 days}`"
        raise ValueError(f"{message}, not {quoted(raw)}") from None


def _say_balance(value: Balance, context: Context) -> str:
    if value.at < FOREVER:
        return wording.moment(value.at, context.start)
    return "at_shipment" if value.after >= FOREVER else f"{wording.duration(value.after)} later"


BalanceDue = Annotated[
    Balance,
    Kind(
        "`at_shipment`, a date, `{at: ...}` or `{after: ...}`",
        "{after: 14 days}",
        balance,
        _say_balance,
    ),
]


class Between(NamedTuple):
    """The time between two payments: ticks, or calendar months."""

    ticks: int = 0
    months: int = 0


def between(raw: Any) -> Between:
    """A duration above zero, or whole calendar months.

    >>> between("30 days"), between("1 month")
    (Between(ticks=2592000, months=0), Between(ticks=0, months=1))
    """
    if isinstance(raw, str) and (found := fullmatch(r"\s*(\d+)\s*months?\s*", raw)):
        return Between(months=amounts.whole(int(found[1]), low=1, high=120))
    return Between(times.positive_duration(raw))


def _say_between(value: Between) -> str:
    if value.months:
        return f"{value.months} month{'s' if value.months > 1 else ''}"
    return wording.duration(value.ticks)


Every = Annotated[
    Between,
    Kind(
        "duration above 0, or calendar months",
        "1 month",
        lambda raw, _: between(raw),
        lambda value, _: _say_between(value),
    ),
]
