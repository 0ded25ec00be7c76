"""Text for the terminal: the same views as the page, in 80 columns, plain in a pipe."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from backsim.experiments.study import Study
from backsim.records.kpi import KpiInfo
from backsim.report.numerals import MINUS, NO_INTERVAL, counted, unit_label
from backsim.report.reading import clean, confidence_words, study_title
from backsim.report.verdict import Answer, answer
from backsim.report.views.cuts import NOTHING, PartRow, cut_tables, cuts_caption
from backsim.report.views.tables import Cell, KpiTable, Row, better_words, kpi_table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

NARROWEST: Final = 40
_NAME: Final = 26
"""Columns for the name of a KPI."""
_ARM: Final = 18
"""Columns that one arm needs at least: a number of six digits and its plus-minus."""
_KEYBOARD: Final = str.maketrans(f"{MINUS}\u201c\u201d", '-""')
_STYLES: Final = {"better": "green", "worse": "red", "undecided": "yellow"}


def study_text(study: Study, width: int | None = None, color: bool | None = None) -> str:
    """A study for the terminal: the verdict in words, then tables, then notes.

    ``width`` is in columns (default: the terminal's, 80 in a pipe); ``color`` allows escape codes
    (default: only on a terminal, and not with ``NO_COLOR``).
    """
    table = kpi_table(study)
    parts: list[RenderableType] = [*_answer(study, answer(study))]
    wide = _width(width)
    if table.baseline:
        parts += _primary_gaps(study, table)
        parts += _means(study, table, wide)
        parts += _other_gaps(table, wide)
    else:
        parts += _alone(study, table)
    parts += _by_parts(study, wide)
    parts += _notes(study)
    return _printed(parts, wide, color)


def kpis_text(infos: Iterable[KpiInfo], width: int | None = None, color: bool | None = None) -> str:
    """The KPI dictionary: id, name, unit, which way is better, definition and source."""
    from rich.padding import Padding

    parts: list[RenderableType] = []
    for info in infos:
        facts = [unit_label(info.unit, "money"), better_words(info)]
        head = _text(info.id, "bold") + _text(f"  {info.name}")
        head += _text(f" ({', '.join(fact for fact in facts if fact)})", "dim")
        parts += [head, Padding(_text(info.definition), (0, 0, 0, 4))]
        if info.source:
            parts.append(Padding(_text(f"Source: {info.source}", "dim"), (0, 0, 0, 4)))
        parts.append(_text(""))
    return _printed(parts[:-1], _width(width), color)


def _answer(study: Study, said: Answer) -> list[RenderableType]:
    from rich.padding import Padding

    parts: list[RenderableType] = [_text(study_title(study), "dim"), _text("")]
    parts.append(_text(said.headline, "bold"))
    if len(said.statements) > 1:
        parts.append(_text(""))
        for one in said.statements:
            line = _text(f"{one.title}: ", "bold") + _text(one.text)
            parts.append(Padding(line, (0, 0, 0, 2)))
    parts += [_text(""), _text(said.sureness), _text(said.error), _text(said.risk), _text("")]
    return parts


def _primary_gaps(study: Study, table: KpiTable) -> list[RenderableType]:
    """The differences that decide, one row per KPI and arm."""
    from rich.padding import Padding

    rows = [row for group in table.groups if group.primary for row in group.rows]
    if not rows:
        return []
    confidence = confidence_words(study)
    baseline = table.titles[table.arms.index(table.baseline)]
    grid = _table(f"Primary KPIs: paired difference against {baseline}")
    grid.add_column("KPI and arm", ratio=1, overflow="fold")
    grid.add_column("difference", justify="right", no_wrap=True)
    grid.add_column(f"{confidence} interval", justify="right", no_wrap=True)
    grid.add_column("verdict", no_wrap=True)
    for row in rows:
        matters = f"; {row.matters} matters" if row.matters else ""
        grid.add_row(_text(_gap_labelled(row) + matters, "bold"))
        for title, cell in zip(table.titles, row.cells, strict=True):
            if cell.verdict:
                more = _text(f" ({cell.more})", "dim") if cell.more else _text("")
                grid.add_row(
                    Padding(_text(title) + more, (0, 0, 0, 2)),
                    _text(cell.gap),
                    _text(cell.gap_interval),
                    _verdict(cell),
                )
    return [grid, _text("")]


def _means(study: Study, table: KpiTable, width: int) -> list[RenderableType]:
    """Every KPI by arm, in as many blocks as the width asks for."""
    parts: list[RenderableType] = []
    # Mechanisms that are off would fill the table with zeros.
    idle = _rows(table, lambda row: all(_is_zero(cell.mean) for cell in row.cells))
    for block in _blocks(len(table.arms), width):
        grid = _arm_table(
            f"Means, each with its {confidence_words(study)} interval", table.titles, block, width
        )
        for group in table.groups:
            grid.add_row(_text(group.title, "dim"))
            for row in group.rows:
                if row not in idle:
                    cells = [row.cells[i] for i in block]
                    grid.add_row(
                        _text(_labelled(row, primary=group.primary)),
                        *(_with_half(cell.mean, cell.half, cell.interval) for cell in cells),
                    )
        parts += [grid, _text("")]
    left_out = _left_out("Zero in every arm", idle)
    return [*parts[:-1], *left_out, _text("")]


def _rows(table: KpiTable, chosen: Callable[[Row], bool]) -> list[Row]:
    """The rows that do not decide and are chosen."""
    return [row for group in table.groups if not group.primary for row in group.rows if chosen(row)]


def _other_gaps(table: KpiTable, width: int) -> list[RenderableType]:
    """The differences that explain and do not decide."""
    groups = [group for group in table.groups if not group.primary]
    others = [i for i, arm in enumerate(table.arms) if arm != table.baseline]
    if not groups or not others:
        return []
    baseline = table.titles[table.arms.index(table.baseline)]
    legend = "+ better, - worse, = equivalent, ? undecided, ^ higher, v lower"
    unknown = _rows(table, lambda row: not any(row.cells[i].verdict for i in others))
    same = _rows(table, lambda row: all(_is_same(row.cells[i]) for i in others))
    parts: list[RenderableType] = []
    for chunk in _blocks(len(others), width):
        block = [others[i] for i in chunk]
        caption = f"Other KPIs: paired difference against {baseline} ({legend})"
        grid = _arm_table(caption, table.titles, block, width)
        for group in groups:
            grid.add_row(_text(group.title, "dim"))
            for row in group.rows:
                if row not in unknown and row not in same:
                    grid.add_row(_text(_gap_labelled(row)), *(_gap(row.cells[i]) for i in block))
        parts += [grid, _text("")]
    left_out = _left_out("No difference at all", same) + _left_out("Nothing to compare", unknown)
    return [*parts[:-1], *left_out, _text("")]


def _is_same(cell: Cell) -> bool:
    """Not just equivalent: not one trial differs."""
    return cell.verdict == "equivalent" and _is_zero(cell.gap) and _is_zero(cell.gap_half)


def _alone(study: Study, table: KpiTable) -> list[RenderableType]:
    """One arm alone: mean, interval, and the range of single futures."""
    parts: list[RenderableType] = []
    for i, title in enumerate(table.titles):
        grid = _table(title)
        grid.add_column("KPI", ratio=1, overflow="fold")
        for heading in ("mean", f"{confidence_words(study)} interval", "8 of 10 futures"):
            grid.add_column(heading, justify="right", no_wrap=True)
        for group in table.groups:
            grid.add_row(_text(group.title, "dim"))
            for row in group.rows:
                cell = row.cells[i]
                grid.add_row(
                    _text(_labelled(row, primary=group.primary)),
                    *(_text(text) for text in (cell.mean, cell.interval, cell.futures)),
                )
        parts += [grid, _text("")]
    return parts


def _by_parts(study: Study, width: int) -> list[RenderableType]:
    """What decides, part by part, in a table for each cut."""
    tables = cut_tables(study)
    parts: list[RenderableType] = []
    for table in tables:
        for block in _blocks(len(table.arms), width):
            grid = _arm_table(table.title, table.titles, block, width)
            for group in table.groups:
                grid.add_row(_text(_with_unit(group.name, group.unit), "dim"))
                for row in group.rows:
                    _add_part(grid, row, block)
            parts += [grid, _text("")]
        if table.left_out:
            parts[-1:] = [_text(table.left_out, "dim"), _text("")]
    return [*parts, _text(cuts_caption(study), "dim"), _text("")] if tables else []


def _add_part(grid: Table, row: PartRow, block: Sequence[int]) -> None:
    """A part, and below it what it gains or loses against the baseline."""
    from rich.padding import Padding

    cells = [row.cells[i] for i in block]
    means = (_with_half(cell.mean, cell.half, cell.interval) for cell in cells)
    grid.add_row(Padding(_text(row.name), (0, 0, 0, 2)), *means)
    if any(cell.gap not in ("", NOTHING) for cell in cells):
        gaps = (_with_half(cell.gap, cell.gap_half, cell.gap_interval) for cell in cells)
        grid.add_row(Padding(_text("difference", "dim"), (0, 0, 0, 4)), *gaps)


def _notes(study: Study) -> list[RenderableType]:
    count = len(study.failed)
    lost = [f"{counted(count, 'trial')} failed and left out of every number"] if count else []
    return [_text(f"note: {clean(note)}") for note in [*study.notes, *lost]]


def _blocks(count: int, width: int) -> list[list[int]]:
    """The arms of each block: as many side by side as the width holds, evenly spread."""
    side_by_side = max((width - _NAME) // _ARM, 1)
    # Rounded up; then spread, so that no block has a lone arm at its end.
    blocks = -(-count // side_by_side)
    size = -(-count // blocks) if blocks else 1
    return [list(range(i, min(i + size, count))) for i in range(0, count, size)]


def _arm_table(caption: str, titles: Sequence[str], block: Sequence[int], width: int) -> Table:
    # Headings keep two columns clear, or those of neighbours would read as one.
    room = max((width - _NAME) // len(block) - 2, 8)
    grid = _table(caption, gap=0)
    grid.add_column("KPI", width=_NAME - 1, overflow="fold")
    for i in block:
        title = "\n".join(wrap(titles[i], room))
        grid.add_column(_text(title), justify="right", ratio=1)
    return grid


def _table(caption: str, gap: int = 1) -> Table:
    from rich import box
    from rich.table import Table

    return Table(
        title=_text(caption, "bold"), title_justify="left", box=box.SIMPLE_HEAD,
        expand=True, padding=(0, gap, 0, 0), pad_edge=False, show_edge=False, header_style="dim",
    )  # fmt: skip


def _labelled(row: Row, *, primary: bool = False) -> str:
    return ("* " if primary else "") + _with_unit(row.name, row.unit)


def _gap_labelled(row: Row) -> str:
    return _with_unit(row.name, row.gap_unit)


def _with_unit(name: str, unit: str) -> str:
    return name if not unit or unit == name.lower() else f"{name}, {unit}"


def _is_zero(number: str) -> bool:
    return not number.strip("0.")


def _left_out(what: str, rows: Sequence[Row]) -> list[RenderableType]:
    """Rows that would only say the same of every arm, in one sentence."""
    return [_text(f"{what}: {', '.join(row.name for row in rows)}.", "dim")] if rows else []


def _with_half(mean: str, half: str, interval: str) -> Text:
    """``12,345 ± 400``; the interval itself where it is not symmetric."""
    if half:
        return _text(f"{mean} \N{PLUS-MINUS SIGN} {half}")
    return _text(f"{mean}, {interval}" if interval and interval != NO_INTERVAL else mean)


def _gap(cell: Cell) -> Text:
    if not cell.verdict:
        return _text("no value", "dim")
    return _with_half(cell.gap, cell.gap_half, cell.gap_interval) + _text(
        f" {cell.sign}", _STYLES.get(cell.verdict, "")
    )


def _verdict(cell: Cell) -> Text:
    return _text(f"{cell.sign} {cell.verdict}", _STYLES.get(cell.verdict, ""))


def _text(text: str, style: str = "") -> Text:
    """Text that is shown as it is: rich reads no markup in it."""
    from rich.text import Text

    return Text(_ascii(text), style=style)


def _ascii(text: str) -> str:
    """A minus sign that can be copied into another program, and quotes of any keyboard."""
    return text.translate(_KEYBOARD)


def _width(width: int | None) -> int:
    return max(width or shutil.get_terminal_size((80, 24)).columns, NARROWEST)


def _printed(parts: Sequence[RenderableType], width: int, color: bool | None) -> str:
    from rich.console import Console

    if color is None:
        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    out = StringIO()
    console = Console(
        # No setting of the machine is read: the same study gives the same text.
        file=out, width=width, force_terminal=color, color_system="standard" if color else None,
        legacy_windows=False, highlight=False, emoji=False, markup=False, _environ={},
    )  # fmt: skip
    for part in parts:
        console.print(part)
    # rich fills lines with blanks up to the width.
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())
