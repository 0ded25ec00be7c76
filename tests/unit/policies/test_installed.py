"""Rules of somebody else's package, installed from its folder and used from the command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = '''\
"""Rules of a shop that looks after its small customers."""

from backsim.policies.base import AllocationRule, PromiseRule, ReplenishmentRule
from backsim.policies.entry import RuleEntry, Setting


class BulkLast(AllocationRule):
    def __init__(self, pieces):
        self.pieces = pieces

    def key(self, placed_at, promised_at, quantity, value, prepaid, preorder, segment):
        return float(quantity >= self.pieces)


class Hasty(PromiseRule):
    def __init__(self, wait):
        self.wait = wait

    def date(self, now, expected_at, release_at, lead_time_mean, lead_time_sd):
        return now + self.wait


class Enough(ReplenishmentRule):
    def __init__(self, times):
        self.times = times

    def buys(self, now, on_hand, on_order, backorders, preorders, inventory_position):
        return max(int(-self.times * inventory_position), 0)


BULK_LAST = RuleEntry(
    "allocation",
    "bulk_last",
    BulkLast,
    "Large lines wait behind all others.",
    (Setting("pieces", "some_pieces", "From so many pieces on, a line is large.", 6),),
)
HASTY = RuleEntry(
    "promise",
    "hasty",
    Hasty,
    "What the customer likes to hear.",
    (Setting("wait", "duration", "The wait that is told."),),
)
ENOUGH = RuleEntry(
    "replenishment",
    "enough",
    Enough,
    "So many times what is missing.",
    (Setting("times", "number", "How many times.", 1.0),),
)
'''

PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "small-customers"
version = "0.3"

[project.entry-points."backsim.policies"]
bulk_last = "small_customers:BULK_LAST"
hasty = "small_customers:HASTY"
enough = "small_customers:ENOUGH"
"""

BACKEND = '''\
"""Builds the wheel without any other package: a test has no network."""

import tomllib
from pathlib import Path
from zipfile import ZipFile

WHEEL = "Wheel-Version: 1.0\\nGenerator: backend\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    stem = f"{project['name'].replace('-', '_')}-{project['version']}"
    points = project["entry-points"]["backsim.policies"].items()
    files = {path.name: path.read_text() for path in Path().glob("*.py")}
    del files["backend.py"]
    files |= {
        f"{stem}.dist-info/METADATA": "Metadata-Version: 2.1\\n"
        f"Name: {project['name']}\\nVersion: {project['version']}\\n",
        f"{stem}.dist-info/WHEEL": WHEEL,
        f"{stem}.dist-info/entry_points.txt": "[backsim.policies]\\n"
        + "".join(f"{name} = {value}\\n" for name, value in points),
    }
    files[f"{stem}.dist-info/RECORD"] = "".join(f"{name},,\\n" for name in files)
    name = f"{stem}-py3-none-any.whl"
    with ZipFile(Path(wheel_directory) / name, "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name
'''

# Five cups are wanted on day 0, one on day 1, one on day 2; there are none. When seven are owed,
# three are bought, and they come on day 7: too few for the first customer, enough for the others.
SHOP = """\
start: 2026-01-05
horizon: 30 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    replenishment: {policy: reorder_point, reorder_point: -7, order_quantity: 3}
suppliers:
  pottery: {lead_time: 5 days}
demand:
  file: orders.csv
  columns: {order: id, date: at, quantity: pieces, price: price, customer: none, product: none}
selling: {backorders: open}
customers: {all: {tolerance: unlimited}}
study: {replications: 2}
arms:
  first_come: {}
  bulk_last: {selling.allocation: {rule: bulk_last, pieces: 5}}
  as_it_comes: {selling.allocation: bulk_last}
  enough: {products.cup.replenishment: {policy: enough, times: 2}}
  hasty:
    products.cup.replenishment: {policy: enough, times: 2}
    selling.promise: {rule: hasty, wait: 4 days}
"""

