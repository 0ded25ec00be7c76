"""The ground that the project stands on: what its front pages say is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "results/README.md"]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
LOCKS = ("", "-compile", "-dev")
NAMED = re.compile(r"`((?:src|tests|docs|scripts|scenarios|benchmarks)/[^`\s]+)`")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _commands(page: str) -> list[str]:
    """The one-line commands of a page that set up an environment of their own."""
    return re.findall(r"^python3 -m venv .*$", page, re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    lines = [line for line in _text(name).splitlines() if not line.startswith("#")]
    return dict(line.split("==") for line in lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_files_that_contributors_are_sent_to_are_there() -> None:
    named = NAMED.findall(_text("CONTRIBUTING.md"))
    assert len(named) > 5
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_readme_has_one_command_to_run_one_to_compile_and_one_to_test() -> None:
    run, compiled, test = _commands(_text("README.md"))
    assert compiled.endswith(".venv/bin/python scripts/compile.py")
    assert "-r requirements-compile.lock " in compiled
    assert run.endswith(".venv/bin/backsim compare scenarios/necklace.yaml")
    assert "-r requirements.lock " in run
    assert test.endswith(".venv/bin/pytest -n 2")
    assert "-r requirements-dev.lock " in test


def test_the_check_calls_the_test_command_of_the_readme() -> None:
    *_, test = _commands(_text("README.md"))
    script = _text(".ci/run")
    assert test in script.splitlines()
    assert "set -euo pipefail" in script
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


@pytest.mark.parametrize(
    ("file", "needs"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        (
            "requirements-compile.lock",
            PROJECT["dependencies"] + PROJECT["optional-dependencies"]["compile"],
        ),
        (
            "requirements-dev.lock",
            PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
        ),
    ],
)
def test_every_dependency_is_pinned_inside_its_range(file: str, needs: list[str]) -> None:
    pins = _pins(file)
    for need in map(Requirement, needs):
        pinned = pins.get(canonicalize_name(need.name))
        assert pinned is not None, f"{need.name} is not in {file}"
        assert need.specifier.contains(pinned), f"{need.name} {pinned} is outside {need.specifier}"


def test_all_pinned_files_agree() -> None:
    run, compiled, develop = (_pins(f"requirements{extra}.lock") for extra in LOCKS)
    assert run.items() <= compiled.items() <= develop.items()


@pytest.mark.parametrize("file", [f"requirements{extra}.lock" for extra in LOCKS])
def test_a_pinned_file_names_no_place_to_fetch_from(file: str) -> None:
    for name, version in _pins(file).items():
        assert re.fullmatch(r"[a-z0-9-]+", name)
        assert re.fullmatch(r"[0-9][0-9a-z.+]*", version)


def test_results_are_kept_out_of_version_control() -> None:
    ignored = _text(".gitignore").splitlines()
    assert ignored.index("results/*") < ignored.index("!results/README.md")


def test_the_citation_is_complete_and_of_this_version() -> None:
    citation = yaml.safe_load(_text("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]["text"] == "MIT"
    assert _text("LICENSE").startswith("MIT License\n")


def test_the_change_log_is_of_this_version_and_marks_what_moves_numbers() -> None:
    log = _text("CHANGELOG.md")
    (newest,) = re.findall(r"^## (\S+?),", log, re.MULTILINE)[:1]
    assert newest == PROJECT["version"]
    assert "**[RESULTS]**" in log.partition("## ")[0]
