"""YAML files, read safely: YAML 1.2 scalars, a place for every key and value, no bombs.

PyYAML gives the events; the tree is put together here, so that nothing is ever constructed but
text, numbers, booleans, null, lists and mappings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

import yaml

from backsim.errors import Fault, ScenarioError
from backsim.scenario.reading.tree import NOWHERE, Node, Place, Scalar, marked
from backsim.scenario.values.hints import meant, quoted, shortened

MAX_BYTES = 1_000_000
MAX_NODES = 50_000
MAX_DEPTH = 40
LONGEST_EXCERPT = 160
LONGEST_NUMBER = 40

_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_PLAIN_WORDS = {
    "did not find expected node content": "a value is missing here, or a bracket is not closed",
    "expected the node content": "a value is missing here, or a bracket is not closed",
    "mapping values are not allowed": "a second ': ' on one line: put the text in quotes",
    "cannot start any token": "this character cannot stand here (indent with spaces, quote texts)",
    "could not find expected ':'": "a key without its ':'",
    "found unexpected end of stream": "a quote that is never closed",
    "expected ',' or '}'": "a '{' that is never closed, or a comma that is missing",
    "did not find expected ',' or '}'": "a '{' that is never closed, or a comma that is missing",
    "expected ',' or ']'": "a '[' that is never closed, or a comma that is missing",
    "did not find expected ',' or ']'": "a '[' that is never closed, or a comma that is missing",
    "expected <block end>": "this line is not indented like its neighbours",
    "did not find expected key": "this line is not indented like its neighbours",
}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def scalar(text: str) -> Scalar:
    """What an unquoted text means in the core schema of YAML 1.2.

    >>> [scalar(t) for t in ("no", "012", "1e3", "0o17", "0x1F", "2026-03-02", "~", "true")]
    ['no', 12, 1000.0, 15, 31, '2026-03-02', None, True]
    """
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > LONGEST_NUMBER:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEX.fullmatch(text):
        return int(text[2:], 16)
    return text


class _Composer:
    """Puts one document's events together; gathers the faults that do not stop the reading."""

    def __init__(self, text: str, file: str, fixed: Place | None = None) -> None:
        self.file = file
        self.lines = _LINE_BREAK.split(text)
        self.fixed = fixed
        self.faults: list[Fault] = []
        self.anchors: dict[str, Node] = {}
        self.count = 0
        self.events = _Loader(text)

    def place(self, mark: Any) -> Place:
        if self.fixed:
            return self.fixed
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        shown = line[:LONGEST_EXCERPT] if mark.column < LONGEST_EXCERPT else ""
        return Place(self.file, mark.line + 1, mark.column + 1, shown)

    def stop(self, mark: Any, message: str) -> ScenarioError:
        return ScenarioError([self.place(mark).fault(message)])

    def document(self) -> Node | None:
        """The file's one document, or ``None`` if it is empty."""
        self.events.get_event()
        if self.events.check_event(yaml.StreamEndEvent):
            return None
        self.events.get_event()
        root = self.node(NOWHERE, 0)
        self.events.get_event()
        if not self.events.check_event(yaml.StreamEndEvent):
            mark = self.events.get_event().start_mark
            raise self.stop(mark, "a second document begins here; a file holds one scenario")
        return root

    def node(self, key: Place, depth: int) -> Node:
        event = self.events.get_event()
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if event.tag not in (None, "!"):
            raise self.stop(event.start_mark, f"tags are not used: {_short_tag(event.tag)}")
        self.grow(1, event)
        if depth > MAX_DEPTH:
            raise self.stop(event.start_mark, f"nested deeper than {MAX_DEPTH} levels")
        place = self.place(event.start_mark)
        key = place if key is NOWHERE else key
        if isinstance(event, yaml.ScalarEvent):
            value = event.value if event.style in ("'", '"', "|", ">") else scalar(event.value)
            node = Node(value, place, key, spelling="" if isinstance(value, str) else event.value)
        elif isinstance(event, yaml.MappingStartEvent):
            entries = self.mapping(bool(event.flow_style), depth)
            node = Node(entries, place, key, 1 + sum(n.size for n in entries.values()))
        else:
            items = self.sequence(depth)
            node = Node(items, place, key, 1 + sum(n.size for n in items))
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def grow(self, count: int, event: Any) -> None:
        self.count += count
        if self.count > MAX_NODES:
            message = f"more than {MAX_NODES:,} values, aliases written out"
            raise self.stop(event.start_mark, message)

    def alias(self, event: Any) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            message = f"alias '*{shortened(event.anchor)}' has no anchor before it"
            raise self.stop(event.start_mark, message)
        self.grow(node.size, event)
        return node

    def sequence(self, depth: int) -> list[Node]:
        items = []
        while not self.events.check_event(yaml.SequenceEndEvent):
            items.append(self.node(NOWHERE, depth + 1))
        self.events.get_event()
        return items

    def mapping(self, flow: bool, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        last, former = "", Node(None)
        while not self.events.check_event(yaml.MappingEndEvent):
            event = self.events.get_event()
            if not isinstance(event, yaml.ScalarEvent):
                raise self.stop(event.start_mark, "a key must be a plain text or number")
            self.grow(1, event)
            place, name = self.place(event.start_mark), event.value
            node = self.node(place, depth + 1)
            if flow and node.value is None and _is_cut(former):
                former = entries[last] = replace(former, value=f"{former.value}, {name}")
            elif fault := self.key_fault(name, entries):
                self.faults.append(place.fault(fault))
            else:
                last = name
                former = entries[last] = replace(node, key=place)
        self.events.get_event()
        return entries

    def key_fault(self, name: str, entries: dict[str, Node]) -> str:
        if name == "<<":
            return "merge keys ('<<') are not used; start from another file with `extends:`"
        if name in entries:
            first = entries[name].key.line
            return f"duplicate key {quoted(name)}" + (f" (first on line {first})" if first else "")
        return ""


def _short_tag(tag: str) -> str:
    return shortened(tag.replace("tag:yaml.org,2002:", "!!"))


def _is_cut(node: Node) -> bool:
    """Is this the first part of a short form that its own comma has ended?

    To YAML, ``{transit: gamma(mean 4 days, cv 0.5)}`` has two keys, ``transit`` and ``cv 0.5)``;
    a key without a value after an open parenthesis can only be the rest of it.
    """
    return isinstance(node.value, str) and node.value.count("(") > node.value.count(")")


def _compose(text: str, file: str, fixed: Place | None = None) -> tuple[Node | None, list[Fault]]:
    """The document's tree, and its faults that did not stop the reading.

    Raises ``ScenarioError`` for one that did.
    """
    composer: _Composer | None = None
    try:
        composer = _Composer(text, file, fixed)
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        problem = str(error.problem or error.context or "it cannot be read")
        words = next((w for key, w in _PLAIN_WORDS.items() if key in problem), shortened(problem))
        place = composer.place(error.problem_mark or error.context_mark) if composer else NOWHERE
        raise ScenarioError([place.fault(f"not valid YAML: {words}")]) from None
    except yaml.YAMLError:
        message = "not valid YAML: it holds control characters"
        raise ScenarioError([Fault(message, fixed.file if fixed else file)]) from None
    finally:
        if composer:
            composer.events.dispose()
    return root, composer.faults


def read_text(path: Path, place: Place | None = None, limit: int | None = MAX_BYTES) -> str:
    """A file's text, or one clear fault (at ``place`` if another file asked for this one).

    Raises ``ScenarioError``.
    """
    name = str(path)

    def fault(message: str) -> ScenarioError:
        if place:
            return ScenarioError([place.fault(f"{name} {message}")])
        return ScenarioError([Fault(message, name)])

    try:
        if path.is_dir():
            raise fault("is a folder, not a file")
        if not path.exists():
            siblings = [p.name for p in path.parent.glob(f"*{path.suffix or '.yaml'}")]
            raise fault(f"does not exist{meant(path.name, sorted(siblings))}")
        if not path.is_file():
            raise fault("is not a regular file")
        if limit and path.stat().st_size > limit:
            size = path.stat().st_size / 1e6
            raise fault(f"has {size:,.1f} MB; a scenario may have up to {limit / 1e6:,.0f} MB")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name makes no sense"
        raise fault(f"cannot be read: {reason}") from None
    if b"\0" in data:
        raise fault("is not a text file: it holds a zero byte")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(f"is not UTF-8 text: byte 0x{data[error.start]:02x} on line {line}") from None


def _read_one(path: Path, asked_at: Place | None) -> tuple[Node, list[Fault]]:
    """One file's tree, its ``extends:`` still in it, and its faults."""
    root, faults = _compose(read_text(path, asked_at), str(path))
    if root is None or root.value is None:
        raise ScenarioError([Fault("is empty; a scenario needs at least products", str(path))])
    if not isinstance(root.value, dict):
        message = f"a scenario is a mapping of keys, not {quoted(root.value)}"
        raise ScenarioError([root.place.fault(message)])
    return root, faults


def read(path: Path) -> tuple[tuple[Node, ...], list[Fault]]:
    """The file and all that it extends, the deepest first; each a mapping, not yet merged.

    With them come faults that did not stop the reading, such as duplicate keys. Raises
    ``ScenarioError`` for one that did.
    """
    layers: list[Node] = []
    faults: list[Fault] = []
    seen: list[Path] = []
    asked_at: Place | None = None
    while True:
        seen.append(path.resolve())
        root, found = _read_one(path, asked_at)
        faults += found
        layers.insert(0, marked(root, "extends") if asked_at else root)
        extends = root.entries.get("extends")
        if extends is None or extends.value is None:
            return tuple(layers), faults
        if not isinstance(extends.value, str):
            message = f"extends must name one file, not {quoted(extends.value)}"
            raise ScenarioError([extends.place.fault(message)])
        asked_at, path = extends.place, path.parent / extends.value
        if path.resolve() in seen:
            message = f"{extends.value} extends this file in turn: a circle has no base"
            raise ScenarioError([extends.place.fault(message)])


def read_override(text: str, label: str = "") -> tuple[tuple[str, ...], Node]:
    """One ``path=value`` of ``--set``: the steps of its path, and its value read as YAML.

    Its place is ``label``, by default ``--set path=value``.

    >>> path, node = read_override("study.seed=7")
    >>> path, node.value
    (('study', 'seed'), 7)

    Raises ``ScenarioError``.
    """
    place = Place(file=label or f"--set {shortened(text, LONGEST_EXCERPT)}", origin="--set")
    dotted, equals, value = text.partition("=")
    steps = tuple(step.strip() for step in dotted.split("."))
    if not equals or not all(steps):
        raise ScenarioError([place.fault("needs the form path=value, as in study.seed=7")])
    root, faults = _compose(value, place.file, place)
    if faults:
        raise ScenarioError(faults)
    node = root or Node(None)
    return steps, replace(node, place=place, key=place)


def written(tree: Node, heading: str = "") -> str:
    """A tree as YAML that reads as the same tree, below a comment.

    Numbers keep the spelling of the file that they come from: ``20.00`` stays ``20.00``.
    """
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(tree),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    emit: Any = yaml.emit
    return comment + str(emit(events, width=100, allow_unicode=True))


def _events(node: Node) -> Iterator[Any]:
    if isinstance(node.value, dict):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=not node.value)
        for key, child in node.value.items():
            yield yaml.ScalarEvent(None, None, (True, True), key)
            yield from _events(child)
        yield yaml.MappingEndEvent()
    elif isinstance(node.value, list):
        flat = not any(isinstance(item.value, dict | list) for item in node.value)
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=flat)
        for item in node.value:
            yield from _events(item)
        yield yaml.SequenceEndEvent()
    elif isinstance(node.value, str):
        # A text that looks like a number was in quotes, and must be again.
        alike = scalar(node.value) == node.value
        style = "|" if "\n" in node.value else None if alike else "'"
        yield yaml.ScalarEvent(None, None, (alike, True), node.value, style=style)
    else:
        yield yaml.ScalarEvent(None, None, (True, True), _spelled(node))


def _spelled(node: Node) -> str:
    """A value that is no text, as it was written; in the short form if it never was."""
    if node.spelling:
        return node.spelling
    match node.value:
        case None:
            return "null"
        case bool():
            return str(node.value).lower()
        case float() if not isfinite(node.value):
            return next(word for word, value in _WORDS.items() if repr(value) == repr(node.value))
    return repr(node.value)
