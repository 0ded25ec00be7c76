"""By product, segment and month: asked for, kept, taken up again, and held against the baseline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.experiments import fakes

import backsim
from backsim.errors import UsageError
from backsim.experiments.comparison import assemble
from backsim.experiments.conduct import conduct, open_result
from backsim.experiments.study import Study
from backsim.experiments.trials import Runner, Scored
from backsim.inference import estimate
from backsim.records.trial import Parts, TrialRow
from backsim.scenario.model import Scenario

SHOP = """
name: shop
start: 2026-01-20
horizon: 40 days
products:
  ring:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 20
    replenishment: {policy: reorder_point, reorder_point: 10, order_quantity: 30}
  bowl:
    price: 30.00
    unit_cost: 9.00
    opening_stock: 40
    replenishment: {policy: reorder_point, reorder_point: 30, order_quantity: 30}
suppliers:
  maker: {lead_time: 9 days}
demand: {rate: 3 per day}
study: {replications: 2, seed: 5, primary: [net_cash_flow, demand_served]}
arms:
  refuse: {}
  open: {selling.backorders: open}
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario file in an empty current folder."""
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(SHOP)
    return Path("shop.yaml")


def row(arm: str, replication: int, **served: float | None) -> TrialRow:
    """A trial of which the fill rate of each product is known."""
    by = {"product": {name: {"fill_rate": value} for name, value in served.items()}}
    kpis: dict[str, float | None] = {"fill_rate": 0.5, "net_cash_flow": 1.0}
    return TrialRow(f"{arm}{replication}", arm, replication, kpis, None, by=by)


def study(*rows: TrialRow, cut: str = "product") -> Study:
    """What these rows say about two arms."""
    return assemble(fakes.facts("refuse", "open")._replace(by=(cut,)), fakes.KPIS, rows)


def test_each_part_has_its_mean_and_its_paired_difference() -> None:
    refuse = (row("refuse", 0, ring=0.2, bowl=1.0), row("refuse", 1, ring=0.5, bowl=1.0))
    open_ = (row("open", 0, ring=0.5, bowl=1.0), row("open", 1, ring=0.75, bowl=None))
    found = study(*refuse, *open_)
    assert list(found.by["product"]) == ["ring", "bowl"]
    assert found.by["product"]["ring"]["refuse"] == {"fill_rate": estimate([0.2, 0.5])}
    # Gains of 0.3 and 0.25: the interval is that of the pairs, not of the arms.
    gain = found.by_differences["product"]["ring"]["open"]["fill_rate"]
    assert gain.mean == pytest.approx(0.275)
    assert gain.n == 2
    assert gain.high - gain.low == pytest.approx(2 * 12.706 * 0.025, rel=1e-4)
    assert list(found.by_differences["product"]["ring"]) == ["open"]
    # Of the bowls one pair is there.
    assert found.by_differences["product"]["bowl"]["open"]["fill_rate"].n == 1


def test_a_part_that_one_arm_has_not_has_no_value_there() -> None:
    found = study(row("refuse", 0, ring=0.2), row("open", 0, ring=0.4, bowl=0.6))
    assert found.by["product"]["bowl"]["refuse"]["fill_rate"].n == 0
    assert found.document()["by"]["product"]["bowl"] == {
        "refuse": {"fill_rate": {"mean": None, "low": None, "high": None, "n": 0}},
        "open": {"fill_rate": {"mean": 0.6, "low": None, "high": None, "n": 1}},
    }


def test_months_stand_in_the_order_of_the_calendar() -> None:
    rows = (
        row("refuse", 0)._replace(by={"month": {"2026-02": {"fill_rate": 1.0}}}),
        row("open", 0)._replace(by={"month": {"2026-01": {}, "2026-02": {"fill_rate": 1.0}}}),
    )
    assert list(study(*rows, cut="month").by["month"]) == ["2026-01", "2026-02"]


def test_rows_without_a_cut_that_is_asked_for_are_told() -> None:
    rows = (row("refuse", 0, ring=0.2), row("open", 0)._replace(by={}))
    note = "By product is known of 1 of 2 trials: the others were done before it was asked for. Ask"
    assert any(line.startswith(note) for line in study(*rows).notes)
    assert not any("By product" in line for line in study(rows[0]).notes)


def test_nobody_asked_and_nothing_is_kept(shop: Path) -> None:
    found = backsim.compare(shop)
    assert (found.by, found.by_differences) == ({}, {})
    assert "by" not in found.document()
    (path,) = Path("results/shop/trials").iterdir()
    assert all('"by"' not in line for line in path.read_text().splitlines())


def test_what_is_asked_for_is_kept_and_shown_again(shop: Path) -> None:
    found = backsim.compare(shop, by=["month", "product"], jobs=1)
    assert found.facts.by == ("product", "month")
    assert list(found.by["month"]) == ["2026-01", "2026-02"]
    assert list(found.by["product"]) == ["bowl", "ring"]
    assert backsim.open_result("results/shop").document() == found.document()
    document = found.document()["by"]
    assert document["product"]["ring"]["open"]["demand_served"]["n"] == 2
    assert "net_cash_flow" not in document["product"]["ring"]["open"]
    whole = found.estimates["open"]["net_cash_flow"].mean
    months = (arms["open"]["net_cash_flow"].mean for arms in found.by["month"].values())
    assert sum(months) == pytest.approx(whole)


def test_as_a_data_frame(shop: Path) -> None:
    found = backsim.compare(shop, by="product")
    table = found.table("product")
    assert table.columns[:6] == ["product", "arm", "kpi", "name", "unit", "mean"]
    assert table.columns[-4:] == ["difference", "diff_low", "diff_high", "diff_n"]
    rows = table.filter(kpi="units_sold", product="ring").to_dicts()
    assert [one["arm"] for one in rows] == ["refuse", "open"]
    refuse, open_ = rows
    assert refuse["difference"] is None
    assert open_["difference"] == pytest.approx(open_["mean"] - refuse["mean"])
    assert (open_["n"], open_["diff_n"], open_["unit"]) == (2, 2, "pieces")
    with pytest.raises(UsageError, match="this study has no cut 'month'; there are: product"):
        found.table("month")
    with pytest.raises(UsageError, match="no cut 'month'; it was asked for none"):
        backsim.compare(shop).table("month")


def test_a_cut_moves_no_number_and_no_trial(shop: Path) -> None:
    plain = backsim.compare(shop, out="plain")
    cut = backsim.compare(shop, by="segment", out="cut")
    assert [one._replace(by={}) for one in cut.rows] == list(plain.rows)
    assert cut.question == plain.question


def test_a_study_of_one_segment_and_one_arm(shop: Path) -> None:
    found = backsim.run(shop, by="segment")
    (segment,) = found.by["segment"]
    served = found.by["segment"][segment]["refuse"]["demand_served"]
    assert served == found.estimates["refuse"]["demand_served"]
    assert found.by_differences == {}


def test_both_clocks_cut_alike(shop: Path) -> None:
    simpy = backsim.compare(shop, by="product,month", clock="simpy", out="simpy", jobs=1)
    heap = backsim.compare(shop, by="product,month", clock="heap", out="heap", jobs=2)
    assert simpy.rows == heap.rows


def test_a_cut_that_there_is_not_is_named(shop: Path) -> None:
    with pytest.raises(UsageError, match="unknown cut 'produkt', did you mean 'product'"):
        backsim.compare(shop, by=["month", "produkt"])
    with pytest.raises(UsageError, match="unknown cut 'week'; there are: product, segment, month"):
        backsim.run(shop, by="month,week")
    with pytest.raises(UsageError, match="unknown cut ''; there are"):
        backsim.run(shop, by="")
    assert not Path("results").exists()


def cut_by(scenario: Scenario, seed: int, replication: int, *cuts: str) -> Scored:
    """The numbers of the fakes, and those of two parts."""
    scored = fakes.score(scenario, seed, replication)
    parts: Parts = {"half": {"net_cash_flow": (scored.kpis["net_cash_flow"] or 0) / 2}}
    return scored._replace(by=dict.fromkeys(cuts, parts))


def by_month(scenario: Scenario, seed: int, replication: int) -> Scored:
    return cut_by(scenario, seed, replication, "month")


def by_product(scenario: Scenario, seed: int, replication: int) -> Scored:
    return cut_by(scenario, seed, replication, "product")


def interrupted(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Somebody presses Ctrl-C in replication 2."""
    if replication == 2:
        raise KeyboardInterrupt("Ctrl-C")
    return by_month(scenario, seed, replication)


