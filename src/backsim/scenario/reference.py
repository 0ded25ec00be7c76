"""``docs/reference.md``, written from the schema: ``python -m backsim.scenario.reference``.

Rules of installed packages follow at the end, where the command is run; ``reference`` knows none.
"""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from backsim.scenario.schema.base import Section
from backsim.scenario.schema.cancelling import CancellationFee, Forfeit, StoreCredit
from backsim.scenario.schema.day_zero import OnOrder, WaitingOrders
from backsim.scenario.schema.demand import (
    Advance,
    Basket,
    Burst,
    Campaign,
    Columns,
    Demand,
    WordOfMouth,
)
from backsim.scenario.schema.file import File
from backsim.scenario.schema.payment import Authorisation, Capture, Disputes, Fee, StoreTerms
from backsim.scenario.schema.pricing import LateCode, Pricing
from backsim.scenario.schema.products import Product, Supplier
from backsim.scenario.schema.rules import OneOf, Option
from backsim.scenario.schema.selling import EarlyAccess, Selling
from backsim.scenario.schema.shapes import Shape, choices_in, field_shape, shape_of
from backsim.scenario.schema.store import (
    Carrier,
    Cash,
    ChangesOfMind,
    Satisfaction,
    Segment,
    Shipping,
    StudySection,
)
from backsim.scenario.schema.unpaid import Unpaid
from backsim.scenario.values.distributions import FAMILIES
from backsim.scenario.values.kinds import Context, Kind

SECTIONS: tuple[tuple[str, type[Section]], ...] = (
    ("", File),
    ("study", StudySection),
    ("products.NAME", Product),
    ("products.NAME.on_order", OnOrder),
    ("products.NAME.waiting", WaitingOrders),
    ("suppliers.NAME", Supplier),
    ("demand", Demand),
    ("demand.bursts.NAME", Burst),
    ("demand.campaigns.NAME", Campaign),
    ("demand.advance", Advance),
    ("demand.word_of_mouth", WordOfMouth),
    ("demand.basket", Basket),
    ("demand.columns", Columns),
    ("customers.NAME", Segment),
    ("customers.NAME.changes", ChangesOfMind),
    ("selling", Selling),
    ("selling.preorders.early_access", EarlyAccess),
    ("pricing", Pricing),
    ("pricing.late_code", LateCode),
    ("payment", StoreTerms),
    ("payment.fee", Fee),
    ("payment.capture", Capture),
    ("payment.authorisation", Authorisation),
    ("payment.disputes", Disputes),
    ("payment.forfeit", Forfeit),
    ("payment.cancellation_fee", CancellationFee),
    ("payment.store_credit", StoreCredit),
    ("payment.unpaid", Unpaid),
    ("shipping", Shipping),
    ("shipping.carriers.NAME", Carrier),
    ("money", Cash),
    ("satisfaction", Satisfaction),
)

HEAD = """\
# The scenario file

*Written from the schema by `python -m backsim.scenario.reference`; do not edit.*

A scenario is one YAML mapping. Scalars follow YAML 1.2: `no`, `off` and `on` are words, `012` is
12, `1e3` is a number. A key may stand once. Files may have up to 1 MB.

**Merging.** A mapping merges key by key, anything else replaces, `null` takes a key away; the
order is `extends`, the file, the arm, `--set`. Naming another policy, rule, approach or
distribution drops the settings that only the former one had.

**Arms.** `arms:` maps the name of each alternative to what it changes, by section or by dotted
key; `{}` is the file as it is. `title` in an arm is for the reports. What belongs to the whole
study (`start`, `horizon`, `study`, ...) stands outside of the arms. `--set path=value` changes
every arm, `--set arms.NAME.path=value` one of them.

```yaml
arms:
  refuse: {}
  deposit:
    title: Backorders with a deposit
    selling: {backorders: open}
    payment.approach: deposit
    payment.share: 30%
```

**Order.** The order of products, segments, carriers and suppliers has no meaning: the engine
numbers them by name. The order of the arms is the order of the reports. Customers see `substitutes`
and the alternatives of `payment.offer` in the order in which they are written.

**Off.** Every key has a default that leaves its mechanism out: a scenario that does not name it
runs as if there were no such thing.

**Prices in arms.** What customers would pay is a multiple of a product's `reference_price`, by
default the `price` in the file, after `extends`. An arm or a `--set` that changes the price does
not change the reference: dearer goods do not make customers richer. To change both, set both.
Replayed orders keep the price that was paid: a price that would not reach them is refused.
"""

DISTRIBUTIONS = """\
## Distributions

Wherever the tables say *distribution*: one value (always the same), a short form, or a mapping.
All three may stand inside braces.

```yaml
lead_time: 18 days
lead_time: gamma(mean 18 days, cv 0.4)
lead_time: {distribution: gamma, mean: 18 days, cv: 0.4}
lead_time: {distribution: discrete, values: [10 days, 20 days], weights: [80%, 20%]}
```

Parameters of time need a unit; `cv` is the standard deviation as a share of the mean. In the
short form, the parameters of constant, uniform, triangular, exponential, poisson and geometric
need no names. A distribution may be overridden as a whole, or parameter by parameter.
"""


def reference() -> str:
    """The whole document, as it is for everybody."""
    parts = [HEAD, *_kinds(), DISTRIBUTIONS, *_families()]
    for path, section in SECTIONS:
        parts += _section(path, section)
    return "\n".join(parts).rstrip() + "\n"


