"""A scenario file becomes a frozen ``Scenario`` per arm, or all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from backsim.errors import Fault, ScenarioError
from backsim.records.kpi import KpiInfo
from backsim.scenario import assemble
from backsim.scenario.checks.faults import key_place, placed_faults, repaired, sorted_faults
from backsim.scenario.checks.file import findings
from backsim.scenario.checks.findings import Finding, Question
from backsim.scenario.levers import one_sided
from backsim.scenario.model import History, Scenario, StudyPlan
from backsim.scenario.reading import history, layers
from backsim.scenario.reading.layers import Layers
from backsim.scenario.reading.tree import Node, Place, TreePath, at, file_named, place_of, plain
from backsim.scenario.schema.file import File
from backsim.scenario.values import amounts, times
from backsim.scenario.values.hints import listed, meant, quoted
from backsim.scenario.values.kinds import DEFAULT_START, Context
from backsim.scenario.values.zones import zone

DECISIVE = ("products", "suppliers", "start", "horizon", "currency")
"""Keys on which so much depends that nothing else can be judged while one of them, or a whole
entry below it, is wrong."""


class Loaded(NamedTuple):
    """A scenario file, ready to be studied."""

    arms: tuple[Scenario, ...]
    """In the order of the file; one arm named ``base`` if it has none."""
    plan: StudyPlan
    study: str
    title: str
    description: str
    arm_titles: dict[str, str]
    odd: tuple[Fault, ...]
    """What is sound and hardly meant, each at its place; also called warnings."""
    layers: Layers
    files: tuple[Path, ...]
    """All that was read: the file, what it extends, and the histories."""
    notes: tuple[str, ...] = ()
    """What was read from other files: rows read, used, refused and why."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd, in words alone."""
        return tuple(dict.fromkeys(fault.message for fault in self.odd))

    def one_sided(self, arms: Sequence[Scenario]) -> tuple[str, ...]:
        """What is missing of the levers in which some of the arms differ, in words."""
        return one_sided(arms)


class Arm(NamedTuple):
    """One arm on its way: its tree as written, the tree with inheritance, and what it says."""

    name: str
    given: Node
    tree: Node
    file: File
    context: Context
    rows: history.Rows | None
    touched: frozenset[TreePath]
    """Paths of values that were wrong and have been left out."""

    def sound(self, path: TreePath) -> bool:
        """Can a finding at this path be believed? Not beside a value that was wrong."""
        beside = any(
            # In one section with it, above it, or below it.
            path[:2] == wrong[:2] or wrong[: len(path)] == path or path[: len(wrong)] == wrong
            for wrong in self.touched
        )
        decisive = any(wrong[0] in DECISIVE and len(wrong) <= 2 for wrong in self.touched)
        return not (beside or decisive)


def load(
    path: Path,
    *,
    overrides: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
    kpis: Sequence[KpiInfo] = (),
) -> Loaded:
    """Read a scenario file.

    ``overrides`` are ``path=value`` texts (of ``--set``), ``replications`` and ``seed`` override
    those of the file, ``kpis`` is the dictionary of those that ``study.primary`` may name (none:
    any).
    Raises ``ScenarioError`` with all the faults of all arms, in the order of the file.
    """
    return Loading(read(path, overrides, replications, seed), path, tuple(kpis)).run()


def read(
    path: Path,
    overrides: Sequence[str],
    replications: int | None = None,
    seed: int | None = None,
) -> Layers:
    """The layers of a file, with what the call overrides.

    Raises ``ScenarioError`` for files that cannot be read at all.
    """
    pairs = [("", text) for text in overrides]
    for name, value in (("replications", replications), ("seed", seed)):
        if value is not None:
            # Overrides like others, so that their faults name the option that was typed.
            pairs.append((f"--{name} {value}", f"study.{name}={value}"))
    return layers.read_layers(Path(path), pairs)