def broken(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Fails in replication 1."""
    return by_month(scenario, seed, 0 // (replication - 1) + replication)


class Counter:
    """Counts the trials that were done."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def started(self, total: int, already_done: int) -> None:
        self.told.append((already_done, total))

    def advanced(self, row: TrialRow) -> None:
        self.told.append(row.replication)

    def finished(self) -> None:
        pass

    def waiting(self, words: str) -> None:
        self.told.append(words)


def ask(out: Path, runner: Runner, *by: str) -> tuple[Study, list[object]]:
    """A study of two arms and two replications, and what was done for it."""
    request = fakes.request(out, runner, replications=2)
    counter = Counter()
    study = conduct(request._replace(facts=request.facts._replace(by=by)), counter)
    return study, counter.told


def test_a_row_without_the_cut_is_done_again_and_one_with_it_is_not(tmp_path: Path) -> None:
    plain, _ = ask(tmp_path, fakes.score)
    cut, told = ask(tmp_path, by_month, "month")
    assert told == [(0, 4), 0, 0, 1, 1]
    assert cut.estimates == plain.estimates
    # Each row has both cuts by now, so that nothing is left to do, whatever is asked for.
    assert ask(tmp_path, by_product, "product")[1] == [(0, 4), 0, 0, 1, 1]
    for by in ((), ("month",), ("product", "month")):
        again, told = ask(tmp_path, fakes.hopeless, *by)
        assert told == [(4, 4)]
        assert list(again.by) == list(by)
        assert again.estimates == plain.estimates


def test_more_replications_and_a_cut_are_counted_once(tmp_path: Path) -> None:
    request = fakes.request(tmp_path, fakes.score, replications=1)
    conduct(request)
    assert ask(tmp_path, by_month, "month")[1][0] == (0, 4)


def test_whatever_stops_it_rows_without_the_cut_stay(tmp_path: Path) -> None:
    plain = conduct(fakes.request(tmp_path, fakes.score))
    request = fakes.request(tmp_path, interrupted)
    with pytest.raises(KeyboardInterrupt, match="Ctrl-C"):
        conduct(request._replace(facts=request.facts._replace(by=("month",))))
    left = open_result(tmp_path)
    assert left.estimates == plain.estimates
    assert left.by["month"]["half"]["open"]["net_cash_flow"].n == 2
    assert any(line.startswith("By month is known of 4 of 8 trials") for line in left.notes)


def test_a_torn_line_costs_the_cut_and_not_the_trial(tmp_path: Path) -> None:
    ask(tmp_path, fakes.score)
    (first,) = (tmp_path / "trials").iterdir()
    ask(tmp_path, by_month, "month")
    (second,) = set((tmp_path / "trials").iterdir()) - {first}
    second.write_bytes(second.read_bytes()[:-9])
    found, told = ask(tmp_path, by_month, "month")
    assert told == [(3, 4), 1]
    assert found.by["month"]["half"]["open"]["net_cash_flow"].n == 2


def test_a_trial_that_fails_with_the_cut_is_told_and_its_numbers_stay(tmp_path: Path) -> None:
    ask(tmp_path, fakes.score)
    failing, _ = ask(tmp_path, broken, "month")
    assert [(one.arm, one.replication) for one in failing.failed] == [("refuse", 1), ("open", 1)]
    assert open_result(tmp_path).failed == ()
    assert open_result(tmp_path).estimates["open"]["net_cash_flow"].n == 2


def test_reproduce_holds_every_number_of_every_part_against_the_kept_one(shop: Path) -> None:
    backsim.compare(shop, by="month", jobs=1)
    backsim.compare(shop, by="product", jobs=1)
    assert backsim.reproduce("results/shop").first_difference is None
    for path in Path("results/shop/trials").iterdir():
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        for one in rows:
            if one["arm"] == "open" and one["replication"] == 1 and "month" in one["by"]:
                one["by"]["month"]["2026-02"]["orders"] = -3.0
        path.write_text("".join(f"{json.dumps(one)}\n" for one in rows))
    found = backsim.reproduce("results/shop").first_difference
    assert found is not None
    assert (found.arm, found.replication) == ("open", 1)
    assert (found.kpi, found.kept) == ("orders of month 2026-02", -3.0)
