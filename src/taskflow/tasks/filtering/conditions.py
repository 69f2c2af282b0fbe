"""From a filter's tree to a condition on `tasks t`, its project `p` and its column `c`: every value is a parameter."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from taskflow.platform import clock
from taskflow.tasks.filtering.ast import And, Keyword, Node, Not, Or, Person, Test, Text, Value, Words, split_terms
from taskflow.tasks.filtering.days import resolve, start_of
from taskflow.tasks.relations import BLOCKED
from taskflow.workspaces import Member

Place = Callable[[Any], str]
_SQL = {":": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_MOMENTS = {"created": "t.created_at", "updated": "t.updated_at", "completed": "t.completed_at"}
_OF_TASK = "f.workspace_id = t.workspace_id and f.task_id = t.id"
_OVERDUE = "t.completed_at is null and (t.due_date < {today}::date or t.due_at < {now}::timestamptz)"
_SUBTASKS = (
    "exists (select from tasks s where s.workspace_id = t.workspace_id and s.parent_id = t.id and s.deleted_at is null)"
)
# The project of a key, or of one that it had before: one value, so that an index gives its tasks in the list's order.
_PROJECT = (
    "(select o.id from projects o where o.workspace_id = $1 and o.key = {key} union all"
    " select k.project_id from project_keys k where k.workspace_id = $1 and k.key = {key} limit 1)"
)
# What a word alone says of a field.
_BY_WORD = {
    "status": {"open": "t.completed_at is null", "done": "t.completed_at is not null", "all": "true"},
    "estimate": {"none": "t.estimate is null"},
    "parent": {"none": "t.parent_id is null"},
    "has": {
        "attachments": "t.attachment_count > 0",
        "comments": "t.comment_count > 0",
        "subtasks": _SUBTASKS,
        "description": "t.description <> ''",
    },
    "is": {"blocked": BLOCKED, "recurring": "t.recurrence is not null", "subtask": "t.parent_id is not null"},
}
_NAMED = (
    "in (select m.id from members m join users u on u.id = m.user_id where m.workspace_id = {workspace}::uuid"
    " and {name} in (lower(u.name), lower(split_part(u.name, ' ', 1)), replace(lower(u.name), ' ', '.'),"
    " replace(lower(u.name), ' ', '-')))"
)


class TextMatch(Protocol):
    """How words of a filter become a condition. Some know more of a task's text than its title."""

    def __call__(self, words: Words, place: Place, *, is_last: bool) -> str:
        """The condition on `tasks t`; `is_last`: the words may go on, because somebody is still typing."""


def match_title(words: Words, place: Place, *, is_last: bool) -> str:
    """Words that stand in the title."""
    return f"strpos(lower(t.title), lower({place(words.text)})) > 0"


def build_condition(member: Member, node: Node, values: list[Any], *, match: TextMatch = match_title) -> str:
    """The condition, true or not true; appends its values to `values`, which are the statement's parameters."""

    return _start(member, node, values, match).build(node)


def build_driver(member: Member, node: Node, term: Node, values: list[Any]) -> str | None:
    """A query for the `task_id` of every task, once, that `term` of the filter leaves; appends to `values`.

    It reads an index and nothing else. None when the term is not of that kind. $1 is the workspace's id.
    """
    return _start(member, node, values, match_title).build_driver(term) if isinstance(term, Test) else None


def _start(member: Member, node: Node, values: list[Any], match: TextMatch) -> "_Builder":
    def place(value: Any) -> str:
        values.append(value)
        return f"${len(values)}"

    return _Builder(member, place, match, _find_last_words(node), find_project(node))


def _find_last_words(node: Node) -> Words | None:
    """The words at the very end of the filter."""
    while isinstance(node, And | Or | Not):
        if isinstance(node, Not):
            node = node.node
        elif node.nodes:
            node = node.nodes[-1]
        else:
            return None
    return node if isinstance(node, Words) and not node.is_phrase else None


def find_project(node: Node) -> str | None:
    """The key of the one project that all matching tasks are in, if the filter names one."""
    for term in split_terms(node):
        if isinstance(term, Test) and term.field == "project" and isinstance(term.value, Text):
            return term.value.text
    return None


