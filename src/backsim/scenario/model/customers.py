"""Who comes, what they want, and how their parcels travel."""

from __future__ import annotations

from typing import NamedTuple

from backsim.chance.distributions import Distribution
from backsim.records.codes import Offer
from backsim.records.log import Column
from backsim.records.rules import Rule
from backsim.units import FOREVER


class Segment(NamedTuple):
    """A kind of customer; every threshold is drawn once per person, before the run."""

    name: str
    share: float
    willingness: Distribution
    """Most they would pay, as a multiple of the list price."""
    patience: Distribution
    """Longest quoted wait they accept."""
    tolerance: Distribution
    """How far past the date that they go by they wait before they cancel."""
    aversion: Distribution
    """How much dearer full payment ahead feels, as a share of the value."""
    believed_wait: Distribution
    """The wait that they believe in where no date is named, as a multiple of the expected one."""
    discount_response: float
    reward_response: float
    """By how many times a reward's worth, as a share of the line, makes them wait longer."""
    reward_stars: float
    """Of what lateness costs: given back by a reward that is worth the line."""
    change_after: Distribution
    """Ticks after the order at which they change their mind, if they still wait."""
    drop: float
    """Of those who do: the share who drop one line of several ..."""
    swap: float
    """... and who take a substitute; the others cancel."""
    forfeit_aversion: float = 0.0
    """How much dearer an offer feels if all that is paid ahead may be kept, as a share of it."""


class Carrier(NamedTuple):
    """A way to ship a parcel."""

    name: str
    share: float
    """Share of customers who choose it."""
    transit: Distribution
    quoted: int
    """Transit time that customers are told."""
    cost: int
    cost_per_kg: int
    charged: int = 0
    """To a customer for each order ..."""
    free_above: int = FOREVER
    """... unless its goods cost this much or more."""


class Burst(NamedTuple):
    """Extra customers who come all at once and then ever fewer: a launch, a viral moment."""

    name: str
    at: Distribution
    """When it starts, in ticks."""
    peak: float
    """Extra customers per day at the start of the burst."""
    half_life: int
    """Ticks until half as many come."""


class Campaign(NamedTuple):
    """Extra customers for a time, in proportion to those who come anyway."""

    name: str
    at: int
    length: int
    lift: float
    """Extra customers, as a share of the steady stream."""
    cost: int = 0
    """Paid as it begins."""
    products: tuple[int, ...] = ()
    """What they may ask for; empty: anything."""
    segments: tuple[int, ...] = ()
    """Who they are; empty: like all others."""
    offers: tuple[int, ...] = (Offer.STOCK, Offer.PREORDER)
    """Does it speak of what is on sale, of what can only be pre-ordered, or of both?"""


class Advance(NamedTuple):
    """Customers who order now for a later date."""

    share: float
    ahead: Distribution
    """How far away the date is that they name, in ticks."""


class Basket(NamedTuple):
    """What a generated customer asks for."""

    sizes: tuple[float, ...]
    """Share of customers with 1, 2, 3, ... different products."""
    product_shares: tuple[float, ...]
    """Popularity of each product."""
    quantity: Distribution
    """Pieces per line, rounded to whole pieces, at least 1."""


class History(NamedTuple):
    """A real order history to replay: one entry per line, orders together, in order of time."""

    at: Column
    """Tick of each line's order; the day's start if the file gives no time."""
    has_time: bool
    order: Column
    """Number of the order within the file, from 0, rising."""
    person: Column
    """Number of the customer within the file, from 0."""
    product: Column
    quantity: Column
    value: Column
    """The whole line as ordered, in minor units; 0 for a free order."""
    read: int
    used: int
    refused: tuple[tuple[str, int], ...]
    """Reasons and how many rows each."""


class WordOfMouth(NamedTuple):
    """Customers bring friends, who want what they had; friends of friends are left out."""

    policy: Rule
    """How likely a customer who was served brings a friend."""
    delay: Distribution
    """Ticks from the shipment to the friend's visit."""


class Demand(NamedTuple):
    """Where customers come from: generated ones, a replayed history, or both."""

    rate: Distribution
    """Generated customers per day, before the weekly profile; one is drawn for each replication."""
    weekly: tuple[float, ...]
    """Seven multipliers, Monday first, with mean 1."""
    gap_cv: float
    """Coefficient of variation of the time between arrivals: 1 is Poisson, 0 is regular."""
    season: tuple[float, ...]
    """Twelve multipliers, January first."""
    trend: float
    """Growth of the rate, as a share per year."""
    at_opening: bool
    """All of a day's customers come at its first instant, instead of spread over it."""
    bursts: tuple[Burst, ...]
    campaigns: tuple[Campaign, ...]
    advance: Advance
    word_of_mouth: WordOfMouth | None
    basket: Basket
    history: History | None
    of_arm: tuple[str, ...] = ()
    """Which bursts and campaigns an arm or ``--set`` brought or changed, such as ``burst fair``:
    other arms have not had their visits."""
