"""From the text of a filter to its tree, by recursive descent: its errors know what was meant. Pure.

A grammar file for a parser generator would be shorter, but its errors name terminals, not words: here each place knows
what it waits for, which field it is in, and which known word is nearest.
"""

from collections.abc import Callable

from taskflow.tasks.filtering.ast import ALL, And, Node, Not, Or, Words
from taskflow.tasks.filtering.errors import FilterError
from taskflow.tasks.filtering.lexer import Token, split
from taskflow.tasks.filtering.values import read_test

MAX_LENGTH, MAX_TERMS, MAX_DEPTH = 1000, 50, 20
_TERM = ("a word", '"a phrase"', "a field such as status:open", "(")


def parse_filter(text: str) -> Node:
    """The tree of a filter; one that is blank matches everything. Raises FilterError, and nothing else."""
    if len(text) > MAX_LENGTH:
        reason = f"is longer than {MAX_LENGTH} characters"
        raise FilterError(reason, position=MAX_LENGTH, found=text[MAX_LENGTH : MAX_LENGTH + 20])
    unreadable = next((place for place, character in enumerate(text) if _is_unreadable(character)), None)
    if unreadable is not None:
        raise FilterError("holds a character that is none", position=unreadable, found=repr(text[unreadable]))
    tokens = split(text)
    return _Parser(tokens).parse() if len(tokens) > 1 else ALL


def _is_unreadable(character: str) -> bool:
    return character == "\0" or "\ud800" <= character <= "\udfff"


class _Parser:
    """Reads the tokens from the left to the right."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.terms = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def parse(self) -> Node:
        node = self.parse_or()
        if self.token.kind == ")":
            raise self.error('there is no "(" for this ")"', "a word", "or", "the end")
        return node

    def parse_or(self) -> Node:
        nodes = [self.parse_and()]
        while self.token.kind == "or":
            self.place += 1
            nodes.append(self.parse_and())
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def parse_and(self) -> Node:
        nodes = [self.parse_unary()]
        while self.token.kind not in {"or", ")", "end"}:
            if self.token.kind == "and":
                self.place += 1
            nodes.append(self.parse_unary())
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def parse_unary(self) -> Node:
        token = self.token
        if token.kind in {"-", "not"}:
            self.place += 1
            return Not(self.deeper(self.parse_unary))
        if token.kind == "(":
            return self.parse_group()
        if token.kind not in {"word", "phrase", "test"}:
            raise self.error(f"{token.found} stands where something to look for is expected", *_TERM)
        self.place += 1
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise FilterError(f"asks for more than {MAX_TERMS} things", position=token.position, found=token.text)
        return read_test(token) if token.kind == "test" else Words(token.text, token.kind == "phrase")

    def parse_group(self) -> Node:
        opening = self.token
        self.place += 1
        node = self.deeper(self.parse_or)
        if self.token.kind != ")":
            raise self.error(f'the "(" at {opening.position + 1} is not closed', ")")
        self.place += 1
        return node

    def deeper(self, parse: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"is nested more than {MAX_DEPTH} deep")
        node = parse()
        self.depth -= 1
        return node

    def error(self, reason: str, *expected: str) -> FilterError:
        return FilterError(
            reason, position=self.token.position, found=self.token.found, expected=expected, known=("\0",)
        )
