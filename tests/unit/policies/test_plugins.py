"""What is wrong with somebody else's rule is said in words that name the distribution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from tests.unit.experiments.fakes import scenario

from backsim.errors import PluginError, UsageError
from backsim.policies import registry
from backsim.policies.allocation import SmallestFirst
from backsim.policies.base import BackorderRule
from backsim.policies.entry import BASES, CHOSEN, RuleEntry, Setting
from backsim.policies.plugins import entries_of
from backsim.records.rules import Rule
from backsim.scenario.canonical import resolved
from backsim.scenario.schema import rules
from backsim.scenario.schema.file import File
from backsim.scenario.schema.shapes import choices_in

HEAD = """\
from backsim.policies.base import AllocationRule, PromiseRule
from backsim.policies.entry import RuleEntry, Setting

class Dearest(AllocationRule):
    def __init__(self, bar=0):
        self.bar = bar
"""
Package = Callable[[str], tuple[RuleEntry, ...]]
TAKEN = {("allocation", "first_come")}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """The rules of a module that defines ``ROW``, and of others that do."""
    monkeypatch.syspath_prepend(str(tmp_path))
    points: list[EntryPoint] = []

    def entries(text: str) -> tuple[RuleEntry, ...]:
        name = f"{tmp_path.name}_{len(points)}".replace("-", "_")
        (tmp_path / f"{name}.py").write_text(HEAD + text)
        points.append(EntryPoint(f"rule{len(points)}", f"{name}:ROW", "backsim.policies"))
        return entries_of(points, TAKEN)

    return entries


def test_a_row_is_taken_with_where_it_comes_from(package: Package) -> None:
    (entry,) = package("ROW = RuleEntry('allocation', 'dearest', Dearest, 'Dear.')")
    assert (entry.kind, entry.word, entry.doc) == ("allocation", "dearest", "Dear.")
    assert entry.origin.endswith("_0:ROW")  # there is no distribution: the module is named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 / 0", r"rule 'rule0': \w+:ROW cannot be loaded: ZeroDivisionError: division by zero"),
        ("ROW: int", r"cannot be loaded: AttributeError: .*has no attribute 'ROW'"),
        ("ROW = Dearest", r"ROW is not a RuleEntry, but of type type"),
        (
            "ROW = RuleEntry('alocation', 'dearest', Dearest, 'Dear.')",
            r"its kind 'alocation' is not one of backorders, preorders, promise, payment, alloc",
        ),
        (
            "ROW = RuleEntry('customer', 'dearest', Dearest, 'Dear.')",
            r"its kind 'customer' is not one of backorders, preorders",
        ),
        (
            "ROW = RuleEntry('allocation', 'Dearest First', Dearest, 'Dear.')",
            r"its word 'Dearest First' must be small letters, digits and _",
        ),
        (
            "ROW = RuleEntry('promise', 'dearest', Dearest, 'Dear.')",
            r"Dearest'> is not a subclass of PromiseRule",
        ),
        (
            "ROW = RuleEntry('allocation', 'dearest', lambda view: 0, 'Dear.')",
            r"<lambda> at \w+> is not a subclass of AllocationRule",
        ),
        (
            "ROW = RuleEntry('allocation', 'first_come', Dearest, 'Dear.')",
            r"the word 'first_come' exists already, in backsim$",
        ),
        (
            "ROW = RuleEntry('allocation', 'dearest', Dearest)",
            r"its `doc` must be a sentence",
        ),
        (
            "ROW = RuleEntry('allocation', 'dearest', Dearest, 'Dear.', 'money')",
            r"its settings must be a tuple of `Setting`s",
        ),
        (
            "S = Setting('bar', 'duration', 'A bar.', '3 days')\n"
            "ROW = RuleEntry('allocation', 'dearest', Dearest, 'Dear.', (S,))",
            r"the default of 'bar' must be in the engine's units, for .*, not '3 days'",
        ),
        (
            "S = Setting('bar', 'money', 'A bar.')\n"
            "ROW = RuleEntry('allocation', 'dearest', Dearest, 'Dear.', (S, S))",
            r"its setting 'bar' is declared twice",
        ),
        (
            "S = (Setting('top', 'money', 'A.'),)\n"
            "ROW = RuleEntry('allocation', 'dearest', Dearest, 'Dear.', S)",
            r"Dearest cannot be made with its settings \(top\): got an unexpected .*'top'",
        ),
        (
            "class Other(AllocationRule):\n  def __init__(self, bar): ...\n"
            "ROW = RuleEntry('allocation', 'other', Other, 'Dear.')",
            r"Other cannot be made with its settings \(none\): missing a required argument: 'bar'",
        ),
    ],
)
def test_a_row_that_cannot_be_used(package: Package, text: str, said: str) -> None:
    with pytest.raises(PluginError, match=said):
        package(text)


def test_two_packages_with_one_word(package: Package) -> None:
    package("ROW = RuleEntry('allocation', 'dearest', Dearest, 'Dear.')")
    with pytest.raises(PluginError, match=r"_1:ROW.*'dearest' exists already, in \w+_0:ROW$"):
        package("ROW = RuleEntry('allocation', 'dearest', Dearest, 'Dear.')")


def test_everything_that_is_wrong_is_said_at_once(package: Package) -> None:
    with pytest.raises(PluginError, match="ZeroDivisionError"):
        package("1 / 0")
    with pytest.raises(PluginError, match=r"(?s)ZeroDivision.*not a RuleEntry, but of type int"):
        package("ROW = 4")


CHOICE = rules.OneOf("allocation", "rule", otherwise="first_come")


def dearest(*settings: Setting, kind: str = "allocation") -> RuleEntry:
    """A row of somebody else's package."""
    return RuleEntry(kind, "dearest", SmallestFirst, "Dear.", settings, origin="newcomers 0.3")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (Setting("rule", "money", "A."), "the setting 'rule' of dearest is taken$"),
        (Setting("word", "money", "A."), "the setting 'word' of dearest is taken$"),
        (Setting("bar", "mony", "A."), "the setting 'bar' of dearest: 'mony' is not one of .*mean"),
    ],
)
def test_a_setting_that_clashes(
    monkeypatch: pytest.MonkeyPatch, setting: Setting, said: str
) -> None:
    monkeypatch.setattr(registry, "installed", lambda: (dearest(setting),))
    with pytest.raises(PluginError, match=f"^newcomers 0.3: {said}"):
        _ = CHOICE.options


