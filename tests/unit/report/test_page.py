"""The page: whole, safe, readable without the drawings."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from backsim.errors import ResultError
from backsim.experiments.study import Study
from backsim.report import write_page
from backsim.report.figures import plain

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&{{7*7}}%{x}\u2028"


class Reader(HTMLParser):
    """What a browser makes of the page: its tags, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.text += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attrs for name, attrs in self.tags if name == tag]


def page_of(study: Study, folder: Path) -> Reader:
    """The page of a study, written and read again."""
    path = folder / "page.html"
    write_page(study, path)
    return Reader(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return page_of(study, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def figures(page: Reader) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(page.scripts[0])
    return found


def test_every_chart_has_a_figure_and_every_figure_a_chart(
    page: Reader, figures: dict[str, dict[str, Any]]
) -> None:
    charts = [attrs["data-chart"] for attrs in page.attributes("div") if "data-chart" in attrs]
    assert sorted(str(chart) for chart in charts) == sorted(figures)
    # Two KPIs as levels and as differences, then cash, stock, waits, lateness, money by arm.
    assert len(charts) == 2 * 2 + 5 * 4 + 1


def test_plotly_knows_every_attribute_of_every_figure(figures: dict[str, dict[str, Any]]) -> None:
    for figure in figures.values():
        assert go.Figure(figure).to_plotly_json().keys() == {"data", "layout"}
    (first, *_), wrong = figures.values(), "bargaps"
    with pytest.raises(ValueError, match='Did you mean "bargap"'):
        go.Figure({**first, "layout": {wrong: 1}})


def test_every_chart_is_described_in_words(page: Reader) -> None:
    charts = [attrs for attrs in page.attributes("div") if "data-chart" in attrs]
    assert all(chart["role"] == "img" for chart in charts)
    assert all(len(str(chart["aria-label"])) > 20 for chart in charts)


def test_the_verdict_stands_before_any_number(page: Reader) -> None:
    assert page.text.index("A trade-off, not a winner") < page.text.index("Every number")


def test_ids_are_unique_and_links_lead_somewhere(page: Reader) -> None:
    ids = Counter(attrs["id"] for _, attrs in page.tags if "id" in attrs)
    assert max(ids.values()) == 1
    for attrs in page.attributes("a"):
        assert str(attrs["href"]).removeprefix("#") in ids


def test_tables_have_captions_and_headings_with_a_scope(page: Reader) -> None:
    tags = Counter(tag for tag, _ in page.tags)
    assert tags["caption"] == tags["table"]
    assert all("scope" in attrs for attrs in page.attributes("th"))
    assert page.attributes("html") == [{"lang": "en"}]
    assert tags["h1"] == 1


def test_only_the_pages_own_scripts_may_run_and_nothing_may_be_fetched(page: Reader) -> None:
    policy = next(
        str(attrs["content"]) for attrs in page.attributes("meta") if "http-equiv" in attrs
    )
    assert policy.startswith("default-src 'none'; ")
    assert re.findall(r"'sha256-([^']+)'", policy) == [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in page.scripts[1:]
    ]


def test_plotly_is_there_once(page: Reader) -> None:
    assert [script.count("* plotly.js v") for script in page.scripts] == [0, 1, 0]


def test_nothing_is_loaded_from_elsewhere(page: Reader) -> None:
    sources = [value for _, attrs in page.tags for key, value in attrs.items() if key == "src"]
    links = [attrs["href"] for attrs in page.attributes("link")]
    assert sources == []
    assert links == ["data:,"]


def hostile(study: Study) -> Study:
    """A study of which every text comes from somebody who means harm."""
    facts = study.facts._replace(
        title=HOSTILE,
        study=HOSTILE,
        description=HOSTILE,
        currency=HOSTILE,
        arm_titles=dict.fromkeys(study.facts.arms, HOSTILE),
    )
    return replace(study, facts=facts, notes=(HOSTILE,))


def test_text_of_a_scenario_adds_no_tag(study: Study, page: Reader, tmp_path: Path) -> None:
    read = page_of(hostile(study), tmp_path)
    assert [tag for tag, _ in read.tags] == [tag for tag, _ in page.tags]
    assert "<script>alert(1)</script>" in read.text
    assert "{{7*7}}" in read.text


def test_text_of_a_scenario_has_no_power_in_a_figure(study: Study, tmp_path: Path) -> None:
    script = page_of(hostile(study), tmp_path).scripts[0]
    assert not set("<>&\u2028") & set(script)
    for text in strings(json.loads(script)):
        if "alert" in text:
            assert "<" not in text.replace("<extra></extra>", "")
            assert "%{x}" not in text


def strings(found: Any) -> list[str]:
    """All texts inside a figure."""
    if isinstance(found, str):
        return [found]
    parts = found.values() if isinstance(found, dict) else found
    return [s for part in parts for s in strings(part)] if isinstance(found, dict | list) else []


def test_labels_of_a_figure_are_plain_and_not_endless() -> None:
    assert plain("<a href='javascript:x'>%{y}") == "&lt;a href='javascript:x'&gt;%&#123;y}"
    assert plain("abcdefgh", most=4) == "abc\N{HORIZONTAL ELLIPSIS}"


def test_a_page_is_the_same_every_time(study: Study, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_page(study, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_one_arm_alone_gives_a_page_without_differences(run_study: Study, tmp_path: Path) -> None:
    read = page_of(run_study, tmp_path)
    assert "paired" not in read.text.replace("Arms share their luck, so a paired", "")
    assert "8 of 10 single futures" in read.text
    assert len(json.loads(read.scripts[0])) == 2 + 5 + 1


def test_trials_without_profiles_still_give_the_numbers(study: Study, tmp_path: Path) -> None:
    bare = replace(study, rows=tuple(row._replace(profile=None) for row in study.rows))
    read = page_of(bare, tmp_path)
    assert sorted(json.loads(read.scripts[0])) == [
        "standing-gap-net_cash_flow",
        "standing-gap-satisfaction",
        "standing-net_cash_flow",
        "standing-satisfaction",
    ]


def test_a_study_without_any_value_still_gives_a_page(study: Study, tmp_path: Path) -> None:
    empty = replace(study, kpis=(), estimates={}, differences={}, rows=())
    assert "How this was made" in page_of(empty, tmp_path).text


def test_a_page_that_cannot_be_written_is_an_error_in_words(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ResultError, match=r"cannot write the page .*nowhere"):
        write_page(study, tmp_path / "nowhere" / "page.html")


def test_a_page_that_fails_half_way_leaves_the_old_one(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ResultError, match="No space left on device"):
        write_page(study, path)
    assert [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()] == ["old"]
