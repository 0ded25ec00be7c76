"""The page in a real browser: drawn, quiet, offline, harmless, and usable on a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, sync_playwright

import backsim

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SCENARIO = """
name: shop
title: A small shop
horizon: 60 days
study: {replications: 4, primary: [net_cash_flow, satisfaction]}
products:
  ring:
    price: 40.00
    unit_cost: 15.00
    opening_stock: 20
    supplier: smith
    replenishment: {policy: reorder_point, reorder_point: 5, order_quantity: 40}
suppliers:
  smith: {lead_time: {distribution: gamma, mean: 12 days, cv: 0.5}, payment_after: 10 days}
demand: {rate: 4 per day}
money: {opening_cash: 500.00}
arms:
  refuse: {title: Refuse}
  open: {title: Take backorders, selling.backorders: open}
  deposit:
    title: With a deposit
    selling.backorders: open
    payment.approach: deposit
    payment.share: 30%
"""

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>"
    "<a href='javascript:alert(3)'>a</a></title><b>%{x}</b> $x^2$ =1+1"
)


class Visit:
    """A page as it was opened: what it said, and what it asked for."""

    def __init__(self, browser: Browser, file: Path, width: int) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", self._dismiss)
        self.page.goto(file.as_uri())

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def count(self, selector: str) -> int:
        """How many elements match."""
        return self.page.locator(selector).count()

    def measure(self, script: str) -> Any:
        """What a script finds on the page."""
        return self.page.evaluate(script)


Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def chromium() -> str:
    """Where the browser is. Without one these tests are skipped, but fail where all must run."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found:
        return found
    reason = "no chromium found: install it, or set CHROMIUM to its path"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Open:
    """``visit(file, width)`` opens a page; tests that only look at it share it."""
    opened: dict[tuple[Path, int], Visit] = {}

    def open_(file: Path, width: int = 1200) -> Visit:
        if (file, width) not in opened:
            opened[file, width] = Visit(browser, file, width)
        return opened[file, width]

    return open_


@pytest.fixture
def own_visit(browser: Browser, file: Path) -> Iterator[Visit]:
    """The page of the study, opened for one test that does something to it."""
    opened = Visit(browser, file, 1200)
    yield opened
    opened.page.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def study(folder: Path) -> backsim.Study:
    """Three arms of a small shop, simulated."""
    scenario = folder / "shop.yaml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    return backsim.compare(scenario, jobs=1, out=folder / "shop", by=["product", "month"])


@pytest.fixture(scope="module")
def file(study: backsim.Study, folder: Path) -> Path:
    """The page of that study."""
    path = folder / "page.html"
    backsim.write_page(study, path)
    return path


@pytest.fixture(scope="module")
def hostile_file(study: backsim.Study, folder: Path) -> Path:
    """The same, by somebody who means harm."""
    facts = study.facts._replace(
        title=HOSTILE,
        study=HOSTILE,
        description=HOSTILE,
        currency=HOSTILE,
        arm_titles=dict.fromkeys(study.facts.arms, HOSTILE),
    )
    path = folder / "hostile.html"
    backsim.write_page(replace(study, facts=facts, notes=(HOSTILE,)), path)
    return path


def test_every_chart_is_drawn(visit: Open, file: Path) -> None:
    opened = visit(file)
    # Money and service as levels and as differences; six kinds of chart by arm but for the fates.
    assert opened.count("[data-chart]") == 2 * 2 + 5 * 3 + 1
    assert opened.count("[data-chart].js-plotly-plot") == opened.count("[data-chart]")
    empty = opened.measure(
        """Array.from(document.querySelectorAll("[data-chart]")).filter((chart) => {
          const box = chart.querySelector("svg.main-svg")?.getBoundingClientRect();
          return !box || box.width < 100 || box.height < 50 || !chart.querySelector("svg path");
        }).map((chart) => chart.id)"""
    )
    assert empty == []


