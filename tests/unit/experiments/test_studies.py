"""The verbs from Python, on a real scenario file and a real simulation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import backsim
from backsim.errors import ScenarioError, TrialError, UsageError
from backsim.experiments.lock import held_if_free

SHOP = """
name: shop
horizon: 40 days
products:
  ring:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 20
    replenishment: {policy: reorder_point, reorder_point: 10, order_quantity: 30}
suppliers:
  maker: {lead_time: "gamma(mean 8 days, cv 0.4)"}
demand: {rate: 3 per day}
study:
  replications: 3
  seed: 5
  baseline: open
  primary: {net_cash_flow: 50, satisfaction: null}
arms:
  refuse: {}
  open: {selling.backorders: open}
  deposit: {selling.backorders: open, payment: {approach: deposit, share: 30%}}
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario file in an empty current folder."""
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(SHOP)
    return Path("shop.yaml")


def test_a_comparison_from_file_to_table(shop: Path) -> None:
    study = backsim.compare(shop)
    assert study.facts.arms == ("refuse", "open", "deposit")
    assert study.facts.baseline == "open"
    assert study.facts.primary == (("net_cash_flow", 50.0), ("satisfaction", None))
    assert (study.facts.seed, study.facts.replications) == (5, 3)
    assert (study.facts.horizon_days, study.facts.currency) == (40.0, "EUR")
    assert set(study.differences) == {"refuse", "deposit"}
    assert study.failed == ()
    assert study.result_dir == Path("results/shop")
    assert set(study.table()["arm"]) == {"refuse", "open", "deposit"}
    assert backsim.open_result("results/shop").document() == study.document()
    # Refusing backorders takes none, so the rate is exactly zero.
    assert study.estimates["refuse"]["backorder_rate"].high == 0.0


def test_replications_and_seed_of_the_call_beat_those_of_the_file(shop: Path) -> None:
    study = backsim.compare(str(shop), replications=2, seed=7, out="elsewhere", jobs=1)
    assert (study.facts.seed, study.facts.replications) == (7, 2)
    assert study.result_dir == Path("elsewhere")
    assert not Path("results").exists()


def test_the_page_is_written_while_nobody_else_writes(shop: Path) -> None:
    drawn = []

    def draw(study: backsim.Study, path: Path) -> None:
        with held_if_free(path.parent) as other:
            drawn.append((study.question, str(path), other.startswith("another backsim (process ")))
        path.write_text("a page")

    study = backsim.compare(shop, page=draw)
    assert drawn == [(study.question, "results/shop/page.html", True)]
    assert study.page == Path("results/shop/page.html")
    assert backsim.compare(shop).page is None


def test_some_arms_of_a_file(shop: Path) -> None:
    study = backsim.compare(shop, arms=["deposit", "refuse"], replications=2)
    assert study.facts.arms == ("deposit", "refuse")
    assert study.facts.baseline == "deposit", "the baseline of the file is not among them"
    assert backsim.compare(shop, arms=["refuse", "open"], replications=2).facts.baseline == "open"


def test_one_more_arm_changes_nothing_else(shop: Path) -> None:
    two = backsim.compare(shop, arms=["refuse", "open"], out="two")
    three = backsim.compare(shop, out="three")
    assert [row for row in three.rows if row.arm != "deposit"] == list(two.rows)


def test_one_arm_alone(shop: Path) -> None:
    study = backsim.run(shop)
    assert study.facts.arms == ("open",), "the baseline, if none is named"
    assert study.facts.baseline == ""
    assert study.differences == {}
    assert study.result_dir == Path("results/shop-open"), "a comparison is never overwritten"
    assert backsim.run(shop, arm="refuse").facts.arms == ("refuse",)


def test_a_file_without_arms_is_run_in_the_folder_of_the_study(shop: Path) -> None:
    shop.write_text(SHOP[: SHOP.index("arms:")].replace("baseline: open", "baseline: base"))
    assert backsim.run(shop, replications=1).result_dir == Path("results/shop")
    with pytest.raises(UsageError, match=r"shop\.yaml: a comparison needs two arms .* only 'base'"):
        backsim.compare(shop)


def test_a_single_replication_is_the_one_of_the_whole_study(shop: Path) -> None:
    whole = backsim.run(shop, arm="refuse")
    single = backsim.run(shop, arm="refuse", replication=2)
    assert single.rows == whole.rows[2:]
    assert single.facts.replications == 1


def test_a_single_replication_that_fails_shows_its_cause(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no customers")

    monkeypatch.setattr("backsim.simulation.simulate", broken)
    with pytest.raises(TrialError, match="open/2: ZeroDivisionError: no customers") as stop:
        backsim.run(shop, replication=2)
    assert isinstance(stop.value.__cause__, ZeroDivisionError)
    with pytest.raises(TrialError, match=r"again: .*yaml --set 'title=a b' --arm open --seed 5 "):
        backsim.run(shop, overrides=["title=a b"])


def test_calls_that_make_no_sense(shop: Path) -> None:
    with pytest.raises(UsageError, match="replications must be 1 or more, not 0"):
        backsim.compare(shop, replications=0)
    with pytest.raises(UsageError, match="jobs must be 1 or more, not -1"):
        backsim.run(shop, jobs=-1)
    with pytest.raises(UsageError, match="numbered from 0, so there is no -1"):
        backsim.run(shop, replication=-1)
    with pytest.raises(UsageError, match=r"shop\.yaml: unknown arm 'opne', did you mean 'open'\?"):
        backsim.run(shop, arm="opne")
    with pytest.raises(UsageError, match="unknown arm 'x'; there are: refuse, open, deposit"):
        backsim.compare(shop, arms=["x", "open"])
    with pytest.raises(UsageError, match="out names no folder: it is empty"):
        backsim.compare(shop, out="")
    with pytest.raises(UsageError, match="there is only 'open'"):
        backsim.compare(shop, arms=["open", "open"])


def test_a_kpi_that_does_not_exist_is_a_fault_of_the_file(shop: Path) -> None:
    shop.write_text(SHOP.replace("satisfaction", "satisfactoin"))
    with pytest.raises(ScenarioError, match=r"yaml:\d+:\d+: .*'satisfactoin'.*'satisfaction'"):
        backsim.compare(shop)


def test_every_replication_draws_its_own_luck(shop: Path) -> None:
    study = backsim.run(shop, replications=20)
    assert len({tuple(row.kpis.items()) for row in study.rows}) == 20


def test_a_real_trial_can_be_done_in_another_process(shop: Path) -> None:
    here = backsim.compare(shop, replications=2, out="here", jobs=1)
    there = backsim.compare(shop, replications=2, out="there", jobs=2)
    assert here.rows == there.rows


def test_a_plain_script_may_use_several_processes(shop: Path) -> None:
    # No ``if __name__ == "__main__"`` is needed: workers do not run the caller's script again.
    script = f"import backsim\nprint(len(backsim.compare('{shop}', jobs=2).rows))\n"
    Path("study.py").write_text(script)
    said = subprocess.run([sys.executable, "study.py"], capture_output=True, text=True, check=True)
    assert (said.stdout.strip(), said.stderr) == ("9", "")
