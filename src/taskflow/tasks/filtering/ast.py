"""What a filter says, as a tree, and the tree as text again. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

Comparison = Literal[":", "<", "<=", ">", ">="]
_PLAIN, _NAME = re.compile(r'[^\s()"]+'), re.compile(r"\w[\w-]*")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that the language knows, such as `me`, `none`, `today` or `high`."""

    word: str


@dataclass(frozen=True, slots=True)
class Text:
    """A name that people gave, such as a label's or a column's."""

    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member by name: `@priya`, `@"Priya Nair"`."""

    name: str


@dataclass(frozen=True, slots=True)
class Distance:
    """So many days, weeks, months or years from today; back when negative."""

    amount: int
    unit: Literal["d", "w", "m", "y"]


Value = Keyword | Text | Person | Distance | date | Decimal | UUID


@dataclass(frozen=True, slots=True)
class Words:
    """Words to find in a task; those of a phrase stand side by side."""

    text: str
    is_phrase: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """A field of a task against a value."""

    field: str
    comparison: Comparison
    value: Value

    __test__ = False  # it is no test of pytest's


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """What matches all; everything, when there is nothing in it."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """What matches one of them."""

    nodes: "tuple[Node, ...]"


Node = Words | Test | Not | And | Or
ALL = And(())


def print_filter(node: Node) -> str:
    """The filter in the language; parsing it gives the same tree."""
    if isinstance(node, And):
        return " ".join(
            f"({print_filter(part)})" if isinstance(part, Or | And) else _print(part) for part in node.nodes
        )
    if isinstance(node, Or):
        return " or ".join(
            f"({print_filter(part)})" if isinstance(part, Or) else print_filter(part) for part in node.nodes
        )
    return _print(node)


def fields_of(node: Node) -> set[str]:
    """The names of the fields that the filter asks about."""
    if isinstance(node, Test):
        return {node.field}
    if isinstance(node, Not):
        return fields_of(node.node)
    if isinstance(node, And | Or):
        return {name for part in node.nodes for name in fields_of(part)}
    return set()


def split_terms(node: Node) -> tuple[Node, ...]:
    """All of what has to match, one by one."""
    return node.nodes if isinstance(node, And) else (node,)


def join(*nodes: Node) -> Node:
    """What matches all of them, in one And where one will do."""
    parts: list[Node] = []
    for node in nodes:
        parts += node.nodes if isinstance(node, And) else (node,)
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _print(node: Node) -> str:
    if isinstance(node, Not):
        inner = print_filter(node.node)
        return f"-({inner})" if isinstance(node.node, And | Or) else f"-{inner}"
    if isinstance(node, Words):
        return quote(node.text) if node.is_phrase else node.text
    if isinstance(node, Test):
        return f"{node.field}{node.comparison}{_print_value(node.value)}"
    return f"({print_filter(node)})"


def _print_value(value: Value) -> str:
    if isinstance(value, Keyword):
        return value.word
    if isinstance(value, Text):
        return value.text if _NAME.fullmatch(value.text) and value.text.lower() != "none" else quote(value.text)
    if isinstance(value, Person):
        return f"@{value.name if _PLAIN.fullmatch(value.name) else quote(value.name)}"
    if isinstance(value, Distance):
        return f"{value.amount}{value.unit}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def quote(text: str) -> str:
    """`text` in quotes, as the language reads it: a quote or a backslash in it has a backslash before it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
