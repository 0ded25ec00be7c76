"""What could be wrong in a file, one small change at a time: `n >= 2` becomes `n > 2`."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
"""The boundary, and the opposite."""
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {"min": "max", "any": "all", "minimum": "maximum", "append": "appendleft", "pop": "popleft"}
TWINS = NAMES | {twin: name for name, twin in NAMES.items()}
"""Calls that are easily taken for each other."""
SIDES = {"left": "right", "right": "left"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """One change of one file. Its words stay the same when it moves to another line."""

    file: str
    scope: str
    """The function that it is in, with its class; ``module`` outside of any."""
    old: str
    new: str
    start: int
    end: int
    """Where the old text stands, in bytes."""
    lines: tuple[int, ...]
    """A test that reaches none of these lines cannot notice; empty: they run on import."""
    number: int = 1
    """Which of those in this scope that read the same."""

    def __str__(self) -> str:
        again = f" (no. {self.number})" if self.number > 1 else ""
        return f"{self.file} {self.scope}: {self.old} -> {self.new}{again}"

    def applied(self, text: str) -> str:
        """The file with this change."""
        raw = text.encode()
        return (raw[: self.start] + self.new.encode() + raw[self.end :]).decode()


def mutants_of(text: str, file: str) -> list[Mutant]:
    """All mutants of a file, in order of place."""
    finder = Finder(text, file)
    finder.visit(ast.parse(text))
    found = sorted(finder.found, key=lambda mutant: (mutant.start, mutant.end, mutant.new))
    seen: Counter[str] = Counter()
    numbered = []
    for mutant in found:
        seen[str(mutant)] += 1
        numbered.append(replace(mutant, number=seen[str(mutant)]))
    return numbered


class Finder(ast.NodeVisitor):
    """Walks through one file; annotations and docstrings are not what a program does."""

    def __init__(self, text: str, file: str) -> None:
        self.raw, self.file = text.encode(), file
        self.starts = [0]
        for line in self.raw.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.scope: list[str] = []
        self.inside = 0
        """How many functions the walk is in."""
        self.statement: ast.stmt | None = None
        self.found: list[Mutant] = []

    def visit(self, node: ast.AST) -> None:
        outer, self.statement = (
            self.statement,
            node if isinstance(node, ast.stmt) else self.statement,
        )
        if isinstance(node, ast.expr | ast.stmt):
            for new in changes(node):
                self.add(node, new)
        super().visit(node)
        self.statement = outer

    def add(self, node: ast.expr | ast.stmt, new: str) -> None:
        """Note one change, unless it is none."""
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
        old = " ".join(self.raw[start:end].decode().split())
        assert self.statement is not None
        touched = {self.statement.lineno, *range(node.lineno, (node.end_lineno or 0) + 1)}
        lines = tuple(sorted(touched)) if self.inside else ()
        scope = ".".join(self.scope) or "module"
        self.found.append(Mutant(self.file, scope, old, new, start, end, lines))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.named(node.name, node.body)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self.visit(default)
        self.inside += 1
        self.named(node.name, node.body)
        self.inside -= 1

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        """An assertion is for the type checker: without it the program does the same."""

    def visit_Raise(self, node: ast.Raise) -> None:
        """Tests read what is raised; the words of a message are not mutated."""

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Nor are other words: what stands in a formatted text has no place of its own."""

    def named(self, name: str, body: list[ast.stmt]) -> None:
        self.scope.append(name)
        for statement in body:
            self.visit(statement)
        self.scope.pop()


def changes(node: ast.expr | ast.stmt) -> Iterator[str]:
    """What could stand in the place of one node."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
                yield written(ast.Compare(node.left, ops, node.comparators))
    elif isinstance(node, ast.BinOp):
        if type(node.op) in ARITHMETIC and not (is_text(node.left) or is_text(node.right)):
            yield written(ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right))
    elif isinstance(node, ast.BoolOp):
        other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield written(ast.BoolOp(other_op, node.values))
    elif isinstance(node, ast.UnaryOp):
        if isinstance(node.op, ast.Not | ast.USub | ast.Invert):
            yield written(node.operand)
    elif isinstance(node, ast.IfExp):
        yield written(ast.IfExp(node.test, node.orelse, node.body))
    elif isinstance(node, ast.Constant):
        yield from constants(node.value)
    elif isinstance(node, ast.Call):
        yield from calls(node)
    elif isinstance(node, ast.stmt):
        yield from statements(node)


def constants(value: object) -> Iterator[str]:
    """Another value of the same kind."""
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int | float):
        yield str(value + 1)
    elif isinstance(value, str) and value in SIDES:
        yield repr(SIDES[value])


def calls(node: ast.Call) -> Iterator[str]:
    """The twin of what is called."""
    if isinstance(node.func, ast.Name) and node.func.id in TWINS:
        yield written(ast.Call(ast.Name(TWINS[node.func.id]), node.args, node.keywords))
    elif isinstance(node.func, ast.Attribute) and node.func.attr in TWINS:
        func = ast.Attribute(node.func.value, TWINS[node.func.attr])
        yield written(ast.Call(func, node.args, node.keywords))


def statements(node: ast.stmt) -> Iterator[str]:
    """Left out, turned round, or returning nothing."""
    match node:
        case ast.AugAssign(target, op, value):
            yield "pass"
            if type(op) in ARITHMETIC:
                yield ast.unparse(ast.AugAssign(target, ARITHMETIC[type(op)](), value))
        case ast.Expr(ast.Call()) | ast.Continue() | ast.Break():
            yield "pass"
        case ast.Assign([ast.Attribute() | ast.Subscript()]):
            yield "pass"
        case ast.Return(ast.Constant(None) | None):
            pass
        case ast.Return():
            yield "return None"


def is_text(node: ast.expr) -> bool:
    """A text: it cannot be subtracted."""
    texts = isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return texts or (isinstance(node, ast.BinOp) and (is_text(node.left) or is_text(node.right)))


def written(node: ast.expr) -> str:
    """In brackets, so that it stands by itself wherever it is put."""
    told = ast.unparse(node)
    simple = isinstance(node, ast.Name | ast.Attribute | ast.Constant | ast.Call | ast.Subscript)
    return told if simple else f"({told})"
