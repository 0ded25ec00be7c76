"""The KPIs that decide, as a file declares them: each in the unit and the range of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from backsim.changes import renamed_kpi
from backsim.records.kpi import Declared, KpiInfo
from backsim.scenario.values import measures
from backsim.scenario.values.hints import KEY, FaultsError, listed, meant, not_one_of, quoted
from backsim.scenario.values.kinds import Context, Kind
from backsim.scenario.values.wording import trimmed

Steps = tuple[str | int, ...]

SETTINGS = ("below", "above", "better", "matters")
WAYS = {"higher": 1, "lower": -1}


class Primary(NamedTuple):
    """What decides."""

    kpis: tuple[tuple[str, float | None], ...]
    """By id: the smallest difference that matters, if declared, in the KPI's unit."""
    declared: tuple[Declared, ...] = ()
    """Those of which more is said than that."""


def primary(raw: Any, context: Context) -> Primary:
    """KPIs that decide: a name, a list, or a mapping to what is said of each.

    >>> primary({"satisfaction": 0.1, "net_cash_flow": None}, Context()).kpis
    (('satisfaction', 0.1), ('net_cash_flow', None))
    """
    faults: list[tuple[Steps, str]] = []
    kpis: dict[str, float | None] = {}
    declared: list[Declared] = []
    for steps, kpi, told in _entries(raw):
        try:
            one, matters = _entry(kpi, told, context)
        except FaultsError as error:
            faults += [((*steps, *below), message) for below, message in error.faults]
            continue
        except ValueError as error:
            faults.append((steps, str(error)))
            continue
        if one.id in kpis:
            faults.append((steps, "names a KPI twice"))
        kpis[one.id] = matters
        if isinstance(told, dict) and told.keys() - {"matters"}:
            declared.append(one)
    if faults:
        raise FaultsError(*faults)
    return Primary(tuple(kpis.items()), tuple(declared))


def _entries(raw: Any) -> Iterator[tuple[Steps, str, Any]]:
    """Where each KPI stands, its name, and what is said of it."""
    if isinstance(raw, str):
        yield (), raw, None
    elif isinstance(raw, dict) and raw:
        for kpi, told in raw.items():
            yield (kpi,), kpi, told
    elif isinstance(raw, list) and raw:
        for position, item in enumerate(raw):
            if isinstance(item, str):
                yield (position,), item, None
            elif isinstance(item, dict):
                for kpi, told in item.items():
                    yield (position, kpi), kpi, told
            else:
                raise ValueError(f"must be names of KPIs, not {quoted(item)}")
    elif raw in ([], {}):
        raise ValueError("must name at least one KPI")
    else:
        raise ValueError(f"must be a list of KPIs, not {quoted(raw)}")


def _entry(kpi: str, told: Any, context: Context) -> tuple[Declared, float | None]:
    """One KPI, and the smallest difference of it that matters."""
    info = _info(kpi, context)
    said = told if isinstance(told, dict) else {"matters": told}
    faults: list[tuple[Steps, str]] = []
    read: dict[str, Any] = {}
    for key, value in said.items():
        try:
            read[key] = _setting(key, value, info, context, chance={"below", "above"} & {*said})
        except FaultsError as error:
            faults += error.faults
        except ValueError as error:
            faults.append(((key,) if isinstance(told, dict) else (), str(error)))
    if "below" in said and "above" in said:
        faults.append((("above", KEY), "the chance to be `below` or `above`, one of them"))
    if faults:
        raise FaultsError(*faults)
    return _declared(info, read, context), read.get("matters")


def _info(kpi: str, context: Context) -> KpiInfo:
    """The dictionary's entry; of an unknown KPI only if there is no dictionary."""
    for info in context.kpis:
        if info.id == kpi:
            return info
    if not context.kpis:
        return KpiInfo(kpi, kpi, "", 0, "", "")
    guess = meant(str(kpi), [info.id for info in context.kpis]) or " (backsim kpis lists them)"
    message = renamed_kpi(str(kpi)) or f"unknown KPI {quoted(kpi)}{guess}"
    raise FaultsError(((KEY,), message))


def _setting(key: Any, value: Any, info: KpiInfo, context: Context, chance: set[str]) -> Any:
    if key not in SETTINGS:
        guess = meant(str(key), SETTINGS) or f" (known: {listed(SETTINGS, 'and')})"
        raise FaultsError(((key, KEY), f"unknown key {quoted(key)}{guess}"))
    if value is None:
        return None
    if key == "better":
        if value not in WAYS:
            raise ValueError(not_one_of(value, WAYS))
        return WAYS[value]
    if key in ("below", "above"):
        return measures.limit(value, info.unit, context.currency)
    # A chance is a share, whatever it is the chance of.
    return measures.difference(value, "share" if chance else info.unit, context.currency)


def _declared(info: KpiInfo, read: dict[str, Any], context: Context) -> Declared:
    above = read.get("above") is not None
    limit = read["above"] if above else read.get("below")
    better = read.get("better")
    if limit is None:
        return Declared(info.id, info.id, info.better if better is None else better)
    side = "above" if above else "below"
    said = measures.worded(limit, info.unit, context.minor_digits)
    return Declared(
        f"{info.id}_{side}_{trimmed(limit)}",
        info.id,
        -1 if better is None else better,
        limit,
        above,
        f"Chance of {_inside(info.name)} {side} {said}",
    )


def _inside(name: str) -> str:
    """A KPI's name inside a sentence."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _say(value: Primary) -> str:
    names = {one.id: one.name or one.id for one in value.declared}
    return ", ".join(
        names.get(kpi, kpi) + ("" if least is None else f": {trimmed(least)}")
        for kpi, least in value.kpis
    )


PrimaryKpis = Annotated[
    Primary,
    Kind(
        "list of KPIs, or a mapping of KPIs to the smallest difference that matters, in the "
        "KPI's unit, or to `{below: ..., above: ..., better: higher or lower, matters: ...}`",
        "[net_cash_flow, satisfaction]",
        primary,
        lambda value, _: _say(value),
    ),
]