def test_a_setting_that_every_rule_of_the_section_has(monkeypatch: pytest.MonkeyPatch) -> None:
    from backsim.scenario.schema.products import REPLENISHMENT

    entry = dearest(Setting("review_period", "duration", "A."), kind="replenishment")
    monkeypatch.setattr(registry, "installed", lambda: (entry,))
    with pytest.raises(PluginError, match=r"^newcomers 0.3: the setting 'review_period' of dea"):
        _ = REPLENISHMENT.options


# The registry.


@pytest.mark.parametrize("entry", registry.OWN, ids=lambda entry: f"{entry.kind}-{entry.word}")
def test_every_row_has_a_class_of_its_kind(entry: RuleEntry) -> None:
    assert issubclass(entry.rule, BASES[entry.kind])
    assert entry.origin == ""


def test_every_choice_says_what_each_of_its_rules_is() -> None:
    choices = {shape.choice for shape in choices_in(File) if shape.choice}
    assert {choice.kind for choice in choices} == set(CHOSEN)
    for choice in choices:
        for option in choice.own:
            assert (option.__doc__ or "").endswith("."), option.word


def test_every_kind_has_rules_and_no_word_twice() -> None:
    rows = [(entry.kind, entry.word) for entry in registry.OWN]
    assert {kind for kind, _ in rows} == set(BASES) > set(CHOSEN)
    assert len(set(rows)) == len(rows)


def test_a_rule_is_made_of_its_word_and_settings() -> None:
    rule: BackorderRule = registry.make("backorders", Rule.of("limited", max_pieces=4))
    assert [rule.allows(0, quantity, 0, 0, 0, 0) for quantity in (4, 5)] == [True, False]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule("opne"), r"^no rule 'opne' for backorders \(known: off, open, limited\)$"),
        (
            Rule("kind", (), "newcomers 0.3"),
            r"^no rule 'kind' for backorders; it belongs to newcomers 0.3, which is not installed",
        ),
    ],
)
def test_a_word_that_nobody_knows(rule: Rule, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        registry.make("backorders", rule)


def test_another_version_of_a_package_is_another_trial() -> None:
    def identity(rule: Rule) -> object:
        return resolved(replace(scenario(), customer=rule))["customer"]

    assert identity(Rule("dearest", (("bar", 9),), "newcomers 0.3")) == {
        "rule": "dearest",
        "settings": {"bar": 9},
        "origin": "newcomers 0.3",
    }
    assert identity(Rule.of("thresholds")) == {"rule": "thresholds", "settings": {}}