@dataclass
class Loading:
    """What is gathered while a file is loaded."""

    layers: Layers
    path: Path
    kpis: tuple[KpiInfo, ...] = ()
    faults: dict[tuple[Place, str], set[str]] = field(default_factory=dict)
    """Places and messages, with the arms in which each was found."""
    odd: dict[Finding, dict[str, Place]] = field(default_factory=dict)
    """Warnings, and where each was found, by arm."""
    notes: dict[str, None] = field(default_factory=dict)
    csv_faults: list[Fault] = field(default_factory=list)
    histories: dict[Any, history.Rows | None] = field(default_factory=dict)

    def run(self) -> Loaded:
        arms = [arm for name in self.layers.arms if (arm := self.arm(name))]
        # Every arm is checked before anything is told: a file is mended in one go.
        built = [scenario for arm in arms if (scenario := self.scenario(arm))]
        self.check_baseline(arms)
        faults = [*self.layers.faults, *self.csv_faults, *self.placed()]
        if faults or not built:
            raise ScenarioError(sorted_faults(faults))
        first = arms[0].file
        return Loaded(
            arms=tuple(built),
            plan=built[0].plan,
            study=self.study(first),
            title=first.title,
            description=first.description.strip(),
            arm_titles={arm.name: self.layers.titles.get(arm.name, "") for arm in arms},
            odd=tuple(sorted_faults(self.placed_warnings())),
            layers=self.layers,
            files=(*self.layers.files, *dict.fromkeys(spec.path for spec in self.histories)),
            notes=tuple(self.notes),
        )

    def study(self, file: File) -> str:
        """The study's name: the file's stem, made safe for a folder, if it has none."""
        stem = re.sub(r"[^\w.-]+", "-", self.path.stem).strip("-.")
        return file.name or stem[:60] or "study"

    def found(self, place: Place, message: str, arm: str) -> None:
        self.faults.setdefault((place, message), set()).add(arm)

    def arm(self, name: str) -> Arm | None:
        """One arm's tree, validated by the schema."""
        given = self.layers.tree(name)
        tree = layers.inherited(given)
        context = context_of(tree, self.kpis)
        file, touched = self.validated(name, given, tree, context)
        if file is None:
            return None
        arm = Arm(name, given, tree, file, context, None, frozenset(touched))
        return self.replaying(arm) if file.demand.file and arm.sound(("demand", "file")) else arm

    def validated(
        self, name: str, given: Node, tree: Node, context: Context
    ) -> tuple[File | None, set[TreePath]]:
        """The file as the schema sees it; if it has faults, what is left of it without them."""
        # The schema sees data alone; what it finds wrong is given its place by the tree.
        data = plain(tree)
        try:
            return File.model_validate(data, context=context), set()
        except ValidationError as error:
            for path, place, message in placed_faults(error, tree):
                # What a product inherits as it is has been told where it stands.
                if not layers.is_inherited(given, path):
                    self.found(place, message, name)
            # A second look at the rest, so that one wrong value hides nothing elsewhere.
            data, touched = repaired(data, error)
        try:
            return File.model_validate(data, context=context), touched
        except ValidationError:
            return None, touched

    def replaying(self, arm: Arm) -> Arm | None:
        """The arm with its history; without a start of its own it begins with the first order."""
        rows = self.rows(arm)
        if rows is None or arm.file.start:
            return arm._replace(rows=rows)
        context = arm.context._replace(start=rows.first)
        # Dates count from the start: with another start, each is read anew.
        file, _ = self.validated(arm.name, arm.given, arm.tree, context)
        return arm._replace(rows=rows, context=context, file=file) if file else None

    def scenario(self, arm: Arm) -> Scenario | None:
        """One arm with its history read and its sense checked."""
        horizon = self.horizon(arm)
        for finding in findings(Question(arm.file, arm.given, horizon, arm.context, arm.rows)):
            if not arm.sound(finding.path):
                continue
            place = (key_place if finding.at_key else place_of)(arm.tree, finding.path)
            if finding.warning:
                self.odd.setdefault(finding, {})[arm.name] = place
            else:
                self.found(place, finding.message, arm.name)
        # What is assembled takes a sound file for granted.
        if self.faults or self.csv_faults:
            return None
        replayed = history.replay(arm.rows, arm.context.start, horizon) if arm.rows else None
        if replayed:
            self.note(arm, replayed)
        return assemble.scenario(
            arm.file,
            arm.context,
            study=self.study(arm.file),
            arm=arm.name,
            title=arm.file.title,
            horizon=horizon,
            history=replayed,
            plan=self.plan(arm.file),
            of_arm=self.layers.of_arm(arm.tree),
        )

    def plan(self, file: File) -> StudyPlan:
        study = file.study
        return StudyPlan(
            seed=study.seed,
            replications=study.replications,
            baseline=study.baseline or next(iter(self.layers.arms)),
            primary=study.primary.kpis,
            confidence=study.confidence,
            steady_state=file.question == "steady_state",
            declared=study.primary.declared,
        )

    def check_baseline(self, arms: list[Arm]) -> None:
        for arm in arms:
            baseline = arm.file.study.baseline
            if baseline and baseline not in self.layers.arms:
                known = f" (arms: {', '.join(self.layers.arms)})"
                guess = meant(baseline, self.layers.arms) or known
                place = place_of(arm.tree, ("study", "baseline"))
                self.found(place, f"unknown arm {quoted(baseline)}{guess}", arm.name)

    def horizon(self, arm: Arm) -> int:
        """As written, or through the last day of the replayed file."""
        if arm.file.horizon:
            return arm.file.horizon
        if arm.rows:
            return history.days_through(arm.rows, arm.context.start)
        if not arm.file.demand.file and not arm.touched:
            message = "'horizon' is missing, for instance `horizon: 120 days`"
            self.found(arm.tree.place, message, arm.name)
        # So long that nothing is told to lie beyond a horizon that could not be known.
        return times.LONGEST

    def rows(self, arm: Arm) -> history.Rows | None:
        """The rows of the arm's history; read once for all arms that agree on it."""
        demand = arm.file.demand
        if not demand.file:
            return None
        node = at(arm.tree, ("demand", "file"))
        place = node.place if node else arm.tree.place
        columns = dict(demand.columns)
        if columns["price"]:
            # A price says the value of a line; of both columns, it is the one that somebody set.
            columns["value"] = ""
        products = tuple(sorted(arm.file.products))
        if len(products) > 1 and not columns["product"]:
            message = "several products: which column names the product? (demand.columns.product)"
            self.found(place, message, arm.name)
            return None
        for role in ("date", "quantity"):
            if not columns[role]:
                where = place_of(arm.tree, ("demand", "columns", role))
                self.found(where, f"a history needs its column '{role}'", arm.name)
                return None
        spec = history.Spec(
            path=file_named(demand.file, place),
            columns=tuple((role, name) for role, name in columns.items() if name),
            date_format=demand.date_format,
            skip_bad_rows=demand.on_bad_row == "skip",
            products=products,
            minor_digits=arm.context.minor_digits,
            zone=zone(demand.time_zone),
        )
        if spec not in self.histories:
            self.histories[spec] = self.read_rows(arm, spec, place)
        return self.histories[spec]

    def read_rows(self, arm: Arm, spec: history.Spec, place: Place) -> history.Rows | None:
        column_places = {
            role: node.place
            for role, _ in spec.columns
            if (node := at(arm.tree, ("demand", "columns", role)))
        }
        try:
            return history.read_rows(spec, place, column_places)
        except ScenarioError as error:
            self.csv_faults.extend(error.faults)
            return None

    def note(self, arm: Arm, replayed: History) -> None:
        told = f"{arm.file.demand.file}: {replayed.read:,} rows read, {replayed.used:,} used"
        for reason, count in replayed.refused:
            told += f", {count:,} refused ({reason})"
        # A set in order: arms that replay one file say it once.
        self.notes[told] = None
        if not replayed.used:
            place = place_of(arm.tree, ("demand", "file"))
            self.found(place, "no row of the history falls inside the horizon", arm.name)

    def placed(self) -> list[Fault]:
        """The faults, those of some arms only with the names of these arms."""
        result = []
        for (place, message), found_in in self.faults.items():
            everywhere = len(found_in) == len(self.layers.arms)
            # The place of an arm's own line already names the arm.
            told = place.origin.startswith("arm ")
            where = "" if everywhere or told else self.only_in(found_in)
            result.append(place.fault(message + where))
        return result

    def placed_warnings(self) -> Iterator[Fault]:
        """The warnings, those of some arms only with the names of these arms."""
        for finding, found_in in self.odd.items():
            if len(found_in) == len(self.layers.arms):
                where = ""
            elif finding.everywhere:
                continue
            else:
                where = self.only_in(found_in)
            # Said once, at the first place: what arms share stands in one line.
            yield next(iter(found_in.values())).fault(finding.message + where)

    def only_in(self, found_in: Collection[str]) -> str:
        """The arms in which something was found, in words."""
        arms = [arm for arm in self.layers.arms if arm in found_in]
        return f" (in arm{'s' if len(arms) > 1 else ''} {listed(arms, 'and')})"


def context_of(tree: Node, kpis: tuple[KpiInfo, ...] = ()) -> Context:
    """The currency and its decimals, read ahead of everything else."""
    node = at(tree, ["currency"])
    code = node.value if node and isinstance(node.value, str) else "EUR"
    start = at(tree, ["start"])
    try:
        day = times.day(start.value) if start and start.value is not None else DEFAULT_START
    except ValueError:
        day = DEFAULT_START
    return Context(code, amounts.MINOR_DIGITS.get(code, 2), day, kpis)