@pytest.mark.parametrize("width", [1200, 390])
def test_nothing_is_said_to_the_console_and_nothing_asked_of_the_network(
    visit: Open, file: Path, width: int
) -> None:
    opened = visit(file, width)
    opened.page.mouse.wheel(0, 20_000)
    opened.page.wait_for_load_state("networkidle")
    assert opened.said == []
    assert opened.asked == [file.as_uri()]


def test_the_policy_of_the_page_stops_a_script_that_is_not_its_own(own_visit: Visit) -> None:
    own_visit.measure(
        """() => { const script = document.createElement("script");
                   script.textContent = "window.foreign = true";
                   document.body.append(script); }"""
    )
    assert own_visit.measure("window.foreign") is None
    assert any("Content Security Policy" in text for text in own_visit.said)


def test_text_of_a_scenario_stays_text(visit: Open, file: Path, hostile_file: Path) -> None:
    harmless, opened = visit(file), visit(hostile_file)
    assert opened.said == []
    assert opened.asked == [hostile_file.as_uri()]
    assert opened.page.title() == HOSTILE
    for selector in ("script", "img", "[data-chart] a", "[data-chart].js-plotly-plot"):
        assert opened.count(selector) == harmless.count(selector), selector
    bold = opened.measure(
        """Array.from(document.querySelectorAll("svg tspan"))
             .filter((span) => /bold/.test(span.getAttribute("style"))).length"""
    )
    assert bold == 0
    drawn = opened.measure("document.querySelector('[data-chart] .annotation text').textContent")
    assert drawn.startswith("<script>alert(1)</script>")


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("kind", ["file", "hostile_file"])
def test_no_width_needs_to_scroll_sideways(
    visit: Open, request: pytest.FixtureRequest, kind: str, width: int
) -> None:
    opened = visit(request.getfixturevalue(kind), width)
    assert opened.measure("document.documentElement.scrollWidth") <= width


def test_no_chart_is_wider_than_a_phone(visit: Open, file: Path) -> None:
    opened = visit(file, 390)
    widest = opened.measure(
        """Math.max(...Array.from(document.querySelectorAll("svg.main-svg"))
             .map((svg) => svg.getBoundingClientRect().right))"""
    )
    assert widest <= 390


def test_the_tab_key_reaches_the_links_the_tables_and_the_numbers_and_shows_where_it_is(
    own_visit: Visit,
) -> None:
    reached = []
    own_visit.page.keyboard.press("Tab")
    outline = own_visit.measure("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    for _ in range(200):
        own_visit.page.keyboard.press("Tab")
        reached.append(own_visit.measure("document.activeElement.tagName"))
        if reached[-1] == "BODY":
            break
    assert {"A", "SUMMARY", "DIV"} <= set(reached)


def test_the_numbers_behind_a_chart_open_with_the_keyboard(own_visit: Visit) -> None:
    assert not own_visit.page.locator("#cash .data").is_visible()
    own_visit.page.locator("#cash summary").focus()
    own_visit.page.keyboard.press("Enter")
    assert own_visit.page.locator("#cash .data").is_visible()


def test_the_page_prints_without_what_cannot_be_used_on_paper(own_visit: Visit) -> None:
    own_visit.page.emulate_media(media="print")
    assert not own_visit.page.locator("nav").is_visible()
    assert not own_visit.page.locator("#cash details").is_visible()
    assert own_visit.page.locator("#cash .chart").first.is_visible()


def test_a_run_of_one_arm_is_drawn_too(visit: Open, folder: Path) -> None:
    study = backsim.run(folder / "shop.yaml", arm="open", jobs=1, out=folder / "open")
    backsim.write_page(study, folder / "run.html")
    opened = visit(folder / "run.html")
    assert opened.said == []
    assert opened.count("[data-chart].js-plotly-plot") == 2 + 5 + 1
    assert opened.count(".verdict") == 0
