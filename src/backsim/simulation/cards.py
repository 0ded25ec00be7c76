"""Cards: they are authorised for what is due at shipment, and may be declined after a wait."""

from __future__ import annotations

from math import exp
from typing import Final, final

from backsim.simulation.agenda import RENEW as RENEW_HOLD
from backsim.simulation.codes import DEADLINE, FAILED, RENEWAL
from backsim.simulation.moments import Listener
from backsim.simulation.store import Store
from backsim.units import DAY, Row, Tick


class Card:
    """What may go wrong with a card at shipment. Here: nothing."""

    def is_declined(self, lines: list[int], now: Tick) -> bool:
        """Is the charge for what these lines owe declined now?"""
        return False

    def is_given_up(self, line: Row) -> bool:
        """Was it declined for the last time?"""
        return False


@final
class FailingCard(Card):
    """A card that fails the more often, the longer its customer has waited."""

    def __init__(self, store: Store) -> None:
        self.store: Final = store
        self.tries: Final[dict[int, int]] = {}
        """By first line of a parcel: failed tries."""

    def is_declined(self, lines: list[int], now: Tick) -> bool:
        store, terms, line = self.store, self.store.terms, lines[0]
        waited = now - store.placed_at[store.lines.order[line]]
        if not waited or not any(store.live.owing[line] for line in lines):
            return False
        tried = self.tries.get(line, 0)
        fading = exp(-terms.capture_growth * float(waited) / DAY)
        if store.luck(f"capture {tried}", line) >= 1 - (1 - terms.capture_failure) * fading:
            return False
        self.tries[line] = tried + 1
        store.payments.add(line, store.payments.new_charge(), now, FAILED, 0, 0, True)
        return True

    def is_given_up(self, line: Row) -> bool:
        return self.tries.get(line, 0) > self.store.terms.capture_retries


def card_of(store: Store) -> Card:
    """The cards that this store's customers have."""
    terms = store.terms
    fails = terms.capture_failure > 0 or terms.capture_growth > 0
    return FailingCard(store) if fails else Card()


@final
class Holds(Listener):
    """A card is authorised for what is due at shipment; the hold expires and is renewed."""

    def __init__(self, store: Store) -> None:
        self.store: Final = store
        self.held: Final[dict[int, list[int]]] = {}
        """By the first of them: lines of an order for which a card is authorised."""

    def sold(self, visit: Row, waiting: list[int], now: Tick) -> None:
        self.authorise([line for line in waiting if self.store.live.owing[line]], now)

    def authorise(self, lines: list[int], now: Tick) -> None:
        """From now on the money for these lines is held."""
        if lines:
            self.held[lines[0]] = lines
            self.store.put(now + self.store.terms.hold, DEADLINE, RENEW_HOLD, lines[0])

    def renew(self, first: Row, now: Tick) -> None:
        """The hold has expired; if some lines still wait, the card is authorised for them again."""
        store = self.store
        lines = [line for line in self.held.pop(first) if store.lines.is_open(line)]
        if lines:
            fee = store.terms.renewal_fee
            store.payments.add(lines[0], store.payments.new_charge(), now, RENEWAL, 0, fee, True)
            store.purse.pay(fee, now, now)
        self.authorise(lines, now)