@dataclass(frozen=True, slots=True)
class _Builder:
    member: Member
    place: Place
    match: TextMatch
    last: Words | None
    project_key: str | None  # when all that is wanted is of one project

    def build(self, node: Node) -> str:
        if isinstance(node, Not):
            return f"({self.build(node.node)}) is not true"  # a field without a value is not true either
        if isinstance(node, And | Or):
            joined = (" and " if isinstance(node, And) else " or ").join(self.build(part) for part in node.nodes)
            return f"({joined})" if joined else "true"
        if isinstance(node, Words):
            return f"({self.match(node, self.place, is_last=node is self.last)})"
        return f"({self.build_test(node)})"

    def build_test(self, test: Test) -> str:
        field, value = test.field, test.value
        if field in {"assignee", "watching", "author"}:
            return self.build_person(field, value)
        if field in _MOMENTS:
            return self.build_moment(_MOMENTS[field], test)
        if field in {"due", "start"}:
            return self.build_day(test)
        if isinstance(value, Keyword):
            return self.build_keyword(field, test.comparison, value.word)
        if isinstance(value, Decimal):
            return f"t.estimate {_SQL[test.comparison]} {self.place(value)}::numeric"
        return self.build_name(field, value)

    def build_keyword(self, field: str, comparison: str, word: str) -> str:
        if field in _BY_WORD and word in _BY_WORD[field]:
            return _BY_WORD[field][word]
        if field == "priority":
            return f"t.priority {_SQL[comparison]} {self.place(word)}::priority"
        if field == "category":
            return f"c.category = {self.place(word)}::column_category"
        if field == "label":
            return f"not exists (select from task_labels f where {_OF_TASK})"
        return self.build_overdue()

    def build_name(self, field: str, value: Value) -> str:
        given = self.place(value.text if isinstance(value, Text) else value)
        if field == "project":
            return f"t.project_id = {_PROJECT.format(key=given)}"
        if field == "column":
            return f"c.id = {given}::uuid" if isinstance(value, UUID) else f"lower(c.name) = lower({given})"
        if field == "label":
            return f"exists (select from task_labels f where {_OF_TASK} and {self.build_label(value, given)} offset 0)"
        parents_project = _PROJECT.format(key=f"split_part({given}, '-', 1)")
        return (
            f"t.parent_id in (select s.id from tasks s where s.workspace_id = $1 and s.project_id = {parents_project}"
            f" and s.number = split_part({given}, '-', 2)::int)"
        )

    def build_person(self, field: str, value: Value) -> str:
        table = "task_watchers" if field == "watching" else "task_assignees"
        if value == Keyword("none"):
            return f"not exists (select from {table} f where {_OF_TASK})"
        wanted = self.build_who(value)
        if field == "author":
            return f"t.created_by {wanted}"
        return f"exists (select from {table} f where {_OF_TASK} and f.member_id {wanted} offset 0)"

    def build_who(self, value: Value) -> str:
        if isinstance(value, Person):
            name = f"lower({self.place(value.name)})"
            return _NAMED.format(workspace=self.place(self.member.workspace_id), name=name)
        return f"= {self.place(self.member.id if isinstance(value, Keyword) else value)}::uuid"

    def build_label(self, value: Value, given: str) -> str:
        """That the link `f` is to the label: a project has one of a name."""
        if isinstance(value, UUID):
            return f"f.label_id = {given}::uuid"
        project = _PROJECT.format(key=self.place(self.project_key)) if self.project_key else "t.project_id"
        return (
            "f.label_id ="
            f" (select l.id from labels l where l.project_id = {project} and lower(l.name) = lower({given}))"
        )

    def build_driver(self, test: Test) -> str | None:
        if test.value == Keyword("none") or test.field not in {"label", "assignee", "watching"}:
            return None
        if test.field != "label":
            once = "distinct " if isinstance(test.value, Person) else ""  # several may have that name
            table = "task_watchers" if test.field == "watching" else "task_assignees"
            wanted = f"f.member_id {self.build_who(test.value)}"
            return f"select {once}f.task_id from {table} f where f.workspace_id = $1 and {wanted}"
        given = self.place(test.value.text if isinstance(test.value, Text) else test.value)
        if self.project_key or isinstance(test.value, UUID):
            wanted = self.build_label(test.value, given)
        else:
            named = f"l.workspace_id = $1 and lower(l.name) = lower({given})"
            wanted = f"f.label_id = any (array(select l.id from labels l where {named}))"
        return f"select f.task_id from task_labels f where f.workspace_id = $1 and {wanted}"

    def build_day(self, test: Test) -> str:
        if test.value == Keyword("overdue"):
            return self.build_overdue()
        if test.field == "start":
            day = "t.start_date"
        else:
            day = f"coalesce(t.due_date, (t.due_at at time zone {self.place(self.member.time_zone)}::text)::date)"
        if test.value == Keyword("none"):
            return f"{day} is null"
        return self.build_range(day, "date", test, *resolve(test.value, clock.today(self.member.time_zone)))

    def build_moment(self, moment: str, test: Test) -> str:
        if test.value == Keyword("none"):
            return f"{moment} is null"
        zone = self.member.time_zone
        first, after = resolve(test.value, clock.today(zone))
        return self.build_range(moment, "timestamptz", test, start_of(first, zone), start_of(after, zone))

    def build_range(self, expression: str, kind: str, test: Test, first: Any, after: Any) -> str:
        """`expression` against what lasts from `first` until before `after`."""

        def bound(comparison: str, value: Any) -> str:
            return f"{expression} {comparison} {self.place(value)}::{kind}"

        if test.comparison == ":":
            return f"{bound('>=', first)} and {bound('<', after)}"
        return {
            "<": lambda: bound("<", first),
            "<=": lambda: bound("<", after),
            ">": lambda: bound(">=", after),
            ">=": lambda: bound(">=", first),
        }[test.comparison]()

    def build_overdue(self) -> str:
        today = self.place(clock.today(self.member.time_zone))
        return _OVERDUE.format(today=today, now=self.place(clock.now()))