ORDERS = """\
id,at,pieces,price
1,2026-01-05 09:00,5,10.00
2,2026-01-06 09:00,1,10.00
3,2026-01-07 09:00,1,10.00
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the package is installed."""
    source, site = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    files = {"pyproject.toml": PROJECT, "backend.py": BACKEND, "small_customers.py": MODULE}
    for name, text in files.items():
        (source / name).write_text(text)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*pip, *offline, "--target", str(site), str(source)], check=True)
    return site


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a shop that uses its rules."""
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "orders.csv").write_text(ORDERS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def backsim(*call: str, site: Path | None) -> subprocess.CompletedProcess[str]:
    """The program, with the packages of a folder beside its own."""
    path = [os.environ.get("PYTHONPATH", ""), str(site or "")]
    return subprocess.run(
        [sys.executable, *call],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(part for part in path if part)},
        capture_output=True,
        text=True,
    )


def test_arms_are_compared_by_two_workers(site: Path, shop: Path) -> None:
    call = (
        "-m",
        "backsim.cli.main",
        "compare",
        "shop.yaml",
        "--jobs",
        "2",
        "--json",
        "--no-page",
        "-q",
    )
    done = backsim(*call, "--out", str(shop / "result"), site=site)
    assert done.returncode == 0, done.stderr
    arms = json.loads(done.stdout)["arms"]
    still_open = {arm: kpis["open_rate"]["mean"] for arm, kpis in arms.items()}
    assert still_open == {
        "first_come": 1.0,
        "bulk_last": pytest.approx(1 / 3),
        "as_it_comes": 1.0,  # from six pieces on, by default; nobody wants six
        "enough": 0.0,  # ten are bought on day 0 and come on day 5
        "hasty": 0.0,
    }
    in_time = {arm: arms[arm]["fulfillment_rate"]["mean"] for arm in ("enough", "hasty")}
    # Told four days, the first waits five; the others came later, and are served with them.
    assert in_time == {"enough": 1.0, "hasty": pytest.approx(2 / 3)}


@pytest.mark.usefixtures("shop")
def test_it_is_checked_and_shown_like_any_other(site: Path) -> None:
    assert backsim("-m", "backsim.cli.main", "check", "shop.yaml", site=site).returncode == 0
    shown = backsim(
        "-m", "backsim.cli.main", "show", "shop.yaml", "--arm", "bulk_last", site=site
    ).stdout
    lines = {tuple(line.split()[:2]) for line in shown.splitlines()}
    assert ("selling.allocation", "bulk_last") in lines
    assert ("selling.allocation.pieces", "5") in lines


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{rule: bulk_lost}", r"'bulk_lost' is not one of .*, did you mean 'bulk_last'\?"),
        ("{rule: bulk_last, peices: 5}", r"unknown key 'peices', did you mean 'pieces'\?"),
        ("{rule: bulk_last, pieces: 0}", r"pieces must be at least 1: 0"),
        (
            "{pieces: 5}",
            r"'pieces' has no meaning for rule 'first_come'; it belongs to 'bulk_last'",
        ),
    ],
)
def test_faults_know_it(site: Path, shop: Path, written: str, said: str) -> None:
    text = SHOP.replace("{rule: bulk_last, pieces: 5}", written)
    (shop / "shop.yaml").write_text(text)
    done = backsim("-m", "backsim.cli.main", "check", "shop.yaml", site=site)
    assert done.returncode == 2
    assert re.search(said, done.stderr)


@pytest.mark.usefixtures("shop")
def test_without_the_package_its_word_means_nothing() -> None:
    done = backsim("-m", "backsim.cli.main", "check", "shop.yaml", site=None)
    assert done.returncode == 2
    assert "'bulk_last' is not one of first_come" in done.stderr


def test_the_reference_names_it_where_it_is_installed(site: Path) -> None:
    page = backsim("-m", "backsim.scenario.reference", site=site).stdout
    here = page.partition("## Rules of installed packages")[2].splitlines()
    sentence = "Large lines wait behind all others. (small-customers 0.3)"
    setting = "pieces, at least 1 | `6 pieces` | From so many pieces on, a line is large."
    assert {f"| `bulk_last` | | | | {sentence} |", f"| | `pieces` | {setting} |"} <= set(here)


def test_a_package_that_cannot_be_used_is_named(tmp_path: Path, site: Path, shop: Path) -> None:
    broken = tmp_path / "site"
    shutil.copytree(site, broken)
    (broken / "small_customers.py").write_text("import a_library_that_is_not_there\n")
    done = backsim("-m", "backsim.cli.main", "check", str(shop / "shop.yaml"), site=broken)
    assert done.returncode == 2
    assert "small-customers 0.3: rule 'hasty': small_customers:HASTY cannot be" in done.stderr
    assert "ModuleNotFoundError: No module named 'a_library_that_is_not_there'" in done.stderr
    assert "Traceback" not in done.stderr
