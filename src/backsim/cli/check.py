"""``backsim check``: is this scenario sound?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backsim import changes
from backsim.cli import options
from backsim.cli.document import print_json
from backsim.errors import Fault, ScenarioError
from backsim.units import DAY

if TYPE_CHECKING:
    from backsim.scenario.build import Loaded
    from backsim.scenario.model import History, Scenario, StudyPlan


@click.command()
@options.scenario_file
@options.overrides
@options.as_json
def check(file: Path, overrides: tuple[str, ...], as_json: bool) -> None:
    """Check a scenario file and say what it asks, without running it.

    Every fault is shown at once, each with its line and a caret.

    \b
    Example:
      backsim check shop.yaml
    """
    from backsim.experiments import load

    try:
        loaded = load(file, overrides=overrides)
    except ScenarioError as error:
        if as_json:
            print_json({"file": str(file), "faults": _placed(error.faults)})
        raise
    if as_json:
        print_json(summary(file, loaded))
        return
    many = len(loaded.odd)
    but = f", with {many} warning{'s' if many > 1 else ''}" if many else ""
    click.echo(f"{file} is sound{but}")
    for name, text in _lines(loaded):
        click.echo(f"  {name:<9} {text}")
    for fault in loaded.odd:
        click.echo(str(fault.as_warning()))
    for text in loaded.one_sided(loaded.arms):
        click.echo(f"one-sided: {text}")


def _placed(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Where each stands, for JSON: lines and columns from 1, 0 where there is none."""
    return [
        {"file": one.file, "line": one.line, "column": one.column, "message": one.message}
        for one in faults
    ]


def summary(file: Path, loaded: Loaded) -> dict[str, Any]:
    """What a scenario file asks, as plain data."""
    first, plan = loaded.arms[0], loaded.plan
    return {
        "file": str(file),
        "study": loaded.study,
        "arms": [arm.arm for arm in loaded.arms],
        "baseline": plan.baseline,
        "replications": plan.replications,
        "seed": plan.seed,
        "primary": [kpi for kpi, _ in plan.primary],
        "start": first.start.isoformat(),
        "horizon_days": first.horizon / DAY,
        "warm_up_days": first.warm_up / DAY,
        "products": [product.name for product in first.products],
        "replay": _replay(first.demand.history),
        "faults": [],
        "warnings": list(loaded.warnings),
        "warned": _placed(loaded.odd),
        "one_sided": list(loaded.one_sided(loaded.arms)),
        "notes": changed_defaults(loaded),
    }


def changed_defaults(loaded: Loaded) -> list[str]:
    """What the file leaves to a default that was another one once, in words."""
    from backsim.scenario.reading.merged import left_out

    return [
        f"{row.key} is left out: before backsim {row.since} that meant {row.old}, "
        f"now it means {row.new}. {row.sentence}"
        for row in changes.CHANGED_DEFAULTS
        if left_out(loaded.layers, row.key, row.beside, row.words)
    ]


def _replay(history: History | None) -> dict[str, Any] | None:
    if history is None:
        return None
    return {"read": history.read, "used": history.used, "refused": dict(history.refused)}


def _lines(loaded: Loaded) -> list[tuple[str, str]]:
    from backsim.scenario.values import wording

    first, plan = loaded.arms[0], loaded.plan
    trials = plan.replications * len(loaded.arms)
    lines = [
        ("arms", _arms(loaded)),
        ("time", f"{first.horizon / DAY:g} days from {first.start}, {_warm_up(first.warm_up)}"),
        ("products", ", ".join(product.name for product in first.products)),
        ("plan", f"{plan.replications:,} replications from seed {plan.seed}: {trials:,} trials"),
        ("decides", _deciding(plan) or "no KPI is declared as primary"),
    ]
    if first.demand.rate.sd:
        told = wording.distribution(first.demand.rate, wording.rate)
        lines.append(("demand", f"{told}: one rate is drawn for each future"))
    if any(product.on_order or product.waiting for product in first.products):
        lines.append(("day 0", _day_zero(first)))
    if first.demand.history is not None:
        lines.append(("replay", _rows(first.demand.history)))
    return lines + [("note", text) for text in changed_defaults(loaded)]


def _day_zero(arm: Scenario) -> str:
    """How much is on the way, and how many wait."""
    from backsim.scenario.values.wording import pieces

    coming = sum(goods.pieces for product in arm.products for goods in product.on_order)
    orders = [each for product in arm.products for each in product.waiting]
    wait = sum(each.orders * each.pieces for each in orders)
    count = sum(each.orders for each in orders)
    return f"{pieces(coming)} on order, {pieces(wait)} owed to {count:,} orders that wait"


def _deciding(plan: StudyPlan) -> str:
    names = {one.id: one.name for one in plan.declared}
    return ", ".join(names.get(kpi) or kpi for kpi, _ in plan.primary)


def _arms(loaded: Loaded) -> str:
    names = [arm.arm for arm in loaded.arms]
    if len(names) == 1:
        return names[0]
    baseline = loaded.plan.baseline
    return ", ".join(f"{name} (baseline)" if name == baseline else name for name in names)


def _warm_up(ticks: int) -> str:
    return f"after {ticks / DAY:g} days of warm-up" if ticks else "no warm-up"


def _rows(history: History) -> str:
    refused = sum(count for _, count in history.refused)
    reasons = "; ".join(f"{count:,}: {reason}" for reason, count in history.refused)
    counts = f"{history.read:,} rows read, {history.used:,} used, {refused:,} refused"
    return f"{counts} ({reasons})" if reasons else counts
