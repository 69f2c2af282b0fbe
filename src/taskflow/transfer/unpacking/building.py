"""From the lines of an export to the rows of this workspace, one function for each kind that is made. Pure."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from taskflow.transfer.unpacking.ledger import Ledger
from taskflow.transfer.unpacking.renewal import Renewal
from taskflow.transfer.unpacking.rows import (
    AttachmentLine,
    CommentLine,
    FieldLine,
    ProjectLine,
    TaskLine,
    TeamLine,
    ViewLine,
)

Row = dict[str, Any]
LONGEST_COMMENT = 50_000


@dataclass(slots=True)
class Builder:
    """Knows what the export holds and what its ids mean here; who is not here is replaced by who imports."""

    ledger: Ledger
    renewal: Renewal
    cut: int = 0

    def build_team(self, line: TeamLine) -> Row:
        """A team with those of its people who are here."""
        return self._renew(line) | {"members": self.renewal.find_people(line.members)}

    def build_project(self, line: ProjectLine) -> Row:
        """A project with its keys, and those who were let in and are here."""
        people, teams = self.renewal.find_people(line.members), [self.renewal.renew(team) for team in line.teams]
        return self._renew(line) | {"members": people, "teams": teams}

    def build_part(self, line: Any) -> Row:
        """A column or a label of a project."""
        return self._renew(line, "project_id")

    def build_field(self, line: FieldLine) -> Row:
        """A custom field; its options keep their ids."""
        return self._renew(line, "project_id")

    def build_task(self, line: TaskLine) -> Row:
        """A task without what leads to other tasks."""
        row = self._renew(line, "project_id", "column_id", "recurs_from")
        row |= {
            "created_by": self._find_author(line.created_by),
            "assignees": self.renewal.find_insiders(line.assignees, line.project_id),
            "watchers": self.renewal.find_insiders(line.watchers, line.project_id),
            "labels": [self.renewal.renew(label) for label in dict.fromkeys(line.labels)],
            "custom": self._build_custom(line),
            "former_keys": [
                {"project_id": self.renewal.renew(key.project_id), "number": key.number} for key in line.former_keys
            ],
            "column": self.ledger.columns[line.column_id].name,
            "comment_count": self.ledger.comment_counts[line.id],
            "attachment_count": self.ledger.file_counts[line.id],
        }
        return {name: value for name, value in row.items() if name not in {"parent_id", "blocked_by"}}

    def list_parents(self, line: TaskLine) -> list[tuple[UUID, UUID]]:
        """The pair of the task and its parent, if it has one."""
        return [(self.renewal.renew(line.id), self.renewal.renew(line.parent_id))] if line.parent_id else []

    def list_blockers(self, line: TaskLine) -> list[tuple[UUID, UUID]]:
        """The pairs of what blocks the task and the task."""
        return [(self.renewal.renew(one), self.renewal.renew(line.id)) for one in dict.fromkeys(line.blocked_by)]

    def build_comment(self, line: CommentLine) -> Row:
        """A comment; who is not here is named in front of what they said, as the other imports do it."""
        renewal, author = self.renewal, self.renewal.find_person(line.author_id)
        lead = "" if author else f"**{renewal.people[line.author_id].name}** wrote on {line.created_at:%Y-%m-%d}:\n\n"
        self.cut += len(lead + line.body) > LONGEST_COMMENT
        reactions = {
            (who, one.emoji): {"member_id": who, "emoji": one.emoji, "created_at": one.created_at}
            for one in line.reactions
            if (who := renewal.find_person(one.member_id))
        }
        mentions = {
            (one.handle, who): {"handle": one.handle, "member_id": who, "team_id": self._renew_any(one.team_id)}
            for one in line.mentions
            if (who := renewal.find_person(one.member_id))
        }
        return self._renew(line, "task_id") | {
            "author_id": author or renewal.member.id,
            "body": (lead + line.body)[:LONGEST_COMMENT],
            "former_texts": [
                {"body": (lead + said.body)[:LONGEST_COMMENT], "until": said.until} for said in line.former_texts
            ],
            "project_id": renewal.renew(self.ledger.tasks[line.task_id]),
            "reactions": list(reactions.values()),
            "mentions": list(mentions.values()),
        }

    def build_attachment(self, line: AttachmentLine) -> Row:
        """What is known of a file."""
        row = self._renew(line, "task_id")
        row |= {"uploaded_by": self._find_author(line.uploaded_by), "sha256": bytes.fromhex(line.sha256)}
        return {name: value for name, value in row.items() if name != "path"}

    def build_view(self, line: ViewLine) -> Row:
        """A view; that of somebody who is not here belongs to who imports."""
        return self._renew(line, "project_id") | {"owner_id": self._find_author(line.owner_id)}

    def _build_custom(self, line: TaskLine) -> Row:
        custom: Row = {}
        known = ((field_id, value) for field_id, value in line.custom.items() if field_id in self.ledger.fields)
        for field_id, value in known:
            if self.ledger.fields[field_id].kind == "member":
                found = self.renewal.find_insiders([UUID(str(value))], line.project_id)
                custom |= {str(self.renewal.renew(field_id)): str(one) for one in found}
            else:
                custom[str(self.renewal.renew(field_id))] = value
        return custom

    def _find_author(self, old: UUID) -> UUID:
        return self.renewal.find_person(old) or self.renewal.member.id

    def _renew(self, line: Any, *names: str) -> Row:
        row: Row = line.model_dump()
        return row | {name: self._renew_any(row[name]) for name in ("id", *names)}

    def _renew_any(self, old: UUID | None) -> UUID | None:
        return None if old is None else self.renewal.renew(old)
