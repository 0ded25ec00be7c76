"""Where the money went: from sales to contribution, and from there to the cash at the end."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np

from backsim.experiments.study import Study
from backsim.ledger.accounts import Account
from backsim.report.numerals import MINUS, Scale, scale_of
from backsim.report.reading import arms_with_profiles, clean, profiles, title_of
from backsim.report.views.parts import Axis, DataTable, Key, axis_of

_CONTRIBUTION: Final = {a.label: a.words for a in Account if a.contributes}
"""Accounts that make up the contribution, in the order of the statement."""

_BALANCE: Final = {a.label: a.words for a in Account if not a.contributes and a != Account.CASH}
"""Accounts that stand between the contribution and the cash."""

Kind = Literal["change", "subtotal", "total"]


class Step(NamedTuple):
    """One bar of the waterfall."""

    label: str
    kind: Kind
    amount: float
    """A change, or the level that a total stands at; major units, mean per future."""
    text: str


class MoneyPanel(NamedTuple):
    """One arm's money."""

    arm: str
    title: str
    steps: tuple[Step, ...]
    note: str


class MoneyView(NamedTuple):
    """The money of every arm, on one scale."""

    panels: tuple[MoneyPanel, ...]
    axis: Axis
    keys: tuple[Key, ...]
    table: DataTable


def money_view(study: Study) -> MoneyView | None:
    """The waterfall by account; None if no trial left a profile."""
    arms = arms_with_profiles(study)
    if not arms:
        return None
    accounts = {arm: _mean_accounts(study, arm) for arm in arms}
    used = {name for line in accounts.values() for name, amount in line.items() if amount}
    levels = [value for line in accounts.values() for value in line.values()]
    unit = clean(study.facts.currency)
    digits = study.facts.minor_digits
    scale = scale_of("money", levels, currency=unit, minor_digits=digits)
    panels = tuple(_panel(study, arm, accounts[arm], used, scale) for arm in arms)
    edges = [edge for panel in panels for edge in running(panel.steps)]
    keys = (Key("gain", "adds"), Key("loss", "takes away"), Key("sum", "sum so far"))
    return MoneyView(panels, axis_of(edges, unit, count=4), keys, _table(panels, unit))


def running(steps: tuple[Step, ...]) -> list[float]:
    """The level after each step.

    >>> running((Step("a", "change", 3.0, ""), Step("b", "change", -1.0, "")))
    [3.0, 2.0]
    """
    levels, level = [], 0.0
    for step in steps:
        level = level + step.amount if step.kind == "change" else step.amount
        levels.append(level)
    return levels


def _mean_accounts(study: Study, arm: str) -> dict[str, float]:
    """Mean net amount of each account, credit positive: what it adds to the cash.

    ``opening`` and ``closing`` are the cash balances around the window.
    """
    found, factor = profiles(study, arm), 10.0**-study.facts.minor_digits
    names = sorted({name for p in found for name in p.accounts})
    means = {
        name: -factor * float(np.mean([p.accounts.get(name, 0) for p in found])) for name in names
    }
    closing = factor * float(np.mean([p.cash[-1] for p in found]))
    change = -means.pop("cash", 0.0)
    return {**means, "opening": closing - change, "closing": closing}


def _panel(
    study: Study, arm: str, accounts: dict[str, float], used: set[str], scale: Scale
) -> MoneyPanel:
    income = [
        (_CONTRIBUTION[name], accounts.get(name, 0.0)) for name in _CONTRIBUTION if name in used
    ]
    contribution = sum(amount for _, amount in income)
    known = {*_CONTRIBUTION, "opening", "closing"}
    # Accounts that only an older result knows are shown under the name they have there.
    others = [*_BALANCE, *sorted(used - known - _BALANCE.keys())]
    changes = [
        (_BALANCE.get(name, name.replace("_", " ").capitalize()), accounts.get(name, 0.0))
        for name in others
        if name in used
    ]
    opening, closing = accounts["opening"], accounts["closing"]
    rest = closing - opening - contribution - sum(amount for _, amount in changes)
    # Not hidden: a waterfall that does not add up says so.
    if abs(rest) >= 10.0**-study.facts.minor_digits:
        changes.append(("Not explained", rest))
    steps = [_step(scale, label, "change", amount) for label, amount in income]
    steps.append(_step(scale, "Contribution", "subtotal", contribution))
    if "opening" in used:
        steps.append(_step(scale, "Cash at the start", "change", opening))
    steps += [_step(scale, label, "change", amount) for label, amount in changes]
    steps.append(_step(scale, "Cash at the end", "total", closing))
    note = (
        f"A contribution of {scale.value(contribution)} takes the cash from "
        f"{scale.bare(opening)} to {scale.value(closing)}."
    )
    return MoneyPanel(arm, title_of(study, arm), tuple(steps), note)


def _step(scale: Scale, label: str, kind: Kind, amount: float) -> Step:
    text = scale.signed(amount) if kind == "change" else scale.bare(amount)
    return Step(label, kind, amount, text)


def _table(panels: tuple[MoneyPanel, ...], unit: str) -> DataTable:
    """Every arm has the same steps, but for one that may be left unexplained."""
    longest = max((panel.steps for panel in panels), key=len)
    found = [{step.label: step.text for step in panel.steps} for panel in panels]
    rows = tuple((step.label, *(texts.get(step.label, "0") for texts in found)) for step in longest)
    caption = f"Money by account, {unit}, mean per future ({MINUS} takes away)"
    return DataTable(caption, ("Step", *(panel.title for panel in panels)), rows)
