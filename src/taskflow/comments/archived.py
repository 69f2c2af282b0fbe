"""Comments that come from a full export: as they were, with reactions, mentions and what they said before."""

from collections.abc import Iterator, Sequence
from typing import Any

from taskflow.activity import Fact, Subject, record_many, stays
from taskflow.comments.models import Comment, Mention, Reaction
from taskflow.platform.ids import new_id
from taskflow.platform.missing_rows import insert_missing
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
_BESIDE = ("reactions", "mentions", "former_texts", "project_id")
stays("What was imported stays: delete the comment if you do not want it", "comment.imported")


async def import_archived_comments(member: Member, rows: Sequence[Row]) -> None:
    """Write those that are not there yet; their tasks were made with the number of them, and nobody is notified.

    What a comment said before, and says now, is recorded with the moment at which it said something else. Raises
    Forbidden.
    """
    member.require(Permission.IMPORT_WORKSPACE)
    whole = {row["id"]: row for row in rows}
    plain = [{name: value for name, value in row.items() if name not in _BESIDE} for row in rows]
    fresh = [whole[row["id"]] for row in await insert_missing(Comment, member.workspace_id, plain)]
    own = {"workspace_id": member.workspace_id}
    await Reaction.bulk_create(
        Reaction(id=new_id(), comment_id=row["id"], **reaction, **own) for row in fresh for reaction in row["reactions"]
    )
    await Mention.bulk_create(
        Mention(id=new_id(), comment_id=row["id"], **mention, **own) for row in fresh for mention in row["mentions"]
    )
    facts = [fact for row in fresh if row["former_texts"] for fact in _list_versions(row)]
    await record_many(facts, actor=member.actor, workspace_id=member.workspace_id)


def _list_versions(row: Row) -> Iterator[Fact]:
    """Each text with when it was written and, unless it is the present one, until when it stood."""
    since = row["created_at"]
    for said in [*row["former_texts"], {"body": row["body"], "until": None}]:
        changes = {"body": said["body"], "written_at": since, "until": said["until"]}
        changes |= {"comment_id": row["id"], "author_id": row["author_id"]}
        yield Fact(
            "comment.imported",
            Subject("task", row["task_id"]),
            row["project_id"],
            {name: (None, value) for name, value in changes.items()},
        )
        since = said["until"]
