"""What becomes of the money of those who give up: when it goes back, what is kept, and as what."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from backsim.chance.delays import AT_ONCE, Delay
from backsim.chance.distributions import Constant
from backsim.records.codes import Offer
from backsim.scenario.schema.base import Section, setting
from backsim.scenario.schema.pricing import WAITING
from backsim.scenario.values import delays, texts
from backsim.scenario.values.hints import FaultsError
from backsim.scenario.values.kinds import Context, Duration, Kind, Limit, Money, Share, words
from backsim.units import DAY, FOREVER

Delays = tuple[tuple[Offer, Delay], ...]


def refunds(raw: Any) -> Delays:
    """Refund delays by what was offered, from one delay for all or a mapping.

    A distribution that is written as a mapping may name kinds of orders too: it is for the others.

    >>> [delay.time.mean / 86400 for _, delay in refunds({"preorder": "30 days"})]
    [0.0, 30.0, 0.0]
    """
    faults: list[tuple[tuple[str | int, ...], str]] = []
    given: dict[Offer, Delay] = {}
    others = AT_ONCE
    if not isinstance(raw, dict):
        raw, others = {}, delays.delay(raw)
    elif "distribution" in raw:
        others = delays.delay({key: told for key, told in raw.items() if key not in WAITING})
        raw = {key: told for key, told in raw.items() if key in WAITING}
    for word, told in raw.items():
        try:
            texts.word(word, WAITING)
            given[WAITING[word]] = AT_ONCE if told is None else delays.delay(told)
        except FaultsError as error:
            faults += [((word, *path), message) for path, message in error.faults]
        except ValueError as error:
            faults.append(((word,), str(error)))
    if faults:
        raise FaultsError(*faults)
    return tuple((offer, given.get(offer, others)) for offer in WAITING.values())


def _say_refunds(told: Delays, _: Context) -> str:
    if len({delay for _, delay in told}) == 1:
        return delays.say_delay(told[0][1])
    pairs = zip(WAITING, told, strict=True)
    return ", ".join(f"{word}: {delays.say_delay(delay)}" for word, (_, delay) in pairs)


RefundDelays = Annotated[
    Delays,
    Kind(
        "distribution of durations or of working days, or mapping of `backorder`, `preorder`, "
        "`advance` to these",
        "uniform(7, 10 working days)",
        lambda raw, _: refunds(raw),
        _say_refunds,
    ),
]
CreditDelay = Annotated[
    Delay,
    Kind(
        "distribution of durations or of working days",
        "exponential(mean 60 days)",
        lambda raw, _: delays.delay(raw),
        lambda value, _: delays.say_delay(value),
    ),
]


class Forfeit(Section):
    """What the store keeps of what was paid ahead when an order is given up.

    A customer gives up by their own will if they change their mind (also about one line), if their
    card fails for good, or if they lose patience with an order that was taken without a date. The
    store has failed if they give up past its promise, or when they are told of a delay. For a
    substitute that they take instead nothing is kept, and what they have their bank take back for
    being late goes back whole.

    Customers weigh it (`customers.NAME.forfeit_aversion`), and some of those whose money is kept
    have their bank take it back (`disputes.kept_share`).
    """

    example: ClassVar[str] = """\
payment:
  approach: deposit
  share: 30%
  forfeit: {customer: 50%, after: 7 days}
"""

    customer: Share = setting("Share of it that is kept if the customer gives up.", 0.0)
    store: Share = setting("Share of it that is kept if the store has failed.", 0.0)
    after: Duration = setting(
        "From the order on, for how long customers may give up for nothing, the "
        "`cancellation_fee` included.",
        0,
    )


class CancellationFee(Section):
    """What giving up by one's own will costs, out of what was paid ahead and not kept otherwise:
    never more than is there, so who paid nothing ahead owes nothing."""

    example: ClassVar[str] = """\
payment:
  approach: full
  cancellation_fee: {amount: 5.00, per: order}
"""

    amount: Money = setting("The fee.", 0)
    per: Annotated[str, words("order", "line")] = setting(
        "Once in an order, however often something is taken out of it, or for each line.", "order"
    )


class StoreCredit(Section):
    """What becomes of the credit that customers get with `refund_as: credit`.

    It is owed until it is used or expires. A credit that is used is a purchase of goods that cost
    the store something and bring no cash. These goods have no visit, stock or parcel of their own:
    who must ship them is not in the model.
    """

    example: ClassVar[str] = """\
payment:
  approach: full
  refund_as: credit
  store_credit: {redeemed: 80%, after: exponential(mean 60 days), goods_cost: 60%}
"""

    redeemed: Share = setting("Share of credits that are used, each as a whole.", 1.0)
    after: CreditDelay = setting("From the cancellation to its use.", Delay(Constant(30.0 * DAY)))
    goods_cost: Share = setting(
        "What the goods cost the store, as a share of the credit. ASSUMED as dear as cash: what "
        "they really cost depends on what is bought.",
        1.0,
    )
    expires: Limit = setting("From the cancellation until it is worth nothing.", FOREVER)
