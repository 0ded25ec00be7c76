"""What the shop must remember of a line while it lives, and nobody reads afterwards."""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints, copied, ints, longer
from backsim.simulation.tables import Lines, Rare
from backsim.units import NEVER, Money, Pieces, Row, share_of


@final
class Live:
    """Money still to be paid for each line, and where the lines came from that were not drawn."""

    def __init__(self, lines: Lines, limit: Ints) -> None:
        self.lines: Final = lines
        self.owing: Ints = copied(lines.list_value)
        """To be paid when the line leaves."""
        self.paid: Ints = ints(len(lines.order))
        """All that was paid so far, ahead or later."""
        self.scheduled: Final = Rare(0)
        """Still to be paid on agreed dates."""
        self.terms: Final = Rare(0)
        """Of a line that is sold on an invoice: ticks from its shipment to the payment."""
        self.source: Final = Rare(NEVER)
        """Of a line that was split off or swapped in: the line whose luck it shares."""
        self.whole: Final = Rare(0)
        """Of a line that was split: the pieces that were asked for in one line."""
        self.before: Final = Rare(0)
        """Of a part: the list value of the parts in front of it."""
        self.code: Final = Rare(0)
        """What a code takes off the price of a line."""
        self.limit: Ints = limit
        """The most this customer would pay for a line."""

    def price(self, line: Row, listed: Money, value: Money) -> None:
        """What a line costs; all of it is still to be paid."""
        self.lines.price(line, listed, value)
        self.owing[line] = value

    def drawn_as(self, line: Row) -> Row:
        """The line whose luck this one has: its own, or that of the line it came from."""
        return self.source.rows.get(line, line)

    def in_front(self, line: Row) -> Money:
        """The list value of the parts of the same line that stand in front of this one."""
        before = self.before.get(line)
        if not before or self.lines.product[self.source.get(line)] != self.lines.product[line]:
            return 0  # the first part, or one of them was taken as something else
        return before

    # Lines that turn into others.

    def substitute(self, line: Row, product: Row, value: Money) -> None:
        """Another product is taken instead of the one asked for."""
        self.lines.substitute(line, product, value)
        self.owing[line] = value

    def split(self, line: Row, quantity: Pieces) -> Row:
        """Keep so many pieces in a line; answers a new line with the rest. Together they cost what
        the whole would have cost."""
        whole = self.lines.quantity[line]
        rest = self.cut(line, quantity)
        self.whole.put(line, whole)
        self.whole.put(rest, whole)
        self.before.put(rest, self.lines.list_value[line])
        return rest

    def cut(self, line: Row, quantity: Pieces) -> Row:
        """Keep so many pieces in a line, as if no more had been asked for; answers a new line with
        the rest."""
        lines, limit, whole = self.lines, self.limit[line], self.lines.list_value[line]
        rest = lines.split(line, quantity)
        self._follow(line, rest)
        self.owing[line] = lines.value[line]
        # By value, not by pieces: a part that was rounded up to a cent must not seem too dear.
        share = float(lines.list_value[line]) / float(whole) if whole else 1.0
        part = share_of(limit, share)
        self.limit[line] = part
        self.limit[rest] = limit - part if whole else limit
        code = self.code.get(line)
        if code:
            self.code.put(line, share_of(code, share))
            self.code.put(rest, code - share_of(code, share))
        return rest

    def swap(self, line: Row, product: Row, value: Money) -> Row:
        """Answers a new line, sold from stock, that takes the place of this one."""
        other = self.lines.swap(line, product, value)
        self._follow(line, other)
        return other

    def _follow(self, line: Row, new: Row) -> None:
        if new >= len(self.owing):
            self.owing = longer(self.owing)
            self.paid = longer(self.paid)
            self.limit = longer(self.limit)
        self.owing[new] = self.lines.value[new]
        self.source.put(new, self.drawn_as(line))