def rules_of_others() -> str:
    """What installed packages add to it; empty if there are none."""
    parts: list[str] = []
    for choice in dict.fromkeys(s.choice for s in choices_in(File) if s.choice):
        others = [option for option in choice.options if option.origin]
        if not others or choice.beside:  # the store's payment: the same rules as each product's
            continue
        parts += [f"`{choice.kind}`, a choice by `{choice.key}`:\n", _RULES]
        for option in others:
            text = f"{_doc(option)} ({option.origin})"
            parts += [f"| `{option.word}` | | | | {_cell(text)} |", *_own_rows(option, choice)]
        parts.append("")
    return "\n".join(["\n## Rules of installed packages\n", *parts]) if parts else ""


def _kinds() -> Iterator[str]:
    yield "## Values\n\n| value | for instance |\n|---|---|"
    kinds: dict[str, str] = {}
    for _, section in SECTIONS:
        for kind in _kinds_of(section):
            if "one of" not in kind.doc:
                kinds.setdefault(kind.doc, kind.example)
    yield "\n".join(f"| {_cell(doc)} | `{_cell(example)}` |" for doc, example in kinds.items())
    yield (
        "\nUnits of time: `s`, `min`, `h`, `days`, `weeks`, `years` (of 365 days), in any usual "
        "spelling, also together: `1 h 30 min`.\n"
    )


def _kinds_of(section: type[Section]) -> Iterator[Kind]:
    for key in section.model_fields:
        shape = field_shape(section, key)
        while shape.items is not None:
            shape = shape_of(shape.items)
        for part in (shape, *(Shape(section=option) for option in _own(shape))):
            if part.kind:
                yield part.kind
            elif part.section and issubclass(part.section, Option):
                yield from _kinds_of(part.section)


def _families() -> Iterator[str]:
    yield "| distribution | parameters | |\n|---|---|---|"
    for name, family in FAMILIES.items():
        forms = " or ".join(", ".join(f"`{key}`" for key in form) for form in family.forms)
        yield f"| `{name}` | {forms} | {family.doc} |"
    yield "| `discrete` | `values`, `weights` | Given values with given weights. |\n"


def _section(path: str, section: type[Section]) -> Iterator[str]:
    yield f"## {f'`{path}`' if path else 'The file'}\n\n{_doc(section)}\n"
    if section.example:
        yield f"```yaml\n{section.example}```\n"
    yield "| key | value | default | meaning |\n|---|---|---|---|"
    choices = []
    for key in section.model_fields:
        shape = field_shape(section, key)
        yield _row(section, key, shape)
        if shape.choice:
            choices.append((key, shape))
    yield ""
    if section is StoreTerms:
        choices.append(("payment", field_shape(File, "payment")))
    told: set[Any] = set()
    for key, shape in choices:
        if shape in told:
            continue
        told.add(shape)
        if section is StoreTerms or (section is not File and key != "payment"):
            yield from _choice(key, shape)


def _doc(section: type[Section]) -> str:
    return " ".join(cleandoc(section.__doc__ or "").split())


def _row(section: type[Section], key: str, shape: Shape) -> str:
    info = section.model_fields[key]
    default = "required" if info.is_required() else _default(section, key, shape)
    cells = (f"`{key}`", _value(shape), default, info.description or "")
    return f"| {' | '.join(_cell(text) for text in cells)} |"


def _value(shape: Shape) -> str:
    if shape.kind:
        return shape.kind.doc
    if shape.choice:
        return f"one of {_words(shape)}"
    if shape.items is None:
        return "section, see below"
    items, names = shape_of(shape.items), shape_of(shape.names)
    left = names.kind.doc if names.kind else "name"
    if items.choice:
        return f"mapping: {left} to one of {_words(items)}"
    return f"mapping: {left} to {items.kind.doc if items.kind else 'section, see below'}"


def _default(section: type[Section], key: str, shape: Shape) -> str:
    value: Any = section.model_fields[key].get_default(call_default_factory=True)
    if shape.choice:
        return f"`{value.word}`" if value else ""
    if isinstance(value, dict):
        return _mapping(value, shape)
    if shape.kind is None or value is None or value in ("", -1, ()):
        return ""
    return f"`{shape.kind.say(value, Context())}`"


def _mapping(value: dict[Any, Any], shape: Shape) -> str:
    items = shape_of(shape.items)
    if not value or items.kind is None:
        return ""
    pairs = (f"{key}: {items.kind.say(item, Context())}" for key, item in value.items())
    return f"`{{{', '.join(pairs)}}}`"


def _choice(key: str, shape: Shape) -> Iterator[str]:
    assert shape.choice
    yield f"`{key}` is one word, or a mapping that names it under `{shape.choice.key}`"
    yield f"(without a name: `{shape.choice.otherwise}`):\n"
    yield _RULES.replace("rule", key, 1)
    options = _own(shape)
    for option in options:
        yield f"| `{option.word}` | | | | {_cell(_doc(option))} |"
        yield from _own_rows(option, shape.choice)
    shared = [s for s in options[0].model_fields if s in shape.choice.shared]
    for setting in shared if key != "payment" else ():
        row = _row(options[0], setting, field_shape(options[0], setting))
        yield f"| any {row}"
    yield ""


_RULES = "| rule | setting | value | default | meaning |\n|---|---|---|---|---|"


def _own_rows(option: type[Option], choice: OneOf) -> Iterator[str]:
    for setting in option.model_fields:
        if setting not in choice.shared:
            yield f"| {_row(option, setting, field_shape(option, setting))}"


def _own(shape: Shape) -> tuple[type[Option], ...]:
    return shape.choice.own if shape.choice else ()


def _words(shape: Shape) -> str:
    return ", ".join(f"`{option.word}`" for option in _own(shape))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print(reference() + rules_of_others(), end="")
