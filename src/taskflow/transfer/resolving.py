"""From drafts to tasks of a project: names become its columns, labels, fields and people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow import projects, tasks
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.tasks import ImportedTask
from taskflow.transfer.inputs import ImportChoices
from taskflow.transfer.reading import Draft, Said
from taskflow.transfer.surveys import Survey
from taskflow.transfer.values import READERS, read_custom, read_moment, read_text, read_title, settle_dates
from taskflow.workspaces import Member

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fitting:
    """A task that can be made, and what was said about it: author, text, when."""

    draft: Draft
    task: ImportedTask
    said: tuple[tuple[UUID, str, datetime], ...]


class Resolver:
    """Knows a project's names and what the member chose for others; tells a `survey` what does not fit."""

    def __init__(self, member: Member, known: dict[str, list[Row]], choices: ImportChoices, survey: Survey) -> None:
        self._member, self._choices, self.survey = member, choices, survey
        self._columns = known["columns"]
        self._column_names = {row["name"].lower(): row for row in reversed(known["columns"])}
        self._labels = {row["name"].lower(): row["id"] for row in known["labels"]}
        self._fields = {row["name"].lower(): row for row in known["fields"]}
        self._people = {row[name].lower(): row["id"] for name in ("name", "email") for row in known["people"]}
        self._can_work = {row["id"] for row in known["people"]}

    def resolve(self, draft: Draft) -> Fitting | None:
        """The task that the draft becomes; None, and the survey knows why, when it has no title."""
        self.survey.left_out.update(draft.left_out)
        try:
            title = read_title(draft.title)
        except ValueError as error:
            self.survey.blame(draft.place, "title", str(error))
            self.survey.skipped += 1
            return None
        said = tuple(one for one in (self._read_said(draft, said) for said in draft.said) if one)
        self.survey.tasks += 1
        self.survey.comments += len(said)
        return Fitting(draft, self._build_task(draft, title, len(said)), said)

    def _build_task(self, draft: Draft, title: str, comments: int) -> ImportedTask:
        values = settle_dates(self._read_values(draft, title), self._member.time_zone)
        column, author, now = self._find_column(draft), self._people.get(draft.author.lower()), clock.now()
        created, completed = values.pop("created_at", None) or now, values.pop("completed_at", None) or now
        return ImportedTask(
            title=title,
            column_id=column["id"],
            created_by=author or self._member.id,
            created_at=created,
            completed_at=completed if column["category"] == "done" else None,
            custom=self._read_custom(draft),
            assignees=tuple(self._list_people(draft)),
            labels=tuple(self._list_labels(draft)),
            watchers=(author,) if author else (),
            comment_count=comments,
            **values,
        )

    def _read_values(self, draft: Draft, title: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, text in draft.values.items():
            try:
                values[name] = READERS[name](text)
            except ValueError as error:
                self.survey.blame(draft.place, name, str(error))
        if title.endswith("…") and not draft.title.strip().endswith("…"):
            self.survey.blame(draft.place, "title", "is too long: it is cut, and stands whole in the description")
            values["description"] = "\n\n".join(
                filter(None, [draft.title.strip()[:5000], values.get("description", "")])
            )
        return values

    def _find_column(self, draft: Draft) -> Row:
        """Where the task goes; what is done goes to a column for what is done, and only that does."""
        chosen = self._choices.columns.get(draft.column)
        column = next((row for row in self._columns if row["id"] == chosen), None)
        column = column or self._column_names.get(draft.column.strip().lower())
        if column is None and draft.column.strip():
            self.survey.new_columns[draft.column.strip()[:50]] += 1
        if column is not None and (not draft.is_done or column["category"] == "done"):
            return column
        wanted = ("done",) if draft.is_done else ("todo", "backlog", "doing", "review")
        fitting = [row for category in wanted for row in self._columns if row["category"] == category]
        return (fitting or self._columns)[0]

    def _list_people(self, draft: Draft) -> list[UUID]:
        found = list[UUID]()
        for name in draft.people:
            chosen = self._choices.people.get(name, self._people.get(name.lower()))
            if chosen is not None and chosen in self._can_work:
                found.append(chosen)
            elif name not in self._choices.people:
                self.survey.unknown_people[name[:100]] += 1
        return found[:20]

    def _list_labels(self, draft: Draft) -> list[UUID]:
        found = list[UUID]()
        for name in filter(None, (name.strip() for name in draft.labels)):
            known = self._labels.get(name[:40].lower())
            if known is None:
                self.survey.new_labels[name[:40]] += 1
            else:
                found.append(known)
        return found[:20]

    def _read_custom(self, draft: Draft) -> dict[str, Any]:
        custom: dict[str, Any] = {}
        people = {name: str(member_id) for name, member_id in self._people.items()}
        for name, text in draft.custom.items():
            field = self._fields.get(name.lower())
            if field is None:
                self.survey.unknown_fields[name[:100]] += 1
                continue
            try:
                custom[str(field["id"])] = tasks.read_value(field, read_custom(field, text, people))
            except ValueError as error:
                self.survey.blame(draft.place, name, str(error))
        return custom

    def _read_said(self, draft: Draft, said: Said) -> tuple[UUID, str, datetime] | None:
        """Who is not known here is named in front of what they said."""
        author = self._people.get(said.author.lower())
        try:
            body = read_text(said.body).strip()
            moment = read_moment(said.at) if said.at else clock.now()
            if not body:
                return None
            lead = "" if author or not said.author else f"**{said.author[:100]}** wrote on {moment:%Y-%m-%d}:\n\n"
            return author or self._member.id, read_text(lead + body), moment
        except ValueError as error:
            self.survey.blame(draft.place, "comment", str(error))
            return None


async def load_known(member: Member, project: Row) -> dict[str, list[Row]]:
    """What the project has: columns in their order, labels, fields, and the people who can work on its tasks."""
    people = await tasks.list_assignable(member, project)
    emails = await fetch(
        "select m.id, u.email from members m join users u on u.id = m.user_id where m.workspace_id = $1",
        member.workspace_id,
    )
    by_id = {row["id"]: row["email"] for row in emails}
    return {
        "columns": await projects.list_columns(project),
        "labels": await projects.list_labels(project),
        "fields": await projects.list_fields(project),
        "people": [row | {"email": by_id[row["id"]]} for row in people],
    }
