"""``backsim kpis``: the dictionary of what is measured."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from backsim.changes import renamed_kpi
from backsim.cli import options
from backsim.cli.document import print_json
from backsim.errors import UsageError

if TYPE_CHECKING:
    from backsim.records.kpi import KpiInfo


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@options.as_json
def kpis(names: tuple[str, ...], as_json: bool) -> None:
    """Explain every number that backsim reports, or those that are named.

    \b
    Examples:
      backsim kpis | less
      backsim kpis fill_rate
    """
    from backsim import metrics

    infos = _named(metrics.infos(), names)
    if as_json:
        print_json({"kpis": [info._asdict() for info in infos]})
        return
    from backsim.report import kpis_text

    click.echo(kpis_text(infos))


def _named(infos: Sequence[KpiInfo], names: Sequence[str]) -> tuple[KpiInfo, ...]:
    """The KPIs of these names, all if none is given. Raises ``UsageError`` for an unknown one."""
    known = {info.id: info for info in infos}
    for name in names:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1)
        hint = f", did you mean {near[0]!r}?" if near else "; backsim kpis lists them"
        raise UsageError(renamed_kpi(name) or f"unknown KPI {name!r}{hint}")
    return tuple(known[name] for name in names) if names else tuple(infos)
