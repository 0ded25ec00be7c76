"""What there is on day 0 beside the stock: goods on the way, and orders that wait already."""

from __future__ import annotations

from types import GenericAlias
from typing import Annotated, Any, ClassVar, cast

from pydantic import TypeAdapter

from backsim.scenario.schema.base import Section, setting
from backsim.scenario.schema.shapes import field_shape
from backsim.scenario.values import times, wording
from backsim.scenario.values.hints import quoted
from backsim.scenario.values.kinds import (
    Context,
    Flag,
    Kind,
    Moment,
    Share,
    SomeOrders,
    SomePieces,
)
from backsim.units import FOREVER, NEVER


def _parse_promise(raw: Any, context: Context) -> int:
    """Nobody was promised less than what is over already."""
    return FOREVER if raw == "none" else max(times.moment(raw, context.start), 0)


def _say_promise(tick: int, context: Context) -> str:
    if tick == NEVER:
        return "as the store would promise at the start"
    return "none" if tick >= FOREVER else wording.moment(tick, context.start)


Promised = Annotated[
    int,
    Kind("date, duration since the start, or `none`", "2026-02-02", _parse_promise, _say_promise),
]
"""In ticks since the start; ``FOREVER`` for none."""


class OnOrder(Section):
    """Goods of the product's supplier that are on the way when the question begins."""

    example: ClassVar[str] = """\
products:
  necklace:
    on_order:
      - {pieces: 60, at: 2026-02-02}
      - {pieces: 40, at: 45 days, paid: true}
"""

    pieces: SomePieces = setting("How many.")
    at: Moment = setting("When they come, which the store knows.")
    paid: Flag = setting(
        "Have they been paid for already? If not, they are when the supplier's terms say.", False
    )


class WaitingOrders(Section):
    """Orders taken before day 0 that still wait: one product each, at its reference price. They are
    part of every arm. Their waits and their lateness count from day 0 on."""

    example: ClassVar[str] = """\
products:
  necklace:
    waiting:
      - {orders: 12, promised: 2026-01-20, paid: 30%}
      - {orders: 2, pieces: 3}
"""

    orders: SomeOrders = setting("How many orders.", 1)
    pieces: SomePieces = setting("Pieces of each.", 1)
    promised: Promised = setting(
        "The ship date that they were promised, day 0 if it has passed; left out, what the store "
        "would promise on day 0.",
        NEVER,
    )
    paid: Share = setting(
        "Share of the price paid ahead; it is part of the opening cash, and owed. The rest is paid "
        "at shipment.",
        0.0,
    )


def _list_of(section: type[Section], doc: str, example: str) -> Kind:
    """A list of which each entry is a section."""
    entries: TypeAdapter[Any] = TypeAdapter(cast(Any, GenericAlias(list, section)))

    def parse(raw: Any, context: Context) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise ValueError(f"must be a list such as `{example}`, not {quoted(raw)}")
        return tuple(entries.validate_python(raw, context=context))

    def say(value: tuple[Any, ...], context: Context) -> str:
        return ", ".join(f"{{{_said(entry, context)}}}" for entry in value)

    return Kind(doc, example, parse, say, entry=section)


def _said(entry: Section, context: Context) -> str:
    shapes = {key: field_shape(type(entry), key) for key in type(entry).model_fields}
    return ", ".join(
        f"{key}: {shape.kind.say(getattr(entry, key), context)}"
        for key, shape in shapes.items()
        if shape.kind
    )


GoodsOnOrder = Annotated[
    tuple[OnOrder, ...],
    _list_of(OnOrder, "list of sections, see below", "[{pieces: 60, at: 2026-02-02}]"),
]
OrdersWaiting = Annotated[
    tuple[WaitingOrders, ...],
    _list_of(WaitingOrders, "list of sections, see below", "[{orders: 12, paid: 30%}]"),
]
