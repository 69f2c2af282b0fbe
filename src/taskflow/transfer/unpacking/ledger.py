"""What an export holds, so that every line is known to fit to the others before anything is made. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any
from uuid import UUID

from taskflow import tasks
from taskflow.platform.errors import Invalid
from taskflow.transfer.reading import Unreadable
from taskflow.transfer.unpacking.rows import (
    AttachmentLine,
    ColumnLine,
    CommentLine,
    FieldLine,
    LabelLine,
    MemberLine,
    ProjectLine,
    TaskLine,
    TeamLine,
    ViewLine,
)


@dataclass(slots=True)
class Ledger:
    """What there is by its old id, and how many comments and files each task has. `note` raises Unreadable."""

    members: dict[UUID, MemberLine] = field(default_factory=dict)
    teams: dict[UUID, list[UUID]] = field(default_factory=dict)
    projects: dict[UUID, ProjectLine] = field(default_factory=dict)
    columns: dict[UUID, ColumnLine] = field(default_factory=dict)
    labels: dict[UUID, UUID] = field(default_factory=dict)
    fields: dict[UUID, FieldLine] = field(default_factory=dict)
    tasks: dict[UUID, UUID] = field(default_factory=dict)
    comment_counts: Counter[UUID] = field(default_factory=Counter)
    file_counts: Counter[UUID] = field(default_factory=Counter)
    missing: frozenset[str] = frozenset()
    orphans: int = 0
    _above: dict[UUID, UUID] = field(default_factory=dict)
    _blockers: dict[UUID, list[UUID]] = field(default_factory=dict)
    _taken: set[Hashable] = field(default_factory=set)

    def note(self, place: str, line: Any) -> None:
        """Check that it fits to what came before, and remember it. Raises Unreadable with the place."""
        try:
            self._take("id", type(line).__name__, line.id)
            _CHECKS[type(line)](self, line)
        except Invalid as error:
            raise Unreadable(f"{place}: {error.detail}") from None
        except ValueError as error:
            raise Unreadable(f"{place}: {error}") from None

    def close(self) -> None:
        """Check what only the whole shows: that parents and blockers are there, and go in no circle."""
        for name, graph in (("parent_id", {child: [one] for child, one in self._above.items()}),
                            ("blocked_by", self._blockers)):  # fmt: skip
            for task, others in graph.items():
                if strange := [one for one in others if one not in self.tasks]:
                    raise Unreadable(
                        f"tasks.jsonl: the {name} of the task {task} names {strange[0]}, which is not there"
                    )
            try:
                TopologicalSorter(graph).prepare()
            except CycleError as error:
                raise Unreadable(f"tasks.jsonl: the {name} of the task {error.args[1][0]} goes in a circle") from None

    def note_member(self, line: MemberLine) -> None:
        """Somebody, once."""
        self._take("email", "email", line.email.lower())
        self.members[line.id] = line

    def note_team(self, line: TeamLine) -> None:
        """A team of people who are there."""
        self._take("name", "team", line.name.lower())
        _require("members", self.members, line.members)
        self.teams[line.id] = line.members

    def note_project(self, line: ProjectLine) -> None:
        """A project whose keys no other has or had."""
        for key in (line.key, *line.former_keys):
            self._take("key", "key", key)
        _require("members", self.members, line.members)
        _require("teams", self.teams, line.teams)
        self.projects[line.id] = line

    def note_column(self, line: ColumnLine) -> None:
        """A column in a place of its own."""
        _require("project_id", self.projects, [line.project_id])
        self._take("position", "column", line.project_id, line.position)
        self.columns[line.id] = line

    def note_label(self, line: LabelLine) -> None:
        """A label with a name of its own."""
        _require("project_id", self.projects, [line.project_id])
        self._take("name", "label", line.project_id, line.name.lower())
        self.labels[line.id] = line.project_id

    def note_field(self, line: FieldLine) -> None:
        """A field with a name of its own."""
        _require("project_id", self.projects, [line.project_id])
        self._take("name", "field", line.project_id, line.name.lower())
        self.fields[line.id] = line

    def note_task(self, line: TaskLine) -> None:
        """A task in a column of its project, with a number that the project has given."""
        _require("project_id", self.projects, [line.project_id])
        column = self.columns.get(line.column_id)
        if column is None or column.project_id != line.project_id:
            raise ValueError(f"column_id: the project has no column {line.column_id}")
        if line.number >= self.projects[line.project_id].next_number:
            raise ValueError(f"number: the project's next one is {self.projects[line.project_id].next_number}")
        self._take("number", "number", line.project_id, line.number)
        for key in line.former_keys:
            _require("former_keys", self.projects, [key.project_id])
            self._take("former_keys", "former", key.project_id, key.number)
        _require("labels", [one for one in line.labels if self.labels.get(one) == line.project_id], line.labels)
        _require("people", self.members, [line.created_by, *line.assignees, *line.watchers])
        self._check_custom(line)
        self.tasks[line.id] = line.project_id
        if line.parent_id is not None:
            self._above[line.id] = line.parent_id
        if line.blocked_by:
            self._blockers[line.id] = line.blocked_by

    def note_comment(self, line: CommentLine) -> None:
        """A comment of a task that is there."""
        _require("task_id", self.tasks, [line.task_id])
        others = [one.member_id for one in line.reactions] + [one.member_id for one in line.mentions]
        _require("people", self.members, [line.author_id, *others])
        _require("mentions", self.teams, [one.team_id for one in line.mentions if one.team_id is not None])
        self.comment_counts[line.task_id] += line.deleted_at is None

    def note_attachment(self, line: AttachmentLine) -> None:
        """A file on a task that is there."""
        _require("task_id", self.tasks, [line.task_id])
        _require("uploaded_by", self.members, [line.uploaded_by])
        self.file_counts[line.task_id] += str(line.id) not in self.missing

    def note_view(self, line: ViewLine) -> None:
        """A view of somebody, in a project that is there or in none."""
        _require("owner_id", self.members, [line.owner_id])
        _require("project_id", self.projects, [line.project_id] if line.project_id else [])
        line.check()

    def _check_custom(self, line: TaskLine) -> None:
        for field_id, value in line.custom.items():
            known = self.fields.get(field_id)
            if known is None:  # the field was deleted: nobody sees what tasks had in it
                self.orphans += 1
                continue
            if known.project_id != line.project_id:
                raise ValueError(f"custom: the project has no field {field_id}")
            try:
                tasks.read_value(known.model_dump(), value)
            except ValueError as error:
                raise ValueError(f"custom: {known.name} {error}") from None
            if known.kind == "member":
                _require("custom", self.members, [UUID(str(value))])

    def _take(self, name: str, *key: Hashable) -> None:
        if key in self._taken:
            raise ValueError(f"{name}: {key[-1]} is there twice")
        self._taken.add(key)


def _require(name: str, known: Collection[UUID], wanted: Iterable[UUID]) -> None:
    for one in wanted:
        if one not in known:
            raise ValueError(f"{name}: {one} is not in the export")


_CHECKS: dict[type, Callable[[Ledger, Any], None]] = {
    MemberLine: Ledger.note_member,
    TeamLine: Ledger.note_team,
    ProjectLine: Ledger.note_project,
    ColumnLine: Ledger.note_column,
    LabelLine: Ledger.note_label,
    FieldLine: Ledger.note_field,
    TaskLine: Ledger.note_task,
    CommentLine: Ledger.note_comment,
    AttachmentLine: Ledger.note_attachment,
    ViewLine: Ledger.note_view,
}
