"""The filter language: the same words in addresses, in the search box and in saved views."""

from taskflow.tasks.filtering.ast import And, Node, Not, Or, Test, Words, join, print_filter, split_terms
from taskflow.tasks.filtering.conditions import (
    Place,
    TextMatch,
    build_condition,
    build_driver,
    find_project,
    match_title,
)
from taskflow.tasks.filtering.errors import FilterError
from taskflow.tasks.filtering.parameters import build_filter
from taskflow.tasks.filtering.parser import parse_filter
from taskflow.tasks.filtering.reading import read_filter

__all__ = [
    "And", "FilterError", "Node", "Not", "Or", "Place", "Test", "TextMatch", "Words", "build_condition", "build_driver",
    "build_filter", "find_project", "join", "match_title", "parse_filter", "print_filter", "read_filter", "split_terms",
]  # fmt: skip
